"""Everything that is held of one person, in words: what he may ask to read (right of access)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.history import History, read
from accounts.models import Attachment, Comment
from accounts.stakeholders.models import (
    Departure,
    Interaction,
    Introduction,
    KnowledgeItem,
    Merge,
    Opinion,
    OpinionAccess,
    Stakeholder,
    Tie,
)
from accounts.stakeholders.privacy.erasure import hinting, matching, naming
from accounts.values import plain
from kam.users.models import User

EXCHANGE = (
    "occurred_on", "kind", "is_two_way", "subject", "notes", "outcome", "next_step", "next_step_on",
    "next_step_done_on", "stakeholders", "colleagues",
)  # fmt: skip
JUDGED = ("author", "seen_on", "influence", "attitude", "contact_strength", "relationship", "evidence")
STEPS = ("asked_on", "promised_on", "made_on", "met_on", "refused_on", "thanked_on")
INTRODUCED = ("introducer", "introducing_colleague", "introduced", "introduced_to", "context", *STEPS)
LEFT = ("due_on", "owner", "successor", "handover", "risk", "risk_note", "settled_on")
LEARNED = ("learned_on", "category", "text", "origin", "told_by", "source", "is_confidential", "author")


@dataclass(frozen=True)
class Section:
    """One kind of things held: of each entry, key → value, and key → label."""

    key: str
    title: str
    labels: dict[str, str]
    entries: list[dict[str, Any]]

    @property
    def told(self) -> list[list[tuple[str, str]]]:
        """Of each entry, (label, words) of what is not empty."""
        return [
            [(self.labels[key], plain(value)) for key, value in entry.items() if value not in (None, "")]
            for entry in self.entries
        ]


@dataclass(frozen=True)
class Dossier:
    person: Stakeholder
    sections: list[Section]
    withheld: int  # confidential rows that the reader may not see: whoever carries the account can

    @property
    def warning(self) -> str:
        return withheld_in_words(self.withheld)

    def as_json(self) -> dict[str, Any]:
        return {section.key: section.entries for section in self.sections} | {"withheld": self.withheld}


def dossier_of(person: Stakeholder, reader: User) -> Dossier:
    """What the reader may hand over; confidential rows that he may not see are counted, not told."""
    named = naming_him(person)
    notes = Comment.objects.of(person.account).filter(named)
    knowledge = KnowledgeItem.objects.of(person.account).filter(named | Q(told_by=person))
    seen, learned = notes.visible_to(reader), knowledge.visible_to(reader)
    sections = [
        section("person", _("The person"), [person], own_fields()),
        section("opinions", _("Opinions of colleagues"), Opinion.objects.filter(stakeholder=person), JUDGED),
        section("ties", _("Ties"), ties_of(person), ("source", "colleague", "kind", "target", "is_confirmed")),
        section("introductions", _("Introductions"), introductions_of(person), INTRODUCED),
        section("interactions", _("Interactions"), person.interactions.with_participants(), EXCHANGE),
        section("knowledge", _("Knowledge told by or naming the person"), learned, LEARNED),
        section("notes", _("Notes naming the person"), seen, ("created_at", "author", "text")),
        section("departures", _("Departures"), Departure.objects.filter(stakeholder=person), LEFT),
        section("merges", _("Merges"), Merge.objects.filter(kept=person), ("gone_name", "merged_by", "merged_at")),
        section("attachments", _("Attachments"), files_of(person, learned), ("name", "size", "added_by", "added_at")),
        changes_of(person, reader),
        section("readings", _("Who has read the opinions"), OpinionAccess.objects.about(person), ("user", "page", "on", "times")),
    ]  # fmt: skip
    withheld = notes.count() + knowledge.count() - seen.count() - learned.count()
    return Dossier(person, sections, withheld)


def naming_him(person: Stakeholder) -> Q:
    """Texts with his name, also of one word: what may be about him is told, though it is not rewritten."""
    named = Q(pk__in=[])
    for pattern in filter(None, (naming(person), hinting(person))):
        named |= matching(["text"], pattern)
    return named


def own_fields() -> list[str]:
    return [field.name for field in Stakeholder._meta.concrete_fields if not (field.primary_key or field.generated)]


def ties_of(person: Stakeholder) -> QuerySet:
    return Tie.objects.with_people().filter(Q(source=person) | Q(target=person))


def introductions_of(person: Stakeholder) -> QuerySet:
    return Introduction.objects.with_people().filter(Q(introducer=person) | Q(introduced=person))


def files_of(person: Stakeholder, learned: QuerySet | None = None) -> QuerySet:
    """Files of what was exchanged with the person and of what he told (`learned`: knowledge items)."""
    learned = KnowledgeItem.objects.filter(told_by=person) if learned is None else learned
    about = Q(pk__in=[])
    for model, keys in (
        (Interaction, person.interactions.values("pk")),
        (KnowledgeItem, learned.values("pk")),
    ):
        about |= Q(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            object_id__in=keys,
        )
    return Attachment.objects.of(person.account).filter(about)


def section(key: str, title: str, rows: Iterable[Model], names: Iterable[str]) -> Section:
    rows, names = list(rows), list(names)
    fields = {name: rows[0]._meta.get_field(name) for name in names} if rows else {}
    labels = {name: str(field.verbose_name).capitalize() for name, field in fields.items()}
    return Section(key, title, labels, [{name: worth(row, name) for name in names} for row in rows])


def worth(row: Model, name: str) -> Any:
    """The value of a field: days, numbers and answers as they are, the rest in words."""
    field, value = row._meta.get_field(name), getattr(row, name)
    if field.many_to_many:
        return ", ".join(str(each) for each in value.all())
    if field.is_relation:
        return str(value) if value else None
    if isinstance(value, list):
        return ", ".join(str(dict(field.base_field.choices).get(each, each)) for each in value)
    return str(dict(field.flatchoices).get(value, value)) if field.flatchoices and value not in (None, "") else value


def changes_of(person: Stakeholder, reader: User) -> Section:
    """Who changed what of the person, latest first."""
    history = History(person.account, reader, kind=Stakeholder._meta.label_lower)
    events = history.trails[0].events.objects.filter(id=person.pk).order_by("-pk")
    entries = read(history, [(event.pgh_created_at, 0, event.pk) for event in events])
    labels = {"at": _("When"), "who": _("Who"), "action": _("Action"), "changes": _("Changes")}
    told = [
        {
            "at": entry.at,
            "who": str(entry.who or ""),
            "action": str(entry.action_label),
            "changes": "; ".join(f"{change.label} : {change.old} → {change.new}" for change in entry.changes),
        }
        for entry in entries
    ]
    return Section("changes", _("History of the changes"), labels, told)


def printed(dossier: Dossier, on: date, language: str) -> dict[str, Any]:
    """The dossier as the typesetting template reads it."""
    words = {
        "title": _("Personal data of %(name)s") % {"name": dossier.person},
        "subtitle": f"{dossier.person.account} · {plain(on)}",
        "nothing": _("Nothing is held."),
        "withheld": withheld_in_words(dossier.withheld),
    }
    sections = [{"title": each.title, "entries": each.told} for each in dossier.sections]
    return {"lang": language, **words, "sections": sections}


def withheld_in_words(count: int) -> str:
    text = ngettext(
        "%(count)s confidential note is not in this file: whoever carries the account can add it.",
        "%(count)s confidential notes are not in this file: whoever carries the account can add them.",
        count,
    )
    return text % {"count": count} if count else ""
