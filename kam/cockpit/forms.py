"""Forms of the portfolio: a view to keep, a value for many accounts."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.bulk import BulkField
from accounts.forms.account import assignable_by
from accounts.models import Sector, Tier
from kam.users.models import SavedView, Team, User

NOTHING = "none"


class SavedViewForm(forms.ModelForm):
    """`query` is the list as it is now; an existing view takes it over when asked."""

    takes_over = forms.BooleanField(
        label=_("Keep the filters, order and columns shown now"), required=False, initial=True
    )

    class Meta:
        model = SavedView
        fields = ["name", "scope", "team", "is_pinned", "is_default"]

    def __init__(self, *args, user: User, query: str, page: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.query, self.page = user, query, page
        if self.instance.pk is None:
            self.instance.owner, self.instance.page = user, page
            del self.fields["takes_over"]
        teams = Team.objects.of(user)
        scopes = [SavedView.Scope.MINE]
        if teams:
            scopes.append(SavedView.Scope.TEAM)
        if user.is_administrator or user.role == User.Role.DIRECTOR:
            scopes.append(SavedView.Scope.EVERYBODY)
        self.fields["scope"].choices = [(scope.value, scope.label) for scope in scopes]
        self.fields["team"].queryset = teams
        self.fields["team"].help_text = _("Only for a view that is shared with a team.")
        self.fields["name"].widget.attrs["autofocus"] = True
        if len(teams) < 2:
            del self.fields["team"]
        self.only_team = teams[0] if len(teams) == 1 else None

    def clean(self):
        cleaned = super().clean()
        name, owner = cleaned.get("name"), self.instance.owner
        if SavedView.objects.on_page(self.page).exclude(pk=self.instance.pk).filter(owner=owner, name=name).exists():
            self.add_error("name", _("You already have a view with this name."))
        if cleaned.get("scope") != SavedView.Scope.TEAM:
            self.instance.team = cleaned["team"] = None
        elif not (cleaned.get("team") or self.only_team):
            self.add_error("team", _("Choose the team that shares this view."))
        else:
            self.instance.team = cleaned["team"] = cleaned.get("team") or self.only_team
        if self.instance.pk is None or cleaned.get("takes_over"):
            self.take_over()
        return cleaned

    def take_over(self) -> None:
        if len(self.query) > SavedView._meta.get_field("query").max_length:
            raise forms.ValidationError(_("So many filters do not fit into a view; remove some of them."))
        self.instance.query = self.query


class BulkEditForm(forms.Form):
    """One value for one field of many accounts; nothing is chosen beforehand, so that nothing is emptied by mistake."""

    value = forms.ChoiceField(label=_("New value"))
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, field: BulkField, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.field, self.user = field, user
        if not field.needs_reason:
            del self.fields["reason"]
        if field.column == "trashed_at":
            del self.fields["value"]
        else:
            self.fields["value"].label = field.label
            self.fields["value"].choices = [("", pgettext_lazy("value", "Choose…")), *self.values()]

    def values(self) -> list[tuple[Any, str]]:
        offered = {
            "kam": lambda: assignable_by(self.user, None),
            "tier": Tier.objects.all,
            "sector": Sector.objects.all,
        }
        if self.field.key not in offered:
            return list(self.field.model_field.choices)
        return [(NOTHING, pgettext_lazy("value", "None")), *((row.pk, str(row)) for row in offered[self.field.key]())]

    def chosen(self, at: datetime) -> Any:
        """The value as a bulk edit keeps it; `at` is the moment of a move to the trash."""
        if self.field.key == "trash":
            return at.isoformat()
        value = self.cleaned_data.get("value", NOTHING)
        return None if value == NOTHING else self.field.parse(value)
