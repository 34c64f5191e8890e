"""What a handover note says before anybody edits it: only what the project itself tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.values import plain
from projects.models import Project, ProjectRisk, Task

MILESTONES = RISKS = DECISIONS = 5


@dataclass(frozen=True)
class Facts:
    """Of a project, or of one task of it, on a day."""

    project: Project
    task: Task | None
    on: date

    @property
    def note(self) -> str:
        """The paragraphs that have something to say, in the language of whoever writes it."""
        told = [
            (_("Where it stands"), [self.task_standing() if self.task else self.standing()]),
            (_("Next milestones"), self.milestones()),
            (_("Open risks"), self.risks()),
            (_("Decisions awaited"), self.decisions()),
            (_("Whom to call"), self.people()),
        ]
        return "\n\n".join(paragraph(heading, lines) for heading, lines in told if lines)

    def standing(self) -> str:
        tasks = list(self.project.tasks.filter(children=None, is_milestone=False))
        done = sum(task.done_on is not None for task in tasks)
        told = ngettext("%(done)s of %(count)s task is done", "%(done)s of %(count)s tasks are done", len(tasks)) % {
            "done": done,
            "count": len(tasks),
        }
        late = sum(task.is_late(self.on) for task in tasks)
        parts = [told, ngettext("%(count)s is late", "%(count)s are late", late) % {"count": late} if late else ""]
        if self.project.ends_on:
            parts.append(_("planned end: %(day)s") % {"day": plain(self.project.ends_on)})
        if self.project.promised_on:
            parts.append(_("promised for %(day)s") % {"day": plain(self.project.promised_on)})
        return ", ".join(filter(None, parts)) + "."

    def task_standing(self) -> str:
        told = [_("%(percent)s %% done") % {"percent": 100 if self.task.done_on else self.task.progress}]
        if self.task.ends_at:
            told.append(_("planned end: %(day)s") % {"day": plain(timezone.localdate(self.task.ends_at))})
        if self.task.is_critical:
            told.append(_("critical: a day lost here is a day lost for the project"))
        return ", ".join(told) + "."

    def milestones(self) -> list[str]:
        rows = self.project.tasks.milestones().filter(done_on=None).exclude(ends_at=None).order_by("ends_at")
        told = _("%(name)s: %(words)s")
        return [told % {"name": plain(timezone.localdate(row.ends_at)), "words": row} for row in rows[:MILESTONES]]

    def risks(self) -> list[str]:
        rows = self.about(self.project.risks.filter(state=ProjectRisk.State.OPEN))
        return [f"{row}{f' ({row.response})' if row.response else ''}" for row in rows[:RISKS]]

    def decisions(self) -> list[str]:
        rows = [] if self.task else self.project.decisions.filter(decided_on=None)[:DECISIONS]
        return [f"{row}{f' ({plain(row.due_on)})' if row.due_on else ''}" for row in rows]

    def about(self, rows: QuerySet) -> QuerySet:
        return rows.filter(task=self.task) if self.task else rows

    def people(self) -> list[str]:
        project = self.project
        named = [
            (_("reference KAM"), project.reference_kam), (_("our sponsor"), project.sponsor),
            (_("correspondent at the client"), project.client_leader), (_("their sponsor"), project.client_sponsor),
        ]  # fmt: skip
        return [f"{person} ({role}){contact(person)}" for role, person in named if person]


def paragraph(heading: str, lines: Iterable[str]) -> str:
    return "\n".join([heading, *(f"- {line}" for line in lines)])


def contact(person) -> str:
    told = [getattr(person, name, "") for name in ("phone", "email")]
    return "".join(f", {each}" for each in told if each)
