"""Accounts in the trash, and the way back of what was deleted."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Account
from accounts.services import read_undo, undelete

ACCOUNTS = 50  # on a page


def trash(request):
    accounts = Account.objects.in_trash_of(request.user).select_related("kam").order_by("-trashed_at", "name")
    page = Paginator(accounts, ACCOUNTS).get_page(request.GET.get("page"))
    return render(request, "accounts/trash.html", {"page": page})


@require_POST
def trash_one(request, pk):
    account = get_object_or_404(Account.objects.editable_by(request.user), pk=pk)
    account.trash(timezone.now())
    undo = reverse("accounts:restore", args=[pk])
    messages.success(request, _("“%(name)s” is in the trash.") % {"name": account}, extra_tags=f"undo:{undo}")
    return redirect("cockpit:portfolio")


@require_POST
def restore(request, pk):
    account = get_object_or_404(Account.objects.in_trash_of(request.user), pk=pk)
    try:
        with transaction.atomic():
            account.restore()
    except IntegrityError:
        text = _("“%(name)s” stays in the trash: another account now has its code, %(code)s. Change that one first.")
        messages.error(request, text % {"name": account, "code": account.code})
        return redirect("accounts:trash")
    messages.success(request, _("“%(name)s” is back.") % {"name": account})
    return redirect(account)


@require_POST
def bring_back(request, token):
    """Undo a deletion of something that belongs to an account."""
    try:
        what = read_undo(token)
    except signing.SignatureExpired:
        messages.error(request, _("It is too late to undo this; the history of the account still says what it was."))
        return redirect("cockpit:portfolio")
    except signing.BadSignature:
        raise Http404 from None
    if obstacle := undeleted(what, request.user):
        messages.error(request, obstacle)
    else:
        messages.success(request, _("It is back."))
    return redirect(what["back"])


def undeleted(what, user):
    """Bring it back; what stands in the way, if something does."""
    try:
        undelete(what, user=user)
    except ValidationError as error:
        return " ".join(error.messages)
    except IntegrityError:
        return _("This cannot be undone any more: something else has taken its place.")
    return ""
