"""The view that a colleague has of a person, and the one that the account retains."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.stakeholders.models import Opinion, Stakeholder
from accounts.stakeholders.opinions.comparing import own_opinion
from accounts.stakeholders.opinions.forms import OpinionForm
from accounts.stakeholders.opinions.services import retain
from accounts.views.page import account_page, delete_part, form_page


def opinion_edit(request, pk):
    person = get_object_or_404(Stakeholder.objects.editable_by(request.user).known(), pk=pk)
    account = account_page(request, person.account_id, to_edit=True)
    opinion = own_opinion(person, request.user)
    form = OpinionForm(
        request.POST or None, instance=opinion, account=account, user=request.user, on=timezone.localdate()
    )
    delete_url = reverse("stakeholders:opinion-delete", args=[opinion.pk]) if opinion.pk else ""
    title = _("My view of %(name)s") % {"name": person}
    return form_page(request, account, form, title=title, back=person.get_absolute_url(), delete_url=delete_url)


@require_POST
def opinion_delete(request, pk):
    opinion = get_object_or_404(Opinion.objects.editable_by(request.user), pk=pk)
    return delete_part(request, opinion, back=opinion.stakeholder.get_absolute_url())


@require_POST
def opinion_retain(request, pk):
    opinion = get_object_or_404(Opinion.objects.visible_to(request.user), pk=pk)
    person = get_object_or_404(Stakeholder.objects.editable_by(request.user).known(), pk=opinion.stakeholder_id)
    retain(opinion, by=request.user)
    messages.success(request, _("The account now retains the view of %(name)s.") % {"name": opinion.author})
    return redirect(person)
