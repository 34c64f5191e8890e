import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from accounts.imports.delimited import separator_of
from accounts.imports.readers import ReadError, open_table

ROWS = [["Société", "Ville", "Chiffre"], ["Élan & Cie", "Orléans", "1 234,5"], ["Müller", "Köln", "7"]]


def as_csv(rows, delimiter=",", **dialect):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, **dialect).writerows(rows)
    return text.getvalue()


def opened(content, name="a.csv", sheet=""):
    return open_table(io.BytesIO(content), name, sheet)


def cells(table):
    return [row.cells for row in table.rows()]


def workbook(sheets, **formats):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    for place, number_format in formats.items():
        book.worksheets[0][place].number_format = number_format
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# --- encodings, separators, line ends ---------------------------------------------------------------
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_same_rows_come_out_of_every_encoding_and_separator(encoding, delimiter):
    table = opened(as_csv(ROWS, delimiter).encode(encoding))
    assert table.headers == ROWS[0]
    assert cells(table) == ROWS[1:]


def test_the_euro_of_windows_is_read():
    assert cells(opened("nom;montant\nÉlan;12 €\n".encode("cp1252"))) == [["Élan", "12 €"]]


def test_a_mac_text_is_read():
    text = "Société;Ville;Région\nHôtel de l'été;Orléans;Île-de-France\nCafé crème;Besançon;Franche-Comté\n" * 4
    assert cells(opened(text.encode("mac_roman")))[0] == ["Hôtel de l'été", "Orléans", "Île-de-France"]


def test_utf8_with_a_broken_byte_is_not_taken_for_windows_text():
    content = "nom\nÉlan\nÉté\nÀ côté\n".encode() + b"caf\xe9\n"
    with pytest.raises(ReadError, match="Line 5"):
        opened(content)


def test_utf16_cut_in_the_middle_of_a_character_is_told():
    with pytest.raises(ReadError, match="is it cut"):
        cells(opened("nom\nElan\n".encode("utf-16")[:-1]))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_read_and_those_inside_quotes_are_kept(end):
    table = opened(f'a,b{end}"one{end}two",3{end}'.encode())
    assert cells(table) == [[f"one{end}two", "3"]]


def test_blank_lines_are_skipped_and_rows_keep_the_number_a_spreadsheet_shows():
    table = opened(b"\n\na,b\n1,2\n\n3,4\n")
    assert [row.number for row in table.rows()] == [4, 6]


def test_a_quoted_line_end_counts_as_one_row():
    assert [row.number for row in opened(b'a,b\n"x\ny",1\nz,2\n').rows()] == [2, 3]


def test_the_separator_line_of_excel_is_obeyed():
    table = opened(b"sep=;\na;b\n1,2;3\n")
    assert table.headers == ["a", "b"]
    assert [row.number for row in table.rows()] == [3]


def test_a_decimal_comma_does_not_make_commas_the_separator():
    assert opened(b"Compte;CA;Taux\nA;1,5;2,5\nB;2,5;3,5\n").headers == ["Compte", "CA", "Taux"]


def test_a_file_of_one_column_is_not_cut_at_its_commas():
    assert cells(opened(b"Nom\nDupont, Martin & Cie\nDurand\n")) == [["Dupont, Martin & Cie"], ["Durand"]]


def test_the_separator_is_sought_outside_of_quotes():
    assert separator_of(['"a;b";"c,d,e"\n', '"1;2";"3,4,5"\n']) == ";"


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_csv_writer_writes_is_read_back(rows, delimiter, encoding, end):
    rows = [["first", "second", "third"], *([cell.lstrip("'") for cell in row] for row in rows)]
    content = as_csv(rows, delimiter, quoting=csv.QUOTE_ALL, lineterminator=end).encode(encoding)
    expected = [row for row in rows[1:] if any(cell and not cell.isspace() for cell in row)]
    if expected:
        assert cells(opened(content)) == expected
    else:
        with pytest.raises(ReadError, match="no row"):
            opened(content)


# --- rows that do not fit, headings ---------------------------------------------------------------------
def test_uneven_rows_are_refused_where_they_break_and_never_shifted():
    rows = list(opened(b"a,b,c\n1,2,,x\n,short\n7,8,9\n").rows())
    assert [(row.number, row.problem and row.problem[0]) for row in rows] == [(2, "D"), (3, "c"), (4, None)]


def test_empty_cells_beyond_the_heading_are_no_fault():
    assert cells(opened(b"a,b\n1,2,,\n")) == [["1", "2"]]


