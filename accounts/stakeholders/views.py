"""The people of a client, and the interactions with them."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.stakeholders.forms import GuideForm, InteractionForm, StakeholderForm
from accounts.stakeholders.guidance import GUIDES
from accounts.stakeholders.models import Interaction, OpinionAccess, Stakeholder
from accounts.stakeholders.privacy.reading import note_reading
from accounts.stakeholders.tables import InteractionTable
from accounts.views.page import account_page, delete_part, form_page
from accounts.views.parts import Part
from kam.users.paging import paged

LATEST = 10  # interactions on the page of a person
STEPS = 20  # on a page
INTERACTION = Part(
    InteractionForm,
    gettext_lazy("New interaction"),
    gettext_lazy("Edit the interaction"),
    "stakeholders:interaction-list",
    "stakeholders:interaction-delete",
)


def people_of(pk):
    return reverse("stakeholders:list", args=[pk])


def duplicates_of(pk):
    return reverse("stakeholders:duplicate-list", args=[pk])


def stakeholder_create(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = StakeholderForm(
        request.POST or None, account=account, user=request.user, on=timezone.localdate(), initial=request.GET.dict()
    )
    back = duplicates_of(pk) if request.POST.get("anyway") == "merge" else people_of(pk)
    return form_page(request, account, form, title=_("New stakeholder"), back=back)


def stakeholder_detail(request, pk):
    person = get_object_or_404(Stakeholder.objects.visible_to(request.user).with_relations(), pk=pk)
    account = account_page(request, person.account_id)
    note_reading(request.user, account, OpinionAccess.Page.PERSON, timezone.now(), person)
    interactions = person.interactions.visible_to(request.user).with_participants()[:LATEST]
    context = {
        "account": account,
        "person": person,
        "reports": person.reports.present(),
        "dotted_reports": person.dotted_reports.present(),
        "interactions": interactions,
    }
    return render(request, "stakeholders/stakeholder_detail.html", context)


def stakeholder_edit(request, pk):
    person = get_object_or_404(Stakeholder.objects.editable_by(request.user), pk=pk)
    account = account_page(request, person.account_id, to_edit=True)
    note_reading(request.user, account, OpinionAccess.Page.PERSON, timezone.now(), person)
    form = StakeholderForm(
        request.POST or None, instance=person, account=account, user=request.user, on=timezone.localdate()
    )
    delete_url = reverse("stakeholders:delete", args=[pk])
    return form_page(
        request, account, form, title=_("Edit the stakeholder"), back=person.get_absolute_url(), delete_url=delete_url
    )


def stakeholder_guide(request, aspect):
    if aspect not in GUIDES:
        raise Http404
    guide = GUIDES[aspect]
    form = GuideForm(request.GET or None, guide=guide)
    context = {"aspect": aspect, "guide": guide, "form": form, "proposal": form.proposal()}
    return render(request, "stakeholders/guide.html", context)


@require_POST
def stakeholder_delete(request, pk):
    person = get_object_or_404(Stakeholder.objects.editable_by(request.user), pk=pk)
    return delete_part(request, person, back=people_of(person.account_id))


def interaction_list(request, pk):
    account, text = account_page(request, pk), request.GET.get("q", "")
    interactions = Interaction.objects.visible_to(request.user).of(account).matching(text)
    steps = Interaction.objects.visible_to(request.user).of(account).with_open_step()
    context = {
        "account": account,
        "table": paged(InteractionTable(interactions.with_participants(), on=timezone.localdate()), request),
        "steps": Paginator(steps, STEPS).get_page(request.GET.get("steps")),
        "on": timezone.localdate(),
        "text": text,
    }
    return render(request, "stakeholders/interaction_list.html", context)
