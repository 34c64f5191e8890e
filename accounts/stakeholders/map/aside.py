"""Beside the map: how many of those who decide we have met, and what needs attention, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.stakeholders.map.facts import theirs
from accounts.stakeholders.network import Dependency
from accounts.stakeholders.relations.answers import Answers

SHOWN = 6


@dataclass(frozen=True)
class Alert:
    """`key` is the box that the map goes to, "" when it concerns nobody alone."""

    tone: str
    title: str
    text: str
    key: str = ""


@dataclass(frozen=True)
class Deciders:
    met: int
    total: int


def deciders(drawing: dict) -> Deciders:
    """Of those who decide (vacant roles among them), how many ever had a two-way exchange with us."""
    deciding = [node for node in drawing["nodes"] if node.get("decides")]
    return Deciders(sum(node["met"] and not node["vacant"] for node in deciding), len(deciding))


def alerts(answers: Answers, drawing: dict) -> list[Alert]:
    """The most pressing first: who decides and was never met, what hangs on one of ours, who has become silent."""
    strangers = [node for node in drawing["nodes"] if node.get("decides") and (node["vacant"] or not node["met"])]
    found = [stranger(node, answers) for node in strangers]
    found += bow_tie(answers)
    found += [
        Alert("amber", _("%(name)s is silent") % {"name": each.name}, waited(each), theirs(each.pk))
        for each in answers.silent
    ]
    found += [
        Alert("amber", _("%(name)s hangs by a single thread") % {"name": each.name},
              _("known by %(name)s alone") % {"name": each.through}, theirs(each.pk))
        for each in answers.threads
    ]  # fmt: skip
    return found[:SHOWN]


def stranger(node: dict, answers: Answers) -> Alert:
    title = _("%(role)s: vacant role") if node["vacant"] else _("%(role)s never met")
    return Alert("red", title % {"role": node["head"]}, way_in(node, answers), node["id"])


def way_in(node: dict, answers: Answers) -> str:
    """The last step of the door, which is whom to ask."""
    if node["vacant"]:
        return _("Find out who holds the role.")
    door = answers.door(node["pk"]) if node["pk"] in answers.network.people else None
    if door and door.sentences:
        return _("%(step)s Ask for the introduction.") % {"step": door.sentences[-1]}
    return _("No favourable way leads there yet.")


def bow_tie(answers: Answers) -> list[Alert]:
    dependency: Dependency = answers.dependency
    if not dependency.is_bow_tie:
        return []
    share = _("%(share)d%% of the exchanges hang on the KAM alone") % {"share": round(dependency.share)}
    return [Alert("amber", _("The relation leans on the KAM"), share)]


def waited(person) -> str:
    if person.days_ago is None:
        return _("never met")
    words = ngettext(
        "%(days)d day without contact (cadence %(cadence)d)", "%(days)d days without contact (cadence %(cadence)d)",
        person.days_ago,
    )  # fmt: skip
    return words % {"days": person.days_ago, "cadence": person.cadence}
