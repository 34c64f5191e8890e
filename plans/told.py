"""The rows of a plan told as JSON, all in one query whatever it holds; `plans.content` says what becomes of them.

Amounts are told as text, for JSON numbers are floats; people by their names, rows that are linked by their lineage.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, Model, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, NullIf, Trim

from accounts.models import Membership
from plans.models import (
    AccountPlan,
    Figure,
    Passage,
    PlanAction,
    PlanObjective,
    PlanRisk,
    StrategicPriority,
    SwotItem,
    TowsOption,
)


def name_of(person: str) -> Coalesce:
    """As `str(user)` says it, "" of nobody."""
    full = Trim(Concat(f"{person}__first_name", Value(" "), f"{person}__last_name", output_field=CharField()))
    return Coalesce(NullIf(full, Value("")), f"{person}__email", Value(""), output_field=CharField())


def amount(name: str) -> Cast:
    return Cast(name, TextField())


def lineages(through: type[Model], here: str, there: str) -> ArraySubquery:
    """Of the rows that a row is joined to, in the order of their lineage."""
    rows = through.objects.filter(**{here: OuterRef("pk")})
    return ArraySubquery(rows.order_by(f"{there}__lineage").values(f"{there}__lineage"))


def lines(rows: QuerySet, *names: str, **told) -> ArraySubquery:
    """The rows of a plan in their order, each an object of these fields and expressions."""
    plain = {name: F(name) for name in names}
    return ArraySubquery(rows.filter(plan=OuterRef("pk")).values(told=JSONObject(**plain, **told)))


KEYS = {"pk": F("pk"), "key": F("lineage")}
PLACED = {**KEYS, "position": F("position")}
TOLD = {
    "told_team": ArraySubquery(
        Membership.objects.filter(account=OuterRef("account"))
        .order_by("user__last_name", "user__first_name")
        .values(told=name_of("user"))
    ),
    "told_passages": lines(Passage.objects.all(), "section", "field", "text"),
    "told_figures": lines(
        Figure.objects.all(), "section", "label", "unit", "source", "as_of", value=amount("value"), **KEYS
    ),
    "told_swot": lines(
        SwotItem.objects.all(), "quadrant", "text", "evidence", "weight", "source", "seen_on", "is_confirmed", **PLACED
    ),
    "told_options": lines(
        TowsOption.objects.all(), "text", items=lineages(TowsOption.items.through, "towsoption", "swotitem"), **PLACED
    ),
    "told_priorities": lines(
        StrategicPriority.objects.all(), "title", "sentence", "client_issue",
        options=lineages(StrategicPriority.options.through, "strategicpriority", "towsoption"), **PLACED,
    ),
    "told_objectives": lines(
        PlanObjective.objects.all(), "title", "metric", "unit", "due_on", "measure", "measure_source", "is_internal",
        priority=F("priority__lineage"), owner=name_of("owner"),
        **{name: amount(name) for name in ("baseline", "target", "current")}, **PLACED,
    ),
    "told_actions": lines(
        PlanAction.objects.all(), "title", "starts_on", "due_on", "weight", "progress", "done_on", "recurrence",
        "is_internal", objective=F("objective__lineage"),
        owner=Case(When(owner=None, then=Coalesce("client_owner__name", Value(""))), default=name_of("owner")),
        is_clients=Case(When(client_owner=None, then=False), default=True), **PLACED,
    ),
    "told_risks": lines(
        PlanRisk.objects.all(), "text", "probability", "impact", "trigger", "mitigation", owner=name_of("owner"), **KEYS
    ),
}  # fmt: skip


def told_of(plan: AccountPlan) -> dict[str, Any]:
    """Name of a list → its rows as objects; «team» → names. A plan that came `with_told` asks nothing more."""
    rows = (
        vars(plan)
        if "told_team" in vars(plan)
        else with_told(AccountPlan.objects.filter(pk=plan.pk)).values(*TOLD).get()
    )
    return {name.removeprefix("told_"): rows[name] for name in TOLD}


def with_told(plans: QuerySet) -> QuerySet:
    """Plans that bring all that they held when they were fetched along."""
    return plans.annotate(**TOLD)
