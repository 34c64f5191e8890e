"""Who changed what of an account, when."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import pgettext

from accounts.forms.fields import keys_in
from accounts.history import History, kinds, sheet
from accounts.spreadsheets import csv_response
from accounts.views.page import account_page

LINES = 50  # on a page


def past_of(request, account, *, facts_only=False):
    people = keys_in(request.GET.getlist("person"))
    person, kind = people[0] if people else None, request.GET.get("kind", "")
    return History(account, request.user, kind=kind, person=person, facts_only=facts_only)


def history(request, pk):
    account = account_page(request, pk)
    past = past_of(request, account)
    page = Paginator(past, LINES).get_page(request.GET.get("page"))
    chosen = {"kind": past.kind, "person": past.person}
    context = {"account": account, "page": page, "kinds": kinds(), "people": past.people(), "chosen": chosen}
    return render(request, "accounts/account_history.html", context)


def history_export(request, pk):
    account = account_page(request, pk)
    what = pgettext("file name", "history")
    name = f"{slugify(account.name) or account.pk}-{what}.csv"
    return csv_response(sheet(past_of(request, account, facts_only=True)), name, request.LANGUAGE_CODE)
