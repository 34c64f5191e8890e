"""The minutes of a meeting: drafted from its agenda, told with its decisions, as a mail and as a document."""

from dataclasses import asdict
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.stakeholders.posting import language_of
from accounts.values import plain
from kam import typesetting
from plans.exports.prose import prose
from plans.exports.words import in_words
from plans.reviews.mail import letter
from plans.reviews.minutes import heading, one_line
from projects.governance.agenda import Agenda
from projects.models import Attendance, Decision, Meeting


def drafted(noted: str, agenda: Agenda) -> str:
    """What was noted, and below it what the agenda has for both sides that it does not tell yet, as Markdown.

    A second draft of the same adds nothing.
    """
    parts = [noted.strip()] if noted.strip() else []
    groups = [(topic.title, [told(point.text, point.told) for point in topic.shared]) for topic in agenda.topics]
    groups.append((_("Other topics"), agenda.own_topics))
    for title, lines in groups:
        if untold := [line for line in lines if line not in noted]:
            parts.append(heading(title, untold))
    return "\n\n".join(parts)


def told(text: str, more: str) -> str:
    return one_line(f"{text} ({more})" if more else text)


def with_decisions(minutes: str, decisions: list[Decision]) -> str:
    """The minutes as both sides keep them: the decisions that they do not tell yet stand at their end."""
    parts = [minutes.strip()] if minutes.strip() else []
    untold = [one_line(each.text) for each in decisions if not each.is_internal and one_line(each.text) not in minutes]
    if untold:
        parts.append(heading(_("What we decided"), untold))
    return "\n\n".join(parts)


def text_of(meeting: Meeting) -> str:
    """What those who were there read; as it was, once somebody asked to send it."""
    if meeting.attendances.exclude(asked_at=None).exists():
        return meeting.minutes
    return with_decisions(meeting.minutes, list(meeting.decisions.all()))


def mail_for(attendance: Attendance) -> EmailMessage:
    """The minutes to somebody who was there, in his language where it is known, with the document."""
    meeting = attendance.meeting
    kam = meeting.committee.project.reference_kam
    with translation.override(language_of(attendance)):
        told_to = {
            "name": str(attendance), "committee": str(meeting.committee), "sender": str(kam),
            "project": str(meeting.committee.project), "day": plain(meeting.planned_on),
            "minutes": in_words(text_of(meeting)),
        }  # fmt: skip
        text = render_to_string("projects/governance/email/minutes.txt", told_to)
        document, name = minutes_pdf(meeting, translation.get_language()), file_name(meeting)
    return letter(text, document, name, to=attendance.email, answer_to=kam)


def minutes_pdf(meeting: Meeting, language: str) -> bytes:
    return typesetting.pdf("minutes", printed(meeting, language))


def printed(meeting: Meeting, language: str) -> dict[str, Any]:
    """What the template sets: the minutes with the decisions that both sides keep, and who was there."""
    project = meeting.committee.project
    there = list(meeting.attendances.with_people())
    return {
        "lang": language,
        "title": _("Minutes: %(committee)s") % {"committee": meeting.committee},
        "subtitle": f"{project.account} · {project} · {plain(meeting.planned_on)}",
        "people": [
            [_("For %(client)s") % {"client": project.account}, names(each for each in there if each.stakeholder_id)],
            [_("For us"), names(each for each in there if each.user_id)],
        ],
        "blocks": [asdict(each) for each in prose(text_of(meeting))],
        "heads": [], "actions_title": "", "actions": [],
    }  # fmt: skip


def names(people) -> str:
    return ", ".join(str(each) for each in people) or "–"


def file_name(meeting: Meeting) -> str:
    return slugify(f"{_('minutes')}-{meeting.committee}-{meeting.planned_on:%Y-%m-%d}")
