"""What explains the figures of the plan of one account on a day; each part is read when something asks for it."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property

from django.urls import reverse

from accounts.stakeholders.models import Interaction, Stakeholder
from plans.measures.attainment import shares
from plans.measures.covering import FIRST_IN_FORCE, STAGES, plans_covering
from plans.measures.execution import credits
from plans.measures.thread import meetings_linked
from plans.measures.vitality import carriers, priorities_carried, vitality_by_account
from plans.models import AccountPlan, PlanAction, PlanObjective, Repetition, Status, StrategicPriority
from plans.moves import WEIGHTY
from plans.progress import Progress, progress_of


class PlanGround:
    """The plan of one account as of a day, with what is counted of it."""

    def __init__(self, account_id: int, on: date):
        self.account_id, self.on = account_id, on

    @cached_property
    def plans(self) -> list[tuple[AccountPlan, Status, date | None]]:
        """(plan, its status that day, when somebody last looked at it) of those that cover the day, the best first."""
        covering = plans_covering(self.on, self.account_id)
        rows = AccountPlan.objects.in_bulk(covering)
        stages = [(rows[pk], Status(STAGES[stage - 1])) for pk, stage in covering.items()]
        return [(plan, status, None if place else self.seen_on) for place, (plan, status) in enumerate(stages)]

    @property
    def seen_on(self) -> date:
        """When somebody last looked at the plan that counts."""
        (row,) = vitality_by_account(self.on, [self.account_id])
        return self.on - timedelta(days=row.unseen_days)

    @property
    def is_in_force(self) -> bool:
        return bool(self.plans) and STAGES.index(self.plans[0][1]) + 1 >= FIRST_IN_FORCE

    @cached_property
    def carried(self) -> dict[int, bool]:
        return priorities_carried(self.on, self.account_id)

    @cached_property
    def priorities(self) -> list[StrategicPriority]:
        return list(StrategicPriority.objects.filter(pk__in=self.carried).select_related("plan"))

    @cached_property
    def agreements(self) -> dict[tuple, list[str]]:
        return carriers(self.on, self.account_id)

    def carriers(self, priority: StrategicPriority) -> list[str]:
        return self.agreements.get((priority.lineage, priority.words_digest), [])

    @property
    def reader(self) -> str:
        """Whom to show a priority to: somebody of weight, the best disposed first."""
        people = Stakeholder.objects.filter(account=self.account_id).well_disposed()
        return next((str(each) for each in people if each.influence >= WEIGHTY), "")

    @cached_property
    def due(self) -> list[tuple[PlanAction, float]]:
        """The actions that count and what each is worth, the oldest first."""
        worth = credits(self.on, self.account_id)
        rows = PlanAction.objects.select_related("owner", "client_owner", "plan").in_bulk(worth)
        return [(rows[pk], credit) for pk, credit in worth.items()]

    @cached_property
    def meetings(self) -> list[Interaction]:
        linked = meetings_linked(self.on, self.account_id)
        rows = Interaction.objects.in_bulk(linked)
        return [rows[pk] for pk in linked]

    @cached_property
    def repeated(self) -> dict[int, list[str]]:
        """Meeting → titles of the priorities repeated in it."""
        found = defaultdict(list)
        for meeting, title in Repetition.objects.titles_in(self.meetings, self.account_id):
            found[meeting].append(title)
        return found

    @cached_property
    def objectives(self) -> list[tuple[PlanObjective, Progress, float | None]]:
        worth = shares(self.on, self.account_id)
        rows = PlanObjective.objects.select_related("plan").in_bulk(worth)
        return [(rows[pk], self.progress(rows[pk]), share) for pk, share in worth.items()]

    def progress(self, row: PlanObjective) -> Progress:
        return progress_of(
            starts_on=row.plan.starts_on, due_on=row.due_on, on=self.on, baseline=row.baseline, target=row.target,
            current=row.current,
        )  # fmt: skip

    def address(self, row) -> str:
        kind = {StrategicPriority: "priority", PlanObjective: "objective"}.get(type(row), "action")
        return f"{reverse('plans:strategy', args=[row.plan_id])}#{kind}-{row.lineage}"
