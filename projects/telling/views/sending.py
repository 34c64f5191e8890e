"""To whom a bulletin goes: chosen, named on a page to confirm, then sent by the worker; and the log of who was told."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.stakeholders.models import Stakeholder
from accounts.views.page import account_page
from projects.models import Bulletin
from projects.telling.forms import ReadersForm
from projects.telling.people import concerned_by
from projects.telling.services import confirm_bulletin, refusals, send_again
from projects.telling.standing import standing_of
from projects.telling.told import log_of, words_to
from projects.telling.views.writing import bulletin_page, bulletin_to_edit, project_page


def bulletin_send(request, pk):
    """Choose, then confirm: the same form, sent twice; the second time with the state of the bulletin that was read."""
    bulletin = bulletin_to_edit(request, pk)
    form = ReadersForm(request.POST or None, people=concerned_by(bulletin.project))
    page = "send"
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST and confirmed(request, bulletin, form):
            return redirect(bulletin)
        page = "confirm"
    refused = refusals(bulletin, standing_of(bulletin.project, timezone.localdate()))
    context = bulletin_page(bulletin, request) | {"form": form, "refused": refused, "state": bulletin.state()}
    return render(request, f"projects/telling/{page}.html", context)


def confirmed(request, bulletin, form):
    """Whether it leaves; if not, the form says why."""
    if form.cleaned_data["seen"] != bulletin.state():
        form.add_error(None, _("Somebody changed the bulletin meanwhile: read it again before it leaves."))
        return False
    people, at = form.chosen(), timezone.now()
    try:
        count = confirm_bulletin(bulletin, people, by=request.user, at=at, on=timezone.localdate(at))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    told = ngettext("The bulletin leaves for %(n)s person.", "The bulletin leaves for %(n)s people.", count)
    messages.success(request, told % {"n": count})
    return True


@require_POST
def bulletin_resend(request, pk):
    bulletin = get_object_or_404(Bulletin.objects.sendable_by(request.user), pk=pk)
    count = send_again(bulletin, at=timezone.now())
    told = ngettext("%(n)s mail is tried again.", "%(n)s mails are tried again.", count)
    messages.success(request, told % {"n": count})
    return redirect(bulletin)


def told(request, pk):
    context = project_page(request, pk)
    log = log_of(context["project"], concerned_by(context["project"]))
    return render(request, "projects/telling/told.html", context | {"log": log})


def told_person(request, pk):
    """Of one person, on his page."""
    person = get_object_or_404(Stakeholder.objects.visible_to(request.user).known(), pk=pk)
    account = account_page(request, person.account_id)
    context = {"person": person, "account": account, "words": words_to(person)}
    return render(request, "projects/telling/_told_person.html", context)
