"""All guests of all accounts, for administrators."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kam.users.access import role_required
from kam.users.models import User
from kam.users.paging import paged
from plans.portal.models import Guest
from plans.portal.services import revoke
from plans.portal.tables import GuestTable


@role_required(User.Role.ADMINISTRATOR)
def guest_all(request):
    """Who may come in anywhere, today."""
    guests = Guest.objects.active(timezone.now()).with_people()
    return render(request, "portal/guest_all.html", {"table": paged(GuestTable(guests), request)})


@require_POST
@role_required(User.Role.ADMINISTRATOR)
def guest_revoke_many(request):
    keys = [int(key) for key in request.POST.getlist("guest") if key.isdecimal() and len(key) < 19]
    count = revoke(Guest.objects.these(keys), by=request.user, at=timezone.now())
    if count:
        messages.success(request, _("Invitations withdrawn: %(count)s.") % {"count": count})
    else:
        messages.warning(request, _("Tick those whose invitation you withdraw."))
    return redirect("guests:all")
