"""Who changed what of an account, read from the event tables that the database fills (kam.users.history)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

import pghistory.models
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.values import Rows, rows_seen, shown
from kam.jobs.models import Job
from kam.users.models import User

# the line itself says whose, who and when; what a merge keeps in order to be taken back is no news to a reader
UNTOLD = {"account", "created_at", "author", "declared_by", "declared_at", "change", "beside", "gone_id"}


@dataclass(frozen=True)
class Trail:
    """The events of one tracked model; `link` leads to the account of a model that does not name it: a field, and
    the trail of what it points to."""

    events: type[Model]
    link: "tuple[str, Trail] | None" = None

    @property
    def model(self) -> type[Model]:
        return self.events.pgh_tracked_model

    @property
    def key(self) -> str:
        return self.model._meta.label_lower

    @property
    def label(self) -> str:
        return self.model._meta.verbose_name

    @property
    def is_opinion(self) -> bool:
        """Whether a row as a whole is what somebody thinks, of which no file tells (docs/privacy.md)."""
        return getattr(self.model, "IS_OPINION", False)

    @property
    def opinions(self) -> frozenset[str]:
        """The fields that hold what somebody thinks."""
        return getattr(self.model, "OPINION_FIELDS", frozenset())

    @property
    def fields(self) -> list:
        """The fields of the model that its events record, without the key."""
        recorded = {f.name for f in self.events._meta.fields}
        return [f for f in self.model._meta.concrete_fields if f.name in recorded and not f.primary_key]

    def label_of(self, field) -> str:
        """The fields of a relation's own table have no label but that of the model they point to."""
        is_made_up = self.model._meta.concrete_model._meta.auto_created and field.is_relation
        return field.related_model._meta.verbose_name if is_made_up else field.verbose_name

    def of(self, account_id: int) -> QuerySet:
        if self.model is Account:
            return self.events.objects.filter(id=account_id)
        if self.link is None:
            return self.events.objects.filter(account=account_id)
        name, owner = self.link
        return self.events.objects.filter(**{f"{name}__in": owner.of(account_id).values("id")})

    @property
    def depth(self) -> int:
        """How many links lie between the model and what names the account."""
        return self.link[1].depth + 1 if self.link else 0

    @property
    def may_be_hidden(self) -> bool:
        return hasattr(self.model._default_manager, "open_to")

    @property
    def is_about_anything(self) -> bool:
        return any(isinstance(f, GenericForeignKey) for f in self.model._meta.private_fields)

    def hidden(self, account_id: int, reader: User) -> QuerySet:
        """The keys of rows that were ever confidential to others than the reader, of a model that has such rows."""
        return self.of(account_id).exclude(self.model._default_manager.open_to(reader)).values("id")

    def told(self, account_id: int, reader: User) -> QuerySet:
        """The events that the reader may know: a row confidential once is so throughout its past, with its files."""
        events = self.of(account_id)
        if self.may_be_hidden:
            events = events.exclude(id__in=self.hidden(account_id, reader))
        for trail in trails() if self.is_about_anything else ():
            if trail.may_be_hidden and trail != self:
                about = ContentType.objects.get_for_model(trail.model)
                events = events.exclude(content_type=about, object_id__in=trail.hidden(account_id, reader))
        return events

    def row(self, event: Model) -> Model:
        """The object as it was then, not saved."""
        names = [f.attname for f in self.fields]
        return self.model(pk=event.id, **{name: getattr(event, name) for name in names})

    def earlier(self, events: QuerySet) -> QuerySet:
        """Of each event, the one before on the same object."""
        before = self.events.objects.filter(pgh_obj=OuterRef("pgh_obj"), pk__lt=OuterRef("pk")).order_by("-pk")
        previous = events.annotate(previous=Subquery(before.values("pk")[:1]))
        return self.events.objects.filter(pk__in=previous.values("previous"))


@cache
def trails() -> tuple[Trail, ...]:
    """Every tracked model that belongs to an account, directly or through one that does (no app need register)."""
    tracked = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    found = {m.pgh_tracked_model: Trail(m) for m in tracked if names_account(m)}
    for may_be_empty in (False, True):  # a link that a row may lack leads to no account from that row
        while linked := {
            m.pgh_tracked_model: Trail(m, link) for m in tracked if (link := link_to(m, found, may_be_empty))
        }:
            found |= linked
    return tuple(found.values())


