import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kam.users.models import Team, User

SOUGHT = 200  # characters: each word is three more conditions on every row


class UserFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), method="search")
    role = django_filters.ChoiceFilter(choices=User.Role, empty_label=_("All roles"))
    team = django_filters.ModelChoiceFilter(queryset=Team.objects.all(), empty_label=_("All teams"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="in_state",
        empty_label=_("Active and not"),
        choices=[("active", _("Active")), ("invited", _("Invited")), ("deactivated", _("Deactivated"))],
    )

    class Meta:
        model = User
        fields = ["q", "role", "team", "state"]
        form = forms.Form

    def search(self, people, name, text):
        for word in text[:SOUGHT].split():
            found = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
            people = people.filter(found)
        return people

    def in_state(self, people, name, state):
        if state == "invited":
            return people.active().invited()
        return people.filter(is_active=state == "active")
