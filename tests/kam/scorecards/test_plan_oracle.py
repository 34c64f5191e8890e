"""The SQL of the figures of plans against the same rules written a second time in plain Python (domain.md 1.3 and 2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from accounts.stakeholders.models import Stakeholder
from kam.scorecards import readings
from kam.scorecards.models import Reading
from plans.models import (
    AccountPlan,
    Edition,
    Endorsement,
    Move,
    PlanAction,
    PlanObjective,
    PlanReview,
    Repetition,
    StrategicPriority,
)
from tests.factories import InteractionFactory

ON = date(2026, 6, 30)
LIFE = [
    "draft",
    "analysis",
    "internal_validation",
    "client_cowriting",
    "approved",
    "in_execution",
    "reviewed",
    "archived",
]
WORTH = dict(zip(LIFE, [20, 40, 55, 80, 90, 100, 100], strict=False))
IN_FORCE = {"approved", "in_execution", "reviewed"}
ATTENDED = {"meeting", "call", "visio"}
PREPARED = {"draft", "analysis", "internal_validation", "client_cowriting"}
ENDORSEMENT = st.fixed_dictionaries(
    {
        "influence": st.integers(2, 4),
        "days_ago": st.sampled_from([-1, 0, 50]),
        "withdrawn_days_ago": st.none() | st.sampled_from([-1, 0, 10]),
        "is_of_these_words": st.booleans(),
    }
)
ACTION = st.fixed_dictionaries(
    {
        "due_days_ago": st.sampled_from([-1, 0, 1, 30, 180, 181, 364, 365, 366, 500]),
        "done_after": st.none() | st.sampled_from([-10, 0, 1, 20, 200]),
        "progress": st.sampled_from([0, 40, 100]),
        "weight": st.integers(1, 5),
    }
)
OBJECTIVE = st.fixed_dictionaries(
    {
        "baseline": st.none() | st.integers(0, 3),
        "target": st.none() | st.integers(0, 12),
        "current": st.none() | st.integers(-2, 14),
        "due_days_ago": st.none() | st.sampled_from([-300, -1, 0, 40]),
        "measured_days_ago": st.none() | st.sampled_from([-1, 0, 5]),
    }
)
PLAN = st.fixed_dictionaries(
    {
        "starts_days_ago": st.sampled_from([-1, 0, 1, 89, 90, 91, 100, 101, 181, 201, 366, 800]),
        "lasts": st.sampled_from([120, 366, 1095]),
        "moves": st.lists(st.sampled_from([-3, 0, 1, 99, 100, 101, 199, 200, 201]), min_size=0, max_size=7),
        "reviews": st.lists(st.tuples(st.sampled_from([-1, 0, 99, 100, 101, 200, 201]), st.booleans()), max_size=2),
        "priorities": st.lists(st.lists(ENDORSEMENT, max_size=3), max_size=4),
        "actions": st.lists(ACTION, max_size=6),
        "objectives": st.lists(OBJECTIVE, max_size=4),
    }
)
MEETING = st.tuples(
    st.sampled_from([-1, 0, 89, 90]),
    st.booleans(),
    st.sampled_from(["meeting", "visio", "call", "email", "other"]),
    st.booleans(),
)
ACCOUNT = st.fixed_dictionaries(
    {
        "opened_days_ago": st.sampled_from([0, 179, 180, 181, 900]),
        "plan": st.none() | PLAN,
        "second": st.none() | st.sampled_from(LIFE),
        "meetings": st.lists(MEETING, max_size=7),
    }
)


def day(ago):
    return ON - timedelta(days=ago)


def stage_of(plan):
    """How far the first plan had come at the end of the day; None when it was not there yet."""
    moves = sorted(plan["moves"], reverse=True)
    past = [LIFE[place] for place, ago in enumerate(moves) if ago >= 0]
    return (past[-1] if past else None) if moves else "draft"


def covers(plan):
    return plan is not None and plan["starts_days_ago"] >= 0 and day(plan["starts_days_ago"] - plan["lasts"]) >= ON


def best_of(facts):
    """(status, the first plan or None when the second is better) of what covers the day; None without any."""
    found = []
    if covers(facts["plan"]) and (stage := stage_of(facts["plan"])) not in (None, "archived"):
        found.append((LIFE.index(stage), 0, facts["plan"]))
    if second := second_of(facts):
        found.append((LIFE.index(second), 1, None))
    if not found:
        return None
    stage, _place, plan = max(found, key=lambda each: each[:2])
    return LIFE[stage], plan


def second_of(facts):
    """What the database lets stand beside the first one: prepared beside in force, or the other way round."""
    second, plan = facts["second"], facts["plan"]
    if second == "archived" or second is None or plan is None:
        return None if second == "archived" else second
    now = LIFE[len(plan["moves"]) - 1] if plan["moves"] else "draft"
    same = next((group for group in (IN_FORCE, PREPARED) if second in group and now in group), None)
    return None if same else second


def known_for(facts):
    held = [ago for ago, *_rest in facts["meetings"]]
    return max([facts["opened_days_ago"], *held])


def vitality(facts):
    best = best_of(facts)
    if best is None:
        return 0
    status, plan = best
    if status not in IN_FORCE:
        return WORTH[status]
    looks = [0 if plan is None else plan["starts_days_ago"]]
    if plan:
        moves = sorted(plan["moves"], reverse=True)
        looks += [ago for place, ago in enumerate(moves) if LIFE[place] == "approved" and ago >= 0]
    if facts["plan"]:
        looks += [ago for ago, has_minutes in facts["plan"]["reviews"] if has_minutes and ago >= 0]
    unseen = min(looks)
    return WORTH[status] - (40 if unseen > 200 else 20 if unseen > 100 else 0)


def endorsement(facts):
    best = best_of(facts)
    priorities = best[1]["priorities"] if best and best[1] else []
    if not priorities:
        return 0 if known_for(facts) > 180 else None
    carried = [
        any(
            e["influence"] >= 3 and e["days_ago"] >= 0 and e["is_of_these_words"]
            and (e["withdrawn_days_ago"] is None or e["withdrawn_days_ago"] < 0)
            for e in given
        )
        for given in priorities
    ]  # fmt: skip
    return 100 * sum(carried) / len(priorities)


def plan_in_force(facts):
    best = best_of(facts)
    return best[1] if best and best[0] in IN_FORCE else None


def years(start, until):
    return relativedelta(until, start).years


def execution(facts):
    plan = plan_in_force(facts)
    if plan is None:
        return None
    start, total, gained = day(plan["starts_days_ago"]), 0, 0
    due = [a for a in actions_of(plan) if a["due_on"] <= ON and years(start, a["due_on"]) == years(start, ON)]
    for action in due:
        total += action["weight"]
        if action["done_on"] is None or action["done_on"] > ON:
            gained += action["weight"] * 0.3 * action["progress"] / 100
        else:
            gained += action["weight"] * (1 if action["done_on"] <= action["due_on"] else 0.7)
    return 100 * gained / total if len(due) >= 3 else None


def actions_of(plan):
    """Those whose day lies in the plan."""
    for action in plan["actions"]:
        due_on = day(action["due_days_ago"])
        if due_on >= day(plan["starts_days_ago"]):
            done = None if action["done_after"] is None else due_on + timedelta(days=action["done_after"])
            yield {**action, "due_on": due_on, "done_on": done}


def thread(facts):
    met = [linked for ago, two_way, kind, linked in facts["meetings"] if 0 <= ago < 90 and two_way and kind in ATTENDED]
    if len(met) < 4:
        return None
    best = best_of(facts)
    if best is None or best[0] not in IN_FORCE:
        return 0
    return 100 * sum(map(bool, met)) / len(met) if has_priorities(facts) else 0


def has_priorities(facts):
    return bool(facts["plan"] and facts["plan"]["priorities"])


def attainment(facts):
    best = best_of(facts)
    if best is None or best[0] not in IN_FORCE or best[1] is None:
        return None
    found = [share for each in best[1]["objectives"] if (share := judged(best[1], each)) is not None]
    return 100 * sum(found) / len(found) if found else None


def judged(plan, objective):
    if None in (objective["baseline"], objective["target"], objective["due_days_ago"]):
        return None
    if objective["baseline"] == objective["target"]:
        return None
    elapsed, start = plan["starts_days_ago"], day(plan["starts_days_ago"])
    if objective["current"] is None:
        return 0 if elapsed > 90 else None
    if objective["measured_days_ago"] is not None and objective["measured_days_ago"] < 0:
        return None
    due = day(objective["due_days_ago"])
    expected = 1 if due <= ON or due <= start else elapsed / (due - start).days
    if not expected:
        return None
    way = objective["target"] - objective["baseline"]
    return max(0, min(1.2, (objective["current"] - objective["baseline"]) / way / expected))


def write(facts):
    opened = datetime.combine(day(facts["opened_days_ago"]), datetime.min.time(), UTC)
    account = Account.objects.create(name="Made up", created_at=opened)
    person = Stakeholder.objects.create(account=account, name="Somebody")
    priorities = write_plan(account, facts["plan"], person) if facts["plan"] else []
    if second := second_of(facts):
        AccountPlan.objects.create(
            account=account, status=second, starts_on=ON, ends_on=ON + timedelta(days=9), version=2
        )
    for ago, two_way, kind, is_linked in facts["meetings"]:
        held = InteractionFactory(
            account=account, occurred_on=day(ago), is_two_way=two_way, kind=kind, stakeholders=[person]
        )
        if is_linked and priorities:
            Repetition.objects.create(interaction=held, priority=priorities[0], stakeholder=person)
    return account


def write_plan(account, facts, person):
    starts = day(facts["starts_days_ago"])
    moves = sorted(facts["moves"], reverse=True)
    status = LIFE[len(moves) - 1] if moves else "draft"
    plan = AccountPlan.objects.create(
        account=account, status=status, starts_on=starts, ends_on=starts + timedelta(days=facts["lasts"])
    )
    edition = Edition.objects.create(plan=plan, content={}, digest="-")
    for place, ago in enumerate(moves):
        at = datetime.combine(day(ago), datetime.min.time(), UTC) + timedelta(hours=9, minutes=place)
        Move.objects.create(plan=plan, target=LIFE[place], at=at, edition=edition)
    for ago, has_minutes in facts["reviews"]:
        PlanReview.objects.create(plan=plan, held_on=day(ago), minutes="Held" if has_minutes else "")
    for action in actions_of(facts):
        told = {name: action[name] for name in ("due_on", "done_on", "progress", "weight")}
        PlanAction.objects.create(plan=plan, title="Do", **told)
    for each in facts["objectives"]:
        write_objective(plan, each)
    return [write_priority(plan, given, person) for given in facts["priorities"]]


def write_objective(plan, each):
    due, seen = each["due_days_ago"], each["measured_days_ago"]
    PlanObjective.objects.create(
        plan=plan, title="Aim", baseline=each["baseline"], target=each["target"], current=each["current"],
        due_on=None if due is None else day(due), current_on=None if seen is None else day(seen),
    )  # fmt: skip


def write_priority(plan, given, person):
    priority = StrategicPriority.objects.create(
        plan=plan, title='Fewer "days"\\', sentence="Délai\tplus court", client_issue=""
    )
    for number, each in enumerate(given):
        gone = each["withdrawn_days_ago"]
        somebody = Stakeholder.objects.create(account=plan.account, name=f"Reader {number}")
        Endorsement.objects.create(
            priority=priority, stakeholder=somebody, name="X", influence=each["influence"],
            endorsed_on=day(each["days_ago"]), withdrawn_on=None if gone is None else day(gone),
            digest=priority.words_digest if each["is_of_these_words"] else "other words",
        )  # fmt: skip
    return priority


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(portfolio=st.lists(ACCOUNT, min_size=1, max_size=3))
def test_the_figures_of_plans_agree_with_the_book(db, portfolio):
    accounts = [(write(facts), facts) for facts in portfolio]
    readings.take(ON, [account.pk for account, _facts in accounts])
    for account, facts in accounts:
        taken = {r.indicator: r.figure for r in Reading.objects.of_day(ON, [account.pk])}
        assert taken["abp_vitality"] == vitality(facts)
        assert taken["client_endorsement"] == pytest.approx(endorsement(facts))
        assert taken["priority_execution"] == pytest.approx(execution(facts))
        assert taken["priority_thread"] == pytest.approx(thread(facts))
        assert taken["objective_attainment"] == pytest.approx(attainment(facts))
