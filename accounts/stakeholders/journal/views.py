"""The journal of an account: its line of time, what we know, notes, and the page of each record."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.mentions import Colleagues
from accounts.models import Attachment, Comment
from accounts.stakeholders.journal.forms import JournalFilter, KnowledgeForm
from accounts.stakeholders.journal.knowledge import knowledge_lines
from accounts.stakeholders.journal.records import interaction_record, knowledge_record, note_record
from accounts.stakeholders.models import Interaction, KnowledgeItem, Stakeholder
from accounts.views.page import account_page
from accounts.views.parts import Part

LINES = 30  # on a page
KNOWLEDGE = Part(
    KnowledgeForm,
    gettext_lazy("New knowledge item"),
    gettext_lazy("Edit the knowledge item"),
    "stakeholders:knowledge-list",
    "stakeholders:knowledge-delete",
)


def knowledge_of(pk):
    return reverse("stakeholders:knowledge-list", args=[pk])


def journal(request, pk):
    account = account_page(request, pk)
    form = JournalFilter(request.GET, account=account, user=request.user)
    page = Paginator(form.timeline(), LINES).get_page(request.GET.get("page"))
    context = {"account": account, "form": form, "page": page, "colleagues": Colleagues()}
    return render(request, "stakeholders/journal.html", context)


def knowledge_list(request, pk):
    account, on = account_page(request, pk), timezone.localdate()
    items = KnowledgeItem.objects.visible_to(request.user).of(account).select_related("told_by", "author")
    people = Stakeholder.objects.visible_to(request.user).of(account).well_disposed().select_related("function")
    chosen = {"chosen": request.GET.get("category", ""), "text": request.GET.get("q", "")}
    found = items.of_category(chosen["chosen"]).matching(chosen["text"])
    context = {
        "account": account,
        "lines": knowledge_lines(items, people, on),
        "page": Paginator(found, LINES).get_page(request.GET.get("page")),
        "categories": KnowledgeItem.Category.choices,
        "colleagues": Colleagues(),
        **chosen,
    }
    return render(request, "stakeholders/knowledge_list.html", context)


def knowledge_detail(request, pk):
    items = KnowledgeItem.objects.visible_to(request.user).select_related("told_by", "author")
    return record_page(request, knowledge_record(get_object_or_404(items, pk=pk)), knowledge_of)


def note_list(request, pk):
    account, text = account_page(request, pk), request.GET.get("q", "")
    topic = request.GET.get("topic", "")
    notes = Comment.objects.visible_to(request.user).of(account).matching(text).of_topic(topic)
    context = {
        "account": account,
        "page": Paginator(notes.select_related("author"), LINES).get_page(request.GET.get("page")),
        "topics": Comment.Topic.choices,
        "topic": topic,
        "text": text,
        "colleagues": Colleagues(),
    }
    return render(request, "stakeholders/note_list.html", context)


def note_detail(request, pk):
    notes = Comment.objects.visible_to(request.user).select_related("author")
    return record_page(request, note_record(get_object_or_404(notes, pk=pk)), notes_of)


def notes_of(pk):
    return reverse("stakeholders:note-list", args=[pk])


def interaction_detail(request, pk):
    interactions = Interaction.objects.visible_to(request.user).with_participants()
    return record_page(request, interaction_record(get_object_or_404(interactions, pk=pk)), interactions_of)


def interactions_of(pk):
    return reverse("stakeholders:interaction-list", args=[pk])


def record_page(request, record, back_to):
    row = record.row
    context = {
        "account": account_page(request, row.account_id),
        "record": record,
        "may_change": type(row).objects.editable_by(request.user).contains(row),
        "files": Attachment.objects.of_record(row).select_related("added_by"),
        "colleagues": Colleagues(),
        "back": back_to(row.account_id),
    }
    return render(request, "stakeholders/record.html", context)


@require_POST
def step_done(request, pk):
    interaction = get_object_or_404(Interaction.objects.editable_by(request.user).with_open_step(), pk=pk)
    interaction.finish_step(timezone.localdate())
    undo = reverse("stakeholders:interaction-step-reopen", args=[pk])
    told = _("Done: %(step)s") % {"step": interaction.next_step}
    messages.success(request, told, extra_tags=f"undo:{undo}")
    return redirect(interactions_of(interaction.account_id))


@require_POST
def step_reopen(request, pk):
    interaction = get_object_or_404(Interaction.objects.editable_by(request.user), pk=pk)
    interaction.finish_step(None)
    messages.success(request, _("It is back."))
    return redirect(interactions_of(interaction.account_id))
