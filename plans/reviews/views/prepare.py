"""The reviews of a plan, and the preparation of one: agenda, participants, private notes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.page import account_page, delete_part, form_page
from plans.models import AccountPlan, PlanReview, ReviewTopic
from plans.moves import Part, parts_of
from plans.reviews.advice import advice
from plans.reviews.facts import decisions_before, next_due, preparation_of
from plans.reviews.forms import LengthForm, PeopleForm, PrepareForm, ReviewForm, TopicForm, order_in
from plans.reviews.services import (
    fit,
    move_topic,
    open_review,
    propose_again,
    put_in_order,
    set_presences,
    set_topic_shown,
)

STEPS = {"up": -1, "down": 1}


def review_page(request, pk, *, to_edit=False):
    """The review with its plan and account for the page around it, or 404 for whoever may not see (or hold) it."""
    reviews = PlanReview.objects.with_people()
    reviews = reviews.editable_by(request.user) if to_edit else reviews.visible_to(request.user)
    review = get_object_or_404(reviews, pk=pk)
    account = account_page(request, review.plan.account_id)
    return {"review": review, "plan": review.plan, "account": account}


def topic_to_edit(request, pk):
    topics = ReviewTopic.objects.editable_by(request.user)
    return get_object_or_404(topics.select_related("review__plan__account"), pk=pk)


def prepare_url(review):
    return reverse("plans:review-prepare", args=[review.pk])


def review_list(request, pk):
    plan = get_object_or_404(AccountPlan.objects.visible_to(request.user).with_people(), pk=pk)
    on, due = timezone.localdate(), next_due(plan)
    context = {
        "plan": plan,
        "account": account_page(request, plan.account_id),
        "reviews": plan.reviews.with_people(),
        "due": due,
        "is_overdue": due is not None and due < on,
    }
    return render(request, "plans/reviews/list.html", context)


def review_create(request, pk):
    plans = AccountPlan.objects.editable_by(request.user).in_execution()
    plan, on = get_object_or_404(plans.with_people(), pk=pk), timezone.localdate()
    form = ReviewForm(request.POST or None, plan=plan, on=on)
    if request.method == "POST" and form.is_valid():
        return redirect(prepare_url(open_review(plan, by=request.user, on=on, **form.cleaned_data)))
    account = account_page(request, plan.account_id, to_edit=True)
    context = {"account": account, "form": form, "title": _("Prepare a review"), "back": plan.get_absolute_url()}
    return render(request, "accounts/account_form.html", context)


def review_detail(request, pk):
    context = review_page(request, pk)
    review = context["review"]
    context |= {
        "topics": review.topics.all(),
        "decisions": review.decisions.select_related("action__owner", "action__client_owner"),
        "presences": review.presences.select_related("stakeholder", "user"),
        "may_cosign": Part.MANAGER in parts_of(request.user, review.plan),
    }
    return render(request, "plans/reviews/detail.html", context)


def review_prepare(request, pk):
    context = review_page(request, pk, to_edit=True)
    review = context["review"]
    topics = list(review.topics.all())
    total = sum(topic.minutes_planned for topic in topics)
    context |= {
        "topics": topics,
        "total": total,
        "length": LengthForm(initial={"length": total}),
        "presences": review.presences.select_related("stakeholder", "user"),
        "before": decisions_before(review.plan, review),
        "advice": advice(preparation_of(review, topics, timezone.localdate())),
    }
    return render(request, "plans/reviews/prepare.html", context)


def review_edit(request, pk):
    context = review_page(request, pk, to_edit=True)
    review = context["review"]
    form = PrepareForm(request.POST or None, instance=review, review=review, user=request.user)
    title = _("Day and private notes")
    return form_page(
        request, context["account"], form, title=title, back=prepare_url(review),
        delete_url=reverse("plans:review-delete", args=[pk]),
    )  # fmt: skip


@require_POST
def review_delete(request, pk):
    review = review_page(request, pk, to_edit=True)["review"]
    if review.decisions.exists():
        messages.error(request, _("Something was decided in this review: take that back first."))
        return redirect(prepare_url(review))
    return delete_part(request, review, back=reverse("plans:review-list", args=[review.plan_id]))


def review_people(request, pk):
    context = review_page(request, pk, to_edit=True)
    review = context["review"]
    form = PeopleForm(request.POST or None, review=review, user=request.user)
    if request.method == "POST" and form.is_valid():
        set_presences(review, **form.chosen())
        messages.success(request, _("Saved."))
        return redirect(prepare_url(review))
    context |= {"form": form, "title": _("Who takes part"), "back": prepare_url(review)}
    return render(request, "accounts/account_form.html", context)


@require_POST
def review_agenda(request, pk):
    review = review_page(request, pk, to_edit=True)["review"]
    form = LengthForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the lengths."))
    elif "again" in request.POST:
        propose_again(review, on=timezone.localdate(), **form.cleaned_data)
    else:
        fit(review, **form.cleaned_data)
    return redirect(prepare_url(review))


@require_POST
def review_order(request, pk):
    review = review_page(request, pk, to_edit=True)["review"]
    put_in_order(review, order_in(request.POST))
    return redirect(prepare_url(review))


def topic_create(request, pk):
    context = review_page(request, pk, to_edit=True)
    review = context["review"]
    last = review.topics.last()
    topic = ReviewTopic(review=review, position=last.position + 1 if last else 0)
    form = TopicForm(request.POST or None, instance=topic, review=review, user=request.user)
    return form_page(request, context["account"], form, title=_("New topic"), back=prepare_url(review))


def topic_edit(request, pk):
    topic = topic_to_edit(request, pk)
    review = topic.review
    account = account_page(request, review.plan.account_id, to_edit=True)
    form = TopicForm(request.POST or None, instance=topic, review=review, user=request.user)
    return form_page(request, account, form, title=_("Edit the topic"), back=prepare_url(review))


@require_POST
def topic_delete(request, pk):
    topic = topic_to_edit(request, pk)
    return delete_part(request, topic, back=prepare_url(topic.review))


@require_POST
def topic_move(request, pk, way):
    topic = topic_to_edit(request, pk)
    if way not in STEPS:
        raise Http404
    move_topic(topic, STEPS[way])
    return redirect(prepare_url(topic.review))


@require_POST
def topic_show(request, pk):
    topic = topic_to_edit(request, pk)
    set_topic_shown(topic, is_shown=not topic.is_shown)
    return redirect(prepare_url(topic.review))
