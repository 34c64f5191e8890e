"""The agenda of a meeting, built from the facts of its project; each point leads to where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.values import plain
from projects.models import Colour, Decision, Deliverable, Meeting, Project, Task

GRAVE = 12  # probability × impact from which a risk is looked at in a meeting
USUAL = timedelta(days=30)  # until the next meeting when none is planned
State = Deliverable.State


@dataclass(frozen=True)
class Point:
    """`is_ours`: it is never drafted into minutes that the client reads."""

    text: str
    told: str = ""
    url: str = ""
    is_ours: bool = False


@dataclass(frozen=True)
class Topic:
    title: str
    tone: str
    points: tuple[Point, ...]

    @property
    def shared(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if not point.is_ours)


@dataclass(frozen=True)
class Agenda:
    """What a meeting is to speak of as things stand on a day; a topic without a point is left out."""

    meeting: Meeting
    on: date

    @property
    def project(self) -> Project:
        return self.meeting.committee.project

    @cached_property
    def topics(self) -> list[Topic]:
        """In the order of a meeting: what was agreed, what worries, what is asked of the client, what comes."""
        found = (
            Topic(_("Decided last time"), "plain", tuple(self.last_decisions())),
            Topic(_("Recovery plan"), "red", tuple(self.recovery())),
            Topic(_("Milestones that are late"), "red", tuple(self.tasks(self.late.milestones()))),
            Topic(_("Overdue tasks"), "red", tuple(self.tasks(self.late.exclude(is_milestone=True)))),
            Topic(_("Deliverables late or at risk"), "amber", tuple(self.deliverables())),
            Topic(_("Decisions asked for"), "amber", tuple(self.asked_for())),
            Topic(_("Results that nobody has recognised yet"), "plain", tuple(self.results())),
            Topic(_("Critical before the next meeting"), "amber", tuple(self.tasks(self.critical))),
            Topic(_("Grave risks"), "red", tuple(self.risks())),
        )
        return [topic for topic in found if topic.points]

    @property
    def own_topics(self) -> list[str]:
        """Typed by hand, one a line."""
        return [line.strip(" -*\t") for line in self.meeting.topics.splitlines() if line.strip(" -*\t")]

    @cached_property
    def until(self) -> date:
        """The day of the next meeting of this committee."""
        following = self.meeting.committee.meetings.to_come().after(self.meeting.planned_on).first()
        return following.planned_on if following else self.meeting.planned_on + USUAL

    @property
    def open_tasks(self) -> QuerySet:
        return self.project.tasks.still_to_do().with_people()

    @cached_property
    def late(self) -> QuerySet:
        return self.open_tasks.overdue(self.on)

    @property
    def critical(self) -> QuerySet:
        return self.open_tasks.critical().starting_before(self.until).exclude(pk__in=self.late.values("pk"))

    def tasks(self, tasks: Iterable[Task]) -> Iterator[Point]:
        for task in tasks:
            people = ", ".join(str(each) for each in task.assignments.all())
            told = " · ".join(filter(None, [_("for %(day)s") % {"day": plain(task.due_on)}, people]))
            page = self.page("scope", f"milestone-{task.pk}") if task.is_milestone else self.page("detail")
            yield Point(task.name, told, page, task.is_internal)

    def deliverables(self) -> Iterator[Point]:
        for each in self.project.deliverables.worrying(self.on):
            due = _("due on %(day)s") % {"day": plain(each.due_on)} if each.due_on else ""
            state = each.get_state_display() if each.state == State.AT_RISK else _("late")
            must = _("must be delivered") if each.is_must else ""
            told = " · ".join(str(part) for part in (state, due, must) if part)
            yield Point(each.name, told, self.page("scope", f"deliverable-{each.pk}"), each.is_internal)

    def asked_for(self) -> Iterator[Point]:
        for each in self.project.decisions.asked_for():
            told = _("needed by %(day)s") % {"day": plain(each.due_on)} if each.due_on else ""
            yield Point(each.text, told, self.page("decision-list", f"decision-{each.pk}"), each.is_internal)

    def last_decisions(self) -> Iterator[Point]:
        for each in last_decisions(self.meeting):
            yield Point(each.text, "", self.page("decision-list", f"decision-{each.pk}"), each.is_internal)

    def results(self) -> Iterator[Point]:
        for each in self.project.results.delivered().filter(recognitions=None):
            told = _("obtained on %(day)s") % {"day": plain(each.delivered_on)}
            yield Point(each.metric, told, self.page("results"), each.is_internal)

    def risks(self) -> Iterator[Point]:
        for each in self.project.risks.grave(GRAVE):
            told = " · ".join(filter(None, [f"{each.probability} × {each.impact}", each.response]))
            yield Point(each.text, told, self.page("scope", f"risk-{each.pk}"), is_ours=True)

    def recovery(self) -> Iterator[Point]:
        """When the project is red, as its leader says or as the facts do."""
        declared = self.project.declared_statuses.first()
        computed = self.project.computed_statuses.first()
        valid = declared if declared and declared.is_valid(self.on) else None
        if Colour.RED in [each.colour for each in (valid, computed) if each]:
            plan = (valid.recovery if valid else "") or _("Not written yet: what, who, by when.")
            yield Point(plan, valid.reason if valid else "", self.project.get_absolute_url(), is_ours=True)

    def page(self, name: str, line: str = "") -> str:
        return reverse(f"projects:{name}", args=[self.project.pk]) + (f"#{line}" if line else "")


def last_decisions(meeting: Meeting) -> list[Decision]:
    """What the committee decided when it last met before this meeting."""
    last = meeting.committee.meetings.held().before(meeting.planned_on).last()
    return list(last.decisions.taken()) if last else []
