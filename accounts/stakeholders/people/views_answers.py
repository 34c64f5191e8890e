"""The answers about an account, and the rows behind each of their figures."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.stakeholders.models import Interaction, OpinionAccess
from accounts.stakeholders.people import reasons
from accounts.stakeholders.people.forms import VisitForm
from accounts.stakeholders.people.ground import progress_of, visit_of, white_spaces
from accounts.stakeholders.people.lines import People
from accounts.stakeholders.people.views import Asked
from accounts.stakeholders.privacy.reading import note_reading
from accounts.stakeholders.relations.answers import Answers
from accounts.stakeholders.relations.forms import QuestionForm
from accounts.views.page import account_page
from kam.users.paging import ROWS


class AskedAnswers(Asked):
    @cached_property
    def answers(self):
        return Answers(self.account, self.day.day, past=self.day.is_past)

    def line(self, person):
        """One of theirs as of the day, or 404."""
        found = next((line for line in self.people.lines if line.person.pk == person), None)
        if found is None:
            raise Http404
        return found


def answers(request, pk):
    asked = AskedAnswers(request, pk)
    note_reading(request.user, asked.account, OpinionAccess.Page.ANSWERS, timezone.now())
    form = QuestionForm(request.GET or None, answers=asked.answers)
    context = {
        "answers": asked.answers,
        "form": form,
        "door": form.door(),
        "loss": form.loss(),
        "white": white_spaces(asked.grid),
        "vacant": [line for line in asked.people.lines if line.is_here and line.person.is_placeholder],
        "progress": progress_of(asked.people, _("none given")),
    }
    return render(request, "stakeholders/answers.html", asked.context(**context))


def answers_visit(request, pk):
    account, today = account_page(request, pk), timezone.localdate()
    note_reading(request.user, account, OpinionAccess.Page.ANSWERS, timezone.now())
    form = VisitForm(request.GET, today=today)
    people = People(account, form.on)
    form.offer(people)
    visit = visit_of(people, form.test(people))
    rows = [(line, reasons.waited(line)) for line, _value in visit.waiting[:ROWS]]
    context = {"account": account, "form": form, "on": form.on, "rows": rows, "covered": visit.covered}
    return render(request, "stakeholders/visit.html", context)


def answers_person(request, pk, person):
    """Why somebody is to be seen: what the priority is made of, and the exchanges it counts from."""
    asked = AskedAnswers(request, pk)
    line = asked.line(person)
    note_reading(request.user, asked.account, OpinionAccess.Page.ANSWERS, timezone.now(), line.person)
    shared = Interaction.objects.visible_to(request.user).with_person(line.person, asked.day.day)
    rows = [reasons.of_priority(line), *reasons.of_interactions(shared[:ROWS])]
    return render(request, "stakeholders/rows.html", asked.context(title=line.person.name, rows=rows))


def answers_dependency(request, pk):
    """The exchanges of the 180 days up to a day: those that the KAM had alone, and the others."""
    asked = AskedAnswers(request, pk)
    note_reading(request.user, asked.account, OpinionAccess.Page.ANSWERS, timezone.now())
    alone = asked.answers.exchanges_until(asked.day.day)
    shown = Interaction.objects.visible_to(request.user).among(alone)
    rows = reasons.of_dependency(shown.with_participants()[:ROWS], alone)
    context = asked.context(title=_("Exchanges of 180 days"), rows=rows, empty=_("No exchange with one of ours."))
    return render(request, "stakeholders/rows.html", context)
