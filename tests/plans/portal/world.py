"""One client with everything in it, and the address of every page that one of his people may ask for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from plans.exports.tasks import make_export
from plans.models import AccountPlan, Endorsement, Status
from plans.portal.files import ordered, started
from plans.portal.models import ClientView, Guest, Message, Suggestion
from plans.sharing import publish
from projects.models import Project
from tests.factories import (
    ActionFactory,
    FigureFactory,
    ObjectiveFactory,
    PlanFactory,
    PriorityFactory,
    RiskFactory,
    SwotItemFactory,
    TowsOptionFactory,
)
from tests.projects.portal.world import shared_world

MADE = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class World:
    plan: AccountPlan
    guest: Guest
    project: Project
    arguments: dict[str, list]

    def order_file(self) -> None:
        """A file of the plan as it is shared now, asked for by the guest and made."""
        job = started(self.guest, ordered(self.guest, self.plan.shared_editions.first(), "ics", "en"))
        make_export(job.pk)
        self.arguments |= {"portal:file": [job.pk], "portal:file-fetch": [job.pk]}

    def address(self, name: str) -> str:
        return reverse(name, args=self.arguments.get(name, [self.plan.pk]))


def world_of(account, guest) -> World:
    """Lines that are shared and lines that are not, words of the guest, an agreement of his."""
    plan = PlanFactory(account=account, status=Status.CLIENT_COWRITING, investment=1)
    swot = [SwotItemFactory(plan=plan, quadrant=quadrant) for quadrant in ("strength", "opportunity")]
    option = TowsOptionFactory(plan=plan, items=swot)
    priority = PriorityFactory(plan=plan, options=[option])
    objective = ObjectiveFactory(plan=plan, priority=priority)
    secret = ObjectiveFactory(plan=plan, priority=priority, is_internal=True)
    free = ActionFactory(plan=plan, objective=objective)
    running = PlanFactory(
        account=account, status=Status.IN_EXECUTION, starts_on=date(2023, 1, 1), ends_on=date(2025, 12, 31)
    )
    mine = ActionFactory(plan=running, due_on=date(2025, 6, 30), client_owner=guest.stakeholder)
    ActionFactory(plan=plan, objective=secret)
    ActionFactory(plan=plan, is_internal=True)
    RiskFactory(plan=plan)
    for section in ("market", "financials", "customer"):
        FigureFactory(plan=plan, section=section)
    told = {"plan": plan, "guest": guest}
    suggestion = Suggestion.objects.create(
        **told, kind="priority", section="priorities", line=priority.lineage, field="title", proposed="Shorter"
    )
    Message.objects.create(**told, section="charter", text="Why so?", name="Camille Roy")
    view = ClientView.objects.create(**told, side="strength", text="You answer soon")
    agreed = Endorsement.objects.create(
        priority=priority, stakeholder=guest.stakeholder, name="Camille Roy", influence=3,
        endorsed_on=date(2026, 3, 2), channel="portal", digest=priority.words_digest,
    )  # fmt: skip
    publish(plan, by=None, at=MADE)
    publish(running, by=None, at=MADE)
    lines = {"priority": priority.lineage, "objective": objective.lineage, "action": free.lineage}
    shared = shared_world(account, guest)
    arguments = {
        **shared.arguments,
        "cowriting:suggest-text": [plan.pk, "charter", "value"],
        "cowriting:take": [plan.pk, free.lineage],
        "cowriting:step": [running.pk, mine.lineage],
        "cowriting:endorse": [plan.pk, priority.lineage],
        "cowriting:endorsement-back": [agreed.pk],
        "cowriting:withdraw": [suggestion.pk],
        "cowriting:talk": [plan.pk, "charter"],
        "cowriting:view-delete": [view.pk],
        **{f"cowriting:suggest-{kind}": [plan.pk, line, "title"] for kind, line in lines.items()},
        **{f"portal:{name}": [] for name in ("list", "door", "enter", "code-send", "code", "leave")},
        "portal:unknown": ["somewhere/else"],
    }
    world = World(plan, guest, shared.project, arguments)
    world.order_file()
    return world


def portal_names() -> set[str]:
    """The names of all URLs under /portal/."""
    return {name for route, name in routes(get_resolver().url_patterns) if route.startswith("portal/")}


def routes(patterns, route="", prefix=""):
    for entry in patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, here, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield here, f"{prefix}{entry.name}"
