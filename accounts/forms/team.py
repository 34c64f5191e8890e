"""The colleagues around an account."""

from accounts.forms.parts import PartForm, lines
from accounts.models import ListValue, Membership
from kam.users.models import User


class MemberForm(PartForm):
    class Meta:
        model = Membership
        fields = ["user", "function", "may_edit"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["function"].queryset = ListValue.objects.of(ListValue.Kind.TEAM_FUNCTION, self.instance.function_id)
        if self.instance.pk:  # another colleague is another membership, with a history of its own
            del self.fields["user"]
        else:
            inside = self.account.memberships.values("user")
            colleagues = User.objects.colleagues_of(self.user)
            self.fields["user"].queryset = colleagues.exclude(pk=self.account.kam_id).exclude(pk__in=inside)
        self.helper = lines(self, "user", "function", "may_edit")
