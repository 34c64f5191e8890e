"""What nobody means, in every place that takes text: an answer and never a failure, kept as typed, shown escaped."""

import csv
import html
import io
import json
from pathlib import Path

import openpyxl
import pytest
from django.forms import CharField

from accounts.forms.account import AccountForm
from accounts.models import Account, Comment
from accounts.spreadsheets import FORMULA, HARMLESS, original_cell
from accounts.stakeholders.models import Stakeholder
from tests.test_access import ACCESS, address

pytestmark = pytest.mark.django_db

# --- addresses ---------------------------------------------------------------------------------------------------
PARAMETERS = (
    *("q", "page", "per_page", "sort", "columns", "view", "all", "ids", "field", "query", "comments", "kind", "person"),
    *("sector", "tier", "kam", "team", "status", "stage", "index", "data", "country", "group", "role", "state"),
    *("outcome", "format", "on", "aspect", "parent", "name_fr", "next"),
)
NASTY = {
    "negative": "-1",
    "zero": "0",
    "beyond 64 bits": "999999999999999999999",
    "beyond what int() reads": "9" * 5000,
    "figures of another script": "١٢",
    "a figure that is no digit": "²",
    "null character": "a\0b",
    "half of a character": b"\xed\xa0\x80",
    "the first year": "0001-01-01",
    "no such day": "2026-02-31",
    "markup": "\"'><script>alert(1)</script>",
    "a path of fields": "-kam__password",
    "many words": "a " * 1500,
}
FORMS = ("-edit", ":edit", "-create", ":create", "-policy", ":preferences")
ENOUGH_FOR_FORMS = (
    "beyond what int() reads",
    "null character",
    "markup",
)  # they read the address for first values only
PAGES = sorted(name for name, (method, *_statuses) in ACCESS.items() if method == "get")


@pytest.mark.parametrize("name", PAGES)
def test_each_page_answers_whatever_its_address_says(name, request, client, admin):
    url = address(name, request)
    client.force_login(admin)
    for what in ENOUGH_FOR_FORMS if name.endswith(FORMS) else NASTY:
        response = client.get(url, dict.fromkeys(PARAMETERS, NASTY[what]))
        assert b"<script>alert" not in response.getvalue()
        assert response.status_code < 500, what


NO_FORM = {"accounts:comment-edit", "cockpit:bulk-edit"}  # for the administrator; for nothing selected
TYPED = (
    "beyond what int() reads",
    "a figure that is no digit",
    "null character",
    "half of a character",
    "the first year",
)


@pytest.mark.parametrize("name", [name for name in PAGES if name.endswith(FORMS) and name not in NO_FORM])
def test_each_form_answers_whatever_is_typed(name, request, client, admin):
    url = address(name, request)
    client.force_login(admin)
    form = client.get(url).context["form"]
    fields = {form.add_prefix(name): field for name, field in form.fields.items()}
    names = [*fields, *(f"initial-{name}" for name in fields), *(f"keep-{name}" for name in fields)]
    for what in TYPED:
        assert client.post(url, dict.fromkeys(names, NASTY[what])).status_code < 500, what
    typed = {name: NASTY["markup"] for name, field in fields.items() if isinstance(field, CharField)}
    chosen = {name: field.choices[-1][0] for name, field in fields.items() if hasattr(field, "_choices")}
    assert client.post(url, {**typed, **chosen}).status_code < 500


def test_a_bulk_edit_answers_whatever_is_chosen(client, account, admin):
    client.force_login(admin)
    for what, value in NASTY.items():
        for field in ("kam", "declared_stage"):
            typed = {"field": field, "ids": [value, account.pk], "value": value, "reason": value, "query": value}
            assert client.post("/portfolio/bulk/", typed).status_code < 500, what


def test_a_column_asked_for_a_thousand_times_is_no_failure(client, admin):
    client.force_login(admin)
    for name in ("kam", "-index"):
        assert client.get("/portfolio/", {"sort": [name] * 990}).status_code == 200


# --- the big list of naughty strings -----------------------------------------------------------------------------
LIST = Path(__file__).parents[2] / "shared" / "cases" / "badinput" / "blns.json"


@pytest.fixture(scope="module")
def strings():
    if not LIST.exists():
        pytest.skip("the real inputs of ../shared/cases are not here")
    return [text for text in json.loads(LIST.read_text()) if text.strip()]


@pytest.fixture
def named(strings, manager):
    """An account of the KAM and a person of it for each string, named by it; a comment that says it."""
    names = [text[:255] for text in strings if "\0" not in text]
    accounts = Account.objects.bulk_create(Account(name=name, description=name, kam=manager) for name in names)
    Stakeholder.objects.bulk_create(Stakeholder(account=accounts[0], name=name) for name in names)
    Comment.objects.bulk_create(Comment(account=accounts[0], author=manager, text=name) for name in names)
    return accounts


def test_the_form_takes_each_as_it_is_typed(strings, manager):
    for text in strings:
        form = AccountForm({"name": text[:255], "description": text, "status": "active"}, user=manager)
        assert form.is_valid() == ("\0" not in text)
        if form.is_valid():
            form.save()
    kept = list(Account.objects.order_by("pk").values_list("name", "description"))
    assert kept == [(text[:255].strip(), text.strip()) for text in strings if "\0" not in text]


def test_each_is_found_by_itself(named, manager):
    mine = Account.objects.visible_to(manager)
    lost = [a.name for a in named if not mine.matching(a.name).filter(pk=a.pk).exists()]
    assert lost == []


def test_pages_show_them_escaped(client, named, manager):
    client.force_login(manager)
    portfolio = [client.get("/portfolio/", {"per_page": 100, "page": page}) for page in range(1, 7)]
    people = [client.get(f"/accounts/{named[0].pk}/people/", {"page": page}) for page in range(1, 12)]
    comments = [client.get(f"/accounts/{named[0].pk}/", {"comments": page}) for page in range(1, 53, 3)]
    texts = [response.content.decode() for response in (*portfolio, *people, *comments)]
    for text in texts:
        assert not any(
            sign in text for sign in ("<script>alert", "<img src=x", "<svg><", "<IMG", "javascript:alert(1)>")
        )
    shown = html.unescape("".join(texts[: len(portfolio)]))
    assert [account.name for account in named if account.name not in shown] == []


def test_exports_hold_them_whole_and_no_cell_computes(client, named, manager):
    client.force_login(manager)
    for language, mark in (("en", ","), ("fr", ";")):
        manager.language = language
        manager.save()
        text = client.get("/portfolio/accounts.csv").getvalue().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))[1:]
        assert sorted(original_cell(row[0]) for row in rows) == sorted(account.name for account in named)
        assert not [c for row in rows for c in row if FORMULA.match(c) and not (HARMLESS.fullmatch(c) or c[:1] == "'")]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/portfolio/accounts.xlsx").getvalue()))
    assert not {cell.data_type for row in book.active.iter_rows() for cell in row} & {"f", "e"}  # formula, error
