"""Two people edit the same row at once: nobody's work is lost, and nobody overwrites what he has not seen."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import keys_in
from accounts.values import plain, rows_seen, shown
from kam.users.models import User


@dataclass(frozen=True)
class Conflict:
    """A field that both changed since the form was opened."""

    name: str
    label: str
    theirs: str
    mine: str


class ConflictMixin(forms.Form):
    """For a ModelForm of a tracked model; needs `user=`, and to be validated and saved in one transaction.

    `version` is the history event that the form was opened on, `seen` the latest one that its reader was shown.
    Fields that only one side changed are merged; of the others both versions are shown (accounts/_conflict.html), and
    the answers `keep-<field>` (mine or theirs) decide when the form is sent again. Of a field of several rows, what
    either side added or took away is.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.conflicts, self.merged, self.their_author = user, [], [], None
        self.warnings = []  # what the person is told once it is saved
        for field in self.fields.values():
            if isinstance(field, forms.ModelMultipleChoiceField) and self.instance.pk:
                field.show_hidden_initial = True
        if not self.is_bound and self.instance.pk:
            latest = self.latest_event()
            self.fields["version"].initial = self.fields["seen"].initial = latest.pk if latest else 0

    def latest_event(self):
        events = self.instance.pgh_event_model.objects.filter(pgh_obj=self.instance.pk)
        return events.select_related("pgh_context").order_by("-pk").first()

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is None:
            return cleaned
        rows = type(self.instance)._default_manager.select_for_update(of=("self",))
        current = rows.filter(pk=self.instance.pk).first()
        if current is None:
            raise forms.ValidationError(_("Somebody deleted this meanwhile."))
        self.merge_rows(cleaned)
        latest = self.latest_event()
        if latest and cleaned.get("version") not in (latest.pk, None):  # None: sent by something else than our page
            self.merge(cleaned, current, latest)
        return cleaned

    def merge(self, cleaned, current, latest):
        """Three-way: what each side made of the version that this form was opened on."""
        base = latest.__class__.objects.filter(pk=cleaned.get("version"), pgh_obj=current.pk).first()
        is_seen = cleaned.get("seen") == latest.pk
        for field in self.shared_fields(cleaned, latest):
            was = getattr(base, field.attname) if base else object()
            theirs, mine = getattr(current, field.attname), as_key(cleaned[field.name])
            if theirs in (was, mine):
                continue
            answer = self.data.get(self.add_prefix(f"keep-{field.name}"))
            if mine == was or (is_seen and answer == "theirs"):
                cleaned[field.name] = getattr(current, field.name)
                self.merged.append(self.fields[field.name].label)
            elif not (is_seen and answer == "mine"):
                self.conflicts.append(self.conflict(field, theirs, mine))
        if self.conflicts:
            self.refuse(latest)

    def merge_rows(self, cleaned):
        """Add what they added, and leave out what they took away, since the form was opened."""
        for name, field in self.fields.items():
            if not field.show_hidden_initial or name not in cleaned or cleaned.get("version") is None:
                continue
            opened_on = field.hidden_widget().value_from_datadict(self.data, {}, self[name].html_initial_name)
            was = set(keys_in(opened_on or ()))
            theirs = set(getattr(self.instance, name).values_list("pk", flat=True))
            mine = {row.pk for row in cleaned[name]}
            cleaned[name] = field.queryset.filter(pk__in=(mine | (theirs - was)) - (was - theirs))

    def shared_fields(self, cleaned, event):
        """The fields of the model that are in the form, were understood, and are recorded by the history."""
        recorded = {field.name for field in event._meta.fields}
        return [f for f in self.instance._meta.concrete_fields if f.name in cleaned and f.name in recorded]

    def conflict(self, field, theirs, mine) -> Conflict:
        rows = {}
        if field.is_relation:
            rows = {field.related_model: rows_seen(field.related_model, {theirs, mine} - {None}, self.user)}
        label = self.fields[field.name].label
        return Conflict(field.name, label, shown(field, theirs, rows), shown(field, mine, rows))

    def refuse(self, latest):
        context = latest.pgh_context
        self.their_author = context and User.objects.filter(pk=context.metadata.get("user")).first()
        self.their_moment = plain(latest.pgh_created_at)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = latest.pk
        self.add_error(None, _("Somebody saved this meanwhile. Choose which version of each field to keep."))

    def save(self, commit=True):
        """Write the fields of the form only: what others changed beside it stays."""
        if self.instance.pk is None or not commit:
            return super().save(commit)
        names = [f.name for f in self.instance._meta.concrete_fields if f.name in self.cleaned_data]
        self.instance.save(update_fields=names)
        self._save_m2m()
        return self.instance


def as_key(value):
    """What the database compares: the key of a row, else the value."""
    return value.pk if hasattr(value, "pk") else value
