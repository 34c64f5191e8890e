"""The short form of each destination, filled in from the line as far as it can be guessed."""

from datetime import date

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import RemoteSelect, keys_in
from accounts.forms.parts import lines
from accounts.models import Account, Capture, Comment
from accounts.stakeholders.duplicates.warning import DuplicateMixin
from accounts.stakeholders.inbox.guesses import kind_in, named_in, person_in, subject_in
from accounts.stakeholders.models import Interaction, KnowledgeItem, Stakeholder

MOST_LINES = 100  # at once
SEARCH = {"data-search-url": format_lazy("{}?for=change", reverse_lazy("accounts:search"))}
SENDS = {"rows": 3, "data-enter-sends": ""}


class AccountChoice(forms.ModelChoiceField):
    """An account that the person may change, searched by name."""

    widget = RemoteSelect(attrs=SEARCH)

    def __init__(self, **kwargs):
        super().__init__(Account.objects.none(), label=_("Account"), **kwargs)

    def offer(self, user) -> None:
        self.queryset = Account.objects.editable_by(user)


class LineForm(forms.ModelForm):
    """What a line becomes in its account, with the day and the author of the line."""

    account = AccountChoice(error_messages={"invalid_choice": _("You may not change this account: choose another.")})
    first = ""  # the field where typing begins

    def __init__(self, *args, line: Capture, user, **kwargs):
        self.line, self.user = line, user
        self.day: date = timezone.localdate(line.written_at)
        super().__init__(*args, initial={"account": line.account_id, **self.guesses()}, **kwargs)
        self.fields["account"].offer(user)
        self.chosen = self.chosen_account()
        self.prepare()
        self.fields[self.first if self.chosen else "account"].widget.attrs["autofocus"] = True
        self.helper = lines(self, *self._meta.fields, "account")

    def chosen_account(self) -> Account | None:
        """The account that the form was sent with, or else that of the line, if the person may change it."""
        keys = keys_in([str(self["account"].value() or "")])
        return self.fields["account"].queryset.filter(pk__in=keys).first()

    def guesses(self) -> dict:
        return {}

    def prepare(self) -> None:
        """What the form offers in the chosen account."""

    def complete(self) -> None:
        """What the line itself tells, on the instance, before it is checked."""

    def _post_clean(self):
        self.instance.account = self.cleaned_data.get("account")
        self.complete()
        super()._post_clean()


class StakeholderLineForm(DuplicateMixin, LineForm):
    first = "name"

    class Meta:
        model = Stakeholder
        fields = ["name", "title"]

    def guesses(self):
        return person_in(self.line.text)._asdict()

    def prepare(self):
        self.fields["name"].help_text = ""

    def complete(self):
        self.instance.source = gettext("Noted on %(day)s by %(author)s") % {
            "day": date_format(self.day, "SHORT_DATE_FORMAT"),
            "author": self.line.author,
        }

    def clean(self):
        cleaned = super().clean()
        self.account = cleaned.get("account")
        if self.account:
            self.warn_of_twins(cleaned)
        return cleaned


class KnowledgeLineForm(LineForm):
    first = "category"

    class Meta:
        model = KnowledgeItem
        fields = ["category", "text", "origin"]
        widgets = {"category": forms.RadioSelect, "text": forms.Textarea(attrs=SENDS)}

    def guesses(self):
        return {"text": self.line.text}

    def prepare(self):
        numbered = enumerate(KnowledgeItem.Category.choices, 1)
        self.fields["category"].choices = [(value, f"{number % 10} · {label}") for number, (value, label) in numbered]

    def complete(self):
        self.instance.author, self.instance.learned_on = self.line.author, self.day


class InteractionLineForm(LineForm):
    first = "subject"

    class Meta:
        model = Interaction
        fields = ["subject", "kind", "stakeholders"]

    def guesses(self):
        return {"subject": subject_in(self.line.text), "kind": kind_in(self.line.text)}

    def prepare(self):
        people = Stakeholder.objects.of(self.chosen).present() if self.chosen else Stakeholder.objects.none()
        self.fields["stakeholders"].queryset = people.order_by("name", "pk")
        self.initial["stakeholders"] = named_in(self.line.text, people.values_list("pk", "name"))

    def complete(self):
        self.instance.occurred_on, self.instance.notes = self.day, self.line.text

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.colleagues.add(self.line.author)


class NoteLineForm(LineForm):
    first = "text"
    topic = ""

    class Meta:
        model = Comment
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs=SENDS)}

    def guesses(self):
        return {"text": self.line.text}

    def complete(self):
        self.instance.author, self.instance.created_at = self.line.author, self.line.written_at
        self.instance.topic = self.topic


class ProjectLineForm(NoteLineForm):
    topic = Comment.Topic.PROJECT


class MarketLineForm(NoteLineForm):
    topic = Comment.Topic.MARKET


class RiskLineForm(NoteLineForm):
    topic = Comment.Topic.RISK


class DropForm(forms.Form):
    """Nothing to fill in: the line is worth no more."""

    def __init__(self, *args, line: Capture, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line
        self.helper = lines(self)

    def save(self) -> None:
        """It becomes nothing."""


class BulkForm(forms.Form):
    """Several lines at once: dropped, or given an account."""

    lines = forms.ModelMultipleChoiceField(
        Capture.objects.none(),
        error_messages={
            "required": _("Select at least one line."),
            "invalid_choice": _("Some of these lines are already sorted: look at the list again."),
        },
    )
    action = forms.ChoiceField(choices=[("drop", _("Drop")), ("account", _("Give them this account"))])
    account = AccountChoice(required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].widget.attrs["class"] = "form-select"
        self.fields["lines"].queryset = Capture.objects.editable_by(user).waiting()
        self.fields["account"].offer(user)

    def clean_lines(self):
        if len(chosen := self.cleaned_data["lines"]) > MOST_LINES:
            raise forms.ValidationError(_("Take at most %(most)s lines at once."), params={"most": MOST_LINES})
        return chosen

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("action") == "account" and not cleaned.get("account") and "account" not in self.errors:
            self.add_error("account", _("Choose the account."))
        return cleaned
