"""What to know before meeting people: what they have not heard, what is open between us, what to ask and to thank for."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from accounts.models import Account
from accounts.stakeholders.measures.knowledge import best_known
from accounts.stakeholders.models import Interaction, Introduction, KnowledgeItem, Stakeholder
from kam.users.models import User
from plans.measures.vitality import priorities_carried
from plans.models import Endorsement, PlanAction, StrategicPriority
from plans.models.plan import IN_FORCE
from plans.moves import WEIGHTY
from plans.thread.heard import Cell, Line, heard_by, lines_of, sentence_to_say


@dataclass(frozen=True)
class Preparation:
    """For whoever reads it, on a day; `people` are those he is about to meet."""

    account: Account
    reader: User
    people: list[Stakeholder]
    on: date

    @cached_property
    def priorities(self) -> list[StrategicPriority]:
        return list(StrategicPriority.objects.in_force(self.account, self.on))

    @cached_property
    def lines(self) -> list[Line]:
        heard = heard_by(self.account, self.on, [person.pk for person in self.people])
        return lines_of(self.people, self.priorities, heard)

    @property
    def to_say(self) -> list[tuple[Line, Cell | None]]:
        """Each with what to say first."""
        return [(line, sentence_to_say(line)) for line in self.lines]

    @cached_property
    def open_actions(self) -> list[PlanAction]:
        """Of the plan in force: theirs, and ours that are late, in the order of their days."""
        running = PlanAction.objects.of(self.account).filter(plan__status__in=IN_FORCE, done_on=None)
        rows = running.filter(Q(client_owner__in=self.people) | Q(client_owner=None, due_on__lt=self.on))
        return list(rows.select_related("owner", "client_owner").order_by("due_on", "pk"))

    @property
    def their_actions(self) -> list[PlanAction]:
        return [action for action in self.open_actions if action.client_owner_id]

    @property
    def our_late_actions(self) -> list[PlanAction]:
        return [action for action in self.open_actions if not action.client_owner_id]

    @cached_property
    def steps(self) -> list[Interaction]:
        """Next steps promised in exchanges with these people, the most urgent first."""
        shared = Interaction.objects.visible_to(self.reader).of(self.account).with_open_step()
        return list(shared.filter(stakeholders__in=self.people).distinct())

    @property
    def late_steps(self) -> list[Interaction]:
        return [each for each in self.steps if each.is_step_late(self.on)]

    @property
    def steps_to_come(self) -> list[Interaction]:
        return [each for each in self.steps if not each.is_step_late(self.on)]

    @cached_property
    def introductions(self) -> list[Introduction]:
        """Of or by these people, not refused and not finished."""
        rows = Introduction.objects.of(self.account).with_people().filter(refused_on=None, thanked_on=None)
        return list(rows.filter(Q(introducer__in=self.people) | Q(introduced__in=self.people)))

    @property
    def awaited(self) -> list[Introduction]:
        """Asked for or promised, not made yet."""
        return [row for row in self.introductions if row.made_on is None]

    @property
    def to_thank(self) -> list[Introduction]:
        """Made by one of them, who was not thanked yet."""
        met = {person.pk for person in self.people}
        return [row for row in self.introductions if row.made_on and row.introducer_id in met]

    @cached_property
    def unknown(self) -> list[str]:
        """What of the client nobody of his has told us lately."""
        best = best_known(self.on, self.account.pk)
        return [str(each.label) for each in KnowledgeItem.Category if each not in best or best[each].worth < 1]

    @cached_property
    def to_endorse(self) -> list[tuple[StrategicPriority, list[Stakeholder]]]:
        """Priorities that nobody of weight carries yet, with those of weight whom one is about to meet."""
        carried = priorities_carried(self.on, self.account.pk)
        readers = [person for person in self.people if person.influence >= WEIGHTY]
        missing = [each for each in self.priorities if not carried.get(each.pk)] if readers else []
        given = set(
            Endorsement.objects.of(self.account).filter(withdrawn_on=None, stakeholder__in=readers)
            .values_list("digest", "stakeholder")
        )  # fmt: skip
        return [
            (each, [person for person in readers if (each.words_digest, person.pk) not in given]) for each in missing
        ]
