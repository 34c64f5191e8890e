"""A review is held on two screens: ours, with all that we know, and theirs, with what may be shown."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.fields import keys_in
from accounts.views.page import account_page, form_page, saved
from plans.forms import ProgressForm
from plans.models import PlanAction, ReviewDecision, ReviewTopic
from plans.reviews.forms import BornActionForm, DecisionForm, OutcomeForm
from plans.reviews.presenter import Presenter
from plans.reviews.screen import screen_of
from plans.reviews.services import bear, show, take_back_outcome, write_down
from plans.reviews.views.notes import note_state
from plans.reviews.views.prepare import review_page
from plans.sharing import publish

TEXTS = {"minutes": 50_000, "private_notes": 50_000}


def present_url(review):
    return reverse("plans:review-present", args=[review.pk])


def topic_named(request, review):
    """The topic that the request names, of this review, or None."""
    if not (key := request.POST.get("topic", "")):
        return None
    return get_object_or_404(ReviewTopic.objects.editable_by(request.user), pk__in=keys_in([key]), review=review)


def review_present(request, pk, form=None):
    context = review_page(request, pk, to_edit=True)
    review, on = context["review"], timezone.localdate()
    context |= {
        "desk": Presenter(review, on),
        "screen": screen_of(review, on),
        "outcome": form or OutcomeForm(review=review, user=request.user, on=on),
    }
    return render(request, "plans/reviews/present.html", context)


@require_POST
def review_show(request, pk):
    review = review_page(request, pk, to_edit=True)["review"]
    show(review, topic_named(request, review), at=timezone.now())
    return redirect(present_url(review))


@require_POST
def review_note(request, pk, field):
    """Save one of the two texts while it is written."""
    review = review_page(request, pk, to_edit=True)["review"]
    if field not in TEXTS:
        raise Http404
    return note_state(request, partial(write_down, review, field), field=field, longest=TEXTS[field])


@require_POST
def outcome_create(request, pk):
    review, on = review_page(request, pk, to_edit=True)["review"], timezone.localdate()
    form = OutcomeForm(request.POST, review=review, user=request.user, on=on)
    if not form.is_valid():
        return review_present(request, pk, form)
    topic = topic_named(request, review)
    try:
        born = bear(review, topic=topic, by=request.user, at=timezone.now(), on=on, **form.outcome())
    except ValidationError as error:
        form.add_error(None, error.messages)
        return review_present(request, pk, form)
    undo = reverse("plans:review-outcome-delete", args=[born.pk])
    messages.success(request, _("Noted: %(text)s") % {"text": born}, extra_tags=f"undo:{undo}")
    return redirect(present_url(review))


def outcome_to_edit(request, pk):
    decisions = ReviewDecision.objects.editable_by(request.user)
    related = decisions.select_related("review__plan__account", "action", "risk", "swot_item")
    return get_object_or_404(related, pk=pk)


def outcome_edit(request, pk):
    decision = outcome_to_edit(request, pk)
    review = decision.review
    account = account_page(request, review.plan.account_id, to_edit=True)
    form = DecisionForm(request.POST or None, instance=decision, review=review, user=request.user)
    return form_page(request, account, form, title=_("Edit the decision"), back=present_url(review))


def outcome_action(request, pk):
    """Who does it, by when, how much it weighs: of an action born here, until the minutes are closed."""
    decision = outcome_to_edit(request, pk)
    review = decision.review
    if decision.action is None:
        raise Http404
    account = account_page(request, review.plan.account_id, to_edit=True)
    form = BornActionForm(request.POST or None, instance=decision.action, review=review, user=request.user)
    answer = form_page(request, account, form, title=_("Edit the action"), back=present_url(review))
    if request.method == "POST":
        publish(review.plan, by=request.user, at=timezone.now())
    return answer


@require_POST
def outcome_delete(request, pk):
    decision = outcome_to_edit(request, pk)
    back = present_url(decision.review)
    undo = take_back_outcome(decision, by=request.user, at=timezone.now(), back=back)
    messages.success(request, _("“%(name)s” was deleted.") % {"name": decision}, extra_tags=f"undo:{undo}")
    return redirect(back)


@require_POST
def action_told(request, pk, action):
    """How far an action is, told while it is spoken of."""
    review = review_page(request, pk, to_edit=True)["review"]
    row = get_object_or_404(PlanAction.objects.under_way(request.user), pk=action, plan=review.plan)
    form = ProgressForm(request.POST, instance=row, user=request.user, on=timezone.localdate())
    if saved(form):
        publish(review.plan, by=request.user, at=timezone.now())
    else:
        messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
    return redirect(present_url(review))


def review_screen(request, pk):
    """Theirs: a page that holds a Screen and nothing else, not even the frame of our pages."""
    review = review_page(request, pk)["review"]
    return render(request, "plans/reviews/screen.html", {"screen": screen_of(review, timezone.localdate()), "pk": pk})


def review_screen_state(request, pk):
    """What the screen asks every other second; nothing while it shows the same."""
    review = review_page(request, pk)["review"]
    screen = screen_of(review, timezone.localdate())
    if request.GET.get("seen") == screen.stamp:
        return HttpResponse(status=204)
    return render(request, "plans/reviews/_screen.html", {"screen": screen, "pk": pk, "small": "small" in request.GET})
