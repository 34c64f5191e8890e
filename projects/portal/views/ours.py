"""What the client would read of a project, word by word, before and after somebody says that he may."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.page import account_page
from plans.portal.models import Guest
from projects.models import Project, SharedProject
from projects.portal.reading import Reading
from projects.sharing import share, shared_of, withdraw


def client(request, pk):
    """The very page of a guest, made of the project as it is now."""
    project = get_object_or_404(Project.objects.visible_to(request.user).with_people(), pk=pk)
    shared = SharedProject(project=project, content=shared_of(project).to_json(), published_at=timezone.now())
    context = {
        "account": account_page(request, project.account_id),
        "project": project,
        "reading": Reading(shared, timezone.localdate()),
        "guests": Guest.objects.active(timezone.now()).of(project.account).with_people(),
    }
    return render(request, "projects/portal/client.html", context)


def project_to_show(request, pk):
    return get_object_or_404(Project.objects.editable_by(request.user), pk=pk)


@require_POST
def client_share(request, pk):
    share(project_to_show(request, pk))
    messages.success(request, _("The guests of the client read this page from now on; it follows each change."))
    return redirect("sharing:project", pk)


@require_POST
def client_withdraw(request, pk):
    withdraw(project_to_show(request, pk))
    messages.success(request, _("Withdrawn: the guests of the client do not find it any more."))
    return redirect("sharing:project", pk)
