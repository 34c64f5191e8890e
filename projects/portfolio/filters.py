"""What narrows the list of all projects; every choice stands in the address."""

from datetime import date

import django_filters as filters
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.fields import RemoteSelect
from accounts.models import Account
from kam.users.models import User
from projects.models import Assignment, Colour, CommitteeMember, Project, Status
from projects.models.project import UNDER_WAY
from projects.portfolio.standing import with_colour

STATES = [("", _("Under way")), *Status.choices, ("all", pgettext_lazy("projects", "All"))]
COLOURS = [*Colour.choices, ("none", pgettext_lazy("status", "Not known"))]
ROLES = [
    ("reference", _("I am the reference KAM")), ("leader", _("I lead it")), ("sponsor", _("I am its sponsor")),
    ("member", _("I sit on its committees")), ("worker", _("I have a task in it")),
]  # fmt: skip


class ProjectFilter(filters.FilterSet):
    """`user` reads on the day `on`; without any status, what is under way."""

    q = filters.CharFilter(method="search", label=_("Name of a project"), max_length=200)
    account = filters.ModelChoiceFilter(
        queryset=lambda request: Account.objects.visible_to(request), label=_("Account"), empty_label=_("All accounts"),
        widget=RemoteSelect(attrs={"data-search-url": reverse_lazy("accounts:search")}),
    )  # fmt: skip
    kam = filters.ModelChoiceFilter(
        "reference_kam", queryset=User.objects.key_account_managers().order_by("last_name", "first_name"),
        label=_("Reference KAM"), empty_label=_("All KAMs"),
    )  # fmt: skip
    status = filters.ChoiceFilter(method="of_status", label=_("State"), choices=STATES[1:], empty_label=STATES[0][1])
    colour = filters.ChoiceFilter(
        method="of_colour", label=pgettext_lazy("project", "Status"), choices=COLOURS, empty_label=_("Any status")
    )
    led_by = filters.ChoiceFilter(label=_("Led by"), choices=Project.LedBy.choices, empty_label=_("However it is led"))
    role = filters.ChoiceFilter(method="of_role", label=_("My role"), choices=ROLES, empty_label=_("Whatever my role"))

    class Meta:
        model = Project
        fields = []

    def __init__(self, data: QueryDict, *, user: User, on: date):
        super().__init__(data, Project.objects.visible_to(user), request=user)
        self.user, self.on = user, on
        for field in self.form.fields.values():
            field.widget.attrs["class"] = "form-select"

    @property
    def qs(self):
        found = super().qs
        asked = self.form.cleaned_data.get("status") if self.is_bound else None
        return found if asked else found.filter(status__in=UNDER_WAY)

    def search(self, queryset, name, text):
        return queryset.named(text)

    def of_status(self, queryset, name, value):
        return queryset if value == "all" else queryset.filter(status=value)

    def of_colour(self, queryset, name, value):
        return with_colour(queryset, self.on).filter(colour_now=None if value == "none" else value)

    def of_role(self, queryset, name, value):
        return queryset.filter(self.roles()[value])

    def roles(self) -> dict[str, Q]:
        seats = CommitteeMember.objects.filter(user=self.user)
        tasks = Assignment.objects.filter(user=self.user, task__done_on=None)
        is_reference, is_leader = Q(reference_kam=self.user), Q(leader=self.user)
        return {
            "reference": is_reference,
            "leader": is_leader | is_reference & Q(leader=None, led_by=Project.LedBy.KAM),
            "sponsor": Q(sponsor=self.user),
            "member": Q(pk__in=seats.values("committee__project")),
            "worker": Q(pk__in=tasks.values("task__project")),
        }
