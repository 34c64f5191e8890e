"""The SQL against the same rules written a second time in plain Python, on accounts that Hypothesis makes up."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, RevenueLine
from accounts.stakeholders.models import Interaction, Introduction, KnowledgeItem, Stakeholder
from kam.scorecards import readings
from kam.scorecards.models import Reading
from tests.factories import ListValueFactory, UserFactory

ON = date(2026, 6, 30)
WEIGHTS = {
    "stakeholder_coverage": 9, "contact_breadth": 7, "client_introductions": 7, "expert_links": 7,
    "attitude_balance": 4, "information_access": 5, "abp_vitality": 6, "client_endorsement": 5, "priority_thread": 4,
    "joint_projects": 6,
}  # fmt: skip
CADENCE = {5: 30, 4: 45, 3: 60, 2: 120, 1: 180}
DAYS_AGO = st.sampled_from([-1, 0, 29, 30, 31, 45, 46, 60, 61, 90, 120, 121, 179, 180, 181, 240, 360, 361, 700])
OURS = st.sets(st.integers(0, 2), max_size=2)  # 0 is the KAM
PERSON = st.fixed_dictionaries(
    {
        "influence": st.integers(1, 5),
        "contact_strength": st.integers(0, 4),
        "is_placeholder": st.booleans(),
        "function": st.none() | st.integers(0, 5),
        "attitude": st.none() | st.integers(-2, 2),
        "assessed_days_ago": DAYS_AGO,
        "departed_days_ago": st.none() | st.sampled_from([-1, 0, 1, 100]),
        "met": st.lists(st.tuples(DAYS_AGO, st.booleans(), st.sampled_from(["meeting", "email"]), OURS), max_size=4),
    }
)
INTRODUCTION = st.fixed_dictionaries(
    {
        "introduced": st.integers(0, 7),
        "by_the_client": st.sampled_from([True, True, False]),
        "to": st.integers(0, 1),
        "made_days_ago": st.sampled_from([-1, 0, 30, 90, 91, 200, 364, 365]),
        "met_after": st.none() | st.sampled_from([0, 89, 90, 91, 150]),
    }
)
ITEM = st.tuples(
    st.sampled_from(KnowledgeItem.Category.values),
    st.sampled_from(["client", "client", "public", "ours"]),
    st.sampled_from([-1, 0, 180, 181, 365, 366]),
)
MONTH = st.fixed_dictionaries({"actual": st.none() | st.integers(-50, 500), "target": st.none() | st.integers(0, 500)})
ACCOUNT = st.fixed_dictionaries(
    {
        "people": st.lists(PERSON, max_size=8),
        "months": st.dictionaries(st.integers(-1, 30), MONTH, max_size=30),
        "opened_days_ago": st.sampled_from([0, 89, 90, 120, 179, 180, 200, 364, 365, 800]),
        "introductions": st.lists(INTRODUCTION, max_size=6),
        "items": st.lists(ITEM, max_size=8),
    }
)


def c(person):
    if person["is_here"] is False:
        return 0
    two_way = [days for days, is_two_way, _kind, _ours in person["met"] if is_two_way and days >= 0]
    if not two_way:
        return 0
    last, cadence, strength = min(two_way), CADENCE[person["influence"]], person["contact_strength"]
    if strength >= 2:
        return 1 if last <= cadence else 0.5 if last <= 2 * cadence else 0
    return 0.5 if strength == 1 and last <= cadence else 0


def line(value, points_per, low, cap=100.0):
    return None if value is None else min(max(0.0, min(100.0, (value - low) * points_per)), cap)


def relations(people):
    """{key: (figure, points)} by the book (domain.md 1.2, 1.3)."""
    for person in people:
        person["is_here"] = person["departed_days_ago"] is None or person["departed_days_ago"] < 0
    mapped = [p for p in people if p["is_here"] and (p["influence"] >= 2 or p["is_placeholder"])]
    total = sum(p["influence"] for p in mapped)
    known = sum(not p["is_placeholder"] for p in mapped)
    coverage = 100 * sum(p["influence"] * c(p) for p in mapped) / total if total else None
    existing = {p["function"] for p in mapped} - {None}
    reached = {p["function"] for p in mapped if c(p) >= 0.5} - {None}
    target = min(5, len(existing))
    if not existing:
        breadth = (None, None)
    elif target == 1:
        breadth = (len(reached), 100.0 * len(reached))
    else:
        breadth = (len(reached), line(len(reached), 100 / (target - 1), 1))
    assessed = [
        p for p in mapped
        if p["influence"] >= 3 and not p["is_placeholder"] and p["attitude"] is not None
        and 0 <= p["assessed_days_ago"] < 180
    ]  # fmt: skip
    balance = None
    if len(assessed) >= 3:
        weights = sum(p["influence"] for p in assessed)
        balance = 100 * sum(p["influence"] * p["attitude"] for p in assessed) / (2 * weights)
    return {
        "stakeholder_coverage": (coverage, line(coverage, 100 / 45, 30, cap=50 if known < 5 else 100)),
        "contact_breadth": breadth,
        "attitude_balance": (balance, line(balance, 100 / 60, -20)),
    }


def history_of(facts):
    """Days since the account was opened, or since the first exchange if that is earlier."""
    return max([facts["opened_days_ago"], *(days for p in facts["people"] for days, *_rest in p["met"])])


def counted(count, history, window, target):
    if history < 90:
        return None, None
    figure = count * min(window / history, 2) if history < window else count
    return figure, line(figure, 100 / target, 0)


def introductions(facts):
    """Distinct people; the introducer of a client is the next person of the list, so it takes two."""
    people, met = facts["people"], set()
    for row in introduced(facts):
        if not row["by_the_client"] or not 0 <= row["made_days_ago"] < 365:
            continue
        place, made = row["introduced"] % len(people), row["made_days_ago"]
        declared = [made - row["met_after"]] if row["met_after"] is not None else []
        recorded = [
            days for days, is_two_way, kind, ours in people[place]["met"]
            if is_two_way and kind != "email" and row["to"] in ours and days <= made
        ]  # fmt: skip
        first = max((days for days in declared + recorded if days >= 0), default=None)
        if first is not None and made - first <= 90:
            met.add(place)
    return counted(len(met), history_of(facts), 365, 6)


def introduced(facts):
    return facts["introductions"] if len(facts["people"]) > 1 else []


def links(facts):
    shared = Counter(
        (place, who)
        for place, person in enumerate(facts["people"])
        if person["departed_days_ago"] is None or person["departed_days_ago"] < 0
        for days, is_two_way, _kind, ours in person["met"]
        if is_two_way and 0 <= days < 180
        for who in ours - {0}
    )
    return counted(sum(times >= 2 for times in shared.values()), history_of(facts), 180, 8)


def information(facts):
    known = [(category, origin, age) for category, origin, age in facts["items"] if age >= 0]
    if not known and history_of(facts) < 180:
        return None, None
    best = {}
    for category, origin, age in known:
        worth = 0
        if origin == "client":
            worth = 1 if age <= 180 else 0.5 if age <= 365 else 0
        elif origin == "public":
            worth = 0.5 if age <= 180 else 0
        best[category] = max(worth, best.get(category, 0))
    figure = 100 * sum(best.values()) / 10
    return figure, line(figure, 2, 30)


def no_plan(facts):
    """None of these accounts has one (for those that do: test_plan_oracle)."""
    missing = (0, 0) if history_of(facts) > 180 else (None, None)
    meetings = sum(
        is_two_way and kind in {"meeting", "call", "visio"} and 0 <= days < 90
        for person in facts["people"]
        for days, is_two_way, kind, _ours in person["met"]
    )
    return {
        "abp_vitality": (0, 0),
        "client_endorsement": missing,
        "priority_thread": (0, 0) if meetings >= 4 else (None, None),
    }


THEMES = (
    ("stakeholder_coverage", "contact_breadth", "client_introductions", "expert_links", "attitude_balance"),
    ("abp_vitality", "client_endorsement", "priority_thread"),
    ("joint_projects",),
    ("information_access",),
)


def index(expected):
    """Rules 1 and 3 of domain.md 1.4 over the indicators that exist."""
    points = {key: expected[key][1] for key in WEIGHTS if expected[key][1] is not None}
    if not points:
        return None
    total = sum(WEIGHTS[key] * points[key] for key in points) / sum(WEIGHTS[key] for key in points)
    themes = []
    for keys in THEMES:
        if known := [key for key in keys if key in points]:
            weight = sum(WEIGHTS[key] for key in known)
            themes.append(sum(WEIGHTS[key] * points[key] for key in known) / weight)
    return min(total, 59) if min(themes) < 30 - 1e-9 else total


def finance(months):
    """{key: figure}; months are counted back from June 2026, which closes on the 30th: 0 is June, 5 January."""

    def added(places, column):
        known = [months[place][column] for place in places if place in months and months[place][column] is not None]
        return sum(known) if known else None

    actual, target = added(range(6), "actual"), added(range(6), "target")
    last, before = added(range(12), "actual"), added(range(12, 24), "actual")
    has_history = any(place >= 23 and month["actual"] is not None for place, month in months.items())
    is_growth_known = has_history and before is not None and before > 0 and last is not None
    return {
        "revenue_attainment": 100 * actual / target if actual is not None and target else None,
        "revenue_growth": 100 * (last - before) / before if is_growth_known else None,
        "revenue_12m": last,
    }


def write(facts, functions, ours):
    opened = datetime.combine(ON - timedelta(days=facts["opened_days_ago"]), datetime.min.time(), UTC)
    account = Account.objects.create(name="Made up", kam=ours[0], created_at=opened)
    people = [write_person(account, fact, functions, ours) for fact in facts["people"]]
    for row in introduced(facts):
        write_introduction(account, row, people, ours)
    for category, origin, age in facts["items"]:
        KnowledgeItem.objects.create(
            account=account, category=category, origin=origin, text="…", learned_on=ON - timedelta(days=age)
        )
    for place, month in facts["months"].items():
        years, month_of_year = divmod(2026 * 12 + 5 - place, 12)
        RevenueLine.objects.create(account=account, month=date(years, month_of_year + 1, 1), **month)
    return account


def write_person(account, fact, functions, ours):
    person = Stakeholder.objects.create(
        account=account, name="Somebody", influence=fact["influence"], contact_strength=fact["contact_strength"],
        is_placeholder=fact["is_placeholder"], attitude=fact["attitude"],
        function=None if fact["function"] is None else functions[fact["function"]],
        attitude_on=ON - timedelta(days=fact["assessed_days_ago"]),
        departed_on=None if fact["departed_days_ago"] is None else ON - timedelta(days=fact["departed_days_ago"]),
    )  # fmt: skip
    for days, is_two_way, kind, present in fact["met"]:
        met_on = ON - timedelta(days=days)
        held = Interaction.objects.create(account=account, occurred_on=met_on, is_two_way=is_two_way, kind=kind)
        held.stakeholders.add(person)
        held.colleagues.add(*(ours[place] for place in present))
    return person


def write_introduction(account, row, people, ours):
    place, made_on = row["introduced"] % len(people), ON - timedelta(days=row["made_days_ago"])
    by_us = None if row["by_the_client"] else ours[2]
    Introduction.objects.create(
        account=account, introduced=people[place], introduced_to=ours[row["to"]], made_on=made_on,
        introducer=None if by_us else people[(place + 1) % len(people)], introducing_colleague=by_us,
        met_on=None if row["met_after"] is None else made_on + timedelta(days=row["met_after"]),
    )  # fmt: skip


def expected_of(facts):
    """{key: (figure, points)} of the indicators."""
    return {
        **no_plan(facts),
        "joint_projects": (0, 0),
        **relations(facts["people"]),
        "client_introductions": introductions(facts),
        "expert_links": links(facts),
        "information_access": information(facts),
    }


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(portfolio=st.lists(ACCOUNT, min_size=1, max_size=3))
def test_readings_agree_with_the_book(db, portfolio):
    functions, ours = ListValueFactory.create_batch(6), UserFactory.create_batch(3)
    accounts = [(write(facts, functions, ours), facts) for facts in portfolio]
    readings.take(ON, [account.pk for account, _facts in accounts])
    for account, facts in accounts:
        taken = {r.indicator: r for r in Reading.objects.of_day(ON, [account.pk])}
        expected = expected_of(facts)
        for key, (figure, points) in expected.items():
            assert taken[key].figure == pytest.approx(figure), key
            assert taken[key].points == pytest.approx(points), key
        for key, figure in finance(facts["months"]).items():
            assert taken[key].figure == pytest.approx(figure), key
        measured = sum(WEIGHTS[key] for key, (figure, _points) in expected.items() if figure is not None)
        assert taken["data_coverage"].figure == pytest.approx(measured / 72)
        assert taken["cooperative_index"].figure == pytest.approx(index(expected))
