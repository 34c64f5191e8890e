"""The account itself, and what stage it is said to be at."""

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms.conflict import ConflictMixin
from accounts.forms.fields import AmountField, RemoteSelect
from accounts.forms.parts import lines
from accounts.models import Account, StageDeclaration
from accounts.trees import path_back
from kam.users.models import User


def assignable_by(user: User, current: User | None):
    """The KAMs to whom an administrator (any) or a director (his own) may hand an account, and the one it has."""
    managers = User.objects.key_account_managers()
    if not user.is_administrator:
        managers = managers.filter(Q(team__in=user.led_teams()) | Q(pk=user.pk))
    return User.objects.filter(Q(pk__in=managers) | Q(pk=current and current.pk))


class AccountForm(ConflictMixin, forms.ModelForm):
    class Meta:
        model = Account
        fields = [
            "name", "code", "status", "parent", "kam", "sector", "tier", "potential", "turnover", "employees",
            "founded_in", "address", "postal_code", "city", "region", "country", "phone", "website", "description",
        ]  # fmt: skip
        field_classes = {"potential": AmountField, "turnover": AmountField}
        widgets = {
            "parent": RemoteSelect(attrs={"data-search-url": reverse_lazy("accounts:search")}),
            "description": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"parent": _("The account above this one, when it belongs to a group.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope_parent()
        self.scope_kam()
        self.helper = lines(
            self,
            ("name", "code"),
            ("status", "parent"),
            ("sector", "tier"),
            ("kam", "potential"),
            ("turnover", "employees", "founded_in"),
            "address",
            ("postal_code", "city"),
            ("region", "country"),
            ("phone", "website"),
            "description",
        )

    def scope_parent(self):
        """A group that the person does not see is neither told nor lost: the field is left out."""
        visible = Account.objects.visible_to(self.user)
        if self.instance.parent_id and not visible.filter(pk=self.instance.parent_id).exists():
            del self.fields["parent"]
        else:
            self.fields["parent"].queryset = visible.exclude(pk=self.instance.pk)

    def scope_kam(self):
        """Only administrators and directors hand accounts over; a KAM who creates one carries it."""
        if self.user.may_hand_accounts_over:
            self.fields["kam"].queryset = assignable_by(self.user, self.instance.kam)
            return
        del self.fields["kam"]
        if self.instance.pk is None:
            self.instance.kam = self.user

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"trashed_at"}  # a code is unique among the living

    def clean_parent(self):
        group = self.cleaned_data["parent"]
        loop = path_back(self.instance.pk, group.pk, parents_of_accounts) if group else []
        if loop:
            names = Account.objects.visible_to(self.user).in_bulk(loop)
            told = " → ".join(str(names.get(pk, "…")) for pk in loop)
            raise forms.ValidationError(_("This would go round in a circle: %(loop)s.") % {"loop": told})
        return group


def parents_of_accounts(pk: int) -> int | None:
    return Account.objects.filter(pk=pk).values_list("parent", flat=True).first()


class StageForm(forms.ModelForm):
    """What is declared or aimed at, and why; `accounts.services.declare_stage` writes it."""

    class Meta:
        model = StageDeclaration
        fields = ["aspect", "stage", "reason"]
        labels = {"aspect": _("What you state"), "stage": _("Stage")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = lines(self, ("aspect", "stage"), "reason")
