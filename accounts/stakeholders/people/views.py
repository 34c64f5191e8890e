"""The table and the matrix of the people of an account, as of a day."""

from functools import cached_property

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from accounts.spreadsheets import csv_response, xlsx_response
from accounts.stakeholders.people.forms import DayForm, PeopleFilter
from accounts.stakeholders.people.lines import People
from accounts.stakeholders.people.table import PeopleTable, facts, file_name
from accounts.views.page import account_page


class Asked:
    """The account of a request, the day and the people that its address asks for."""

    def __init__(self, request, pk):
        self.account, self.params = account_page(request, pk), request.GET
        self.day = DayForm(request.GET, account=self.account, today=timezone.localdate())

    @cached_property
    def people(self):
        return People(self.account, self.day.day, past=self.day.is_past)

    @cached_property
    def filter(self):
        return PeopleFilter(self.params, people=self.people)

    @property
    def may_edit(self):
        """Nobody changes the past."""
        return self.account.may_edit and not self.day.is_past

    def context(self, **more):
        return {"account": self.account, "day": self.day, "filter": self.filter, "may_edit": self.may_edit, **more}


def stakeholder_list(request, pk):
    asked = Asked(request, pk)
    table = PeopleTable(asked.people, asked.filter.lines, request.GET, may_edit=asked.may_edit)
    return render(request, "stakeholders/stakeholder_list.html", asked.context(table=table, page=table.page))


def stakeholder_export(request, pk, kind):
    asked = Asked(request, pk)
    rows = facts(asked.filter.lines_by_facts)
    name = file_name(asked.account, asked.day.day, kind)
    return csv_response(rows, name, get_language()) if kind == "csv" else xlsx_response(rows, name)
