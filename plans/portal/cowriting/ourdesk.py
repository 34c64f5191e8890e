"""What the KAM has before him: the proposals beside what stands, the conversations, how the client sees us."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from plans.catalogue import BY_KEY, SECTIONS
from plans.content import Content
from plans.lifecycle import TOLERANCE
from plans.models import AccountPlan, SwotItem
from plans.portal.cowriting.decisions import Proposal
from plans.portal.cowriting.guestdesk import title_of
from plans.portal.cowriting.places import TERMS, Kind
from plans.portal.models import ClientView, Guest, Message, Suggestion
from plans.sharing import shared_of

ORDER = {section.key: section.number for section in SECTIONS}
SIDES = ((ClientView.Side.STRENGTH, SwotItem.Quadrant.STRENGTH), (ClientView.Side.WEAKNESS, SwotItem.Quadrant.WEAKNESS))


@dataclass(frozen=True)
class ClientWords:
    """Of one plan; `content` is the plan as it is now, `shift` by how many % targets or budget have moved."""

    plan: AccountPlan
    content: Content
    shift: float

    @property
    def must_be_validated_again(self) -> bool:
        return self.shift > TOLERANCE

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        return list(with_people(Suggestion.objects.filter(plan=self.plan)))

    @cached_property
    def proposals(self) -> list[tuple[str, list[Proposal]]]:
        """(title of the section, what waits there), in the order of the plan, the oldest first."""
        waiting = [each for each in reversed(self.suggestions) if each.status == Suggestion.Status.WAITING]
        found = beside_the_plan(self.plan, waiting)
        keys = sorted({each.row.section for each in found}, key=ORDER.get)
        return [(str(BY_KEY[key].title), [each for each in found if each.row.section == key]) for key in keys]

    @property
    def waiting(self) -> int:
        return sum(len(proposals) for _title, proposals in self.proposals)

    @cached_property
    def decided(self) -> list[Proposal]:
        settled = [each for each in self.suggestions if each.status != Suggestion.Status.WAITING]
        return beside_the_plan(self.plan, settled)

    @cached_property
    def threads(self) -> list[tuple[str, str, object, list[Message]]]:
        """(title, section, line, messages) of each conversation, the latest first."""
        found = {}
        for message in Message.objects.filter(plan=self.plan):
            found.setdefault((message.section, message.line), []).append(message)
        latest = sorted(found.items(), key=lambda each: each[1][-1].written_at, reverse=True)
        return [(title_of(self.shared, *about), *about, said) for about, said in latest]

    @cached_property
    def shared(self):
        return shared_of(self.content)

    @cached_property
    def signatures(self) -> int:
        """Those on the present text: what is taken into the plan undoes them."""
        return self.plan.sign_offs.filter(digest=self.shared.digest).count()

    @cached_property
    def sides(self) -> list[tuple[str, str, list[ClientView], list[SwotItem]]]:
        """(his side, our quadrant, what he says, what we say)."""
        views = list(ClientView.objects.filter(plan=self.plan).select_related("guest__stakeholder", "taken_up"))
        ours = list(self.plan.swot.all())
        return [
            (
                side.label,
                quadrant.plural,
                [v for v in views if v.side == side],
                [i for i in ours if i.quadrant == quadrant],
            )
            for side, quadrant in SIDES
        ]

    @cached_property
    def guests(self) -> list[Guest]:
        return list(Guest.objects.of(self.plan.account).filter(revoked_at=None).select_related("stakeholder"))


def with_people(suggestions):
    return suggestions.select_related("guest__stakeholder", "decided_by")


def last_plan_of(guest: Guest) -> int | None:
    """The plan that the guest wrote about last, else the last one that he may read."""
    written = [
        guest.suggestions.values_list("made_at", "plan").order_by("-made_at").first(),
        guest.messages.values_list("written_at", "plan").order_by("-written_at").first(),
        guest.views.values_list("written_at", "plan").order_by("-written_at").first(),
    ]
    if any(written):
        return max(filter(None, written))[1]
    return guest.editions().values_list("plan", flat=True).first()


def beside_the_plan(plan: AccountPlan, suggestions: Iterable[Suggestion]) -> list[Proposal]:
    """Each suggestion with the row that it is about, in four queries however many there are."""
    suggestions = list(suggestions)
    rows = {(kind, row.lineage): row for kind in TERMS for row in rows_of(plan, kind)} if suggestions else {}
    texts = {(row.section, row.field): row for row in plan.passages.all()} if suggestions else {}
    proposals = [Proposal(each, plan) for each in suggestions]
    for each in proposals:
        about = each.row
        if about.kind == Kind.PASSAGE and (about.section, about.field) in texts:
            each.target = texts[about.section, about.field]
        elif about.kind != Kind.PASSAGE and about.line:
            each.target = rows.get((about.kind, about.line))
    return proposals


def rows_of(plan: AccountPlan, kind: str):
    rows = getattr(plan, TERMS[kind].lines)
    if kind == Kind.PRIORITY:
        return rows.prefetch_related("endorsements")
    return rows.select_related("owner", "client_owner") if kind == Kind.ACTION else rows.all()
