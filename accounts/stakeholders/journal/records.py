"""The page of one record of the journal: what stands on it, whatever its kind."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Comment
from accounts.stakeholders.journal.timeline import ICONS, secrecy
from accounts.stakeholders.models import Interaction, KnowledgeItem


@dataclass
class Record:
    """`facts` are (label, value), `texts` are (label, text); the addresses change the record, for whoever may."""

    row: Model
    title: str
    icon: str
    edit_url: str
    delete_url: str
    facts: list[tuple[str, Any]]
    texts: list[tuple[str, str]]
    pills: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.row._meta.label_lower


def day(value) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""


def told(*pairs) -> list[tuple[str, Any]]:
    """The pairs that say something."""
    return [(label, value) for label, value in pairs if value]


def interaction_record(row: Interaction) -> Record:
    urls = [reverse(f"stakeholders:interaction-{verb}", args=[row.pk]) for verb in ("edit", "delete")]
    theirs, ours = (", ".join(map(str, side.all())) for side in (row.stakeholders, row.colleagues))
    kind = row.get_kind_display() if row.is_two_way else f"{row.get_kind_display()} · {_('one-way')}"
    facts = told(
        (_("Date"), day(row.occurred_on)), (_("Kind"), kind), (_("On their side"), theirs), (_("On our side"), ours),
        (_("Next step"), row.next_step), (_("Due on"), day(row.next_step_on)),
        (_("Done on"), day(row.next_step_done_on)),
    )  # fmt: skip
    return Record(
        row, str(row), ICONS[row.kind], *urls, facts, told((_("Outcome"), row.outcome), (_("Notes"), row.notes))
    )


def knowledge_record(row: KnowledgeItem) -> Record:
    urls = [reverse(f"stakeholders:knowledge-{verb}", args=[row.pk]) for verb in ("edit", "delete")]
    facts = told(
        (_("Learned on"), day(row.learned_on)), (_("Origin"), row.get_origin_display()), (_("Told by"), row.told_by),
        (_("Source"), row.source), (_("Author"), row.author),
    )  # fmt: skip
    title = row.get_category_display()
    return Record(row, title, "lightbulb", *urls, facts, [(_("What we know"), row.text)], secrecy(row))


def note_record(row: Comment) -> Record:
    urls = [reverse(f"accounts:comment-{verb}", args=[row.pk]) for verb in ("edit", "delete")]
    written = date_format(timezone.localtime(row.created_at), "SHORT_DATETIME_FORMAT")
    facts = told((_("Author"), row.author), (_("Written on"), written), (_("Topic"), row.get_topic_display()))
    pills = secrecy(row) + ([] if row.is_internal else [("amber", _("shared"))])
    return Record(
        row, pgettext("journal", "Note"), "sticky", *urls, facts, [(pgettext("journal", "Note"), row.text)], pills
    )
