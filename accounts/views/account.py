"""The account: its page, its forms, its stages, and the search of the others."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.forms.account import AccountForm, StageForm
from accounts.mentions import Colleagues
from accounts.models import Account, Comment, group_of
from accounts.services import declare_stage
from accounts.views.page import account_page, form_page, saved
from kam.users.access import role_required
from kam.users.models import User

COMMENTS = 10  # on a page
RELATIVES = 20  # subsidiaries shown
FOUND = 20  # answers of the search


def detail(request, pk):
    account = account_page(request, pk)
    comments = Paginator(Comment.objects.visible_to(request.user).of(account).select_related("author"), COMMENTS)
    context = {
        "account": account,
        "comments": comments.get_page(request.GET.get("comments")),
        "topics": Comment.Topic.choices,
        "colleagues": Colleagues(),
        "declarations": account.stage_declarations.latest_of_each().select_related("declared_by"),
        "group": group_of(account, request.user),
        "subsidiaries": account.subsidiaries.visible_to(request.user).select_related("kam")[:RELATIVES],
    }
    return render(request, "accounts/account_detail.html", context)


@role_required(User.Role.ADMINISTRATOR, User.Role.DIRECTOR, User.Role.KAM)
def create(request):
    form = AccountForm(request.POST or None, user=request.user)
    if request.method == "POST" and saved(form):
        messages.success(request, _("“%(name)s” is created.") % {"name": form.instance})
        return redirect(form.instance)
    return render(request, "accounts/account_create.html", {"form": form})


def edit(request, pk):
    account = account_page(request, pk, to_edit=True)
    stored = get_object_or_404(Account.objects.editable_by(request.user), pk=pk)  # the header goes on showing `account`
    form = AccountForm(request.POST or None, instance=stored, user=request.user)
    delete_url = reverse("accounts:trash-one", args=[pk])
    return form_page(
        request, account, form, title=_("Edit the account"), back=account.get_absolute_url(), delete_url=delete_url
    )


def stage(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = StageForm(request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        declare_stage(account, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(account)
    return form_page(request, account, form, title=_("Declare a stage"), back=account.get_absolute_url())


@require_GET
def search(request):
    """Accounts to choose from, for a searched select: those that the person sees, or `for=change` may change."""
    rule = Account.objects.editable_by if request.GET.get("for") == "change" else Account.objects.visible_to
    found = rule(request.user).matching(request.GET.get("q", ""))[:FOUND]
    return JsonResponse({"results": [{"value": account.pk, "text": account.name} for account in found]})