def names_account(events: type[Model]) -> bool:
    return events.pgh_tracked_model is Account or any(f.name == "account" for f in events._meta.fields)


def link_to(events: type[Model], found: dict[type[Model], Trail], may_be_empty: bool) -> tuple[str, Trail] | None:
    """The first field of a model not found yet that points to one that is; only one that every row has, unless
    `may_be_empty`."""
    model = events.pgh_tracked_model
    if model in found:
        return None
    own = [f.name for f in events._meta.fields if not f.name.startswith("pgh_")]
    fields = [field for field in map(model._meta.get_field, own) if may_be_empty or not field.null]
    return next(((field.name, found[field.related_model]) for field in fields if field.related_model in found), None)


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


ACTIONS = {
    "insert": gettext_lazy("creation"),
    "update": gettext_lazy("modification"),
    "delete": gettext_lazy("deletion"),
}


@dataclass
class Entry:
    """One line of the history."""

    at: datetime
    kind: str
    name: str
    action: str  # insert, update or delete
    changes: list[Change] = field(default_factory=list)
    who: User | None = None
    job: str = ""

    @property
    def action_label(self) -> str:
        return ACTIONS[self.action]


def kinds() -> list[tuple[str, str]]:
    """What a history may be narrowed to: (key, label), in the alphabetical order of the labels."""
    return sorted(((trail.key, str(trail.label)) for trail in trails()), key=lambda pair: pair[1].casefold())


class History:
    """The history of an account, latest first; a Paginator may count and slice it.

    A page costs a number of queries that depends on how many models it speaks of, not on its lines. With `facts_only`,
    as for a file, it says nothing of opinions but that they changed.
    """

    def __init__(
        self, account: Account, reader: User, kind: str = "", person: int | None = None, *, facts_only: bool = False
    ):
        self.account, self.reader, self.kind, self.person = account, reader, kind, person
        self.facts_only = facts_only
        open_trails = [trail for trail in trails() if not (facts_only and trail.is_opinion)]
        self.trails = [trail for trail in open_trails if kind in ("", trail.key)] or open_trails

    def events(self, trail: Trail) -> QuerySet:
        events = trail.told(self.account.pk, self.reader)
        return events if self.person is None else events.filter(pgh_context__metadata__user=self.person)

    @cached_property
    def lines(self) -> QuerySet:
        """(moment, place of the trail, event) of every line."""
        parts = [
            self.events(trail)
            .annotate(at=F("pgh_created_at"), trail=Value(place), event=F("pgh_id"))
            .values_list("at", "trail", "event")
            for place, trail in enumerate(self.trails)
        ]
        return parts[0].union(*parts[1:], all=True).order_by("-at", "trail", "-event")

    def people(self) -> QuerySet:
        """Those who changed something."""
        parts = [
            trail.told(self.account.pk, self.reader)
            .annotate(person=KeyTextTransform("user", "pgh_context__metadata"))
            .values_list("person")
            for trail in trails()
        ]
        ids = [person for (person,) in parts[0].union(*parts[1:]) if person]
        return User.objects.filter(pk__in=ids)

    def count(self) -> int:
        return self.lines.count()

    def __getitem__(self, place: slice) -> list[Entry]:
        return read(self, list(self.lines[place]))


def read(history: History, lines: list[tuple]) -> list[Entry]:
    """Turn the lines of a page into words."""
    wanted = defaultdict(list)
    for _at, place, event in lines:
        wanted[place].append(event)
    found = {place: with_predecessors(history.trails[place], ids) for place, ids in wanted.items()}
    names = related_rows(history, found)
    people, jobs = authors(event for events in found.values() for event in events.values())
    entries = []
    for _at, place, pk in lines:
        event, trail = found[place][pk], history.trails[place]
        entry = Entry(event.pgh_created_at, trail.label, name_of(trail, event, names), event.pgh_label)
        untold = UNTOLD | (trail.opinions if history.facts_only else frozenset())
        told = changes(trail, event, found[place], names, untold)
        entry.changes = [c for c in told if event.pgh_label == "update" or entry.name not in (c.old, c.new)]
        entry.who, entry.job = people.get(event.pgh_context_id), jobs.get(event.pgh_context_id, "")
        entries.append(entry)
    return entries


