"""What a guest writes on his plan; whatever is not in his edition is not found, and logged by the door."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plans.models import Endorsement
from plans.portal.cowriting import services
from plans.portal.cowriting.forms import (
    EndorsingForm,
    MessageForm,
    ProposalForm,
    SigningForm,
    StepForm,
    ViewForm,
    row_at,
)
from plans.portal.cowriting.guestdesk import GuestDesk, digest_of
from plans.portal.cowriting.places import TAKEN, Kind
from plans.portal.models import ClientView, Message
from plans.portal.reading import Reading
from plans.portal.views.door import guest_page
from plans.portal.views.reading import edition_of


def desk_of(request, pk):
    return GuestDesk(request.guest, edition_of(request, pk))


def show(request, template, desk, **context):
    return render(request, f"portal/cowriting/{template}.html", {"desk": desk, "here": template, **context})


@guest_page
def words(request, pk):
    return show(request, "words", desk_of(request, pk))


@guest_page
def suggest(request, pk, kind, section, field, line=None):
    desk = desk_of(request, pk)
    place = desk.place(kind, section, field, line)
    row = row_at(desk.plan, kind, section, field, line)
    if row is None or field == TAKEN:
        raise Http404
    if not desk.is_open and request.method == "GET":
        return closed(request, desk, section, line)
    form = ProposalForm(request.POST or None, place=place, row=row, plan=desk.plan, content=desk.content)
    if request.method == "POST" and form.is_valid() and proposed(request, desk, form):
        return redirect("cowriting:words", pk)
    return show(request, "suggest", desk, place=place, form=form)


def closed(request, desk, section, line):
    """Nothing can be proposed at the moment: he may always write to us about it."""
    messages.info(request, _("The text is not being changed at the moment. Write us a message about it: we read it."))
    return redirect("cowriting:talk", desk.edition.plan_id, section, *([line] if line else []))


def proposed(request, desk, form) -> bool:
    told = {"proposed": form.proposed, "facts": form.facts, "reason": form.reason}
    try:
        services.propose(request.guest, desk.edition.plan_id, form.place, at=timezone.now(), **told)
    except services.Refused as refused:
        form.words.add_error(None, str(refused))
        return False
    messages.success(request, _("Thank you: we have your proposal, and you will find our answer here."))
    return True


@guest_page
@require_POST
def take(request, pk, line):
    desk = desk_of(request, pk)
    place = desk.place(Kind.ACTION, "actions", TAKEN, line)
    if str(line) in desk.waiting:
        messages.info(request, _("You have already offered to do it: we answer soon."))
        return redirect("cowriting:words", pk)
    attempt(
        request, _("Thank you: we have your offer, and you will find our answer here."), services.propose,
        request.guest, pk, place, proposed=str(request.guest), facts={}, reason="", at=timezone.now(),
    )  # fmt: skip
    return redirect("cowriting:words", pk)


def attempt(request, thanks, act, *args, **kwargs):
    """Do it and say so, or say why not."""
    try:
        act(*args, **kwargs)
    except services.Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, thanks)


@guest_page
@require_POST
def withdraw(request, pk):
    suggestion = get_object_or_404(request.guest.suggestions, pk=pk)
    edition_of(request, suggestion.plan_id)
    attempt(request, _("Taken back."), services.take_back, suggestion)
    return redirect("cowriting:words", suggestion.plan_id)


@guest_page
def talk(request, pk, section, line=None):
    desk = desk_of(request, pk)
    topic = desk.topic(section, line)
    said = Message(plan_id=pk, section=section, line=line, guest=request.guest)
    form = MessageForm(request.POST or None, instance=said)
    if request.method == "POST" and form.is_valid():
        services.write_message(form.save(commit=False), at=timezone.now())
        messages.success(request, _("Sent. Your contacts on our side can read it."))
        return redirect(request.path)
    thread = desk.thread(section, line)
    return show(request, "talk", desk, topic=topic, form=form, thread=thread)


@guest_page
def client_views(request, pk):
    desk = desk_of(request, pk)
    form = ViewForm(request.POST or None, instance=ClientView(plan_id=pk, guest=request.guest))
    if request.method == "POST" and form.is_valid():
        services.give_view(form.save(commit=False), at=timezone.now())
        messages.success(request, _("Thank you: we take it to heart."))
        return redirect("cowriting:views", pk)
    return show(request, "views", desk, form=form)


@guest_page
@require_POST
def view_delete(request, pk):
    view = get_object_or_404(request.guest.views, pk=pk)
    edition_of(request, view.plan_id)
    view.delete()
    messages.success(request, _("Taken back."))
    return redirect("cowriting:views", view.plan_id)


@guest_page
def endorse(request, pk, line):
    desk = desk_of(request, pk)
    form = EndorsingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        desk, form = endorsed(request, desk, line, form)
        if form is None:
            return redirect("cowriting:words", pk)
    priority = desk.priority(line)
    return show(request, "endorse", desk, priority=priority, digest=digest_of(priority), form=form)


def endorsed(request, desk, line, form):
    """The desk, and the form again unless it is done; when the words have changed, those of now with what he wrote."""
    told = {"read": form.cleaned_data["read"], "why": form.cleaned_data["why"]}
    desk.priority(line)
    try:
        services.endorse(request.guest, desk.edition.plan_id, line, at=timezone.now(), on=timezone.localdate(), **told)
    except services.Reworded as reworded:
        form.add_error(None, str(reworded))
        return GuestDesk(request.guest, reworded.edition), form
    except services.Refused as refused:
        form.add_error(None, str(refused))
        return desk, form
    messages.success(request, _("Thank you: this priority is yours too."))
    return desk, None


@guest_page
@require_POST
def endorsement_back(request, pk):
    mine = Endorsement.objects.standing().by(request.guest.stakeholder_id)
    endorsement = get_object_or_404(mine.select_related("priority"), pk=pk)
    plan = edition_of(request, endorsement.priority.plan_id).plan_id
    moment = {"at": timezone.now(), "on": timezone.localdate()}
    attempt(
        request, _("Taken back. Tell us what you would change: we would like to understand."),
        services.take_endorsement_back, request.guest, endorsement, **moment,
    )  # fmt: skip
    return redirect("cowriting:words", plan)


@guest_page
def step(request, pk, line):
    desk, on = desk_of(request, pk), timezone.localdate()
    desk.action(line)
    action = services.own_action(request.guest, pk, line)
    if action is None:
        raise Http404
    form = StepForm(instance=action, on=on)
    if request.method == "POST":
        form = step_told(request, pk, line, on)
        if form is None or form.is_valid():
            return redirect("cowriting:words", pk)
    return show(request, "step", desk, action=action, form=form)


def step_told(request, pk, line, on):
    """The form as it was answered; None when the action has left his hands this moment."""
    try:
        form = services.tell_step(request.guest, pk, line, request.POST, at=timezone.now(), on=on)
    except services.Refused as refused:
        messages.warning(request, str(refused))
        return None
    if form.is_valid():
        messages.success(request, _("Thank you: it is noted."))
    return form


@guest_page
def sign(request, pk):
    desk = desk_of(request, pk)
    form = SigningForm(request.POST or None, sentence=sentence_of(desk))
    if request.method == "POST" and form.is_valid():
        desk, form = signed(request, desk, form)
        if form is None:
            return redirect("cowriting:words", pk)
    return show(request, "sign", desk, form=form, reading=Reading(desk.edition, timezone.localdate()))


def signed(request, desk, form):
    moment = {"at": timezone.now(), "on": timezone.localdate()}
    told = {"read": form.cleaned_data["read"], "sentence": sentence_of(desk)}
    try:
        services.sign(request.guest, desk.edition.plan_id, **told, **moment)
    except services.Reworded as reworded:
        desk = GuestDesk(request.guest, reworded.edition)
        form = SigningForm({"read": reworded.edition.digest}, sentence=sentence_of(desk))
        form.add_error(None, str(reworded))
    except services.Refused as refused:
        form.add_error(None, str(refused))
    else:
        messages.success(request, _("Thank you: your signature is recorded, on exactly this text."))
        return desk, None
    return desk, form


def sentence_of(desk):
    """What he signs."""
    return _("I, %(name)s, agree for %(company)s to this plan, version %(version)s, as I have read it here.") % {
        "name": desk.guest, "company": desk.content.account, "version": desk.content.version,
    }  # fmt: skip
