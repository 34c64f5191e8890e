"""The inbox of a person: the lines that wait, the one in hand, and where it can go."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import pgettext_lazy

from accounts.forms.fields import keys_in
from accounts.models import Capture
from accounts.stakeholders.inbox import forms
from kam.users.models import User

Outcome = Capture.Outcome


@dataclass(frozen=True)
class Destination:
    """Where a line can go: its key on the keyboard is the same in every language."""

    outcome: Capture.Outcome
    key: str
    icon: str
    form: type

    @property
    def label(self) -> str:
        return VERB if self.outcome == Outcome.DROPPED else self.outcome.label


VERB = pgettext_lazy("verb", "Drop")
DESTINATIONS = {
    each.outcome.value: each
    for each in (
        Destination(Outcome.STAKEHOLDER, "s", "person-plus", forms.StakeholderLineForm),
        Destination(Outcome.KNOWLEDGE, "k", "lightbulb", forms.KnowledgeLineForm),
        Destination(Outcome.INTERACTION, "i", "chat-dots", forms.InteractionLineForm),
        Destination(Outcome.PROJECT, "p", "rocket-takeoff", forms.ProjectLineForm),
        Destination(Outcome.MARKET, "m", "globe2", forms.MarketLineForm),
        Destination(Outcome.RISK, "r", "exclamation-triangle", forms.RiskLineForm),
        Destination(Outcome.NOTE, "n", "sticky", forms.NoteLineForm),
        Destination(Outcome.DROPPED, "d", "trash3", forms.DropForm),
    )
}


class Desk:
    """What the page of the inbox shows; `asked` is the key of the line in hand, as an address says it."""

    destinations = list(DESTINATIONS.values())

    def __init__(self, user: User, asked: str = ""):
        self.user, self.asked = user, keys_in([asked])
        self.waiting = Capture.objects.visible_to(user).waiting().select_related("account", "author")

    @cached_property
    def count(self) -> int:
        return self.waiting.count()

    @cached_property
    def lines(self) -> list[Capture]:
        return list(self.waiting[: forms.MOST_LINES])

    @property
    def beyond(self) -> int:
        return self.count - len(self.lines)

    @cached_property
    def current(self) -> Capture | None:
        """The line asked for while it waits, else the oldest."""
        shown = [line for line in self.lines if line.pk in self.asked]
        return next(iter(shown or self.waiting.filter(pk__in=self.asked)[:1] or self.lines), None)

    def neighbour(self, step: int) -> Capture | None:
        at = self.lines.index(self.current) + step if self.current in self.lines else -1
        return self.lines[at] if 0 <= at < len(self.lines) else None

    @property
    def previous(self) -> Capture | None:
        return self.neighbour(-1)

    @property
    def following(self) -> Capture | None:
        return self.neighbour(1)

    def form(self, destination: Destination, data=None):
        return destination.form(data, line=self.current, user=self.user)
