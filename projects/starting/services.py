"""A template made of a project, and a project of a template."""

from typing import Any

from django.db import transaction

from accounts.models import Account
from kam.users.models import User
from projects.interchange.rows import written
from projects.models import Project, ProjectTemplate
from projects.outline import Outline
from projects.services import change
from projects.starting.content import content_of


def save_as_template(template: ProjectTemplate, project: Project, *, by: User) -> ProjectTemplate:
    template.content, template.owner = content_of(project), by
    template.save()
    return template


@transaction.atomic
def start_project(outline: Outline, account: Account, *, by: User, **told: Any) -> Project:
    """A project in preparation, planned as the template says. Raises Refused."""
    project = Project.objects.create(
        account=account, name=outline.title, starts_on=outline.start.date(), reference_kam=account.kam or by, **told
    )
    change(project, lambda: written(outline, project))
    return project
