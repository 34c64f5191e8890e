"""The plans of an account, and one of them: its sections, how far it is, where it may go."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.views.page import account_page, form_page
from plans.catalogue import BY_KEY, passage
from plans.desk import Desk
from plans.forms import PassageForm, PlanForm
from plans.models import AccountPlan, Passage, SectionCharge
from plans.moves import open_plan
from plans.sharing import republish
from plans.told import with_told


def desk_of(request, pk):
    """The plan with all that its pages show of it, and its account; 404 for whoever may not see it."""
    plan = get_object_or_404(with_told(AccountPlan.objects.visible_to(request.user).with_people()), pk=pk)
    return {
        "desk": Desk(plan, request.user, timezone.localdate()),
        "plan": plan,
        "account": account_page(request, plan.account_id),
    }


def plan_to_write(request, pk, section=""):
    """A plan of which the person may write that section, or all without one, else 404.

    Of a plan that was frozen meanwhile, what is sent still comes to its form, which says so and keeps what was typed.
    """
    plans = AccountPlan.objects.writable_in(request.user, section, whenever=request.method == "POST")
    return get_object_or_404(plans.with_people(), pk=pk)


def after_saving(request, plan, answer):
    """The answer; once something was saved, what the client may read follows."""
    if answer.status_code == 302:
        republish(plan, by=request.user, at=timezone.now())
    return answer


def plan_list(request, pk):
    account = account_page(request, pk)
    plans = AccountPlan.objects.visible_to(request.user).of(account).with_people()
    charges = SectionCharge.objects.held_by(request.user, whenever=True).of(account)
    return render(request, "plans/plan_list.html", {"account": account, "plans": plans, "charges": charges})


def plan_create(request, pk):
    account, on = account_page(request, pk, to_edit=True), timezone.localdate()
    form = PlanForm(request.POST or None, account=account, user=request.user, on=on)
    if request.method == "POST" and form.is_valid():
        copied = {name: form.cleaned_data.get(name) for name in ("source", "keeps_done")}
        return redirect(open_plan(form.save(commit=False), by=request.user, at=timezone.now(), **copied))
    back = reverse("plans:list", args=[pk])
    context = {"account": account, "form": form, "title": _("New plan"), "back": back}
    return render(request, "accounts/account_form.html", context)


def plan_detail(request, pk):
    context = desk_of(request, pk)
    context |= {name: getattr(context["desk"], name) for name in ("moves", "sign_offs", "reviews")}
    return render(request, "plans/plan_detail.html", context)


def plan_edit(request, pk):
    plan = plan_to_write(request, pk)
    account = account_page(request, plan.account_id, to_edit=True)
    form = PlanForm(request.POST or None, instance=plan, account=account, user=request.user, on=timezone.localdate())
    answer = form_page(request, account, form, title=_("Edit the plan"), back=plan.get_absolute_url())
    return after_saving(request, plan, answer)


def passage_edit(request, pk, key, field):
    if passage(key, field) is None:
        raise Http404
    plan = plan_to_write(request, pk, key)
    account = account_page(request, plan.account_id)
    row = Passage.objects.named(plan, key, field)
    form = PassageForm(request.POST or None, instance=row, plan=plan, user=request.user)
    back = reverse("plans:section", args=[pk, key])
    return after_saving(request, plan, form_page(request, account, form, title=BY_KEY[key].title, back=back))
