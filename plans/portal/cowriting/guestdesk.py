"""What the pages of a guest show of his words: his proposals with their answers, the conversation, what he agreed to."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404

from plans.catalogue import BY_KEY
from plans.models import AccountPlan, Endorsement, SharedEdition, SignOff, Status
from plans.models.plan import IN_FORCE
from plans.models.strategy import words_digest
from plans.portal.cowriting.places import KIND_OF, Kind, Place, find_place, is_topic, line_of
from plans.portal.models import ClientView, Guest, Message, Suggestion
from plans.sharing import SharedAction, SharedContent, SharedPriority, shared_from


@dataclass(frozen=True)
class GuestDesk:
    """One guest before one client edition."""

    guest: Guest
    edition: SharedEdition

    @cached_property
    def content(self) -> SharedContent:
        return shared_from(self.edition.content)

    @cached_property
    def plan(self) -> AccountPlan:
        return self.edition.plan

    @property
    def is_open(self) -> bool:
        """Whether he may propose changes and sign now."""
        return self.plan.status == Status.CLIENT_COWRITING

    @property
    def is_under_way(self) -> bool:
        return self.plan.status in IN_FORCE

    def place(self, kind: str, section: str, field: str, line=None) -> Place:
        """Raises Http404 for what is not in his edition."""
        found = find_place(self.content, kind, section, field, line and str(line))
        if found is None:
            raise Http404
        return found

    def topic(self, section: str, line=None) -> str:
        """What a conversation is about, in words. Raises Http404 for what is not in his edition."""
        if not is_topic(self.content, section, line and str(line)):
            raise Http404
        return title_of(self.content, section, line)

    def priority(self, line) -> SharedPriority:
        if (found := line_of(self.content, Kind.PRIORITY, line)) is None:
            raise Http404
        return found

    def action(self, line) -> SharedAction:
        if (found := line_of(self.content, Kind.ACTION, line)) is None:
            raise Http404
        return found

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """His own, the latest first."""
        return list(self.guest.suggestions.filter(plan=self.edition.plan_id))

    @cached_property
    def messages(self) -> list[Message]:
        """The whole conversation with his company about this plan, as far as he may still read what it is about."""
        said = Message.objects.filter(plan=self.edition.plan_id)
        return [each for each in said if is_topic(self.content, each.section, each.line and str(each.line))]

    def thread(self, section: str, line=None) -> list[Message]:
        return [each for each in self.messages if (each.section, each.line) == (section, line)]

    @cached_property
    def talked(self) -> Counter:
        """Key of a line, or of a section as such → number of messages."""
        return Counter(str(each.line or each.section) for each in self.messages)

    @property
    def threads(self) -> list[tuple[str, str, object, Message]]:
        """(title, section, line, last message) of each conversation, the latest first."""
        last = {(each.section, each.line): each for each in self.messages}
        found = [(title_of(self.content, *about), *about, message) for about, message in last.items()]
        return sorted(found, key=lambda each: each[3].written_at, reverse=True)

    @cached_property
    def waiting(self) -> Counter:
        """«section.field» of a passage, or key of a line → number of his proposals that wait."""
        waiting = (each for each in self.suggestions if each.status == Suggestion.Status.WAITING)
        return Counter(str(each.line or f"{each.section}.{each.field}") for each in waiting)

    @cached_property
    def endorsements(self) -> list[Endorsement]:
        """His, that stand; all of the words that they were given on."""
        given = Endorsement.objects.standing().filter(priority__plan=self.edition.plan_id)
        return list(given.filter(stakeholder=self.guest.stakeholder_id).select_related("priority"))

    @cached_property
    def priorities(self) -> list[tuple[SharedPriority, str, Endorsement | None, bool]]:
        """(priority, digest of its words, his agreement if any, whether it was given on these very words)."""
        given = {str(each.priority.lineage): each for each in reversed(self.endorsements)}
        return [
            (each, digest := digest_of(each), mine := given.get(each.key), bool(mine and mine.digest == digest))
            for each in self.content.priorities
        ]

    @cached_property
    def carried(self) -> set[str]:
        """Keys of the priorities that he carries in their present words."""
        return {priority.key for priority, _digest, _mine, is_current in self.priorities if is_current}

    @cached_property
    def own_actions(self) -> list[SharedAction]:
        """Those of his edition that he does himself."""
        rows = self.plan.actions.filter(client_owner=self.guest.stakeholder_id, is_internal=False)
        mine = {str(key) for key in rows.values_list("lineage", flat=True)}
        return [each for each in self.content.actions if each.key in mine]

    @cached_property
    def own_keys(self) -> set[str]:
        return {each.key for each in self.own_actions}

    @cached_property
    def signature(self) -> SignOff | None:
        """His, on the edition before him."""
        signed = self.plan.sign_offs.filter(stakeholder=self.guest.stakeholder_id, digest=self.edition.digest)
        return signed.first()

    @cached_property
    def signature_before(self) -> SignOff | None:
        """His last one, on words that are no longer those before him; None once he has signed these."""
        if self.signature:
            return None
        return self.plan.sign_offs.filter(stakeholder=self.guest.stakeholder_id).order_by("-signed_on", "-pk").first()

    @property
    def views(self) -> QuerySet[ClientView]:
        return self.guest.views.filter(plan=self.edition.plan_id)


def digest_of(priority: SharedPriority) -> str:
    return words_digest(priority.title, priority.sentence, priority.client_issue)


def title_of(content: SharedContent, section: str, line=None) -> str:
    """«Market», «Strategic priorities · Shorter flows»."""
    found = line_of(content, KIND_OF[section], line) if line and section in KIND_OF else None
    return " · ".join(filter(None, (str(BY_KEY[section].title), found and found.title)))
