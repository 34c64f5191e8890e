"""The document and the presentation of a plan, read back; who may read what; nothing runs over."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Pt

from plans.content import Priority
from plans.exports import client, inside
from plans.exports.aims import done, share, tone, years
from plans.exports.deck.measure import chunks, lines, pages, portions, width
from plans.exports.deck.slides import HEIGHT, WIDTH
from plans.exports.paper import number
from plans.exports.prose import Run
from plans.exports.workbook import COLUMNS
from tests.pdf import pages_of
from tests.plans.exports.conftest import TODAY, action, content, inside_source, objective, shared_source, silent

SECRETS = (
    "Evidence 0",
    "Item 3",
    "Take the flows in hand",
    "About competitors",
    "About margin",
    "About buying",
    "A tender",
)


def printed(source, formats):
    return pages_of(formats["pdf"].write(source, silent))


def squeezed(text):
    return "".join(text.replace("\u00ad", "").split())


def slides_of(source, formats):
    return Presentation(io.BytesIO(formats["pptx"].write(source, silent))).slides


def words_of(slide):
    told = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            told += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(told)


def notes_of(slides):
    return "\n".join(each.notes_slide.notes_text_frame.text for each in slides if each.has_notes_slide)


def test_the_document_holds_every_chapter_and_says_for_whom_it_is():
    found = printed(inside_source(), inside.FORMATS)
    whole = squeezed("".join(found))
    for told in ("Solvane Industrie", "1. Identity and governance", "18. Steering", "Faster flows", "1,260,000.5"):
        assert squeezed(told) in whole, told
    assert all(squeezed("Internal: not for the client") in squeezed(page) for page in found)
    assert squeezed(f"Page 2 of {len(found)}") in squeezed(found[1])


def test_the_document_has_a_title_a_language_and_a_structure():
    for language in ("en", "fr"):
        file = inside.FORMATS["pdf"].write(inside_source(language=language), silent)
        assert f"/Lang({language}".encode() in file.replace(b" ", b"")
        assert b"/StructTreeRoot" in file
        assert b"/Marked true" in file
        assert b"Solvane Industrie" in file


def test_a_reader_of_french_gets_french_words_and_numbers():
    with translation.override("fr"):
        whole = "".join(printed(inside_source(language="fr"), inside.FORMATS))
        assert number(Decimal("41250.50"), "M€") == "41\u202f250,5\u00a0M€"
    assert "Concurrence" in whole
    assert squeezed("41 250,5 M€") in squeezed(whole)


def test_the_client_edition_tells_nothing_of_ours():
    told = content(objectives=(objective(), objective("o2", title="A margin of 30", is_internal=True)))
    whole = squeezed("".join(printed(shared_source(told), client.FORMATS)))
    slides = slides_of(shared_source(told), client.FORMATS)
    spoken = "\n".join(map(words_of, slides))
    for secret in (*SECRETS, "A margin of 30"):
        assert squeezed(secret) not in whole, secret
        assert secret not in spoken, secret
    assert notes_of(slides) == ""
    assert "Internal" not in spoken
    assert squeezed("Faster flows") in whole
    assert "Faster flows" in spoken


def test_the_chapters_of_the_client_leave_no_gap_where_ours_stand():
    chapters = client.client_paper(shared_source()).chapters
    assert [each.number for each in chapters] == list(range(1, len(chapters) + 1))
    assert chapters[1].title == "Shared ambition"


def test_the_evidence_is_in_the_notes_of_the_presentation_only():
    slides = slides_of(inside_source(), inside.FORMATS)
    assert "Evidence 0" in notes_of(slides)
    assert "Steering committee" in notes_of(slides)
    assert "Evidence 0" not in "\n".join(map(words_of, slides))


def test_the_presentation_has_titles_tables_and_a_chart_that_can_be_edited():
    slides = slides_of(inside_source(), inside.FORMATS)
    titles = [each.shapes.title.text_frame.text for each in slides]
    assert titles[0] == "Solvane Industrie"
    assert any(title.startswith("12. SMART objectives") for title in titles)
    assert all(titles)
    (chart,) = [shape.chart for each in slides for shape in each.shapes if shape.has_chart]
    assert (list(chart.plots[0].categories), list(chart.series[0].values)) == (["Shorter delays"], [50])
    assert sum(shape.has_table for each in slides for shape in each.shapes) >= 5


def test_the_workbook_within_a_chart_runs_no_formula():
    source = inside_source(content(objectives=(objective(title='=cmd|"/c calc"!A1'),)))
    file = zipfile.ZipFile(io.BytesIO(inside.FORMATS["pptx"].write(source, silent)))
    (name,) = [name for name in file.namelist() if name.endswith(".xlsx")]
    cells = [cell for row in load_workbook(io.BytesIO(file.read(name))).active.rows for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}


LONG = "Un long texte qui explique beaucoup de choses au client. " * 400


def crowded():
    many = [action(f"a{n}", title=f"Action {n} " + "x" * 120, year=1 + n % 3) for n in range(60)]
    swot = tuple(replace(each, text="Un fait. " * 30) for each in content().swot) * 7
    table = "| a | b |\n|---|---|\n" + "| " + "mot " * 300 + "| x |\n" + "| y | z |\n" * 40
    passages = {
        "market.size": LONG,
        "charter.value": "- " + LONG,
        "market.trends": table,
        "summary.money": "W" * 20_000,
    }
    priorities = tuple(Priority(f"p{n}", "Titre " * 20, "Phrase " * 40, "Enjeu " * 45, ()) for n in range(5))
    return content(actions=tuple(many), swot=swot, passages=passages, priorities=priorities)


def sized(shape):
    """The sizes of its runs, in points."""
    runs = (run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)
    return [run.font.size.pt for run in runs if run.font.size and run.text]


def test_nothing_runs_over_the_edge_of_a_slide():
    """Every box ends on the slide, and holds the lines that its words take."""
    for slide in slides_of(inside_source(crowded()), inside.FORMATS):
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= Pt(WIDTH) + 1
            assert shape.top + shape.height <= Pt(HEIGHT) + 1, slide.shapes.title.text_frame.text
            if shape.has_text_frame and shape is not slide.shapes.title and sized(shape):
                size = max(sized(shape))
                need = lines(shape.text_frame.text.replace("\v", "\n"), shape.width.pt, size) * size
                assert need <= shape.height.pt + size, shape.text_frame.text[:80]


def test_a_long_text_is_whole_over_the_slides():
    spoken = "".join(map(words_of, slides_of(inside_source(crowded()), inside.FORMATS)))
    assert spoken.count("explique") == 800
    assert spoken.replace("\u200b", "").count("W") >= 20_000


@pytest.mark.parametrize("formats", [inside.FORMATS, client.FORMATS], ids=["inside", "client"])
def test_an_empty_plan_can_be_exported_too(formats):
    nothing = dict.fromkeys(("figures", "swot", "options", "priorities", "objectives", "actions", "risks", "team"), ())
    told = content(passages={}, kam="", sponsor="", investment=None, **nothing)
    source = inside_source(told) if formats is inside.FORMATS else shared_source(told)
    assert all(each.write(source, silent) for each in formats.values())


def test_writing_stops_where_the_progress_says_so():
    class Stopped(Exception):
        pass

    def report(percent, message):
        raise Stopped

    for kind in ("pdf", "pptx"):
        with pytest.raises(Stopped):
            inside.FORMATS[kind].write(inside_source(), report)


def sheet_of(source):
    return openpyxl.load_workbook(io.BytesIO(inside.FORMATS["xlsx"].write(source, silent))).active


def test_the_workbook_has_dates_figures_filters_and_a_head_that_stays():
    sheet = sheet_of(inside_source(content(actions=(action(due_on=date(2026, 4, 30), progress=40),))))
    head, row = [[cell.value for cell in line] for line in sheet.rows]
    told = dict(zip(head, row, strict=True))
    assert (told["Due"].date(), told["Weight"], told["Progress"]) == (date(2026, 4, 30), 4, 0.4)
    assert (told["Priority"], told["Objective"], told["Side"]) == ("Faster flows", "Shorter delays", "us")
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == (f"A1:{chr(64 + len(COLUMNS))}2", "B2")
    assert sheet["J2"].number_format == "0%"


@pytest.mark.parametrize("title", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "#REF!", "＝1", "a\x00b"])
def test_no_cell_of_the_workbook_is_a_formula(title):
    cell = sheet_of(inside_source(content(actions=(action(title=title),))))["A2"]
    assert cell.data_type == "s"
    assert not str(cell.value).startswith(("=", "+", "-", "@", "\t", "＝"))


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((7, 6, 5), 50),
        ((7, 8, 5), 0),
        ((0, 12, 10), 100),
        ((5, 5, 5), None),
        ((None, 1, 2), None),
        ((0, None, 2), None),
    ],
)
def test_the_share_of_the_way_done(numbers, expected):
    assert done(*(None if each is None else Decimal(each) for each in numbers)) == expected


def test_days_are_shares_of_the_period_and_years_begin_where_they_do():
    starts, ends = date(2026, 1, 1), date(2028, 12, 31)
    assert [share(day, starts, ends) for day in (starts, ends, date(2030, 1, 1))] == [0, 1, 1]
    assert [round(start, 2) for _label, start in years(starts, ends)] == [0, 0.33, 0.67]


def test_the_tone_of_an_action_says_whose_it_is_and_whether_it_waits():
    assert tone(action(due_on=date(2026, 1, 1)), TODAY) == "late"
    assert tone(action(due_on=date(2026, 1, 1), recurrence="monthly"), TODAY) == "ours"
    assert tone(action(due_on=date(2027, 1, 1), is_clients=True), TODAY) == "theirs"
    assert tone(action(done_on=TODAY), TODAY) == "done"


def test_pages_hold_what_they_can_and_no_item_twice():
    assert list(pages([3, 3, 5, 9, 1], float, 6)) == [[3, 3], [5], [9], [1]]


def test_text_is_measured_and_cut_between_words():
    assert width("word ", 10) == 27
    assert lines("word " * 39 + "word", 100, 10) == 14
    assert lines("w" * 40, 100, 10) == 3
    assert "".join(chunks("some words here", 7)) == "some words here"
    assert all(len(part) <= 7 for part in chunks("some words here", 7))
    assert list(portions((Run("a b c d", is_bold=True),), 4)) == [
        (Run("a b ", is_bold=True),),
        (Run("c d", is_bold=True),),
    ]


def test_what_no_file_may_hold_is_told_as_such_in_the_notes():
    told = content(objectives=(objective(measure_source="The board\x01\ufffe"),))
    assert "The board\ufffd\ufffd" in notes_of(slides_of(inside_source(told), inside.FORMATS))
