"""The table and the matrix of the people of an account, as of a day."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.spreadsheets import csv_response, xlsx_response
from accounts.stakeholders.models import Interaction, OpinionAccess, Stakeholder
from accounts.stakeholders.past import people_on
from accounts.stakeholders.people import reasons
from accounts.stakeholders.people.forms import DayForm, PeopleFilter
from accounts.stakeholders.people.lines import People
from accounts.stakeholders.people.marks import pair_lines
from accounts.stakeholders.people.matrix import colleagues_of, find_cell, grid_of, pair_rows
from accounts.stakeholders.people.table import PeopleTable, facts, file_name
from accounts.stakeholders.privacy.reading import note_reading
from accounts.stakeholders.reporting import chart_of
from accounts.views.page import account_page
from kam.users.paging import ROWS


class Asked:
    """The account of a request, the day and the people that its address asks for."""

    def __init__(self, request, pk):
        self.account, self.params = account_page(request, pk), request.GET
        self.day = DayForm(request.GET, account=self.account, today=timezone.localdate())

    @cached_property
    def people(self):
        return People(self.account, self.day.day, past=self.day.is_past)

    @property
    def present(self):
        """Those still there, with their function: what the organisation chart shows."""
        if not self.day.is_past:
            return Stakeholder.objects.of(self.account).present().select_related("function")
        people = [person for person in people_on(self.account, self.day.day) if person.departed_on is None]
        prefetch_related_objects(people, "function")
        return people

    @cached_property
    def filter(self):
        return PeopleFilter(self.params, people=self.people)

    @property
    def may_edit(self):
        """Nobody changes the past."""
        return self.account.may_edit and not self.day.is_past

    @cached_property
    def grid(self):
        return grid_of(self.people, self.filter.lines, _("none given"), all_entities="all" in self.params)

    def pair(self, colleague, person):
        """One of ours and one of theirs who are joined on this account, or 404."""
        theirs = {line.person.pk: line.person for line in self.people.lines}
        if colleague not in self.people.ours or person not in theirs:
            raise Http404
        return self.people.ours[colleague], theirs[person]

    def context(self, **more):
        return {"account": self.account, "day": self.day, "filter": self.filter, "may_edit": self.may_edit, **more}


def stakeholder_list(request, pk):
    asked = Asked(request, pk)
    note_reading(request.user, asked.account, OpinionAccess.Page.PEOPLE, timezone.now())
    table = PeopleTable(asked.people, asked.filter.lines, request.GET, may_edit=asked.may_edit)
    return render(request, "stakeholders/stakeholder_list.html", asked.context(table=table, page=table.page))


def stakeholder_chart(request, pk):
    asked = Asked(request, pk)
    context = {"chart": chart_of(asked.present), "unfold": request.GET.get("open") == "all", "day": asked.day}
    return render(request, "stakeholders/stakeholder_chart.html", {"account": asked.account, **context})


def stakeholder_export(request, pk, kind):
    asked = Asked(request, pk)
    rows = facts(asked.filter.lines_by_facts)
    name = file_name(asked.account, asked.day.day, kind)
    return csv_response(rows, name, get_language()) if kind == "csv" else xlsx_response(rows, name)


def matrix(request, pk):
    asked = Asked(request, pk)
    note_reading(request.user, asked.account, OpinionAccess.Page.MATRIX, timezone.now())
    people, colleagues = asked.people, colleagues_of(asked.people)
    page = Paginator([line for line in asked.filter.lines if line.is_known], ROWS).get_page(request.GET.get("page"))
    rows = pair_rows(people, page.object_list, colleagues)
    context = {
        "grid": asked.grid,
        "page": page,
        "colleagues": [people.ours[user] for user in colleagues],
        "pair_lines": list(pair_lines(people, rows, asked.day.query)),
    }
    return render(request, "stakeholders/matrix.html", asked.context(**context))


def matrix_cell(request, pk):
    asked = Asked(request, pk)
    note_reading(request.user, asked.account, OpinionAccess.Page.MATRIX, timezone.now())
    place = find_cell(asked.grid, request.GET.get("row", ""), request.GET.get("column", ""))
    rows = reasons.of_people(place.cell.lines, asked.people.still_listed)
    empty = _("Nobody is known here: whom could you ask for an introduction?")
    enter = f"{reverse('stakeholders:create', args=[pk])}?{urlencode(place.known)}"
    links = [
        (enter, _("Enter somebody here")),
        (reverse("stakeholders:introduction-create", args=[pk]), _("New introduction")),
    ]
    context = asked.context(title=place.title or _("All functions"), rows=rows, empty=empty, links=links)
    return render(request, "stakeholders/rows.html", context)


def matrix_pair(request, pk, colleague, person):
    asked = Asked(request, pk)
    colleague, person = asked.pair(colleague, person)
    note_reading(request.user, asked.account, OpinionAccess.Page.MATRIX, timezone.now(), person)
    shared = Interaction.objects.visible_to(request.user).between(colleague, person, asked.day.day)
    context = asked.context(
        title=f"{colleague} · {person}",
        rows=reasons.of_interactions(shared[:ROWS]),
        empty=_("No two-way exchange yet."),
    )
    return render(request, "stakeholders/rows.html", context)
