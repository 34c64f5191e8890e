"""What the side panel says of one box: the lines that join it, and the next useful act."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.stakeholders.map.aside import waited
from accounts.stakeholders.network import Edge, Side, Step
from accounts.stakeholders.relations.answers import Answers

OUT = {  # the words from the start of a line to its end
    "knows": gettext_lazy("has met"),
    "peer": gettext_lazy("is the peer of"),
    "reports": gettext_lazy("reports to"),
    "dotted": gettext_lazy("reports by dotted line to"),
    "influences": gettext_lazy("influences"),
    "tension": gettext_lazy("is in tension with"),
    "introduced": gettext_lazy("introduces"),
}
BACK = {  # and from its end to its start
    "knows": pgettext_lazy("towards one of ours", "has met"),
    "peer": gettext_lazy("is the peer of"),
    "reports": gettext_lazy("leads"),
    "dotted": gettext_lazy("leads by dotted line"),
    "influences": gettext_lazy("is influenced by"),
    "tension": gettext_lazy("is in tension with"),
    "introduced": gettext_lazy("is introduced by"),
}
TIES = {"peer", "influences", "tension"}


@dataclass(frozen=True)
class Line:
    """«influences Anne Roy»; `tie` is the key of the row that can be changed, if the line is one."""

    words: str
    key: str
    name: str
    tie: str = ""


@dataclass(frozen=True)
class Act:
    text: str
    url: str = ""
    label: str = ""


def node_of(drawing: dict, key: str) -> dict | None:
    return next((node for node in drawing["nodes"] if node["id"] == key), None)


def lines_of(drawing: dict, key: str) -> list[Line]:
    """Every line of the box, in words."""
    names = {node["id"]: node["name"] for node in drawing["nodes"]}
    found = []
    for edge in drawing["edges"]:
        if key in (edge["source"], edge["target"]):
            is_start = edge["source"] == key
            other = edge["target"] if is_start else edge["source"]
            tie = edge["id"].partition("-")[2] if edge["kind"] in TIES else ""
            found.append(Line(str((OUT if is_start else BACK)[edge["kind"]]), other, names[other], tie))
    return found


def act_for(node: dict, answers: Answers) -> Act:
    """The one thing to do next about one of theirs, the most fundamental first."""
    person = answers.network.people.get(node["pk"])
    account = answers.account.pk
    if node["vacant"]:
        return Act(
            _("Find out who holds the role."), reverse("stakeholders:edit", args=[node["pk"]]), _("Name the person")
        )
    if not node["met"]:
        url = reverse("stakeholders:introduction-create", args=[account])
        return Act(_("Never met: ask somebody favourable for an introduction."), url, _("New introduction"))
    record = reverse("stakeholders:interaction-create", args=[account])
    if node["overdue"]:
        told = waited(person) if person else ""
        return Act(_("Arrange an exchange: %(waited)s.") % {"waited": told}, record, _("Record an exchange"))
    if node["thread"]:
        return Act(_("Only one of ours knows this person: bring a second one along."), record, _("Record an exchange"))
    if node["attitude"] is None:
        url = reverse("stakeholders:edit", args=[node["pk"]])
        return Act(_("Nobody has written down how this person stands to us."), url, _("Assess the attitude"))
    return Act(_("Nothing presses: met within the cadence."))


def path_of(steps: list[Step]) -> list[str]:
    """The boxes along a way, from ours to the person."""
    edges: list[Edge] = [step.edge for step in steps]
    nodes = [edge.start for edge in edges[:1]] + [edge.end for edge in edges]
    return [("o" if side is Side.OURS else "t") + str(pk) for side, pk in nodes]
