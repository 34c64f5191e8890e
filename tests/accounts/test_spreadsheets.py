import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy, override
from openpyxl import load_workbook

from accounts.spreadsheets import csv_lines, csv_response, original_cell, safe_cell, write_xlsx, xlsx_response

CASES = Path(__file__).parents[2] / "../shared/cases/badinput"
PAYLOADS = CASES / "csv_formula_injection.csv"
needs_cases = pytest.mark.skipif(not PAYLOADS.exists(), reason="the real test inputs are not beside the repository")


def payloads(beginning):
    with PAYLOADS.open(newline="", encoding="utf-8") as file:
        return [line["payload"] for line in csv.DictReader(file) if line["expectation"].startswith(beginning)]


def naughty_strings():
    return [line for line in (CASES / "blns.txt").read_text(encoding="utf-8").split("\n") if line]


def read_csv(text, delimiter=";"):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def read_xlsx(rows):
    file = io.BytesIO()
    write_xlsx(rows, file)
    return load_workbook(io.BytesIO(file.getvalue())).active


@needs_cases
def test_no_payload_starts_a_formula_and_all_read_back():
    for payload in payloads("neutralise"):
        assert safe_cell(payload)[0] not in "=+-@\t\r\n"
        assert original_cell(safe_cell(payload)) == payload


@needs_cases
def test_phone_numbers_figures_and_handles_are_left_alone():
    assert [safe_cell(text) for text in payloads("legitimate")] == ["+33 1 23 45 67 89", "-5", "@utilisateur"]


@needs_cases
def test_every_naughty_string_survives_csv_and_xlsx_without_becoming_a_formula():
    texts = naughty_strings() + payloads("")
    rows = [["head"], *([text] for text in texts)]
    exported = [row[0] for row in read_csv("".join(csv_lines(rows, "fr")))[1:]]
    assert [original_cell(cell) for cell in exported] == texts
    sheet = read_xlsx(rows)
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"s"}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        " =1+1",
        "\t=1",
        "\rx",
        "\nx",
        "+cmd|' /C calc'!A0",
        "-1-1",
        "@SUM(A1)",
        "＝1+1",
        "-2+3+cmd|' /C calc'!A0",
    ],
)
def test_formulas_get_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5 %", "-5\u202f%", "+1 234,50", "+33 1 23 45 67 89", "@client", "a=b", "l'été", ""])
def test_harmless_texts_are_left_alone(text):
    assert safe_cell(text) == original_cell(text) == text


@pytest.mark.parametrize("text", ["'=1+1", "''-x", "'-5", "'quoted'"])
def test_an_apostrophe_of_the_user_is_kept(text):
    assert original_cell(safe_cell(text)) == text


def test_lazy_translations_are_checked_too():
    assert safe_cell(gettext_lazy("=1+1")) == "'=1+1"


def test_french_csv_has_a_mark_semicolons_decimal_commas_and_french_dates():
    rows = [["Nom", "CA", "Jour"], ["Été; hiver", Decimal("-1234.50"), date(2026, 3, 1)]]
    assert "".join(csv_lines(rows, "fr")) == '\ufeffNom;CA;Jour\r\n"Été; hiver";-1234,50;01/03/2026\r\n'


def test_english_csv_has_commas_decimal_points_and_iso_dates():
    rows = [["Name", "Revenue", "Day", "None"], ["A", 0.5, date(2026, 3, 1), None]]
    assert "".join(csv_lines(rows, "en")) == "\ufeffName,Revenue,Day,None\r\nA,0.5,2026-03-01,\r\n"


def test_csv_is_made_while_it_is_sent_in_the_language_and_zone_of_the_request():
    read = []

    def rows():
        for number in range(1200):
            read.append(number)
            yield [gettext_lazy("Yes"), datetime(2026, 1, 1, 23, 30, tzinfo=UTC)]

    with timezone.override("Europe/Paris"):
        response = csv_response(rows(), "comptes été.csv", "fr")
        first = next(iter(response.streaming_content)).decode()
    assert len(read) == 500
    with override("fr"):
        assert first.startswith(f"\ufeff{gettext_lazy('Yes')};02/01/2026\r\n")
    assert "comptes%20%C3%A9t%C3%A9.csv" in response.headers["Content-Disposition"]


def test_workbook_keeps_figures_and_dates_as_such():
    day = timezone.make_aware(datetime(2026, 3, 1, 12, 0))
    sheet = read_xlsx([["a", "b", "c", "d"], [Decimal("-5.5"), 3, date(2026, 3, 1), day], [None, "-5", "#REF!", "=1"]])
    assert [cell.value for cell in sheet[2]] == [-5.5, 3, datetime(2026, 3, 1), datetime(2026, 3, 1, 12, 0)]
    assert [(cell.value, cell.data_type) for cell in sheet[3]] == [
        (None, "n"),
        ("-5", "s"),
        ("#REF!", "s"),
        ("'=1", "s"),
    ]


def test_workbook_takes_control_characters_and_very_long_texts():
    sheet = read_xlsx([["text"], ["a\x01b"], ["x" * 40_000]])
    assert [sheet["A2"].value, len(sheet["A3"].value)] == ["a\ufffdb", 32_767]


def test_workbook_is_sent_as_a_file():
    response = xlsx_response([["Name"], ["A"]], "accounts.xlsx")
    assert response.headers["Content-Disposition"] == 'attachment; filename="accounts.xlsx"'
    assert load_workbook(io.BytesIO(b"".join(response.streaming_content))).active["A2"].value == "A"
