"""The figures of an account, what they were computed from, and the grid that judges them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Account
from accounts.stakeholders.models import OpinionAccess
from accounts.stakeholders.privacy.reading import note_reading
from accounts.views.page import account_page
from kam.scorecards.explanation import explain
from kam.scorecards.forms import DayForm
from kam.scorecards.grids import rules_by_family
from kam.scorecards.models import Grid, Standing
from kam.scorecards.panel import Panel
from kam.scorecards.services import request_readings
from kam.users.access import role_required
from kam.users.models import User

Role = User.Role


def panel(request, pk):
    """The fragment of the account page."""
    account = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    return render(request, "scorecards/_panel.html", {"account": account, "panel": Panel(account)})


def figure(request, pk, key):
    account = account_page(request, pk)
    standing = Standing.objects.get(account=account)
    form = DayForm(request.GET or None, initial={"on": standing.on or timezone.localdate()})
    explanation = explain(account, key, form.day)
    if explanation is None:
        raise Http404
    if explanation.tells_opinions:
        note_reading(request.user, account, OpinionAccess.Page.FIGURES, timezone.now())
    context = {"account": account, "form": form, "explanation": explanation, "today": timezone.localdate()}
    return render(request, "scorecards/figure.html", context)


@require_POST
@role_required(Role.ADMINISTRATOR, Role.DIRECTOR, Role.KAM)
def compute(request):
    return redirect(request_readings(user=request.user))


@role_required(Role.ADMINISTRATOR, Role.DIRECTOR)
def grid(request):
    grids = Grid.objects.prefetch_related("rows")
    current = grids.in_force(timezone.localdate())
    shown = [(grid, rules_by_family(grid)) for grid in grids]
    return render(request, "scorecards/grid.html", {"grids": shown, "current": current})
