"""The meetings of a committee, planned ahead and kept in line with its series."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from projects.governance.series import REACH, Arrangement, arranged, days_of
from projects.models import Attendance, Committee, Decision, Meeting
from projects.sharing import republish

HORIZON = relativedelta(months=12)  # how far ahead meetings are planned
AT_LEAST = relativedelta(months=3)  # a project that takes longer than planned goes on meeting


@transaction.atomic
def plan_ahead(committee: Committee, on: date) -> Arrangement:
    """Bring the meetings to come onto the days of the series; nothing happens to what was held, moved or prepared."""
    committee = Committee.objects.select_for_update(of=("self",)).select_related("project").get(pk=committee.pk)
    if not committee.project.is_under_way:
        return Arrangement({}, [], [])
    ahead = committee.meetings.filter(planned_on__gte=on)
    waiting = untouched(ahead)
    kept = [(first_day(each), each.planned_on) for each in ahead.exclude(pk__in=[each.pk for each in waiting])]
    standing = {each.pk: each.planned_on for each in waiting}
    found = arranged(days_of_series(committee, on), on, standing, kept, REACH[committee.frequency])
    if found.count:
        carry_out(committee, waiting, found)
    return found


def days_of_series(committee: Committee, on: date) -> list[date]:
    calendar = committee.project.calendar()
    return days_of(committee.starts_on, committee.frequency, last_day(committee, on), calendar.is_worked)


def last_day(committee: Committee, on: date) -> date:
    """Until when its meetings are planned on that day."""
    if committee.frequency == Committee.Frequency.ONCE:
        return committee.starts_on + HORIZON
    if committee.ends_on:
        return min(committee.ends_on, on + HORIZON)
    ends = filter(None, (committee.project.ends_on, committee.project.promised_on))
    return min(max([on + AT_LEAST, *ends]), on + HORIZON)


def untouched(meetings: QuerySet) -> list[Meeting]:
    """Those that stand where the series put them, and of which nobody has written a word yet."""
    plain = meetings.to_come().filter(instead_of=None, topics="", minutes="", reason="", score=None)
    written = (Exists(model.objects.filter(meeting=OuterRef("pk"))) for model in (Attendance, Decision))
    return list(plain.exclude(next(written)).exclude(next(written)))


def first_day(meeting: Meeting) -> date:
    """For which day it was planned before anybody moved it."""
    while meeting.instead_of is not None:
        meeting = meeting.instead_of
    return meeting.planned_on


def carry_out(committee: Committee, waiting: list[Meeting], found: Arrangement) -> None:
    moved = [each for each in waiting if each.pk in found.moves]
    for each in moved:
        each.planned_on = found.moves[each.pk]
    Meeting.objects.bulk_update(moved, ["planned_on"])
    Meeting.objects.filter(pk__in=found.gone).delete()
    Meeting.objects.bulk_create(Meeting(committee=committee, planned_on=day) for day in found.new)
    republish(committee.project)


def plan_all_ahead(on: date) -> int:
    """The meetings of every project under way; how many changed."""
    committees = Committee.objects.under_way().select_related("project")
    return sum(plan_ahead(committee, on).count for committee in committees)


def why_kept(committee: Committee) -> str:
    """Why a committee is not deleted: what was said and sent would go with it."""
    if committee.meetings.held().exists():
        return _("This committee has met: its minutes stay. Say until when it meets instead of deleting it.")
    return ""
