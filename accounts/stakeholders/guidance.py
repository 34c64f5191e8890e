"""“Help me choose”: a few questions about facts propose an influence, an attitude or a relationship level."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.stakeholders.models import Stakeholder

Answers = dict[str, str]  # question → the key of its answer
YES_NO = (("yes", _("Yes")), ("no", _("No")))


@dataclass(frozen=True)
class Question:
    key: str
    text: Any
    options: tuple[tuple[str, Any], ...] = YES_NO


@dataclass(frozen=True)
class Guide:
    """The questions about one judgement, and the rule that turns their answers into a value of it."""

    title: Any
    questions: tuple[Question, ...]
    propose: Callable[[Answers], int]
    choices: type


def influence(answers: Answers) -> int:
    """1 to 5: 5 who decides alone or vetoes, 4 whose advice is usually followed, 3 sometimes, 2 who only informs those
    who decide, else 1. The scale is that of domain.md 4.1. Raises KeyError when an answer is missing."""
    if answers["decides"] == "yes":
        return 5
    by_advice = {"usually": 4, "sometimes": 3}
    return by_advice.get(answers["advice"]) or (2 if answers["informs"] == "yes" else 1)


def attitude(answers: Answers) -> int:
    """-2 to +2: what is said of us and what is done count one step each, for or against. The scale is that of
    domain.md 4.1. Raises KeyError when an answer is missing."""
    steps = {"for": 1, "nothing": 0, "against": -1}
    return steps[answers["says"]] + steps[answers["does"]]


def relationship(answers: Answers) -> int:
    """1 to 4: 4 who asks our advice beyond what we sell, 3 with whom a problem was solved, 2 who relies on our facts,
    else 1. The scale is that of domain.md 4.1. Raises KeyError when an answer is missing."""
    steps = (("asks", 4), ("solved", 3), ("relies", 2))
    return next((level for key, level in steps if answers[key] == "yes"), 1)


GUIDES = {
    "influence": Guide(
        _("Which influence?"),
        (
            Question("decides", _("Can this person decide alone, or stop the decision?")),
            Question(
                "advice",
                _("Do those who decide ask for this person’s advice and follow it?"),
                (("usually", _("Usually")), ("sometimes", _("Sometimes")), ("no", _("No, or we do not know"))),
            ),
            Question("informs", _("Does this person bring facts, needs or figures to those who decide?")),
        ),
        influence,
        Stakeholder.Influence,
    ),
    "attitude": Guide(
        _("Which attitude?"),
        (
            Question(
                "says",
                _("What has this person said of us in front of others?"),
                (("for", _("Something in our favour")), ("nothing", _("Nothing, or we do not know")),
                 ("against", _("A reservation or a criticism"))),
            ),
            Question(
                "does",
                _("What has this person done about our proposals in the last six months?"),
                (("for", _("Helped: a door opened, a word passed on")), ("nothing", _("Nothing, or we do not know")),
                 ("against", _("Slowed down, or chosen somebody else"))),
            ),
        ),
        attitude,
        Stakeholder.Attitude,
    ),
    "relationship": Guide(
        _("Which relationship level?"),
        (
            Question("asks", _("Does this person ask our advice on subjects beyond what we sell?")),
            Question("solved", _("Have we solved a problem together?")),
            Question("relies", _("Does this person rely on our facts and figures without checking them elsewhere?")),
        ),
        relationship,
        Stakeholder.Relationship,
    ),
}  # fmt: skip
