"""The minutes of a review: written, closed, co-signed, printed, sent."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.views.page import account_page, saved
from plans.models import PlanReview
from plans.moves import Refused, cosign_review
from plans.reviews.forms import MinutesForm, SendForm
from plans.reviews.mail import file_name, minutes_pdf
from plans.reviews.minutes import drafted, plain_lines
from plans.reviews.services import ask_to_send, close_review
from plans.reviews.views.prepare import review_page


def review_minutes(request, pk):
    """Written here from the draft, then saved, or saved and closed."""
    context = review_page(request, pk, to_edit=True)
    review, on = context["review"], timezone.localdate()
    form = MinutesForm(
        request.POST or None, instance=review, review=review, user=request.user, initial={"minutes": draft_of(review)}
    )
    if request.method == "POST" and saved(form) and settled(request, review, form):
        return redirect(review)
    context |= {"form": form, "has_come": review.has_come(on), "presences": review.presences.all()}
    return render(request, "plans/reviews/minutes.html", context)


def draft_of(review):
    topics = list(review.topics.shown())
    discussed = [topic for topic in topics if topic.is_done or topic.pk == review.shown_id] or topics
    decisions = review.decisions.shown().select_related("action__owner", "action__client_owner")
    return drafted(review.minutes, discussed, decisions)


def settled(request, review, form):
    """Whether what was asked beside saving could be done."""
    if "close" not in request.POST:
        messages.success(request, _("Saved."))
        return True
    minutes = plain_lines(form.cleaned_data["minutes"])
    try:
        close_review(review, minutes=minutes, by=request.user, at=timezone.now(), on=timezone.localdate())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("The minutes are closed. The sales director can co-sign them; you can send them."))
    return True


@require_POST
def review_cosign(request, pk):
    review = get_object_or_404(PlanReview.objects.visible_to(request.user).with_people(), pk=pk)
    try:
        cosign_review(review, by=request.user, at=timezone.now())
    except Refused as refused:
        raise Http404 from refused
    messages.success(request, _("You have co-signed the minutes."))
    return redirect(review)


def review_send(request, pk):
    review = get_object_or_404(PlanReview.objects.sendable_by(request.user).with_people(), pk=pk)
    form = SendForm(request.POST or None, presences=review.presences)
    if request.method == "POST" and form.is_valid():
        count = ask_to_send(form.cleaned_data["to"], at=timezone.now())
        told = ngettext("The minutes leave for %(n)s person.", "The minutes leave for %(n)s people.", count)
        messages.success(request, told % {"n": count})
        return redirect(review)
    context = {"review": review, "plan": review.plan, "account": account_page(request, review.plan.account_id)}
    context |= {"form": form, "presences": review.presences.select_related("stakeholder", "user")}
    return render(request, "plans/reviews/send.html", context)


def review_pdf(request, pk):
    review = review_page(request, pk)["review"]
    if review.closed_at is None:
        raise Http404
    answer = HttpResponse(minutes_pdf(review, request.LANGUAGE_CODE), content_type="application/pdf")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{file_name(review)}.pdf")
    return answer
