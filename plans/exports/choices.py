"""What the page of exports offers: two audiences, the editions of each, the formats."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from plans.exports.formats import Type
from plans.exports.making import CLIENT, FORMATS, INSIDE
from plans.models import AccountPlan


@dataclass(frozen=True)
class Choice:
    """An audience; `editions`: (key or nothing, words), the newest first."""

    key: str
    title: str
    about: str
    editions: list[tuple[str, str]]
    types: list[tuple[str, Type]]


def choices_of(plan: AccountPlan) -> list[Choice]:
    return [
        Choice(
            INSIDE, _("The whole plan"), _("For us only: it holds the SWOT, the competition and the margins."),
            [("", _("As it is now")), *moved(plan)], types_of(INSIDE),
        ),
        Choice(
            CLIENT, _("The client edition"), _("What the client reads, and nothing else: it may be handed over."),
            shared(plan), types_of(CLIENT),
        ),
    ]  # fmt: skip


def types_of(audience: str) -> list[tuple[str, Type]]:
    return [(key, each.type) for key, each in FORMATS[audience].items()]


def moved(plan: AccountPlan) -> list[tuple[str, str]]:
    """The editions frozen at each move, named by where it led."""
    editions = plan.editions.defer("content").prefetch_related("moves")
    return [(str(each.pk), " · ".join([moment(each), *map(str, each.moves.all())])) for each in editions]


def shared(plan: AccountPlan) -> list[tuple[str, str]]:
    return [(str(each.pk), moment(each)) for each in plan.shared_editions.defer("content")]


def moment(edition) -> str:
    return date_format(localtime(edition.made_at), "SHORT_DATETIME_FORMAT")
