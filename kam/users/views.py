"""People, teams and security for administrators; preferences and devices for everybody."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kam.users import services
from kam.users.access import role_required
from kam.users.changes import changes_of
from kam.users.filters import UserFilter
from kam.users.forms import DisplayForm, PreferencesForm, SecurityPolicyForm, TeamForm, UserForm
from kam.users.models import Team, User
from kam.users.paging import paged
from kam.users.tables import TeamTable, UserTable

administrators_only = role_required(User.Role.ADMINISTRATOR)


@administrators_only
def user_list(request):
    people = User.objects.editable_by(request.user).select_related("team").with_second_factor()
    filterset = UserFilter(request.GET, queryset=people)
    table = paged(UserTable(filterset.qs), request)
    return render(request, "users/user_list.html", {"table": table, "filter": filterset})


@administrators_only
def user_create(request):
    form = UserForm(request.POST or None, user=request.user)
    if form.is_valid():
        with transaction.atomic():
            person = form.save(commit=False)
            person.set_unusable_password()
            person.save()
            services.invite(person)
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": person.email})
        return redirect("users:user-list")
    return render(request, "users/user_form.html", {"form": form})


@administrators_only
@transaction.atomic
def user_edit(request, pk):
    person = get_object_or_404(User.objects.editable_by(request.user).with_second_factor(), pk=pk)
    form = UserForm(request.POST or None, instance=person, user=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("users:user-list")
    context = {"form": form, "person": person, "changes": changes_of(person)}
    return render(request, "users/user_form.html", context)


@administrators_only
@require_POST
def user_deactivate(request, pk):
    person = get_object_or_404(User.objects.editable_by(request.user), pk=pk)
    try:
        services.deactivate(person, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(person)s can no longer sign in.") % {"person": person})
    return redirect(person)


@administrators_only
@require_POST
def user_reactivate(request, pk):
    person = get_object_or_404(User.objects.editable_by(request.user), pk=pk)
    person.reactivate()
    messages.success(request, _("%(person)s can sign in again.") % {"person": person})
    return redirect(person)


@administrators_only
@require_POST
def user_invite(request, pk):
    person = get_object_or_404(User.objects.editable_by(request.user), pk=pk)
    try:
        services.invite(person)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request, _("A link to choose a password is on its way to %(email)s.") % {"email": person.email}
        )
    return redirect(person)


@administrators_only
@require_POST
def user_reset_factor(request, pk):
    person = get_object_or_404(User.objects.editable_by(request.user), pk=pk)
    services.reset_second_factor(person)
    messages.success(request, _("The second factor of %(person)s is removed.") % {"person": person})
    return redirect(person)


@administrators_only
def team_list(request):
    table = paged(TeamTable(Team.objects.editable_by(request.user).with_members()), request)
    return render(request, "users/team_list.html", {"table": table})


@administrators_only
def team_create(request):
    form = TeamForm(request.POST or None)
    if form.is_valid():
        form.save()
        return redirect("users:team-list")
    return render(request, "users/team_form.html", {"form": form})


@administrators_only
def team_edit(request, pk):
    team = get_object_or_404(Team.objects.editable_by(request.user), pk=pk)
    form = TeamForm(request.POST or None, instance=team)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("users:team-list")
    return render(request, "users/team_form.html", {"form": form, "team": team})


@administrators_only
@require_POST
def team_delete(request, pk):
    team = get_object_or_404(Team.objects.editable_by(request.user), pk=pk)
    try:
        services.delete_team(team)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect(team)
    messages.success(request, _("The team %(team)s is deleted.") % {"team": team})
    return redirect("users:team-list")


@administrators_only
def security_policy(request):
    form = SecurityPolicyForm(request.POST or None)
    if form.is_valid():
        services.require_second_factor(form.cleaned_data["roles"])
        messages.success(request, _("Saved."))
        return redirect("users:security-policy")
    return render(request, "users/security_policy.html", {"form": form})


def preferences(request):
    form = PreferencesForm(request.POST or None, instance=request.user)
    if form.is_valid():
        with translation.override(form.save().language):
            messages.success(request, _("Saved."))
        return redirect("users:preferences")
    return render(request, "users/preferences.html", {"form": form})


@login_not_required
@require_POST
def set_display(request):
    """The quick switch of the top bar and of the sign-in page; a stranger's language is kept in a cookie."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")  # never the name of a view, as `redirect` would read it
    if request.user.is_authenticated:
        form = DisplayForm(request.POST, instance=request.user)
        if form.is_valid():
            form.save()
    elif request.POST.get("language") in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, request.POST["language"], samesite="Lax")
    return response


@require_POST
def session_end(request, pk):
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        raise Http404
    session.end()
    messages.success(request, _("This device is signed out."))
    return redirect("usersessions_list")
