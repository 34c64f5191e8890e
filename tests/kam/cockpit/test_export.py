import csv
import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from accounts.spreadsheets import original_cell
from kam.scorecards.models import Standing
from tests.factories import AccountFactory, SectorFactory, UserFactory

CSV = "/portfolio/accounts.csv"
XLSX = "/portfolio/accounts.xlsx"
PAYLOADS = Path(__file__).parents[3] / "../shared/cases/badinput/csv_formula_injection.csv"


def read_csv(response, delimiter=","):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def read_xlsx(response):
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_export_has_the_columns_filters_and_order_of_the_list(client, manager):
    for name, index in (("low", 17.934782608695652), ("high", 80), ("unknown", None)):
        account = AccountFactory(kam=manager, name=name, sector=SectorFactory(name_en=f"Sector of {name}"))
        Standing.objects.filter(account=account).update(index=index, confidence="low")
    AccountFactory(kam=manager, status="former")
    client.force_login(manager)
    query = "?status=active&sort=-index&columns=name&columns=index&columns=sector&page=7&per_page=25"
    expected = [
        ["Account", "Code", "City", "Cooperative maturity index", "Data", "Sector"],
        ["high", "", "", "80.0", "Low confidence", "Sector of high"],
        ["low", "", "", "17.9", "Low confidence", "Sector of low"],
        ["unknown", "", "", "", "Low confidence", "Sector of unknown"],
    ]
    assert read_csv(client.get(CSV + query)) == expected
    sheet = read_xlsx(client.get(XLSX + query))
    assert [row[0] for row in sheet] == ["Account", "high", "low", "unknown"]
    assert sheet[1][3] == 80


def test_export_holds_all_pages(client, manager):
    AccountFactory.create_batch(130, kam=manager)
    client.force_login(manager)
    assert len(read_csv(client.get(f"{CSV}?per_page=25&page=2"))) == 131


def test_export_holds_no_account_that_the_person_may_not_see(client, account, outsider):
    client.force_login(outsider)
    assert len(read_csv(client.get(CSV))) == 1
    assert len(read_xlsx(client.get(XLSX))) == 1


def test_french_reader_gets_semicolons_commas_and_french_words(client, manager):
    account = AccountFactory(kam=manager, name="Été", potential="1234567.50")
    Standing.objects.filter(account=account).update(on=date(2026, 3, 31))
    manager.language = "fr"
    manager.save()
    client.force_login(manager)
    rows = read_csv(client.get(f"{CSV}?columns=name&columns=potential&columns=read_on&columns=status"), ";")
    assert rows[1][0] == "Été"
    assert rows[1][3:5] == ["1234567,50", "31/03/2026"]


def test_number_of_queries_of_an_export_does_not_grow_with_the_rows(client, manager, django_assert_max_num_queries):
    client.force_login(manager)
    list(client.get(CSV).streaming_content)
    AccountFactory.create_batch(300, kam=manager, sector=SectorFactory())
    with django_assert_max_num_queries(8):
        assert len(read_csv(client.get(CSV))) == 301


@pytest.mark.skipif(not PAYLOADS.exists(), reason="the real test inputs are not beside the repository")
def test_no_exported_cell_is_a_formula_and_all_read_back(client, db):
    with PAYLOADS.open(newline="", encoding="utf-8") as file:
        payloads = sorted({line["payload"] for line in csv.DictReader(file)})
    person = UserFactory(role="kam")
    for payload in payloads:
        AccountFactory(kam=person, name=payload)
    client.force_login(person)
    for rows in (read_csv(client.get(CSV)), read_xlsx(client.get(XLSX))):
        names = [row[0] for row in rows[1:]]
        assert sorted(original_cell(name) for name in names) == payloads
        executed = [
            name
            for name in names
            if name[0] in "=+-@\t\r\n" and name not in ("-5", "@utilisateur", "+33 1 23 45 67 89")
        ]
        assert executed == []
