"""Who of a client may come into the portal: those who may change the account say so."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Account
from accounts.views.page import account_page, saved
from plans.portal.forms import ExtensionForm, InvitationForm
from plans.portal.guests import by_state, to_withdraw
from plans.portal.models import Guest
from plans.portal.services import extend, revoke, send_again
from plans.views.plan import desk_of


def guests_of(request, account):
    guests, now = Guest.objects.visible_to(request.user).of(account).with_people(), timezone.now()
    return {"account": account, "states": by_state(guests, now), "leavers": to_withdraw(guests, now), "now": now}


def guest_list(request, pk):
    return render(request, "portal/guest_list.html", guests_of(request, account_page(request, pk)))


def plan_guests(request, pk):
    context = desk_of(request, pk)
    return render(request, "portal/guest_list.html", context | guests_of(request, context["account"]))


def guest_invite(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = InvitationForm(
        request.POST or None, initial=request.GET.dict(), account=account, by=request.user, at=timezone.now()
    )
    if "look" in request.POST and form.is_valid():
        return redirect("guests:as-list", pk, form.cleaned_data["stakeholder"].pk)
    if request.method == "POST" and saved(form):
        messages.success(request, _("The invitation is on its way to %(name)s.") % form.told)
        return redirect("guests:list", pk)
    return render(request, "portal/guest_invite.html", {"account": account, "form": form})


def guest_to_edit(request, pk):
    return get_object_or_404(Guest.objects.editable_by(request.user).with_people(), pk=pk)


@require_POST
def guest_send(request, pk):
    guest = guest_to_edit(request, pk)
    send_again(guest, by=request.user, at=timezone.now())
    told = _("A new link is on its way to %(name)s; the old one no longer works.") % {"name": guest}
    messages.success(request, told)
    return redirect("guests:list", guest.account_id)


def guest_extend(request, pk):
    guest = guest_to_edit(request, pk)
    account = account_page(request, guest.account_id, to_edit=True)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        extend(guest, at=timezone.now(), **form.cleaned_data)
        until = date_format(timezone.localtime(guest.expires_at), "SHORT_DATE_FORMAT")
        messages.success(request, _("%(name)s may come in until %(day)s.") % {"name": guest, "day": until})
        return redirect("guests:list", account.pk)
    title, back = _("Extend the invitation: %(name)s") % {"name": guest}, reverse("guests:list", args=[account.pk])
    return render(
        request, "accounts/account_form.html", {"account": account, "form": form, "title": title, "back": back}
    )


@require_POST
def guest_revoke(request, pk):
    guest = guest_to_edit(request, pk)
    revoke(Guest.objects.these([guest.pk]), by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s can no longer come in.") % {"name": guest})
    return redirect("guests:list", guest.account_id)


@require_POST
def guests_revoke(request, pk):
    account = get_object_or_404(Account.objects.editable_by(request.user), pk=pk)
    count = revoke(Guest.objects.of(account), by=request.user, at=timezone.now())
    messages.success(request, _("Invitations withdrawn: %(count)s.") % {"count": count})
    return redirect("guests:list", pk)
