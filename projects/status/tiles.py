"""What the page of a project says on top beside its dates: presence asked of the reader, who recognised results, colour."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kam.users.models import User
from projects.answers import Answers
from projects.models import Assignment, CommitteeMember, Meeting, Project, ResultRecognition
from projects.portfolio.standing import Standing, standings_of
from projects.status.presence import Presence
from projects.status.words import length_in_words


@dataclass(frozen=True)
class Tiles:
    """`user` reads them; `answers` are those of the project."""

    answers: Answers
    user: User

    @property
    def project(self) -> Project:
        return self.answers.project

    @property
    def on(self) -> date:
        return self.answers.on

    @cached_property
    def presence(self) -> Presence:
        return Presence(self.project, self.user, self.on)

    @cached_property
    def standing(self) -> Standing:
        (standing,) = standings_of([self.project], self.on)
        return standing

    @property
    def likely_length(self) -> str:
        return length_in_words(self.project.starts_on, self.answers.finishes[50])

    @property
    def safe_length(self) -> str:
        return length_in_words(self.project.starts_on, self.answers.finishes[80])

    @cached_property
    def recognising(self) -> set[int]:
        """Those of the client who have recognised a result."""
        rows = ResultRecognition.objects.filter(result__project=self.project)
        return set(rows.values_list("stakeholder_id", flat=True))

    @cached_property
    def concerned(self) -> set[int]:
        """Those of the client whom the project concerns: who leads and sponsors it, sits on its committees, works on
        it, or has recognised a result of it."""
        seats = CommitteeMember.objects.filter(committee__project=self.project, stakeholder__isnull=False)
        hands = Assignment.objects.filter(task__project=self.project, stakeholder__isnull=False)
        working = seats.order_by().values_list("stakeholder_id").union(hands.order_by().values_list("stakeholder_id"))
        named = {self.project.client_leader_id, self.project.client_sponsor_id} - {None}
        return named | {pk for (pk,) in working} | self.recognising

    @cached_property
    def score(self) -> int | None:
        """The last one that the client gave at a meeting, out of 10."""
        scored = Meeting.objects.held().filter(committee__project=self.project, score__isnull=False)
        return scored.order_by("-planned_on", "-pk").values_list("score", flat=True).first()
