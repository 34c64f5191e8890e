"""The matrix of who has heard what, what was repeated in an exchange, and the preparation of a meeting."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.spreadsheets import csv_response
from accounts.stakeholders.models import Interaction, OpinionAccess, Stakeholder
from accounts.stakeholders.privacy.reading import note_reading
from accounts.views.page import account_page, form_page, saved
from plans.measuring import measure_and_publish
from plans.models import PlanObjective, Repetition, StrategicPriority
from plans.thread.files import facts, file_name
from plans.thread.forms import MeetForm, ObjectiveProgressForm, QuickForm, RepeatForm, ThreadFilter
from plans.thread.heard import heard_by, lines_of
from plans.thread.preparation import Preparation
from plans.thread.recent import unlinked_lately
from plans.thread.rows import of_repetitions


class Asked:
    """The account of a request, its priorities in force, and the people that the address asks for."""

    def __init__(self, request, pk):
        self.account, self.on = account_page(request, pk), timezone.localdate()
        people = Stakeholder.objects.of(self.account).present().real()
        self.filter = ThreadFilter(request.GET, people=list(people.select_related("function", "entity")))

    @cached_property
    def priorities(self):
        return list(StrategicPriority.objects.in_force(self.account, self.on))

    def lines(self, people):
        heard = heard_by(self.account, self.on) if self.priorities else {}
        found = lines_of(people, self.priorities, heard)
        return [line for line in found if line.unheard] if self.filter.asked.get("only") else found


def thread(request, pk):
    asked = Asked(request, pk)
    note_reading(request.user, asked.account, OpinionAccess.Page.MATRIX, timezone.now())
    lines = asked.lines(asked.filter.chosen())
    context = {
        "account": asked.account, "filter": asked.filter, "priorities": asked.priorities, "lines": lines,
        "unheard": sum(bool(line.unheard) for line in lines),
    }  # fmt: skip
    return render(request, "plans/thread/matrix.html", context)


def thread_csv(request, pk):
    asked = Asked(request, pk)
    lines = asked.lines(asked.filter.chosen(ThreadFilter.FACTS))
    return csv_response(facts(lines, asked.priorities), file_name(asked.account, asked.on), get_language())


def thread_rows(request, pk, priority, person):
    """Each time that one priority, of whichever version, was repeated to one person."""
    account = account_page(request, pk)
    priority = get_object_or_404(StrategicPriority.objects.of(account), pk=priority)
    person = get_object_or_404(Stakeholder.objects.of(account), pk=person)
    said = Repetition.objects.of(account).of_lineage(priority, person)
    meet = f"{reverse('plans:preparation', args=[pk])}?people={person.pk}"
    context = {
        "account": account, "title": f"{person} · {priority}", "rows": of_repetitions(said), "may_edit": True,
        "empty": _("Never repeated to this person."), "links": [(meet, _("Prepare a meeting"))],
    }  # fmt: skip
    return render(request, "stakeholders/rows.html", context)


def exchange(request, pk, *, to_edit=False):
    """An exchange that the person may see (or change), with the form of what was repeated in it."""
    rows = Interaction.objects.editable_by(request.user) if to_edit else Interaction.objects.visible_to(request.user)
    interaction = get_object_or_404(rows, pk=pk)
    data = request.POST if to_edit and request.method == "POST" else None
    return interaction, RepeatForm(data, interaction=interaction, on=timezone.localdate())


def repetitions(request, pk):
    """The fragment of the page of an exchange."""
    interaction, grid = exchange(request, pk)
    may_edit = Interaction.objects.editable_by(request.user).contains(interaction)
    context = {"interaction": interaction, "grid": grid, "may_edit": may_edit, "receptions": Repetition.Reception}
    return render(request, "plans/thread/_repetitions.html", context)


def repeat(request, pk):
    interaction, form = exchange(request, pk, to_edit=True)
    account = account_page(request, interaction.account_id, to_edit=True)
    if request.method == "POST" and saved(form):
        messages.success(request, _("Saved."))
        return redirect(interaction)
    context = {"account": account, "form": form, "interaction": interaction}
    return render(request, "plans/thread/repeat.html", context)


@require_POST
def repeat_to_all(request, pk):
    interaction, _grid = exchange(request, pk, to_edit=True)
    form = QuickForm(request.POST, grid=RepeatForm(interaction=interaction, on=timezone.localdate()))
    if not saved(form):
        messages.error(request, _("Choose a priority of the plan in force, and how it was received."))
    return redirect(interaction if "record" in request.POST else interactions_of(interaction))


def interactions_of(interaction):
    return reverse("stakeholders:interaction-list", args=[interaction.account_id])


def recent(request, pk):
    """The fragment of the list of exchanges: the latest ones in which no priority was noted."""
    account, on = account_page(request, pk), timezone.localdate()
    grids = unlinked_lately(account, request.user, on) if account.may_edit else []
    context = {"account": account, "grids": grids, "receptions": Repetition.Reception}
    return render(request, "plans/thread/_recent.html", context)


def preparation(request, pk):
    account, on = account_page(request, pk), timezone.localdate()
    form = MeetForm(request.GET, account=account)
    note_reading(request.user, account, OpinionAccess.Page.ANSWERS, timezone.now())
    ready = Preparation(account, request.user, form.met, on) if form.met else None
    context = {"account": account, "form": form, "ready": ready, "on": on}
    return render(request, "plans/thread/preparation.html", context)


def unheard(request, pk):
    """The fragments of what each of some people has not heard: for the page of whom to see."""
    account, on = account_page(request, pk), timezone.localdate()
    form = MeetForm(request.GET, account=account)
    ready = Preparation(account, request.user, form.met, on)
    return render(request, "plans/thread/_unheard.html", {"account": account, "ready": ready})


def heard(request, pk):
    """The fragment of the page of a person: what he has heard, and what not yet."""
    person = get_object_or_404(Stakeholder.objects.visible_to(request.user), pk=pk, is_placeholder=False)
    account = account_page(request, person.account_id)
    ready = Preparation(account, request.user, [person], timezone.localdate())
    return render(request, "plans/thread/_heard.html", {"account": account, "person": person, "ready": ready})


@require_POST
def objective_measure(request, pk):
    objective = get_object_or_404(PlanObjective.objects.measurable_by(request.user).select_related("plan"), pk=pk)
    moved = measure_and_publish([objective], on=timezone.localdate(), at=timezone.now())
    told = (
        _("Measured: the value has moved.") if moved else _("Measured: the value is the same, or nothing is known yet.")
    )
    messages.success(request, told)
    return redirect(strategy_of(objective))


def objective_progress(request, pk):
    rows = PlanObjective.objects.under_way(request.user).told_by_hand().select_related("plan")
    objective = get_object_or_404(rows, pk=pk)
    account = account_page(request, objective.plan.account_id, to_edit=True)
    form = ObjectiveProgressForm(
        request.POST or None, instance=objective, user=request.user, on=timezone.localdate(), at=timezone.now()
    )
    return form_page(request, account, form, title=_("Value of the objective"), back=strategy_of(objective))


def strategy_of(objective):
    return f"{reverse('plans:strategy', args=[objective.plan_id])}#objective-{objective.lineage}"