def test_a_comma_nobody_quoted_is_mended_when_the_blank_after_it_leaves_no_doubt():
    (first, second) = opened("code,adresse,ville\n1,24, place Kléber,Strasbourg\n2,rue Haute,Lyon\n".encode()).rows()
    assert first.cells == ["1", "24, place Kléber", "Strasbourg"]
    assert "24, place Kléber" in first.note
    assert not second.note


def test_a_comma_is_not_mended_in_a_file_that_writes_blanks_after_commas():
    (_first, second) = opened(b"a, b, c\n1, 2, 3\n1,24, place,x\n").rows()
    assert second.problem


def test_headings_are_told_apart():
    assert opened(b"nom,nom,,x y\n1,2,3,4\n").headers == ["nom", "nom [B]", "[C]", "x y"]


def test_a_heading_on_several_lines_is_one():
    assert opened(b'"\n\t start \t\n end \n",b\nd,e\n').headers == ["start end", "b"]


def test_an_apostrophe_that_keeps_a_formula_quiet_is_taken_off():
    assert cells(opened(b"a\n'=1+1\n'-- x\n'quoted'\n'OR 1=1\n")) == [["=1+1"], ["-- x"], ["'quoted'"], ["'OR 1=1"]]


# --- what cannot be read ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "empty"),
        (b"\n\n", "a.csv", "empty"),
        (b"a;b\n", "a.csv", "no row below"),
        (b"a,b\n\x001,2\n", "a.csv", "Line 2 holds a null byte"),
        (b'a,b\n1,"open\n2,3\n', "a.csv", "row 2 is never closed"),
        (b"a,b\n1,2\n", "a.xlsx", "name says workbook"),
        (b"PK\x03\x04 not a zip at all", "a.xlsx", "damaged or cut"),
        (b"\xd0\xcf\x11\xe0 old", "a.xls", "old Excel"),
        (b"%PDF-1.7", "a.csv", "PDF"),
        (b'{"records": [{"a": 1}]', "a.json", "not JSON"),
        (b'"text"', "a.json", "no table"),
        (b'[{"a": 1}]', "a.csv", "holds JSON"),
        (b"[" * 100_000, "a.json", "JSON"),
        (b'[{"a": "x\\u0000y"}]', "a.json", "null character"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, name, reason):
    with pytest.raises(ReadError, match=reason):
        cells(opened(content, name))


def test_an_archive_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(ReadError, match="not an Excel workbook"):
        opened(file.getvalue(), "a.xlsx")


def test_a_workbook_named_as_text_is_refused():
    with pytest.raises(ReadError, match="name says text"):
        opened(workbook({"a": ROWS}), "a.csv")


def test_a_workbook_cut_anywhere_is_refused():
    content = workbook({"a": ROWS})
    for size in range(4, len(content), 400):
        with pytest.raises(ReadError):
            opened(content[:size], "a.xlsx")


# --- limits ------------------------------------------------------------------------------------------------
def test_a_file_too_large_names_the_limit(settings):
    settings.IMPORT_MAX_BYTES = 1_000_000
    with pytest.raises(ReadError, match="1 MB"):
        opened(b"a\n" + b"x\n" * 600_000)


def test_too_many_rows_name_the_limit_and_the_row(settings):
    settings.IMPORT_MAX_ROWS = 10
    table = opened(b"a\n" + b"x\n" * 11)
    with pytest.raises(ReadError, match="10 rows") as caught:
        list(table.rows())
    assert caught.value.row == 12


def test_too_many_columns_name_the_limit():
    with pytest.raises(ReadError, match="300 columns: more than the 200"):
        opened(as_csv([[f"c{n}" for n in range(300)], range(300)]).encode())


def test_a_huge_cell_names_its_row(settings):
    content = b"a,b\n1,2\n" + b"x" * 10_000_000 + b",2\n"
    with pytest.raises(ReadError, match="Row 3: a cell longer than the 100,000"):
        list(opened(content).rows())


def test_a_huge_cell_of_a_workbook_names_its_place(settings):
    settings.IMPORT_MAX_CELL = 1000
    with pytest.raises(ReadError, match="Row 3, column B"):
        list(opened(workbook({"a": [["a", "b"], [1, 2], [3, "x" * 2000]]}), "a.xlsx").rows())


def bomb(size, extra=b""):
    file = io.BytesIO(workbook({"a": ROWS}))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"<row>" + extra + b" " * size)
    return file.getvalue()