def with_predecessors(trail: Trail, ids: list[int]) -> dict[int, Model]:
    """The events and, of each update, the state before it."""
    events = trail.events.objects.filter(pk__in=ids)
    if any(f.name == "pgh_obj" for f in trail.events._meta.fields):
        events = events.union(trail.earlier(events.filter(pgh_label="update")))
    return {event.pk: event for event in events}


def related_rows(history: History, found: dict[int, dict[int, Model]]) -> Rows:
    """The rows that the events name by foreign key; of deleted ones, what they last were."""
    wanted = defaultdict(set)
    for place, events in found.items():
        for link in (f for f in history.trails[place].fields if f.is_relation and f.name != "account"):
            wanted[link.related_model] |= {getattr(event, link.attname) for event in events.values()} - {None}
    rows = {model: rows_seen(model, ids, history.reader) for model, ids in wanted.items()}
    for trail in trails():
        gone = wanted.get(trail.model, set()) - rows.get(trail.model, {}).keys()
        if gone and trail.link is None:
            last = (
                trail.told(history.account.pk, history.reader)
                .filter(id__in=gone)
                .order_by("id", "-pgh_id")
                .distinct("id")
            )
            rows[trail.model] |= {event.id: trail.row(event) for event in last}
    return rows


def authors(events: Iterable[Model]) -> tuple[dict, dict]:
    """Who made each context, and within which job (an import, a bulk edit)."""
    contexts = pghistory.models.Context.objects.in_bulk({event.pgh_context_id for event in events} - {None})
    people = User.objects.in_bulk({context.metadata.get("user") for context in contexts.values()} - {None})
    jobs = Job.objects.in_bulk({context.metadata.get("job") for context in contexts.values()} - {None})
    return (
        {pk: people.get(context.metadata.get("user")) for pk, context in contexts.items()},
        {pk: str(jobs.get(context.metadata.get("job"), "")) for pk, context in contexts.items()},
    )


def name_of(trail: Trail, event: Model, names: Rows) -> str:
    """What the object was called then; the names of others come from `names`, so that no query is made."""
    row = trail.row(event)
    for link in (f for f in trail.fields if f.is_relation):
        link.set_cached_value(row, names.get(link.related_model, {}).get(getattr(row, link.attname)))
    return str(row)


def changes(
    trail: Trail, event: Model, events: dict[int, Model], names: Rows, untold: Collection[str] = UNTOLD
) -> list[Change]:
    """Field by field, what the event changed; what an inserted row began with and a deleted one ended with."""
    old = new = event
    if event.pgh_label == "insert":
        old = None
    elif event.pgh_label == "delete":
        new = None
    else:
        before = [e for e in events.values() if e.id == event.id and e.pk < event.pk]
        old = max(before, key=lambda e: e.pk, default=None)
    told = [f for f in trail.fields if f.name not in untold]
    pairs = [(f, old and getattr(old, f.attname), new and getattr(new, f.attname)) for f in told]
    texts = [(f, shown(f, before, names), shown(f, after, names)) for f, before, after in pairs if before != after]
    return [Change(trail.label_of(f), before, after) for f, before, after in texts if before != after]


def sheet(history: History, step: int = 500) -> Iterator[tuple]:
    """The whole history as rows of a spreadsheet, headings first, read some hundred lines at a time."""
    yield _("When"), _("Who"), _("What"), _("Name"), _("Action"), _("Field"), _("Before"), _("After"), _("Job")
    start = 0
    while entries := history[start : start + step]:
        for entry in entries:
            when = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
            about = when, str(entry.who or ""), str(entry.kind), entry.name, str(entry.action_label)
            for change in entry.changes or [Change("", "", "")]:
                yield *about, str(change.label), change.old, change.new, entry.job
        start += step


def forget(account_id: int) -> None:
    """Erase what the events keep of an account that is deleted for good, but for the fact that it was."""
    for trail in sorted(trails(), key=lambda trail: -trail.depth):  # links first: their owners lead to them
        events = trail.of(account_id)
        (events.exclude(pgh_label="delete") if trail.model is Account else events).delete()
