"""A content made of nothing but what an export tells, and a client edition of it: no database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from plans.catalogue import passages
from plans.content import Action, Content, FigureLine, Objective, Option, Priority, RiskLine, Swot
from plans.exports.client import SharedSource
from plans.exports.inside import InsideSource
from plans.sharing import shared_of

TODAY, MADE = date(2026, 11, 22), datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
QUADRANTS = ("strength", "weakness", "opportunity", "threat")


def action(key="a1", **facts):
    given = {
        "objective": "o1", "title": "Measure the flows", "owner": "Claire Laurent", "is_clients": False,
        "starts_on": date(2026, 2, 1), "due_on": date(2026, 4, 30), "year": 1, "weight": 4, "progress": 40,
        "done_on": None, "recurrence": "",
    }  # fmt: skip
    return Action(key=key, **given | facts)


def objective(key="o1", **facts):
    given = {
        "priority": "p1", "title": "Shorter delays", "metric": "Mean delay", "unit": "days", "baseline": Decimal(7),
        "target": Decimal(5), "due_on": date(2026, 12, 31), "owner": "Claire Laurent", "measure": "manual",
        "measure_source": "Steering committee", "current": Decimal(6), "is_smart": True,
    }  # fmt: skip
    return Objective(key=key, **given | facts)


def content(**facts):
    given = {
        "account": "Solvane Industrie",
        "version": 2,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2028, 12, 31),
        "kam": "Claire Laurent",
        "sponsor": "Marc Roche",
        "team": ("Sophie Petit",),
        "investment": Decimal("1260000.50"),
        "passages": {f"{section.key}.{field.key}": f"About {field.key}." for section, field in passages()},
        "figures": (FigureLine("f1", "market", "Size", Decimal("41250.50"), "M€", "Xerfi", date(2025, 12, 31)),),
        "swot": tuple(
            Swot(f"s{n}", quadrant, f"Item {n}", f"Evidence {n}", 4, "Survey", date(2025, 10, 1), n % 2 == 0)
            for n, quadrant in enumerate(QUADRANTS)
        ),
        "options": (Option("t1", "Take the flows in hand", ("s0", "s2")),),
        "priorities": (Priority("p1", "Faster flows", "We cut your delays.", "Stock that sleeps", ("t1",)),),
        "objectives": (objective(),),
        "actions": (action(),),
        "risks": (RiskLine("r1", "A tender", 3, 4, "A letter", "Meet early", "Claire Laurent"),),
    }
    return Content(**given | facts)


def inside_source(told=None, **facts):
    return InsideSource(told or content(), "In execution", MADE, TODAY, **{"language": "en", **facts})


def shared_source(told=None, **facts):
    shared = shared_of(told or content())
    return SharedSource(shared, MADE, shared.digest, TODAY, **{"language": "en", **facts})


def silent(percent, message):
    """Reports of progress that nobody hears."""


@pytest.fixture
def told():
    return content()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
