"""The projects of an account, and one of them: its answers, its tasks, its baseline."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.views.page import account_page, form_page
from projects.answers import Answers
from projects.forms import ProjectForm
from projects.gantt import SCALE_NAMES
from projects.models import Project
from projects.portfolio.standing import standings_of
from projects.status.tiles import Tiles


def project_list(request, pk):
    account = account_page(request, pk)
    projects = Project.objects.visible_to(request.user).of(account).with_people()
    standings = standings_of(projects, timezone.localdate())
    return render(request, "projects/project_list.html", {"account": account, "standings": standings})


def project_create(request, pk):
    account, on = account_page(request, pk, to_edit=True), timezone.localdate()
    form = ProjectForm(request.POST or None, account=account, user=request.user, on=on)
    return form_page(
        request, account, form, title=_("New project"), back=reverse("projects:list", args=[pk]), opens=True
    )


def project_to_edit(request, pk):
    """A project that the person may change now, or 404."""
    return get_object_or_404(Project.objects.editable_by(request.user).under_way().with_people(), pk=pk)


def project_edit(request, pk):
    project = get_object_or_404(Project.objects.editable_by(request.user).with_people(), pk=pk)
    account, on = account_page(request, project.account_id, to_edit=True), timezone.localdate()
    form = ProjectForm(request.POST or None, instance=project, account=account, user=request.user, on=on)
    return form_page(request, account, form, title=_("Edit the project"), back=project.get_absolute_url())


def project_detail(request, pk):
    """The chart, which fetches its rows; the answers and the table too, unless they are asked for without scripts."""
    project, context = page_of(request, pk)
    if "scale" in request.GET:
        answers = Answers(project, timezone.localdate())
        context |= {
            "gantt": answers.gantt(request.GET["scale"]),
            "answers": answers,
            "tiles": Tiles(answers, request.user),
        }
    return render(request, "projects/project_detail.html", context | {"scales": SCALE_NAMES})


def project_answers(request, pk):
    project, context = page_of(request, pk)
    answers = Answers(project, timezone.localdate())
    context |= {"answers": answers, "tiles": Tiles(answers, request.user)}
    return render(request, "projects/project_answers.html", context)


def project_table(request, pk):
    project, context = page_of(request, pk)
    return render(request, "projects/project_table.html", context | {"answers": Answers(project, timezone.localdate())})


def page_of(request, pk):
    """A project with how many tasks it has, its account and the last baseline without what it holds."""
    projects = Project.objects.visible_to(request.user).with_people().annotate(size=Count("tasks"))
    project = get_object_or_404(projects, pk=pk)
    context = {
        "account": account_page(request, project.account_id),
        "project": project,
        "baseline": project.baselines.defer("content").first(),
    }
    return project, context
