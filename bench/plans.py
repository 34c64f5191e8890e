"""A plan of 300 items: its pages beside a bare view of the same rows and their bare SQL; two editions beside difflib.

`python -m bench.plans [--rounds N]`
"""

import argparse
import json
from datetime import date, timedelta
from difflib import SequenceMatcher
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Account
from bench import floor
from bench.measure import in_turns, publish, queries
from kam import launch
from kam.users.models import User
from plans.catalogue import passages
from plans.content import content_from, content_of
from plans.document import document_of
from plans.models import (
    AccountPlan,
    Figure,
    Passage,
    PlanAction,
    PlanObjective,
    PlanRisk,
    Status,
    StrategicPriority,
    SwotItem,
    TowsOption,
)

CODE = "BENCH-PLAN"
PAGES = ("detail", "swot", "strategy", "chain", "years", "compare")
GOALS = {"ms": 200, "queries": 12}
WORDS = (
    "délai",
    "quai",
    "stock",
    "achat",
    "usine",
    "service",
    "marge",
    "lot",
    "palette",
    "revue",
    "site",
    "volume",
    "coût",
)


def ready() -> AccountPlan:
    """The plan, always the same, made when the base has none."""
    found = AccountPlan.objects.filter(account__code=CODE).with_people().first()
    if found is None:
        kam = User.objects.create_user("plan@bench.example", role="kam")
        account = Account.objects.create(name="Bench plan", code=CODE, kam=kam)
        found = AccountPlan.objects.create(
            account=account, starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31), status=Status.ANALYSIS, sponsor=kam
        )
        fill(found, kam, Random("Boussole"))
    return found


def text(dice: Random, words: int) -> str:
    return " ".join(dice.choices(WORDS, k=words))


def fill(plan: AccountPlan, kam: User, dice: Random) -> None:
    """28 SWOT items, 12 options, 5 priorities, 25 objectives, 200 actions, 10 risks, 20 figures and every passage."""
    Passage.objects.bulk_create(
        Passage(plan=plan, section=section.key, field=field.key, text=text(dice, 300)) for section, field in passages()
    )
    Figure.objects.bulk_create(
        Figure(plan=plan, section="market", label=text(dice, 4), value=place, unit="M€", source="INSEE", as_of=plan.starts_on)
        for place in range(20)
    )  # fmt: skip
    swot = SwotItem.objects.bulk_create(
        SwotItem(plan=plan, quadrant=quadrant, text=text(dice, 8), evidence=text(dice, 10), position=place)
        for quadrant in SwotItem.Quadrant
        for place in range(7)
    )
    options = TowsOption.objects.bulk_create(TowsOption(plan=plan, text=text(dice, 9)) for _place in range(12))
    for option in options:
        option.items.add(dice.choice(swot[:14]), dice.choice(swot[14:]))
    priorities = StrategicPriority.objects.bulk_create(
        StrategicPriority(plan=plan, title=text(dice, 4), sentence=text(dice, 12), client_issue="Délai")
        for _p in range(5)
    )
    for place, priority in enumerate(priorities):
        priority.options.add(options[2 * place], options[2 * place + 1])
    objectives = PlanObjective.objects.bulk_create(
        PlanObjective(plan=plan, priority=priorities[place % 5], title=text(dice, 6), owner=kam, baseline=1, target=2)
        for place in range(25)
    )
    days = [plan.starts_on + timedelta(days=dice.randint(0, 1000)) for _place in range(200)]
    PlanAction.objects.bulk_create(
        PlanAction(plan=plan, objective=objectives[place % 25], title=text(dice, 6), owner=kam, due_on=day)
        for place, day in enumerate(days)
    )
    PlanRisk.objects.bulk_create(PlanRisk(plan=plan, text=text(dice, 8), owner=kam) for _place in range(10))


def signed_in(user: User, middleware: list[str]) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(user)
    with override_settings(MIDDLEWARE=middleware):
        client.handler.load_middleware()
    return client


def got(client: Client, url: str):
    response = client.get(url)
    assert response.status_code == 200, url
    return response


def bare(statements: list[str]) -> None:
    """The same statements, their rows fetched and dropped."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def measure_pages(plan: AccountPlan, rounds: int) -> list[dict]:
    kam = plan.account.kam
    ours, theirs = signed_in(kam, settings.MIDDLEWARE), signed_in(kam, floor.MIDDLEWARE)
    rows = []
    for name in PAGES:
        url = reverse(f"plans:{name}", args=[plan.pk])
        got(ours, url)  # what a first visit alone asks
        asked = queries(lambda url=url: got(ours, url))
        selects = [each["sql"] for each in asked if each["sql"].startswith("SELECT")]
        times = in_turns(
            {
                "page": lambda url=url: got(ours, url),
                "floor": lambda: got(theirs, f"/floor/plans/{plan.pk}/"),
                "sql": lambda selects=selects: bare(selects),
            },
            rounds,
        )
        rows.append({
            "page": name, "ms": times["page"]["ms"], "p95": times["page"]["p95"], "goal p95": GOALS["ms"],
            "floor ms": times["floor"]["ms"], "ratio": times["page"]["ms"] / times["floor"]["ms"],
            "bare SQL ms": times["sql"]["ms"], "queries": len(asked), "goal q": GOALS["queries"],
            "kB": len(got(ours, url).content) / 1000,
        })  # fmt: skip
    return rows


def measure_comparison(plan: AccountPlan, rounds: int) -> list[dict]:
    """Two editions of the plan, one word in thirty changed, beside difflib on the lines of their JSON."""
    before, dice = content_of(plan), Random("Other")
    told = before.to_json()
    for key, passage in told["passages"].items():
        told["passages"][key] = " ".join(word if dice.random() > 1 / 30 else "autre" for word in passage.split(" "))
    after = content_from(told)
    lines = [json.dumps(each.to_json(), indent=0, ensure_ascii=False).splitlines() for each in (before, after)]
    times = in_turns(
        {
            "document": lambda: document_of(before, after),
            "difflib": lambda: SequenceMatcher(None, *lines, autojunk=False).get_opcodes(),
        },
        rounds,
    )
    return [{
        "what": "two editions of 300 items", "ms": times["document"]["ms"], "p95": times["document"]["p95"], "goal": 300,
        "difflib of the JSON ms": times["difflib"]["ms"], "ratio": times["document"]["ms"] / times["difflib"]["ms"],
    }]  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    with launch.static_files():
        call_command("migrate", verbosity=0)
    plan = ready()
    with override_settings(ROOT_URLCONF="bench.floor"):
        publish("plans", measure_pages(plan, asked.rounds))
    publish("plans-compared", measure_comparison(plan, asked.rounds))


if __name__ == "__main__":
    main()
