"""«Mes délégués»: what a person handed over, to whom, how it goes, and what of it needs him."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kam.users.models import User
from projects.models import Colour, Handover, Project
from projects.portfolio.standing import Standing, standings_of

MOST = 100  # of each kind, the latest first


@dataclass(frozen=True)
class Delegated:
    """A handover that stands, or a project that is delegated without one, with how its project stands."""

    handover: Handover | None
    standing: Standing

    @property
    def project(self) -> Project:
        return self.standing.project

    @property
    def name(self) -> str:
        return str(self.handover or self.project)

    @property
    def receiver(self):
        return self.handover.receiver if self.handover else self.project.leader or self.project.client_leader

    @property
    def is_task(self) -> bool:
        return self.handover is not None and self.handover.task_id is not None

    @property
    def needs(self) -> list[str]:
        """Why the person who delegated should look at it, in words."""
        if self.handover and self.handover.is_waiting:
            return [_("waits for a yes")]
        if self.is_task:
            return [_("this task is late")] if self.handover.task.is_late(self.standing.on) else []
        return list(self.needs_of_project())

    def needs_of_project(self):
        standing, late = self.standing, self.standing.late_tasks
        if standing.colour in (Colour.RED, Colour.AMBER):
            yield _("status: %(colour)s") % {"colour": standing.colour_name}
        if standing.slip:
            told = ngettext("%(count)s day after the promise", "%(count)s days after the promise", standing.slip)
            yield told % {"count": standing.slip}
        if late:
            yield ngettext("%(count)s late task", "%(count)s late tasks", late) % {"count": late}


class Delegates:
    """`user` reads it on the day `on`; only projects of accounts that he sees are named."""

    def __init__(self, user: User, on: date):
        self.user, self.on = user, on

    @property
    def handovers(self):
        rows = Handover.objects.visible_to(self.user).standing().under_way().with_people()
        return rows.select_related("project__leader", "project__client_leader")

    @cached_property
    def received(self) -> list[Handover]:
        """What was handed to him, what waits for his answer first."""
        rows = self.handovers.filter(user=self.user)[:MOST]
        return sorted(rows, key=lambda each: not each.is_waiting)

    @cached_property
    def given(self) -> list[Delegated]:
        """What needs him first."""
        handed = list(self.handovers.delegated_by(self.user)[:MOST])
        others = self.delegated_otherwise({each.project_id for each in handed if each.task_id is None})
        projects = {project.pk: project for project in [*(each.project for each in handed), *others]}
        standings = {each.project.pk: each for each in standings_of(projects.values(), self.on)}
        found = [Delegated(each, standings[each.project_id]) for each in handed]
        found += [Delegated(None, standings[project.pk]) for project in others]
        return sorted(found, key=lambda each: not each.needs)

    def delegated_otherwise(self, handed: set[int]) -> list[Project]:
        """His projects that somebody else leads without a handover: the form of the project says so."""
        rows = Project.objects.visible_to(self.user).under_way().delegated().with_people()
        return list(rows.filter(reference_kam=self.user).exclude(pk__in=handed).exclude(leader=self.user)[:MOST])
