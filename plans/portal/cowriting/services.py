"""What a client does on his edition, each time with the plan locked: what he read is what he speaks about.

The plan is always locked first, then its rows: two who act at once wait for each other.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.models import AccountPlan, Channel, Endorsement, PlanAction, SharedEdition, SignOff, Status
from plans.models.plan import IN_FORCE, SHARED
from plans.portal.cowriting.forms import StepForm
from plans.portal.cowriting.notices import tell_ours
from plans.portal.cowriting.places import Place
from plans.portal.models import ClientView, Guest, Message, Suggestion
from plans.sharing import publish


class Refused(Exception):
    """It cannot be done as things stand; the text is a sentence for the person who tried."""


class Reworded(Refused):
    """The words have changed since the page was opened: `edition` holds those of now."""

    def __init__(self, edition: SharedEdition):
        super().__init__(_("The words have changed since you opened this page. Here they are as they stand now."))
        self.edition = edition


def lock_plan(pk: int, *, among: tuple[Status, ...] = SHARED) -> AccountPlan:
    """Raises Refused when the plan has left these states."""
    rows = AccountPlan.objects.select_for_update(of=("self",)).select_related("account__kam")
    plan = rows.filter(pk=pk, status__in=among).first()
    if plan is None:
        raise Refused(_("This plan is not open for that at the moment. You can still read it and write us a message."))
    return plan


@transaction.atomic
def propose(guest: Guest, plan_pk: int, place: Place, *, proposed: str, facts: dict, reason: str, at: datetime):
    """Keep what he would rather read there; the plan itself does not change."""
    plan = lock_plan(plan_pk, among=(Status.CLIENT_COWRITING,))
    tell_ours(guest, gettext_lazy("%(name)s proposes a change: %(place)s"), place=place, at=at)
    return Suggestion.objects.create(
        plan=plan, guest=guest, kind=place.kind, section=place.section, line=place.line, field=place.field,
        before=place.text, proposed=proposed, facts=facts, reason=reason, made_at=at,
    )  # fmt: skip


@transaction.atomic
def take_back(suggestion: Suggestion) -> None:
    """Raises Refused when it has been answered meanwhile."""
    lock_plan(suggestion.plan_id)
    waiting = Suggestion.objects.select_for_update(of=("self",)).waiting().filter(pk=suggestion.pk)
    if not waiting.update(status=Suggestion.Status.WITHDRAWN):
        raise Refused(_("This proposal has been answered meanwhile."))


@transaction.atomic
def write_message(message: Message, *, at: datetime) -> Message:
    """A word of the conversation; ours are told of what a guest writes."""
    message.written_at = at
    message.name = str(message.guest or message.author)
    message.save()
    if message.guest:
        tell_ours(message.guest, gettext_lazy("%(name)s writes: %(text)s"), text=message, at=at)
    return message


@transaction.atomic
def give_view(view: ClientView, *, at: datetime) -> ClientView:
    view.written_at = at
    view.save()
    tell_ours(view.guest, gettext_lazy("%(name)s says how he sees us: %(text)s"), text=view, at=at)
    return view


def endorse(guest: Guest, plan_pk: int, line: str, *, read: str, why: str, at: datetime, on: date) -> Endorsement:
    """He carries the priority in exactly the words that he read. Raises Reworded when they are no longer the same."""
    with transaction.atomic():
        plan = lock_plan(plan_pk)
        edition = publish(plan, by=None, at=at)
        priority = plan.priorities.select_for_update().filter(lineage=line).first()
        if priority and priority.words_digest == read:
            tell_ours(guest, gettext_lazy("%(name)s carries the priority “%(title)s”"), title=priority, at=at)
            return Endorsement.objects.get_or_create(
                priority=priority, stakeholder=guest.stakeholder, digest=read, withdrawn_on=None,
                defaults={
                    "name": guest.stakeholder.name, "influence": guest.stakeholder.influence, "endorsed_on": on,
                    "evidence": why, "channel": Channel.PORTAL,
                },
            )[0]  # fmt: skip
    raise Reworded(edition)


@transaction.atomic
def take_endorsement_back(guest: Guest, endorsement: Endorsement, *, at: datetime, on: date) -> None:
    plan = lock_plan(endorsement.priority.plan_id)
    row = Endorsement.objects.select_for_update(of=("self",)).standing().filter(pk=endorsement.pk).first()
    if row:
        row.withdraw(on)
        tell_ours(guest, gettext_lazy("%(name)s no longer carries the priority “%(title)s”"), title=row.priority, at=at)
        publish(plan, by=None, at=at)


def sign(guest: Guest, plan_pk: int, *, read: str, sentence: str, at: datetime, on: date) -> SignOff:
    """He signs the whole version that he read, and no other. Raises Reworded when it is no longer the latest."""
    with transaction.atomic():
        plan = lock_plan(plan_pk, among=(Status.CLIENT_COWRITING,))
        edition = publish(plan, by=None, at=at)
        if edition.digest == read:
            tell_ours(guest, gettext_lazy("%(name)s has signed: %(plan)s"), plan=plan, at=at)
            return SignOff.objects.get_or_create(
                plan=plan, stakeholder=guest.stakeholder, digest=read,
                defaults={
                    "name": guest.stakeholder.name, "signed_on": on, "evidence": sentence, "channel": Channel.PORTAL,
                },
            )[0]  # fmt: skip
    raise Reworded(edition)


def own_action(guest: Guest, plan_pk: int, line) -> PlanAction | None:
    """An action of the plan in force that is his to do, or None."""
    rows = PlanAction.objects.filter(plan=plan_pk, plan__status__in=IN_FORCE, is_internal=False)
    return rows.filter(lineage=line, client_owner=guest.stakeholder_id).first()


@transaction.atomic
def tell_step(guest: Guest, plan_pk: int, line, data: dict, *, at: datetime, on: date) -> StepForm:
    """How far he is with an action of his, and his word of it as a message; the form says what was wrong.

    Raises Refused when the action is no longer his.
    """
    plan = lock_plan(plan_pk, among=IN_FORCE)
    action = own_action(guest, plan_pk, line)
    if action is None:
        raise Refused(_("This action is no longer in your hands."))
    form = StepForm(data, instance=action, on=on)
    if form.is_valid():
        action.save(update_fields=["progress", "done_on"])
        told = gettext_lazy("%(name)s: “%(title)s” is at %(progress)s %%")
        tell_ours(guest, told, title=action, progress=action.progress, at=at)
        if word := form.cleaned_data["word"]:
            write_message(Message(plan=plan, section="actions", line=line, guest=guest, text=word), at=at)
        publish(plan, by=None, at=at)
    return form
