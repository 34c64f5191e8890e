"""The cells of our people × theirs, as HTML: a thousand of them, so no template."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from accounts.stakeholders.people.cells import RELATIONS, short
from accounts.stakeholders.people.lines import People
from accounts.stakeholders.people.matrix import Meeting, PairRow

EMPTY = '<td class="pair"><span class="muted" aria-hidden="true">{}</span></td>'


def pair_lines(people: People, rows: list[PairRow], query: str) -> Iterator[str]:
    """A row of the table for each person; `query` says of which day what is behind a cell is to be."""
    listed, url = people.still_listed, reverse("stakeholders:matrix", args=[people.account.pk]) + "{}/{}/" + query
    for row in rows:
        head = heading(row, has_page=row.line.person.pk in listed)
        cells = [pair_cell(people, row, meeting, url) for meeting in row.meetings]
        yield format_html("<tr>{}{}</tr>\n", head, format_html_join("", "{}", ((cell,) for cell in cells)))


def heading(row: PairRow, *, has_page: bool) -> str:
    person = row.line.person
    name = format_html('<a href="{}">{}</a>', person.get_absolute_url(), person.name) if has_page else person.name
    told = _("influence %(influence)s") % {"influence": person.influence}
    return format_html('<th scope="row">{}<small>{}{}</small></th>', name, told, aim(row))


def aim(row: PairRow) -> str:
    """The level to reach, when it is ours to suggest: what is written down stands in the cell of the owner."""
    if not row.is_aim_suggested or row.aim is None:
        return ""
    return format_html(" · {}", _("suggested target: %(level)s") % {"level": row.aim.label})


def pair_cell(people: People, row: PairRow, meeting: Meeting, url: str) -> str:
    if not (meeting.contact or meeting.is_owner or meeting.is_peer or meeting.is_suggested):
        return format_html(EMPTY, "–")
    href = url.format(meeting.colleague, row.line.person.pk)
    who = f"{people.ours[meeting.colleague]}, {row.line.person.name}: "
    css = "is-stale" if meeting.is_stale else "is-fresh" if meeting.contact else "is-none"
    inside = format_html_join("", "<small>{}</small>", ((told,) for told in notes(row, meeting)))
    return format_html(
        '<td class="pair {}"><a href="{}" data-rows><span class="visually-hidden">{}</span>{}{}</a></td>',
        css, href, who, contact(meeting), inside,
    )  # fmt: skip


def contact(meeting: Meeting) -> str:
    """The last two-way exchange and how many in 180 days."""
    if meeting.contact is None:
        return format_html('<span class="muted">{}</span>', _("no contact"))
    told = _("%(count)s in 180 d") % {"count": meeting.contact.recent}
    late = format_html(' <b class="warn">{}</b>', _("late")) if meeting.is_stale else ""
    return format_html("{}{}<small>{}</small>", short(meeting.contact.last_on), late, told)


def notes(row: PairRow, meeting: Meeting) -> Iterator[str]:
    if meeting.is_owner:
        levels = f"{RELATIONS.get(row.line.person.relationship, '–')} → {row.aim.label if row.aim else '–'}"
        yield _("owner: %(levels)s") % {"levels": levels}
    if meeting.is_peer:
        yield _("peer")
    if meeting.is_suggested:
        yield _("suggested: nobody else knows more people there")