def test_a_workbook_that_unpacks_beyond_measure_is_refused_before_it_does():
    with pytest.raises(ReadError, match="unpacks to more"):
        opened(bomb(300_000_000), "a.xlsx")


def test_a_part_packed_suspiciously_well_is_refused():
    with pytest.raises(ReadError, match="unpacks to more"):
        opened(bomb(20_000_000), "a.xlsx")


def test_a_row_wider_than_excel_allows_is_refused():
    with pytest.raises(ReadError, match="wider than"):
        opened(bomb(10, b"<c r='A1'><v>1</v></c>".replace(b"'", b'"') * 20_000), "a.xlsx")


@pytest.mark.parametrize("cell", [b"<c/>", b"<x:c/>", b"<c\n/>"])
def test_cells_are_counted_however_they_are_written(cell):
    with pytest.raises(ReadError, match="wider than"):
        opened(bomb(10, cell * 20_000), "a.xlsx")


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_parts_that_are_held_in_memory_have_a_limit(part):
    file = io.BytesIO(workbook({"a": ROWS}))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, b"<xf/>" * 300_000)
    with pytest.raises(ReadError, match="more than is allowed"):
        opened(file.getvalue(), "a.xlsx")


def test_entities_in_a_workbook_are_refused():
    with pytest.raises(ReadError, match="entities"):
        opened(bomb(10, b'<!DOCTYPE x [<!ENTITY a "b">]>'), "a.xlsx")


# --- workbooks -----------------------------------------------------------------------------------------------
def test_a_workbook_gives_numbers_dates_and_texts_as_they_are():
    rows = [["text", "number", "date", "flag", "code"], ["Élan", 1100.04, datetime(2026, 3, 4), True, "007"]]
    assert cells(opened(workbook({"a": rows}), "a.xlsx")) == [["Élan", 1100.04, datetime(2026, 3, 4), True, "007"]]


def test_a_number_shown_with_leading_zeros_is_that_text():
    assert cells(opened(workbook({"a": [["cp", "n"], [1000, 1000]]}, A2="00000"), "a.xlsx")) == [["01000", 1000]]


def test_the_first_sheet_with_rows_is_read_unless_another_is_named():
    content = workbook({"cover": [["Hello"]], "data": [["a"], [1]], "other": [["b"], [2]]})
    assert opened(content, "a.xlsx").source.sheet == "data"
    assert opened(content, "a.xlsx", "other").headers == ["b"]
    with pytest.raises(ReadError, match="cover, data, other"):
        opened(content, "a.xlsx", "none")


def test_a_cell_below_no_heading_is_left_out_and_told():
    (row,) = opened(workbook({"a": [["a", "b"], [1, 2, "note"]]}), "a.xlsx").rows()
    assert row.cells == [1, 2]
    assert "Column C" in row.note


def test_a_formula_gives_its_saved_result_or_nothing():
    assert cells(opened(workbook({"a": [["a", "b"], ["x", "=1+1"]]}), "a.xlsx")) == [["x", None]]


# --- JSON -------------------------------------------------------------------------------------------------------
def test_a_salesforce_tree_is_a_table_with_its_references():
    content = b"""{"records": [
        {"attributes": {"type": "Account", "referenceId": "AccountRef1"}, "Name": "Alpha", "N": 1.10, "Owner": {"x": 1}},
        {"attributes": {"type": "Contact", "referenceId": "ContactRef1"}, "Name": "Amy", "AccountId": "@AccountRef1"}]}"""
    table = opened(content, "a.json")
    assert table.headers == ["Name", "N", "referenceId", "AccountId"]
    assert cells(table) == [["Alpha", "1.10", "AccountRef1", None], ["Amy", None, "ContactRef1", "AccountRef1"]]


def test_a_plain_list_of_objects_is_a_table():
    table = opened('\ufeff[{"a": 1, "b": null}, {"a": true, "c": "@me"}]'.encode(), "a.json")
    assert cells(table) == [["1", None, None], [True, None, "@me"]]


def test_half_a_character_of_json_is_replaced():
    assert cells(opened(b'[{"a": "x\\ud800y"}]', "a.json")) == [["x?y"]]


def test_a_table_can_be_read_again():
    table = opened(as_csv(ROWS).encode())
    assert cells(table) == cells(table)


def test_dates_of_a_workbook_are_not_changed_by_the_time_of_day():
    rows = [["when"], [datetime(2026, 3, 4, 23, 59)], [date(2026, 3, 4)]]
    assert [row[0].date() for row in cells(opened(workbook({"a": rows}), "a.xlsx"))] == [date(2026, 3, 4)] * 2
