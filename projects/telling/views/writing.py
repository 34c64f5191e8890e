"""The bulletins of a project: listed, drafted, edited, looked at as the reader will."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.views.page import account_page, delete_part, saved, say_it_is_saved
from projects.models import Bulletin, Project
from projects.telling.forms import BulletinForm, LanguageForm
from projects.telling.services import draft_bulletin
from projects.telling.standing import standing_of


def project_page(request, pk):
    """A project with the account around it, for whoever sees it."""
    project = get_object_or_404(Project.objects.visible_to(request.user).with_people(), pk=pk)
    return {"project": project, "account": account_page(request, project.account_id)}


def bulletin_list(request, pk):
    context = project_page(request, pk)
    bulletins = context["project"].bulletins.with_readings()
    form = LanguageForm(initial={"language": request.LANGUAGE_CODE})
    return render(request, "projects/telling/list.html", context | {"bulletins": bulletins, "form": form})


@require_POST
def bulletin_create(request, pk):
    project = get_object_or_404(Project.objects.editable_by(request.user), pk=pk)
    form = LanguageForm(request.POST)
    language = form.cleaned_data["language"] if form.is_valid() else request.LANGUAGE_CODE
    bulletin = draft_bulletin(project, language=language, by=request.user, on=timezone.localdate())
    return redirect("projects:bulletin-edit", bulletin.pk)


def bulletin_page(bulletin, request):
    return {"bulletin": bulletin, **project_page(request, bulletin.project_id)}


def bulletin_to_edit(request, pk):
    """One that has not left, or 404."""
    return get_object_or_404(Bulletin.objects.editable_by(request.user).with_project(), pk=pk)


def bulletin_edit(request, pk):
    bulletin = bulletin_to_edit(request, pk)
    standing = standing_of(bulletin.project, timezone.localdate())
    form = BulletinForm(request.POST or None, instance=bulletin, standing=standing, user=request.user)
    if request.method == "POST" and saved(form):
        say_it_is_saved(request, form)
        return redirect(bulletin)
    context = bulletin_page(bulletin, request) | {"form": form, "standing": standing}
    return render(request, "projects/telling/edit.html", context)


def bulletin_detail(request, pk):
    bulletin = get_object_or_404(Bulletin.objects.visible_to(request.user).with_project(), pk=pk)
    context = bulletin_page(bulletin, request) | {
        "recipients": bulletin.recipients.with_all(),
        "waiting": bulletin.recipients.to_send().count(),
        "standing": standing_of(bulletin.project, timezone.localdate()),
    }
    return render(request, "projects/telling/detail.html", context)


@require_POST
def bulletin_delete(request, pk):
    bulletin = bulletin_to_edit(request, pk)
    return delete_part(request, bulletin, back=reverse("projects:bulletin-list", args=[bulletin.project_id]))
