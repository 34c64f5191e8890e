"""What we learned, and how the journal is narrowed."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.forms.attachments import ZONE
from accounts.forms.fields import PastDayField, keys_in
from accounts.forms.journal import RecordForm
from accounts.forms.parts import lines
from accounts.stakeholders.journal.timeline import SOURCES, Timeline
from accounts.stakeholders.models import KnowledgeItem, Stakeholder


class KnowledgeForm(RecordForm):
    """`on` is today: nothing is learned on a day still to come."""

    naming = ("text",)

    class Meta:
        model = KnowledgeItem
        fields = ["category", "text", "origin", "told_by", "learned_on", "source", "is_confidential"]
        field_classes = {"learned_on": PastDayField}
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["learned_on"].until(on)
        here = Q(account=self.account) & (Q(departed_on=None) | Q(pk=self.instance.told_by_id))
        self.fields["told_by"].queryset = Stakeholder.objects.filter(here).order_by("name", "pk")
        if self.instance.pk is None:
            self.instance.author = self.user
            self.fields["learned_on"].initial = on
        self.helper = lines(
            self, ("category", "learned_on"), "text", ("origin", "told_by"), "source", "is_confidential", ZONE
        )


class JournalFilter(forms.Form):
    """What a reader narrows the journal to; a choice that is none is left out, so that an old link still opens."""

    q = forms.CharField(required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Everything")), *((s.key, s.label) for s in SOURCES)]
    )
    person = forms.ChoiceField(label=_("With whom of theirs"), required=False)
    author = forms.ChoiceField(label=_("By whom of ours"), required=False)

    def __init__(self, *args, account, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.account, self.user = account, user
        people = Stakeholder.objects.visible_to(user).of(account).order_by("name", "pk")
        self.fields["person"].choices = [("", _("Everybody at the client")), *named(people)]
        self.fields["author"].choices = [("", _("All colleagues")), *named(account.readers())]

    def timeline(self) -> Timeline:
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name, "") for name in ("kind", "person", "author", "q")}
        person, author = (next(iter(keys_in([chosen[name]])), None) for name in ("person", "author"))
        return Timeline(self.account, self.user, chosen["kind"], person, author, chosen["q"])


def named(rows) -> list[tuple[str, str]]:
    return [(str(row.pk), str(row)) for row in rows]
