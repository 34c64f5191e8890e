"""Rows for tests: required fields only; a test passes what it speaks about."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from accounts import models as accounts
from accounts.stakeholders import models as stakeholders
from kam.jobs.models import Job
from kam.users import models as users
from plans import models as plans
from plans.portal import models as portal
from projects import models as projects


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = users.Team

    name = factory.Sequence(lambda n: f"Team {n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = users.User

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    first_name = factory.Sequence(lambda n: f"First{n}")
    last_name = factory.Sequence(lambda n: f"Last{n}")
    language = "en"


class AccountFactory(DjangoModelFactory):
    class Meta:
        model = accounts.Account

    name = factory.Sequence(lambda n: f"Account {n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = accounts.Membership

    account = factory.SubFactory(AccountFactory)
    user = factory.SubFactory(UserFactory)


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = accounts.Sector

    code = factory.Sequence(lambda n: f"sector-{n}")
    name_fr = factory.Sequence(lambda n: f"Secteur {n}")


class TierFactory(DjangoModelFactory):
    class Meta:
        model = accounts.Tier

    code = factory.Sequence(lambda n: f"tier-{n}")
    name_fr = factory.Sequence(lambda n: f"Rang {n}")


class ListValueFactory(DjangoModelFactory):
    class Meta:
        model = accounts.ListValue

    kind = accounts.ListValue.Kind.CLIENT_FUNCTION
    code = factory.Sequence(lambda n: f"value-{n}")
    name_fr = factory.Sequence(lambda n: f"Valeur {n}")


class ClientEntityFactory(DjangoModelFactory):
    class Meta:
        model = accounts.ClientEntity

    account = factory.SubFactory(AccountFactory)
    name = factory.Sequence(lambda n: f"Entity {n}")


class RevenueLineFactory(DjangoModelFactory):
    class Meta:
        model = accounts.RevenueLine

    account = factory.SubFactory(AccountFactory)
    month = date(2026, 1, 1)


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = accounts.Comment

    account = factory.SubFactory(AccountFactory)
    text = factory.Sequence(lambda n: f"Comment {n}")


class CaptureFactory(DjangoModelFactory):
    class Meta:
        model = accounts.Capture

    author = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"Line {n}")


class AttachmentFactory(DjangoModelFactory):
    """Pass the `record` it belongs to."""

    class Meta:
        model = accounts.Attachment

    account = factory.LazyAttribute(lambda row: row.record.account)
    name = factory.Sequence(lambda n: f"file {n}.txt")
    kind = "txt"
    size = 5
    file = factory.Sequence(lambda n: f"attachments/{n}")


class NoticeFactory(DjangoModelFactory):
    """Pass the `user` and what it is `about`."""

    class Meta:
        model = accounts.Notice

    account = factory.LazyAttribute(lambda row: row.about.account)
    kind = accounts.Notice.Kind.MENTION


class StakeholderFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Stakeholder

    account = factory.SubFactory(AccountFactory)
    name = factory.Sequence(lambda n: f"Stakeholder {n}")


class InteractionFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Interaction
        skip_postgeneration_save = True

    account = factory.SubFactory(AccountFactory)
    occurred_on = date(2026, 1, 15)

    @factory.post_generation
    def stakeholders(self, create, people):
        self.stakeholders.add(*people or [])

    @factory.post_generation
    def colleagues(self, create, people):
        self.colleagues.add(*people or [])


class KnowledgeItemFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.KnowledgeItem

    account = factory.SubFactory(AccountFactory)
    category = stakeholders.KnowledgeItem.Category.STRATEGY
    text = factory.Sequence(lambda n: f"Something known {n}")
    learned_on = date(2026, 1, 15)


class TieFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Tie

    account = factory.SubFactory(AccountFactory)
    source = factory.SubFactory(StakeholderFactory, account=factory.SelfAttribute("..account"))
    target = factory.SubFactory(StakeholderFactory, account=factory.SelfAttribute("..account"))


class IntroductionFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Introduction

    account = factory.SubFactory(AccountFactory)
    introducer = factory.SubFactory(StakeholderFactory, account=factory.SelfAttribute("..account"))
    introduced = factory.SubFactory(StakeholderFactory, account=factory.SelfAttribute("..account"))
    introduced_to = factory.SubFactory(UserFactory)
    asked_on = date(2026, 1, 15)


class JobFactory(DjangoModelFactory):
    class Meta:
        model = Job

    kind = Job.Kind.READINGS
    label = "Figures"


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = users.SavedView

    page = "cockpit:portfolio"
    name = factory.Sequence(lambda n: f"View {n}")
    owner = factory.SubFactory(UserFactory)


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = plans.AccountPlan

    account = factory.SubFactory(AccountFactory)
    starts_on = date(2026, 1, 1)
    ends_on = date(2028, 12, 31)


class OfPlanFactory(DjangoModelFactory):
    """A row of a plan."""

    class Meta:
        abstract = True

    plan = factory.SubFactory(PlanFactory)


class PassageFactory(OfPlanFactory):
    class Meta:
        model = plans.Passage

    section = "market"
    field = "size"
    text = "Text"


class FigureFactory(OfPlanFactory):
    class Meta:
        model = plans.Figure

    section = "market"
    label = factory.Sequence(lambda n: f"Figure {n}")
    value = 10


class SwotItemFactory(OfPlanFactory):
    class Meta:
        model = plans.SwotItem

    quadrant = plans.SwotItem.Quadrant.STRENGTH
    text = factory.Sequence(lambda n: f"Item {n}")


class TowsOptionFactory(OfPlanFactory):
    class Meta:
        model = plans.TowsOption
        skip_postgeneration_save = True

    text = factory.Sequence(lambda n: f"Option {n}")

    @factory.post_generation
    def items(self, create, items):
        self.items.add(*items or [])


class PriorityFactory(OfPlanFactory):
    class Meta:
        model = plans.StrategicPriority
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Priority {n}")

    @factory.post_generation
    def options(self, create, options):
        self.options.add(*options or [])


class ObjectiveFactory(OfPlanFactory):
    class Meta:
        model = plans.PlanObjective

    title = factory.Sequence(lambda n: f"Objective {n}")


class ActionFactory(OfPlanFactory):
    class Meta:
        model = plans.PlanAction

    title = factory.Sequence(lambda n: f"Action {n}")
    due_on = date(2026, 6, 30)


class RiskFactory(OfPlanFactory):
    class Meta:
        model = plans.PlanRisk

    text = factory.Sequence(lambda n: f"Risk {n}")


class SectionChargeFactory(OfPlanFactory):
    class Meta:
        model = plans.SectionCharge

    section = "market"
    user = factory.SubFactory(UserFactory)


class SectionCommentFactory(OfPlanFactory):
    class Meta:
        model = plans.SectionComment

    section = "market"
    author = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"Comment {n}")


class GuestFactory(DjangoModelFactory):
    """Somebody of the client who may come into the portal."""

    class Meta:
        model = portal.Guest

    account = factory.SubFactory(AccountFactory)
    stakeholder = factory.SubFactory(StakeholderFactory, account=factory.SelfAttribute("..account"))
    email = factory.Sequence(lambda n: f"guest{n}@client.example")
    language = "en"
    expires_at = datetime(2099, 1, 1, tzinfo=UTC)
    token_digest = factory.Sequence(lambda n: f"{n:064x}")


class EndorsementFactory(DjangoModelFactory):
    class Meta:
        model = plans.Endorsement

    priority = factory.SubFactory(PriorityFactory)
    name = factory.Sequence(lambda n: f"Person {n}")
    influence = 3
    endorsed_on = date(2026, 2, 1)


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = projects.Project

    account = factory.SubFactory(AccountFactory)
    name = factory.Sequence("Project {}".format)
    starts_on = date(2026, 1, 5)
    reference_kam = factory.SubFactory(UserFactory)


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = projects.Task

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence("Task {}".format)


class DependencyFactory(DjangoModelFactory):
    class Meta:
        model = projects.Dependency

    project = factory.SelfAttribute("before.project")
    before = factory.SubFactory(TaskFactory)
    after = factory.SubFactory(TaskFactory, project=factory.SelfAttribute("..before.project"))


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = projects.Committee

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence("Committee {}".format)
    starts_on = date(2026, 1, 12)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = projects.Meeting

    committee = factory.SubFactory(CommitteeFactory)
    planned_on = date(2026, 1, 12)


class DeliverableFactory(DjangoModelFactory):
    class Meta:
        model = projects.Deliverable

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence("Deliverable {}".format)


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = projects.ProjectResult

    project = factory.SubFactory(ProjectFactory)
    metric = factory.Sequence("Delay {}".format)
    starting, target, actual = 12, 6, 7
    delivered_on = date(2026, 3, 2)


class BulletinFactory(DjangoModelFactory):
    class Meta:
        model = projects.Bulletin

    project = factory.SubFactory(ProjectFactory)
    language = "fr"
    title = factory.Sequence("Bulletin {}".format)
    period_from, period_to = date(2026, 1, 5), date(2026, 2, 5)
    colour = projects.Colour.GREEN
