"""The SQL against the same rules written a second time in plain Python, on accounts that Hypothesis makes up."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, RevenueLine
from accounts.stakeholders.models import Interaction, Stakeholder
from kam.scorecards import readings
from kam.scorecards.models import Reading
from tests.factories import ListValueFactory

ON = date(2026, 6, 30)
CADENCE = {5: 30, 4: 45, 3: 60, 2: 120, 1: 180}
DAYS_AGO = st.sampled_from([-1, 0, 29, 30, 31, 45, 46, 60, 61, 90, 120, 121, 179, 180, 181, 240, 360, 361, 700])
PERSON = st.fixed_dictionaries(
    {
        "influence": st.integers(1, 5),
        "contact_strength": st.integers(0, 4),
        "is_placeholder": st.booleans(),
        "function": st.none() | st.integers(0, 5),
        "attitude": st.none() | st.integers(-2, 2),
        "assessed_days_ago": DAYS_AGO,
        "departed_days_ago": st.none() | st.sampled_from([-1, 0, 1, 100]),
        "met": st.lists(st.tuples(DAYS_AGO, st.booleans()), max_size=4),
    }
)
MONTH = st.fixed_dictionaries({"actual": st.none() | st.integers(-50, 500), "target": st.none() | st.integers(0, 500)})
ACCOUNT = st.fixed_dictionaries(
    {"people": st.lists(PERSON, max_size=8), "months": st.dictionaries(st.integers(-1, 30), MONTH, max_size=30)}
)


def c(person):
    if person["is_here"] is False:
        return 0
    two_way = [days for days, is_two_way in person["met"] if is_two_way and days >= 0]
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


def write(facts, functions):
    account = Account.objects.create(name="Made up")
    for fact in facts["people"]:
        person = Stakeholder.objects.create(
            account=account, name="Somebody", influence=fact["influence"], contact_strength=fact["contact_strength"],
            is_placeholder=fact["is_placeholder"], attitude=fact["attitude"],
            function=None if fact["function"] is None else functions[fact["function"]],
            attitude_on=ON - timedelta(days=fact["assessed_days_ago"]),
            departed_on=None if fact["departed_days_ago"] is None else ON - timedelta(days=fact["departed_days_ago"]),
        )  # fmt: skip
        for days, is_two_way in fact["met"]:
            met_on = ON - timedelta(days=days)
            Interaction.objects.create(account=account, occurred_on=met_on, is_two_way=is_two_way).stakeholders.add(
                person
            )
    for place, month in facts["months"].items():
        years, month_of_year = divmod(2026 * 12 + 5 - place, 12)
        RevenueLine.objects.create(account=account, month=date(years, month_of_year + 1, 1), **month)
    return account


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(portfolio=st.lists(ACCOUNT, min_size=1, max_size=3))
def test_readings_agree_with_the_book(db, portfolio):
    functions = ListValueFactory.create_batch(6)
    accounts = [(write(facts, functions), facts) for facts in portfolio]
    readings.take(ON)
    for account, facts in accounts:
        taken = {r.indicator: r for r in Reading.objects.of_day(ON, [account.pk])}
        expected = relations(facts["people"])
        for key, (figure, points) in expected.items():
            assert taken[key].figure == pytest.approx(figure), key
            assert taken[key].points == pytest.approx(points), key
        for key, figure in finance(facts["months"]).items():
            assert taken[key].figure == pytest.approx(figure), key
        weights = {"stakeholder_coverage": 9, "contact_breadth": 7, "attitude_balance": 4}
        measured = {key: weights[key] for key, (figure, _points) in expected.items() if figure is not None}
        assert taken["data_coverage"].figure == pytest.approx(sum(measured.values()) / 20)
        if measured:
            index = sum(weight * expected[key][1] for key, weight in measured.items()) / sum(measured.values())
            assert taken["cooperative_index"].figure == pytest.approx(index)
