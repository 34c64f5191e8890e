"""The templates that are there from the beginning, in the language of whoever starts from them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.scheduling import Kind, Rule
from projects.worktime import A_DAY

# level, name, days (None: a phase, 0: a milestone), at best, at worst, what it waits for (places), what makes it reached
Step = tuple[int, str, float | None, float | None, float | None, tuple[int, ...], str]

PILOT: tuple[Step, ...] = (
    (1, _("Framing with the client"), None, None, None, (), ""),
    (2, _("Shared goal and measures of success"), 3, 2, 6, (), ""),
    (2, _("Needs of the users"), 6, 4, 10, (1,), ""),
    (2, _("Framing agreed"), 0, None, None, (2,), _("The sponsor of the client has signed the framing note.")),
    (1, _("Pilot"), None, None, None, (), ""),
    (2, _("Preparation of the site"), 8, 5, 15, (3,), ""),
    (2, _("Training of the teams"), 3, 2, 6, (5,), ""),
    (2, _("Pilot in use"), 20, 20, 30, (6,), ""),
    (2, _("Measures taken and heard with the users"), 4, 3, 8, (7,), ""),
    (1, _("Decision"), None, None, None, (), ""),
    (2, _("Review of the pilot"), 3, 2, 5, (8,), ""),
    (2, _("Decision to go on"), 0, None, None, (10,), _("The steering committee has decided, in its minutes.")),
)
ROLLOUT: tuple[Step, ...] = (
    (1, _("Preparation"), None, None, None, (), ""),
    (2, _("Sites, correspondents and order of deployment"), 5, 3, 10, (), ""),
    (2, _("Common kit: method, documents, training"), 10, 8, 18, (1,), ""),
    (2, _("Kit accepted"), 0, None, None, (2,), _("The client has accepted the kit.")),
    (1, _("First site"), None, None, None, (), ""),
    (2, _("Deployment at the first site"), 10, 8, 18, (3,), ""),
    (2, _("Support at the first site"), 5, 5, 10, (5,), ""),
    (2, _("First site in use"), 0, None, None, (6,), _("The correspondent of the site has accepted.")),
    (1, _("Other sites"), None, None, None, (), ""),
    (2, _("Lessons of the first site"), 3, 2, 5, (7,), ""),
    (2, _("Second wave"), 15, 12, 25, (9,), ""),
    (2, _("Third wave"), 15, 12, 25, (10,), ""),
    (2, _("All sites in use"), 0, None, None, (11,), _("Every correspondent has accepted.")),
    (1, _("Review and hand-over to daily business"), 5, 3, 8, (12,), ""),
)
IMPROVEMENT: tuple[Step, ...] = (
    (1, _("Look at things together"), None, None, None, (), ""),
    (2, _("Facts on both sides: figures, incidents, voices"), 8, 5, 15, (), ""),
    (2, _("Causes sought together"), 4, 3, 8, (1,), ""),
    (2, _("Causes agreed"), 0, None, None, (2,), _("Both sides have signed the same causes.")),
    (1, _("Measures"), None, None, None, (), ""),
    (2, _("Measures chosen and shared out"), 3, 2, 6, (3,), ""),
    (2, _("Quick measures"), 10, 8, 15, (5,), ""),
    (2, _("Deeper measures"), 30, 25, 50, (5,), ""),
    (2, _("First results shown"), 0, None, None, (6,), _("The client has seen the first figures.")),
    (1, _("Results"), None, None, None, (), ""),
    (2, _("Measured for a month"), 20, 20, 25, (7,), ""),
    (2, _("Results recognised"), 0, None, None, (10,), _("The sponsor of the client has recognised the result.")),
)


@dataclass(frozen=True)
class Ready:
    """A template without owner."""

    key: str
    name: str
    description: str
    steps: tuple[Step, ...]

    @property
    def content(self) -> dict[str, Any]:
        links = [
            [before, after, Kind.FINISH_START.value, 0] for after, step in enumerate(self.steps) for before in step[5]
        ]
        return {"tasks": [task_of(step) for step in self.steps], "links": links}


def task_of(step: Step) -> dict[str, Any]:
    level, name, days, best, worst, _after, criterion = step
    return {
        "name": str(name), "level": level, "minutes": minutes(days) or 0, "optimistic": minutes(best),
        "pessimistic": minutes(worst), "criterion": str(criterion), "rule": Rule.SOON.value, "rule_day": None,
        "deadline_day": None,
    }  # fmt: skip


def minutes(days: float | None) -> int | None:
    return None if days is None else round(days * A_DAY)


READY = (
    Ready("pilot", _("Pilot"), _("Try on one site what is to be decided for all."), PILOT),
    Ready("rollout", _("Deployment on several sites"), _("A first site, then waves, with one kit for all."), ROLLOUT),
    Ready("improvement", _("Shared improvement plan"), _("Causes and measures agreed by both sides, results measured."), IMPROVEMENT),
)  # fmt: skip
