"""Markdown becomes words that a typesetter draws: nothing in it is ever obeyed, nothing is lost."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kam import typesetting
from plans.exports.inside import inside_paper
from plans.exports.pdf import pdf
from plans.exports.prose import DEEPEST, ZERO_WIDTH, Listing, Paragraph, Quote, Run, Table, prose, words_of
from tests.pdf import pages_of
from tests.plans.exports.conftest import content, inside_source, silent

NAUGHTY = json.loads((Path(__file__).parents[4] / "shared/cases/badinput/blns.json").read_text())
KEYS = ("market.size", "market.growth", "market.segments", "market.trends", "market.regulation")
ATTACKS = [
    '#read("/etc/passwd")', '#import "/plan.typ": d', "$ x + #panic() $", "#set page(width: 1pt)", "]#eval(\"1+1\")[",
    "[[[[[ ((( {{{{ }", "\\u{0}", "`#read(\"/etc/passwd\")`", "```typ\n#read(\"/etc/passwd\")\n```",
    "<label> @reference", "= heading #1", "/ term: text", "https://x.example/#a[b]", "*bold _both*_ ~~~",
    "שלום עולם مرحبا", "👩‍👩‍👧‍👦 🇫🇷 é́́́", "x" * 50_000, "a " * 25_000, "> " * 90 + "deep", "- " * 60 + "deep",
    "[x](javascript:alert(1))", "![x](http://evil.example/x.png)", "[x](http://" + "a" * 3000 + ".fr)", "[x]()",
    "\x00\x01\x0b\ufffe", "| a | b |\n|---|--:|\n| #read() | $x$ |", "<script>alert(1)</script>", "\u202egnp.exe",
]  # fmt: skip


def set_in_pages(*passages):
    """The words of a PDF in which each of the passages stands, without blanks."""
    told = content(passages=dict(zip(KEYS, passages, strict=False)))
    paper = inside_paper(inside_source(told))
    (market,) = [each for each in paper.chapters if each.number == 4]
    return joined("".join(pages_of(pdf(replace(paper, chapters=(market,)), silent))))


def joined(text):
    return "".join(text.replace(ZERO_WIDTH, "").replace("\u00ad", "").split())


def spoken(blocks):
    """All the words of a tree, in reading order."""
    told = []
    for each in blocks:
        if isinstance(each, Paragraph):
            told.append(words_of(each.runs))
        elif isinstance(each, Listing):
            told += [spoken(item) for item in each.items]
        elif isinstance(each, Quote):
            told.append(spoken(each.blocks))
        elif isinstance(each, Table):
            told += [words_of(cell) for row in (each.heads, *each.rows) for cell in row]
        else:
            told.append(getattr(each, "text", ""))
    return "\n".join(told)


def test_emphasis_links_and_breaks_are_runs():
    (block,) = prose("a **b** *c* ~~d~~ `e` [f](https://x.example)\ng")
    looks = {run.text: run for run in block.runs}
    assert (looks["b"].is_bold, looks["c"].is_italic, looks["d"].is_struck, looks["e"].is_code) == (True,) * 4
    assert looks["f"].href == "https://x.example"
    assert Run("", is_break=True) in block.runs


def test_lists_keep_their_numbers_and_what_is_within_them():
    (first, second) = prose("3. three\n   - within\n4. four\n\n- loose")
    assert (first.start, second.start) == (3, None)
    assert first.items[0][1].items == ((Paragraph((Run("within"),)),),)


def test_a_table_keeps_its_cells_and_alignment():
    (table,) = prose("| a | b |\n|---|--:|\n| **1** | 2 |")
    assert table.aligns == ("start", "end")
    assert table.rows == (((Run("1", is_bold=True),), (Run("2"),)),)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "/login", "http://" + "a" * 3000])
def test_a_link_that_a_file_may_not_follow_is_only_words(address):
    assert all(run.href == "" for block in prose(f"[told]({address})") for run in block.runs)


def depth(blocks):
    inner = [depth(each.blocks) for each in blocks if isinstance(each, Quote)]
    inner += [depth(item) for each in blocks if isinstance(each, Listing) for item in each.items]
    return 1 + max(inner, default=0)


def test_what_lies_too_deep_stands_beside_its_parent():
    blocks = prose("> " * 80 + "deep")
    assert depth(blocks) == DEEPEST + 1
    assert spoken(blocks) == "deep"


def test_what_no_file_may_hold_is_a_question_mark():
    assert spoken(prose("a\x00\x0b\ud800\ufffeb")) == "a\ufffd\ufffd\ufffd\ufffdb"


def test_a_word_that_no_line_holds_can_be_broken_and_is_whole():
    (block,) = prose("x" * 1000)
    assert ZERO_WIDTH in block.runs[0].text
    assert block.runs[0].text.replace(ZERO_WIDTH, "") == "x" * 1000


@given(st.lists(st.text(alphabet="abcXYZ012 éß", min_size=1).filter(str.strip), min_size=1))
def test_plain_words_come_through_as_they_are(words):
    text = "\n\n".join(word.strip() for word in words)
    assert spoken(prose("x" + text)).split() == ("x" + text).split()


@pytest.mark.parametrize("first", range(0, len(ATTACKS), 4))
def test_what_passages_hold_is_printed_and_never_obeyed(first):
    told = set_in_pages(*ATTACKS[first : first + 4], "the last passage")
    assert "thelastpassage" in told
    assert "root:" not in told


def test_code_of_the_typesetter_is_read_as_the_words_it_is():
    assert '#read("/etc/passwd")' in set_in_pages('#read("/etc/passwd")')
    assert "$x+#panic()$" in set_in_pages("$ x + #panic() $")


def test_naughty_strings_are_set_wherever_they_stand():
    """Each as a passage, and all of them as the names of things."""
    half = len(NAUGHTY) // 2
    assert "Market" in set_in_pages("\n\n".join(NAUGHTY[:half]), "\n\n".join(NAUGHTY[half:]))


@settings(max_examples=15)
@given(st.text(max_size=400), st.from_regex(r"([#*_>\-|`$\[\](){}\\<@=/ \n]|[a-c1é]){1,200}", fullmatch=True))
@example("#" * 300, "- > 1. - > # | a |\n|-|")
def test_no_text_stops_the_typesetter(text, markup):
    assert "Market" in set_in_pages(text, markup)


def test_the_template_reads_no_file_that_data_names(monkeypatch):
    """Data reaches the template as one JSON string: there is no other way in."""
    seen = {}

    def compile_(path, **options):
        seen.update(options)
        return b""

    monkeypatch.setattr(typesetting.typst, "compile", compile_)
    pdf(inside_paper(inside_source()), silent)
    assert list(seen["sys_inputs"]) == ["data"]
    assert seen["root"] == typesetting.TEMPLATES
