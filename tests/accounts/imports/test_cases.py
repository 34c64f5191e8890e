"""The real files of ../shared/cases: what nobody here wrote goes through as its authors say."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.db.models import Count, Sum

from accounts.imports.readers import ReadError, open_table
from accounts.models import Account, Listing, RevenueLine
from accounts.spreadsheets import csv_lines, original_cell, write_xlsx
from accounts.stakeholders.models import Stakeholder

pytestmark = pytest.mark.django_db
SPECTRUM = ["comma_in_quotes", "empty", "escaped_quotes", "newlines", "simple", "simple_crlf", "utf8"]


@pytest.fixture
def crm(cases):
    return cases / "crm"


@pytest.fixture
def expected(crm):
    rows = csv.DictReader((crm / "expected.csv").open(encoding="utf-8"))
    return {(row["file"], row["measure"]): row["value"] for row in rows}


def records(path):
    with path.open("rb") as file:
        table = open_table(file, path.name)
        return [dict(zip(table.headers, row.cells, strict=True)) for row in table.rows()]


# --- crm ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SPECTRUM)
def test_the_csv_spectrum_is_read_as_its_authors_say(crm, name):
    folder = crm / "csv_spectrum"
    assert records(folder / f"{name}.csv") == json.loads((folder / f"{name}.expected.json").read_text())


def test_every_file_has_the_rows_it_is_said_to_have(crm, expected):
    for (name, measure), value in expected.items():
        if measure in ("rows", "records"):
            assert len(records(crm / name)) == int(value), name


def test_csvkit_s_examples_are_read_or_say_why_not(crm):
    unreadable = {}
    for path in sorted((crm / "csvkit_examples").iterdir()):
        try:
            records(path)
        except ReadError as error:
            unreadable[path.name] = str(error)
    assert set(unreadable) == {"empty.csv", "no_header_row.csv"}


def test_the_accounts_of_maven_add_up(bring, told, crm, expected):
    file = "maven_crm/accounts.csv"
    result = bring("accounts", crm / file)
    sums = Account.objects.aggregate(turnover=Sum("turnover"), employees=Sum("employees"), groups=Count("parent"))
    assert told(result) == (85, 0, 0, 0)
    assert sums["turnover"] == Decimal(expected[file, "revenue_sum_millions"])
    assert str(sums["employees"]) == expected[file, "employees_sum"]
    assert str(sums["groups"]) == expected[file, "with_parent"]
    groups = Account.objects.filter(subsidiaries__isnull=False).distinct().order_by("name")
    assert " ; ".join(groups.values_list("name", flat=True)) == expected[file, "parents"]
    assert Account.objects.filter(sector__name_fr="technolgy").count() == 12
    assert told(bring("accounts", crm / file)) == (0, 0, 85, 0)


def test_decimal_commas_give_the_same_accounts_as_decimal_points(bring, told, crm, expected):
    bring("accounts", crm / "encodings/comptes_fr_decimales_virgule.csv")
    total = Account.objects.aggregate(total=Sum("turnover"))["total"]
    assert total == Decimal(expected["encodings/comptes_fr_decimales_virgule.csv", "ca_sum"])
    assert told(bring("accounts", crm / "maven_crm/accounts.csv")) == (0, 0, 85, 0)


def test_deals_become_the_revenue_they_won(bring, crm, expected):
    file = "maven_crm/sales_pipeline_first1500.csv"
    bring("accounts", crm / "maven_crm/accounts.csv")
    result = bring("revenue", crm / file)
    assert result["create"] + result["merged"] + result["refused"] == result["rows"] == int(expected[file, "rows"])
    assert {error["reason"] for error in result["errors"]} == {"This is needed: account.", "This is needed: month."}
    by_account = dict(RevenueLine.objects.values_list("account__name").annotate(Sum("actual")))
    assert sum(by_account.values()) == int(expected[file, "won_value_sum"])
    for (name, measure), value in expected.items():
        if name == file and measure.startswith("won_value:"):
            assert by_account[measure.removeprefix("won_value:")] == int(value)
    assert bring("revenue", crm / file)["unchanged"] == result["create"]


ENCODINGS = ["customers_fr_semicolon_utf8_bom.csv", "customers_fr_semicolon_cp1252.csv", "customers_tab_utf8.tsv"]


def test_one_portfolio_comes_out_of_every_encoding(bring, told, crm):
    first, *others = ENCODINGS
    assert told(bring("accounts", crm / "encodings" / first)) == (91, 0, 0, 0)
    for name in others:
        assert told(bring("accounts", crm / "encodings" / name)) == (0, 0, 91, 0), name
    assert Account.objects.get(code="ANATR").postal_code == "05021"
    assert Account.objects.get(code="BERGS").name == "Berglunds snabbköp"


def test_northwind_is_whole_although_nobody_quoted_its_commas(bring, told, crm, expected):
    file = "northwind/customers.csv"
    result = bring("accounts", crm / file)
    assert told(result) == (91, 0, 0, 0)
    assert len(result["notes"]) == 24
    assert Account.objects.get(code="BLONP").address == "24, place Kléber"
    assert not Account.objects.filter(region="NULL").exists()
    for (name, measure), value in expected.items():
        if name == file and measure.startswith("country:"):
            assert Account.objects.filter(country=measure.removeprefix("country:")).count() == int(value)
    assert told(bring("stakeholders", crm / file)) == (91, 0, 0, 0)
    assert Stakeholder.objects.get(account__code="ALFKI").name == "Maria Anders"
    assert told(bring("stakeholders", crm / file)) == (0, 0, 91, 0)


def test_the_sbf_120_is_listed(bring, told, crm):
    assert told(bring("accounts", crm / "sbf120_2014.csv")) == (119, 0, 0, 0)
    assert Listing.objects.count() == 119
    assert Listing.objects.get(ticker="SOLB").isin == "BE0003470755"
    assert told(bring("accounts", crm / "sbf120_2014.csv")) == (0, 0, 119, 0)


def test_salesforce_accounts_keep_their_references(bring, told, crm):
    result = bring("accounts", crm / "salesforce/Accounts.json")
    assert told(result) == (10, 0, 0, 0)
    assert result["not_imported"] == ["Type"]
    assert Account.objects.get(code="AccountRef10").name == "Edge Communications"


# --- badinput ------------------------------------------------------------------------------------------------------
@pytest.fixture
def strings(cases):
    """The Big List of Naughty Strings, those that can be a name: some text, no null character, short enough."""
    every = json.loads((cases / "badinput/blns.json").read_text(encoding="utf-8"))
    names = dict.fromkeys(
        text for text in every if text.strip() and "\0" not in text and text != "NULL" and len(text) < 255
    )
    return list({text.strip(): text for text in names}.values())


def test_every_bad_file_says_why_or_is_imported_row_by_row(bring, cases):
    for path in sorted((cases / "badinput/files").iterdir()):
        result = bring("accounts", path)
        assert result["errors"] or result["create"], path.name
        assert all(error["reason"] for error in result["errors"])


def test_uneven_rows_name_their_line_and_column(bring, write, cases):
    result = bring("accounts", cases / "badinput/files/lignes_inegales.csv", chosen={"column_b": "name"})
    assert [(error["row"], error["column"]) for error in result["errors"]] == [(2, "D"), (3, "column_c")]
    assert Account.objects.get().name == "mixed types.... uh oh"


def test_formulas_are_stored_as_they_are(bring, told, cases):
    assert told(bring("accounts", cases / "badinput/comptes_formules.csv")) == (9, 0, 0, 1)
    assert Account.objects.filter(name="=cmd|' /C notepad'!'A1'").exists()


def test_payloads_survive_export_and_import(cases):
    rows = records(cases / "badinput/csv_formula_injection.csv")
    text = "".join(csv_lines([["payload"], *([row["payload"]] for row in rows)], "en"))
    table = open_table(io.BytesIO(text.encode()), "a.csv")
    assert [row.cells[0] for row in table.rows()] == [original_cell(row["payload"]) for row in rows]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_naughty_names_are_stored_verbatim_from_csv(bring, strings, language):
    text = "".join(csv_lines([["Nom"], *([name] for name in strings)], language))
    result = bring("accounts", text)
    assert result["errors"] == []
    assert set(Account.objects.values_list("name", flat=True)) == set(strings)
    assert bring("accounts", text)["unchanged"] == len(strings)


def test_naughty_names_are_stored_verbatim_from_a_workbook(bring, strings):
    file = io.BytesIO()
    allowed = [name for name in strings if name.isprintable()]
    write_xlsx([["Nom", "n"], *([name, number] for number, name in enumerate(allowed))], file)
    assert bring("accounts", file.getvalue(), "a.xlsx")["create"] == len(allowed)
    assert set(Account.objects.values_list("name", flat=True)) == set(allowed)


def test_naughty_strings_anywhere_are_values_or_reasons_never_a_crash(bring, strings):
    columns = [
        str(name)
        for name in ("Nom", "Statut", "Secteur", "KAM", "CA", "Effectif", "Stade", "ISIN", "Code", "Maison mère")
    ]
    rows = [[f"Account {n}"] + [text] * (len(columns) - 1) for n, text in enumerate(strings)]
    result = bring("accounts", "".join(csv_lines([columns, *rows], "en")), is_dry_run=True)
    assert result["rows"] == len(strings)
    assert result["create"] + result["refused"] == result["rows"]
