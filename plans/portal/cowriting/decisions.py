"""The KAM answers a proposal of the client: taken as it is, taken otherwise, or not taken.

What is taken enters the plan under the rules of its own forms, in one transaction: the plan is locked first, then the
proposal, then the row that changes.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kam.users.models import User
from plans.difference import words
from plans.models import AccountPlan, Endorsement, Status
from plans.models.strategy import words_digest
from plans.portal.cowriting.forms import fields_at, row_at, words_form
from plans.portal.cowriting.places import NEW, TAKEN, TERMS, Kind, head_of, label_of, shown, told
from plans.portal.models import Suggestion
from plans.sharing import publish

FIRST = "title"  # what a new line is called by
LONGEST_WORD = 2_000


class Undecided(Exception):
    """Nothing was changed; the text says why. `form` holds what is wrong with the words, if that is why."""

    def __init__(self, text: str, form=None):
        super().__init__(text)
        self.form = form


@dataclass
class Proposal:
    """A suggestion beside what stands in the plan now."""

    row: Suggestion
    plan: AccountPlan

    @property
    def is_new(self) -> bool:
        return self.row.field == NEW

    @cached_property
    def target(self):
        """What it would change; None if that is gone."""
        return row_at(self.plan, self.row.kind, self.row.section, self.row.field, self.row.line)

    @cached_property
    def present(self) -> str:
        """The words as they stand in the plan."""
        return "" if self.is_new or self.target is None else standing_at(self.target, self.row)

    @property
    def stamp(self) -> str:
        """What the KAM was shown: another one means that somebody has written meanwhile."""
        return hashlib.sha256(f"{self.target is not None}|{self.present}".encode()).hexdigest()[:16]

    @property
    def is_waiting(self) -> bool:
        return self.row.status == Suggestion.Status.WAITING

    @property
    def is_offer(self) -> bool:
        """«I take this one»: nothing in it can be put otherwise."""
        return self.row.field == TAKEN

    @property
    def is_gone(self) -> bool:
        return self.target is None

    @property
    def has_moved(self) -> bool:
        """Whether the words are no longer those that he read."""
        return not self.is_new and self.present != self.row.before

    @property
    def label(self) -> str:
        name = str(self.target) if self.row.line and self.target else ""
        return " · ".join(filter(None, (head_of(self.row.kind, self.row.section), name, label_of(self.row))))

    @property
    def runs(self) -> list[tuple[str, str]]:
        """From what stands now to what he proposes, word by word."""
        was, is_now = (shown(self.row.kind, self.row.field, text) for text in (self.present, self.row.proposed))
        return [run for run in words(was, is_now) if run[1]]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """All that a new line says, in words."""
        names = {name: str(TERMS[self.row.kind].model._meta.get_field(name).verbose_name) for name in self.named}
        return [(names[name], shown(self.row.kind, name, self.row.facts[name])) for name in self.named]

    @property
    def named(self) -> list[str]:
        return [name for name in TERMS[self.row.kind].fields if self.row.facts.get(name)] if self.is_new else []

    @cached_property
    def unsettled(self) -> list[Endorsement]:
        """The agreements that no longer hold once these words change."""
        if self.row.kind != Kind.PRIORITY or self.is_new or self.target is None:
            return []
        said = {name: getattr(self.target, name) for name in TERMS[Kind.PRIORITY].fields}
        after = words_digest(**said | {self.row.field: self.row.proposed})
        return self.target.agreed_by if self.target.words_digest != after else []


def standing_at(row, suggestion: Suggestion) -> str:
    if suggestion.field == TAKEN:
        return str(row.owner or row.client_owner or "")
    return told(getattr(row, "text" if suggestion.kind == Kind.PASSAGE else suggestion.field))


def as_typed(suggestion: Suggestion) -> dict[str, str]:
    """The words of the client as the form of the KAM takes them."""
    if suggestion.field == NEW:
        return {name: suggestion.facts.get(name, "") for name in TERMS[suggestion.kind].fields}
    return {fields_at(suggestion.kind, suggestion.field, is_new=False)[0]: suggestion.proposed}


def amending_form(proposal: Proposal, data=None):
    """The form of the fields that a proposal changes, with the words of the client unless `data` has others."""
    row = proposal.row
    form_class = words_form(row.kind, fields_at(row.kind, row.field, is_new=proposal.is_new))
    return form_class(as_typed(row) if data is None else data, instance=proposal.target, plan=proposal.plan)


@transaction.atomic
def accept(suggestion: Suggestion, *, by: User, at: datetime, stamp: str, answer: str = "", amended=None) -> Proposal:
    """Put the words of the client, or `amended` (what the KAM typed), into the plan, and publish the client edition.

    Raises Undecided, having changed nothing: decided already, changed or gone meanwhile, or against a rule.
    """
    proposal = lock_waiting(suggestion)
    if proposal.is_gone:
        raise Undecided(_("What this was about has been deleted meanwhile. His words are kept here: answer him."))
    if proposal.stamp != stamp:
        raise Undecided(_("The text has changed since you opened this page: both are shown below. Decide again."))
    settled = take_over(proposal) if suggestion.field == TAKEN else write_words(proposal, amended)
    status = Suggestion.Status.ACCEPTED if settled == proposal.row.proposed else Suggestion.Status.AMENDED
    if proposal.is_new and amended is not None and not same_facts(proposal):
        status = Suggestion.Status.AMENDED
    close(proposal.row, status, by=by, at=at, applied=settled, answer=answer)
    publish(proposal.plan, by=by, at=at)
    return proposal


@transaction.atomic
def refuse(suggestion: Suggestion, *, by: User, at: datetime, answer: str) -> None:
    """Not taken, and the client reads why. Raises Undecided when a colleague has decided already."""
    close(lock_waiting(suggestion).row, Suggestion.Status.REFUSED, by=by, at=at, answer=answer)


def lock_waiting(suggestion: Suggestion) -> Proposal:
    plans = AccountPlan.objects.select_for_update(of=("self",)).select_related("account__kam", "sponsor")
    plan = plans.get(pk=suggestion.plan_id)
    if plan.status != Status.CLIENT_COWRITING:
        raise Undecided(_("The plan is no longer in co-writing: what the client proposed is kept, nothing changes."))
    row = Suggestion.objects.select_for_update(of=("self",)).select_related("guest__stakeholder").get(pk=suggestion.pk)
    if row.status != Suggestion.Status.WAITING:
        told_by = {"status": row.get_status_display(), "name": row.decided_by or row.guest}
        raise Undecided(_("Already decided: %(status)s, by %(name)s.") % told_by)
    return locked(Proposal(row, plan))


def locked(proposal: Proposal) -> Proposal:
    """With the row that it changes held until the end."""
    if proposal.target is not None and proposal.target.pk:
        rows = type(proposal.target).objects.select_for_update(of=("self",))
        proposal.target = rows.filter(pk=proposal.target.pk).first()
    return proposal


def write_words(proposal: Proposal, amended) -> str:
    form = amending_form(proposal, amended)
    if not form.is_valid():
        raise Undecided(_("The plan does not take these words as they are: put them right below."), form)
    if proposal.is_new:
        place_line(proposal)
    save_words(form)
    proposal.target = form.instance
    return told(getattr(form.instance, FIRST if proposal.is_new else next(iter(form.fields))))


def save_words(form) -> None:
    """Only the fields of the form are written; a passage that a colleague has begun this moment is not overwritten."""
    row = form.save(commit=False)
    try:
        with transaction.atomic():
            row.save(update_fields=list(form.fields) if row.pk else None)
    except IntegrityError as error:
        raise Undecided(
            _("Somebody has just saved the same thing. Look at the page again before you go on.")
        ) from error


def place_line(proposal: Proposal) -> None:
    """A new line goes below the line that the client named, if it is still there, after those that are there."""
    terms, row = TERMS[proposal.row.kind], proposal.target
    rows = getattr(proposal.plan, terms.lines)
    row.position = max((each.position for each in rows.all()), default=-1) + 1
    if key := proposal.row.facts.get("parent"):
        setattr(row, terms.parent, getattr(proposal.plan, terms.parents).filter(lineage=key).first())


def same_facts(proposal: Proposal) -> bool:
    names = TERMS[proposal.row.kind].fields
    return all(told(getattr(proposal.target, name)) == proposal.row.facts.get(name, "") for name in names)


def take_over(proposal: Proposal) -> str:
    """The action goes to the client who offered to do it."""
    action, person = proposal.target, proposal.row.guest.stakeholder
    action.owner, action.client_owner = None, person
    try:
        action.full_clean()
    except ValidationError as error:
        raise Undecided(" ".join(error.messages)) from error
    action.save(update_fields=["owner", "client_owner"])
    return proposal.row.proposed


def close(row: Suggestion, status: str, *, by: User, at: datetime, applied: str = "", answer: str = "") -> None:
    row.status, row.applied, row.answer, row.decided_by, row.decided_at = status, applied, answer, by, at
    row.save(update_fields=["status", "applied", "answer", "decided_by", "decided_at"])
