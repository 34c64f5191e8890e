"""The plans of the demo, each led through its real life up to the state that the file says."""

from datetime import date, timedelta

import pghistory
from django.apps import apps
from django.utils import translation

from accounts.models import Account
from accounts.stakeholders.models import Stakeholder
from kam.cockpit.demo.boards import furnish
from kam.cockpit.demo.cast import Cast
from kam.cockpit.demo.dates import afternoon
from kam.cockpit.demo.dossiers import read
from kam.cockpit.demo.living import keep_up
from kam.cockpit.demo.reviews import held, hold_reviews
from kam.cockpit.demo.thread import aim
from kam.users.models import User
from plans.content import content_of
from plans.models import (
    AccountPlan,
    Endorsement,
    Figure,
    Passage,
    PlanAction,
    PlanObjective,
    PlanRisk,
    SignOff,
    Status,
    StrategicPriority,
    SwotItem,
    TowsOption,
)
from plans.models.plan import last_day
from plans.moves import move_plan, open_plan
from plans.sharing import shared_of

S = Status
ROAD = (S.ANALYSIS, S.INTERNAL_VALIDATION, S.CLIENT_COWRITING, S.APPROVED, S.IN_EXECUTION, S.REVIEWED)
DIRECTORS = {S.CLIENT_COWRITING, S.APPROVED, S.ARCHIVED}  # who leads where
STEP = timedelta(days=12)
EMPTY = (S.DRAFT, S.ANALYSIS)  # what is still being written has no strategy yet


@translation.override("fr")  # what moves and remarks say in notices is French like the rest
def plan_ahead(accounts: list[Account], cast: Cast, on: date) -> None:
    file = read("plans.toml", on)
    by_code = {account.code: account for account in accounts}
    for code, state in file["states"].items():
        account = by_code[code]
        with pghistory.context(user=account.kam_id) as context:
            first = write_plan(account, cast.users["marc"], Status(state), file, on)
        for model in apps.get_app_config("plans").get_models():
            if hasattr(model, "pgh_tracked_model"):
                model.objects.filter(pgh_context=context.id).update(pgh_created_at=afternoon(first))


def write_plan(account: Account, director: User, state: Status, file: dict, on: date) -> date:
    """The day on which the plan was opened."""
    road = [*ROAD, S.ARCHIVED][: [*ROAD, S.ARCHIVED].index(state) + 1] if state != S.DRAFT else []
    starts = beginning(road, on)
    first, *days = days_of(road, starts, on)
    plan = AccountPlan(
        account=account, starts_on=starts, ends_on=last_day(starts, 36), sponsor=director, investment=60_000,
        created_at=afternoon(first),
    )  # fmt: skip
    open_plan(plan, by=account.kam, at=afternoon(first))
    fill(plan, file, is_begun=state in EMPTY, runs=S.IN_EXECUTION in road)
    furnish(plan, is_begun=state in EMPTY)
    for to, day in zip(road, days, strict=True):
        plan = lead(plan, to, director, day)
    if plan.status == S.IN_EXECUTION:
        keep_up(plan, on)
        hold_reviews(plan, director, on)
    return first


def beginning(road: list[Status], on: date) -> date:
    """What is agreed began with the year; what is still being prepared begins next month."""
    return on.replace(month=1, day=1) if S.APPROVED in road else (on.replace(day=1) + timedelta(days=32)).replace(day=1)


def days_of(road: list[Status], starts: date, on: date) -> list[date]:
    """When a plan was opened, then when it came to each state: one that runs began with the year, the others just now."""
    runs = S.IN_EXECUTION in road
    later = [on - STEP, on - STEP / 2][: len(road) - ROAD.index(S.IN_EXECUTION) - 1] if runs else []
    begun = [min(starts, on - 2 * STEP), *later] if runs else []
    prepared = len(road) - len(begun) + 1
    last = begun[0] if runs else on
    return [last - STEP * (prepared - place) for place in range(prepared)] + begun


def fill(plan: AccountPlan, file: dict, *, is_begun: bool, runs: bool) -> None:
    """What the file says; of a plan only begun, the texts and the analysis."""
    Passage.objects.bulk_create(
        Passage(plan=plan, section=key.split(".")[0], field=key.split(".")[1], text=text.format(client=plan.account))
        for key, text in file["passages"].items()
        if not is_begun or key.startswith(("market", "customer"))
    )
    seen = plan.starts_on - timedelta(days=40)
    Figure.objects.bulk_create(Figure(plan=plan, as_of=seen, **facts) for facts in file["figures"])
    swot = [
        SwotItem.objects.create(plan=plan, seen_on=seen, is_confirmed=facts["weight"] > 3, position=place, **facts)
        for place, facts in enumerate(file["swot"])
    ]
    if is_begun:
        return
    PlanRisk.objects.bulk_create(PlanRisk(plan=plan, owner=plan.account.kam, **facts) for facts in file["risks"])
    for place, facts in enumerate(file["chains"]):
        add_chain(plan, swot, facts, place, runs=runs)
    aim(plan)


def add_chain(plan: AccountPlan, swot: list[SwotItem], facts: dict, place: int, *, runs: bool) -> None:
    option = TowsOption.objects.create(plan=plan, text=facts["option"], position=place)
    option.items.set([swot[number] for number in facts["crosses"]])
    priority = StrategicPriority.objects.create(
        plan=plan, title=facts["title"], sentence=facts["sentence"], client_issue=facts["issue"], position=place
    )
    priority.options.set([option])
    due = plan.starts_on + timedelta(days=330)
    objective = PlanObjective.objects.create(
        plan=plan, priority=priority, title=facts["objective"], owner=plan.account.kam, due_on=due, position=place,
        measure_source="Comité de pilotage", **{name: facts[name] for name in ("metric", "unit", "baseline", "target")},
    )  # fmt: skip
    PlanAction.objects.bulk_create(
        PlanAction(
            plan=plan, objective=objective, title=title, owner=plan.account.kam, position=number,
            due_on=plan.starts_on + timedelta(days=100 * (number + 1)), progress=max(0, 100 - 40 * number) * runs,
            done_on=plan.starts_on + timedelta(days=80) if runs and not number else None,
        )
        for number, title in enumerate(facts["actions"])
    )  # fmt: skip


def lead(plan: AccountPlan, to: Status, director: User, day: date) -> AccountPlan:
    """One step of its life, with what the step asks for."""
    at = afternoon(day)
    if to == Status.APPROVED:
        agree(plan, day)
    if to == Status.REVIEWED:
        held(plan, director, day)
    return move_plan(plan, to=to, by=director if to in DIRECTORS else plan.account.kam, at=at)


def agree(plan: AccountPlan, day: date) -> None:
    """The two best disposed people of weight carry two of the priorities, and one signs."""
    people = Stakeholder.objects.of(plan.account).present().filter(influence__gte=3, is_placeholder=False)
    person = people.order_by("-attitude", "-influence", "pk").first()
    told = {
        "stakeholder": person, "name": person.name, "recorded_by": plan.account.kam, "evidence": "Comité du trimestre",
    }  # fmt: skip
    for priority in plan.priorities.all()[:2]:
        Endorsement.objects.create(
            priority=priority, endorsed_on=day, digest=priority.words_digest, influence=person.influence, **told
        )
    SignOff.objects.create(plan=plan, signed_on=day, digest=shared_of(content_of(plan)).digest, **told)
