"""What the client has written about a plan, and our answers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.page import account_page, form_page
from plans.models import AccountPlan
from plans.portal.cowriting import decisions
from plans.portal.cowriting.forms import MessageForm, RefusalForm
from plans.portal.cowriting.ourdesk import ClientWords, beside_the_plan, last_plan_of, with_people
from plans.portal.cowriting.services import write_message
from plans.portal.cowriting.takeup import TakeUpForm
from plans.portal.cowriting.tasks import send_news
from plans.portal.cowriting.topics import topic_or_404
from plans.portal.models import ClientView, Guest, Message, Suggestion
from plans.reviews.minutes import plain_lines
from plans.views.plan import desk_of, plan_to_write


def words(request, pk):
    context = desk_of(request, pk)
    desk = context["desk"]
    client = ClientWords(desk.plan, desk.content, desk.facts.shift)
    return render(request, "portal/cowriting/client_words.html", context | {"client": client, "reply": MessageForm()})


def words_of_guest(request, pk):
    """Where the notice that a guest has written leads: the plan that he wrote about last."""
    guest = get_object_or_404(Guest.objects.visible_to(request.user), pk=pk)
    plan = last_plan_of(guest)
    return redirect(reverse("cowriting:client", args=[plan]) if plan else guest.account)


def suggestion_to_decide(request, pk):
    return get_object_or_404(Suggestion.objects.editable_by(request.user).select_related("plan"), pk=pk)


def decide(request, pk):
    """Accept (as it is, or amended) or refuse; the page asks again whenever nothing could be decided."""
    suggestion = suggestion_to_decide(request, pk)
    outcome = Outcome(request, suggestion)
    if request.method == "POST" and outcome.is_decided():
        return redirect(outcome.onward)
    context = desk_of(request, suggestion.plan_id)
    (proposal,) = beside_the_plan(context["plan"], [with_people(Suggestion.objects).get(pk=pk)])
    context |= {"proposal": proposal, "form": outcome.form_for(proposal), "refusal": outcome.refusal}
    return render(request, "portal/cowriting/decide.html", context | {"client_shift": context["desk"].facts.shift})


class Outcome:
    """What the KAM chose: `decision` is accept, amend or refuse."""

    def __init__(self, request, suggestion):
        self.request, self.suggestion = request, suggestion
        self.choice = request.POST.get("decision", request.GET.get("decision", ""))
        is_refusing = request.method == "POST" and self.choice == "refuse"
        self.refusal = RefusalForm(request.POST if is_refusing else None)
        self.failed = None

    def is_decided(self) -> bool:
        if self.choice == "refuse" and not self.refusal.is_valid():
            return False
        try:
            self.decide()
        except decisions.Undecided as undecided:
            messages.warning(self.request, str(undecided))
            self.failed = undecided.form
            return False
        messages.success(self.request, _("Decided: the client finds your answer on his page."))
        return True

    def decide(self):
        told = {"by": self.request.user, "at": timezone.now()}
        if self.choice == "refuse":
            return decisions.refuse(self.suggestion, answer=self.refusal.cleaned_data["answer"], **told)
        post = self.request.POST
        amended = post if self.choice == "amend" else None
        answer = plain_lines(post.get("word", ""))[: decisions.LONGEST_WORD]
        return decisions.accept(self.suggestion, stamp=post.get("stamp", ""), answer=answer, amended=amended, **told)

    @property
    def onward(self):
        return reverse("cowriting:client", args=[self.suggestion.plan_id])

    def form_for(self, proposal):
        """What may be amended: as the KAM typed it, or the words of the client."""
        if self.failed is not None or proposal.is_gone or not proposal.is_waiting or proposal.is_offer:
            return self.failed
        is_typed = self.request.method == "POST" and self.choice == "amend"
        return decisions.amending_form(proposal, self.request.POST if is_typed else None)


@require_POST
def reply(request, pk):
    plan = get_object_or_404(AccountPlan.objects.editable_by(request.user).with_people(), pk=pk)
    section, line = topic_or_404(plan, request.POST)
    form = MessageForm(request.POST, instance=Message(plan=plan, section=section, line=line, author=request.user))
    if form.is_valid():
        write_message(form.save(commit=False), at=timezone.now())
        messages.success(request, _("Written: the client reads it on his page."))
        return redirect("cowriting:client", pk)
    context = desk_of(request, pk)
    client = ClientWords(plan, context["desk"].content, context["desk"].facts.shift)
    context |= {"client": client, "reply": MessageForm(), "failed": form, "failed_at": (section, line)}
    return render(request, "portal/cowriting/client_words.html", context)


@require_POST
def tell(request, pk, guest):
    plan = get_object_or_404(AccountPlan.objects.editable_by(request.user), pk=pk)
    guests = Guest.objects.editable_by(request.user).active(timezone.now())
    person = get_object_or_404(guests, pk=guest, account=plan.account_id)
    send_news.delay_on_commit(person.pk)
    messages.success(request, _("An e-mail with the answers goes to %(name)s.") % {"name": person})
    return redirect("cowriting:client", pk)


def take_up(request, pk):
    view = get_object_or_404(ClientView.objects.editable_by(request.user).select_related("guest__stakeholder"), pk=pk)
    plan = plan_to_write(request, view.plan_id)
    account = account_page(request, plan.account_id, to_edit=True)
    form = TakeUpForm(request.POST or None, plan=plan, user=request.user, view=view)
    back = reverse("cowriting:client", args=[plan.pk])
    return form_page(request, account, form, title=_("Take it up in the SWOT"), back=back)
