"""A section written in place: what is typed is saved by itself, and nobody's text is written over."""

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import date as as_date
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.mentions import Colleagues
from accounts.views.page import account_page, form_page, saved
from plans.catalogue import BY_KEY, passage
from plans.models import Passage, SectionCharge
from plans.sharing import republish
from plans.telling import tell_in_charge
from plans.templatetags.markdown import markdown
from plans.views.plan import desk_of, plan_to_write
from plans.writing.forms import PlacedPassageForm, SectionChargeForm, SectionCommentForm
from plans.writing.section import SectionDesk


def section(request, pk, key):
    context = section_context(request, pk, key)
    about = request.GET.get("line", "")
    form = SectionCommentForm(
        names=context["here"].names, initial={"line": about} if about in context["here"].names else {}
    )
    return section_page(request, context, form)


def section_context(request, pk, key):
    if key not in BY_KEY:
        raise Http404
    context = desk_of(request, pk)
    desk = context["desk"]
    return context | {
        "state": desk.state(key),
        "here": SectionDesk(desk, BY_KEY[key], request.user),
        "remark": desk.remarks.get(key),
        "risks": context["plan"].risks.select_related("owner") if key == "risks" else None,
        "colleagues": Colleagues(),
    }


def section_page(request, context, comment_form):
    about = context["here"].names.get(str(comment_form["line"].value() or ""), "")
    return render(request, "plans/section.html", context | {"comment_form": comment_form, "about": about})


@require_POST
def passage_autosave(request, pk, key, field):
    if passage(key, field) is None:
        raise Http404
    plan = plan_to_write(request, pk, key)
    form = PlacedPassageForm(
        request.POST, instance=Passage.objects.named(plan, key, field), plan=plan, user=request.user
    )
    if not saved(form):
        return JsonResponse(refusal(form), status=409 if form.conflicts else 422)
    if "done" in request.POST:
        republish(plan, by=request.user, at=timezone.now())
    return JsonResponse(receipt(form))


def refusal(form):
    """Why nothing was saved, in words."""
    errors = [str(error) for found in form.errors.values() for error in found]
    return {"error": " ".join(errors), "conflict": bool(form.conflicts)}


def receipt(form):
    """When it was saved, the token to save the next change with, and the text as it reads."""
    latest = form.latest_event()
    told = _("saved at %(time)s") % {"time": as_date(timezone.localtime(), "TIME_FORMAT")}
    return {"told": told, "version": latest.pk if latest else 0, "html": markdown(form.instance.text)}


def charge_create(request, pk, key):
    if key not in BY_KEY:
        raise Http404
    plan = plan_to_write(request, pk)
    account = account_page(request, plan.account_id, to_edit=True)
    form = SectionChargeForm(
        request.POST or None, instance=SectionCharge(plan=plan, section=key), plan=plan, user=request.user
    )
    title = _("In charge of “%(section)s”") % {"section": BY_KEY[key].title}
    answer = form_page(request, account, form, title=title, back=form.instance.get_absolute_url())
    if answer.status_code == 302:
        tell_in_charge(form.instance, by=request.user, at=timezone.now())
    return answer


@require_POST
def charge_delete(request, pk):
    charge = get_object_or_404(SectionCharge.objects.editable_by(request.user), pk=pk)
    charge.delete()
    return redirect(charge)
