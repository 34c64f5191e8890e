"""The changes of a plan in words: what each is called, and its text compared like a document."""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from plans.catalogue import BY_KEY, passage
from plans.difference import words

MODELS = {
    "plan": "AccountPlan",
    "figures": "Figure",
    "swot": "SwotItem",
    "options": "TowsOption",
    "priorities": "StrategicPriority",
    "objectives": "PlanObjective",
    "actions": "PlanAction",
    "risks": "PlanRisk",
}
UNREAD = {"options", "items", "priority", "objective"}  # links between items hold keys, not words


@dataclass(frozen=True)
class Line:
    """`runs`: (equal, delete or insert, words) in reading order."""

    label: str
    runs: list[tuple[str, str]]


def comparison_lines(changes: list[dict]) -> list[Line]:
    """`changes` as plans.difference.Change.to_json wrote them."""
    return [Line(label_of(change), runs_of(change)) for change in changes]


def runs_of(change: dict) -> list[tuple[str, str]]:
    if change["field"] in UNREAD:
        return [("insert", _("linked otherwise"))]
    return words(change["before"] or "", change["after"] or "")


def label_of(change: dict) -> str:
    if change["kind"] == "passages":
        section, field = change["key"].split(".")
        known = passage(section, field)
        return f"{BY_KEY[section].title} · {known.label}" if known else change["key"]
    meta = apps.get_model("plans", MODELS[change["kind"]])._meta
    if not change["field"]:
        return str(meta.verbose_name)
    return f"{meta.verbose_name} · {name_of(meta, change['field'])}"


def name_of(meta, field: str) -> str:
    try:
        return str(meta.get_field(field).verbose_name)
    except FieldDoesNotExist:
        return field
