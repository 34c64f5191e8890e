"""The colleagues around an account."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.team import MemberForm
from accounts.models import Membership
from accounts.views.page import account_page, delete_part, form_page


def team_of(pk):
    return reverse("accounts:team", args=[pk])


def team(request, pk):
    account = account_page(request, pk)
    members = account.memberships.select_related("user", "function")
    return render(request, "accounts/account_team.html", {"account": account, "members": members})


def member_create(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = MemberForm(request.POST or None, account=account, user=request.user)
    return form_page(request, account, form, title=_("Add a colleague"), back=team_of(pk))


def member_edit(request, pk):
    member = get_object_or_404(Membership.objects.editable_by(request.user).select_related("user"), pk=pk)
    account = account_page(request, member.account_id, to_edit=True)
    form = MemberForm(request.POST or None, instance=member, account=account, user=request.user)
    return form_page(request, account, form, title=member.user, back=team_of(account.pk))


@require_POST
def member_delete(request, pk):
    member = get_object_or_404(Membership.objects.editable_by(request.user).select_related("user"), pk=pk)
    return delete_part(request, member, back=team_of(member.account_id))
