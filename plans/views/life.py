"""A plan goes from one state to another, with what that takes: agreements, reviews, the director's reading."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.page import account_page, form_page
from kam.users.access import role_required
from kam.users.models import User
from plans.comparison import comparison_lines
from plans.content import content_of
from plans.forms import EndorsementForm, MoveForm, SignOffForm
from plans.models import AccountPlan, Endorsement, Move, SignOff, Status, StrategicPriority
from plans.moves import Refused, agree_as_controller, move_plan
from plans.sharing import shared_of
from plans.views.plan import desk_of


def plan_move(request, pk, to):
    context = desk_of(request, pk)
    onward = next((each for each in context["desk"].onward if each.way.target == to), None)
    if onward is None:
        raise Http404
    is_back = to == Status.ANALYSIS and context["plan"].status == Status.INTERNAL_VALIDATION
    noted = context["plan"].remarks_noted_by(request.user) if is_back else None
    form = MoveForm(request.POST or None, remarks=noted, asks_waiver=to == Status.APPROVED)
    is_hopeless = bool(onward.refusals) and to != Status.APPROVED  # where a waiver may still open the way
    if request.method == "POST" and form.is_valid() and (moved := attempt(request, context["plan"], to, form)):
        return redirect(moved)
    return render(
        request, "plans/plan_move.html", {**context, "form": form, "onward": onward, "is_hopeless": is_hopeless}
    )


def attempt(request, plan, to, form):
    """The plan once moved, or None with the reasons beside the form."""
    try:
        return move_plan(plan, to=Status(to), by=request.user, at=timezone.now(), **form.reasons())
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)


def move_detail(request, pk):
    move = get_object_or_404(Move.objects.visible_to(request.user).select_related("by", "edition"), pk=pk)
    context = {"move": move, "remarks": move.remarks.all(), "lines": comparison_lines(move.changes)}
    return render(request, "plans/move_detail.html", desk_of(request, move.plan_id) | context)


@role_required(User.Role.DIRECTOR)
def to_validate(request):
    plans = AccountPlan.objects.to_validate_by(request.user).with_people().with_last_move()
    return render(request, "plans/to_validate.html", {"plans": plans})


def endorsement_create(request, pk):
    priority = get_object_or_404(StrategicPriority.objects.endorsable_by(request.user), pk=pk)
    account = account_page(request, priority.plan.account_id, to_edit=True)
    row = Endorsement(priority=priority, recorded_by=request.user, digest=priority.words_digest)
    form = EndorsementForm(request.POST or None, instance=row, account=account, on=timezone.localdate())
    back = reverse("plans:strategy", args=[priority.plan_id])
    return form_page(request, account, form, title=_("The client agrees: %(title)s") % {"title": priority}, back=back)


def sign_off_create(request, pk):
    plan = get_object_or_404(
        AccountPlan.objects.editable_by(request.user).with_people(), pk=pk, status=Status.CLIENT_COWRITING
    )
    account = account_page(request, plan.account_id, to_edit=True)
    row = SignOff(plan=plan, recorded_by=request.user, digest=shared_of(content_of(plan)).digest)
    form = SignOffForm(request.POST or None, instance=row, account=account, on=timezone.localdate())
    return form_page(request, account, form, title=_("The client signs this version"), back=plan.get_absolute_url())


@require_POST
def control(request, pk):
    plan = get_object_or_404(AccountPlan.objects.visible_to(request.user).with_people(), pk=pk)
    try:
        agree_as_controller(plan, by=request.user, at=timezone.now())
    except Refused as refused:
        raise Http404 from refused
    messages.success(request, _("You have agreed to the investment of this plan."))
    return redirect(plan)
