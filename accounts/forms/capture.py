"""One line, written anywhere and sent when there is a network."""

import uuid
from datetime import UTC, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import keys_in
from accounts.models import Account, Capture

LONGEST_WAIT = timedelta(days=365)  # in a browser: an older moment is a clock that was never set
MANY_LINES = 10


class KnownAccountField(forms.ModelChoiceField):
    """An account that the person may change; any other is left out, so that the line is not lost with it."""

    is_left_out = False

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError:
            self.is_left_out = True
            return None


class LineField(forms.CharField):
    """No length of its own: a browser would cut what is pasted without a word."""

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n")
        return text.encode("utf-8", "replace").decode()  # JSON can hold half of a pair of surrogates


class CaptureForm(forms.ModelForm):
    """`at` is now: what a clock of the browser says beyond it, or long before, is replaced by it."""

    text = LineField(
        label=_("What have you learned?"),
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": _("Write a line first.")},
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    account = KnownAccountField(Account.objects.none(), required=False, label=_("Account"))
    written_at = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Capture
        fields = ["text"]

    def __init__(self, *args, user, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.at, self.instance.author = at, user
        self.fields["key"].initial = uuid.uuid4()
        self.fields["account"].queryset = Account.objects.editable_by(user)
        self.fields["text"].validators.append(limit_length)

    def offer(self, accounts: list[Account]) -> None:
        """Show these only as choices; any account that the person may change is taken."""
        chosen = self["account"].value()
        self.fields["account"].widget.choices = [("", _("Choose when sorting")), *((a.pk, a.name) for a in accounts)]
        if chosen and not any(str(account.pk) == str(chosen) for account in accounts):
            asked = self.fields["account"].queryset.filter(pk__in=keys_in([str(chosen)])).first()
            self.fields["account"].widget.choices += [(asked.pk, asked.name)] if asked else []

    def clean_written_at(self):
        return sensible_moment(self.cleaned_data["written_at"], self.at)

    def clean(self):
        cleaned = super().clean()
        for name in ("key", "account", "written_at"):
            if name in cleaned:
                setattr(self.instance, name, cleaned[name] or getattr(self.instance, name))
        return cleaned

    def save(self, commit=True):
        self.instance.received_at = self.at
        Capture.objects.keep(self.instance)
        return self.instance

    @property
    def has_lost_its_account(self) -> bool:
        return self.fields["account"].is_left_out


def limit_length(text: str) -> None:
    """Refuse what is no line, and say where a list belongs."""
    longest = Capture.LONGEST
    if len(text) <= longest:
        return
    if text.count("\n") >= MANY_LINES:
        raise ValidationError(
            _("This is a list (%(lines)s lines), and a note takes %(longest)s characters: bring it with an import."),
            params={"lines": text.count("\n") + 1, "longest": longest},
        )
    raise ValidationError(
        _("A note takes %(longest)s characters, this one has %(length)s: shorten it or make two of it."),
        params={"longest": longest, "length": len(text)},
    )


def sensible_moment(text: str, at: datetime) -> datetime:
    """The moment that a browser wrote as ISO 8601, or `at` when it cannot be true: none, to come, or a year ago."""
    try:
        moment = parse_datetime(text.strip())
        moment = timezone.make_aware(moment, UTC) if moment and timezone.is_naive(moment) else moment
        return moment if moment and at - LONGEST_WAIT <= moment <= at else at
    except (ValueError, OverflowError):
        return at
