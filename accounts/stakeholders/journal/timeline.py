"""Everything that was said, learned, noted and filed about an account, latest first."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Expression, F, Model, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Account, Attachment, Comment
from accounts.stakeholders.models import Interaction, KnowledgeItem
from kam.users.models import User

ICONS = {"meeting": "people", "call": "telephone", "visio": "camera-video", "email": "envelope", "other": "chat"}


@dataclass(frozen=True)
class Entry:
    """One line of the journal; `pills` are (tone, words)."""

    day: date
    icon: str
    kind: str
    title: str
    url: str
    about: str
    text: str = ""
    pills: list[tuple[str, str]] = field(default_factory=list)
    files: int = 0


@dataclass(frozen=True)
class Source:
    """One kind of line: its rows, the day of each, and which columns name the colleague and the person of the client."""

    key: str
    label: str
    model: type[Model]
    day: Expression
    entry: Callable[[Any, int], Entry]
    author: str
    person: str = ""
    fetch: Callable[[QuerySet], QuerySet] = lambda rows: rows


def named(theirs: Iterable, ours: Iterable) -> str:
    """«Anne Roy, Paul Sarre / Claire Laurent»: theirs, then ours."""
    sides = (", ".join(str(each) for each in side if each) for side in (theirs, ours))
    return " / ".join(filter(None, sides))


def interaction_entry(row: Interaction, files: int) -> Entry:
    step = [("amber", _("next step"))] if row.next_step and not row.next_step_done_on else []
    about = named(row.stakeholders.all(), row.colleagues.all())
    title, kind = row.subject or row.get_kind_display(), row.get_kind_display()
    text = row.outcome or row.notes
    return Entry(row.occurred_on, ICONS[row.kind], kind, title, row.get_absolute_url(), about, text, step, files)


def knowledge_entry(row: KnowledgeItem, files: int) -> Entry:
    about = named([row.told_by or row.get_origin_display()], [row.author])
    title, url = row.get_category_display(), row.get_absolute_url()
    return Entry(row.learned_on, "lightbulb", _("Knowledge item"), title, url, about, row.text, secrecy(row), files)


def note_entry(row: Comment, files: int) -> Entry:
    title = row.get_topic_display() or pgettext_lazy("journal", "Note")
    pills = secrecy(row) + ([] if row.is_internal else [("amber", _("shared"))])
    day, url = timezone.localdate(row.created_at), row.get_absolute_url()
    return Entry(
        day, "sticky", pgettext_lazy("journal", "Note"), title, url, named([], [row.author]), row.text, pills, files
    )


def file_entry(row: Attachment, files: int) -> Entry:
    day, url = timezone.localdate(row.added_at), row.record.get_absolute_url()
    return Entry(day, "paperclip", _("File"), row.name, url, named([row.record], [row.added_by]))


def secrecy(row: Model) -> list[tuple[str, str]]:
    return [("violet", _("confidential"))] if row.is_confidential else []


SOURCES = (
    Source(
        "interaction", _("Interactions"), Interaction, F("occurred_on"), interaction_entry, "colleagues",
        "stakeholders", lambda rows: rows.prefetch_related("stakeholders", "colleagues"),
    ),
    Source(
        "knowledge", _("Knowledge"), KnowledgeItem, F("learned_on"), knowledge_entry, "author", "told_by",
        lambda rows: rows.select_related("told_by", "author"),
    ),
    Source(
        "note", _("Notes"), Comment, TruncDate("created_at"), note_entry, "author",
        fetch=lambda rows: rows.select_related("author"),
    ),
    Source(
        "file", _("Files"), Attachment, TruncDate("added_at"), file_entry, "added_by",
        fetch=lambda rows: rows.select_related("added_by").prefetch_related("record"),
    ),
)  # fmt: skip


@dataclass
class Timeline:
    """The journal of an account for one reader; a Paginator may count and slice it.

    A page costs a number of queries that depends on the kinds on it, not on its lines. `person` and `author` are keys
    of somebody of theirs and of ours.
    """

    account: Account
    reader: User
    kind: str = ""
    person: int | None = None
    author: int | None = None
    text: str = ""

    @cached_property
    def sources(self) -> list[Source]:
        kinds = [source for source in SOURCES if self.kind in ("", source.key)]
        return [source for source in kinds if source.person or self.person is None]

    def rows(self, source: Source) -> QuerySet:
        rows = source.model.objects.visible_to(self.reader).of(self.account)
        if self.text:
            rows = rows.matching(self.text)
        if self.person is not None:
            rows = rows.filter(**{source.person: self.person})
        return rows if self.author is None else rows.filter(**{source.author: self.author})

    def lines(self) -> QuerySet:
        """(day, place of the source, key) of every line, latest first."""
        parts = [
            self.rows(source)
            .annotate(line_day=source.day, line_source=Value(place), line_key=F("pk"))
            .values_list("line_day", "line_source", "line_key")
            for place, source in enumerate(self.sources)
        ]
        return parts[0].union(*parts[1:], all=True).order_by("-line_day", "line_source", "-line_key")

    def count(self) -> int:
        return self.lines().count() if self.sources else 0

    def __getitem__(self, place: slice) -> list[Entry]:
        return self.read(list(self.lines()[place]) if self.sources else [])

    def read(self, lines: list[tuple]) -> list[Entry]:
        """Turn the lines of a page into words, one query a kind."""
        wanted = defaultdict(list)
        for _day, source, key in lines:
            wanted[source].append(key)
        found = {
            place: self.sources[place].fetch(self.sources[place].model.objects.all()).in_bulk(keys)
            for place, keys in wanted.items()
        }
        files = count_files(row for rows in found.values() for row in rows.values())
        rows = [(self.sources[place], found[place].get(key)) for _day, place, key in lines]
        return [source.entry(row, files[place_of(row)]) for source, row in rows if row]


def place_of(row: Model) -> tuple[int, int]:
    """How the files of a row name it."""
    return ContentType.objects.get_for_model(row).pk, row.pk


def count_files(rows: Iterable[Model]) -> Counter:
    """How many files each of these rows has, in one query."""
    places = defaultdict(list)
    for row in rows:
        kind, key = place_of(row)
        places[kind].append(key)
    of_these = reduce(or_, (Q(content_type=kind, object_id__in=keys) for kind, keys in places.items()), Q(pk__in=[]))
    return Counter(Attachment.objects.filter(of_these).values_list("content_type", "object_id"))
