"""A mail of words only shows no sign of Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.exports.words import in_words


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("# Decided", "Decided"),
        ("**Signed** by _both_, `today`", "Signed by both, today"),
        ("- one\n- two\n  - three", "• one\n• two\n  • three"),
        ("3. one\n4. two", "3. one\n4. two"),
        ("one\ntwo", "one\ntwo"),
        ("> said\n> again", "  said\n  again"),
        ("[the plan](https://client.example/plan)", "the plan (https://client.example/plan)"),
        ("[the **whole** plan](https://client.example/)", "the whole plan (https://client.example/)"),
        ("<https://client.example/>", "https://client.example/"),
        ("[no](javascript:alert(1))", "[no](javascript:alert(1))"),
        ("~~on the 3rd~~ on the 5th", "on the 5th"),
        ("## Decided\n\n- one\n- two\n\n---\n\nBye", "Decided\n\n• one\n• two\n\nBye"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a · b\n1 · 2"),
        ("```\n* as it is\n```", "* as it is"),
        ("", ""),
    ],
)
def test_markdown_is_told_in_words(markdown, words):
    assert in_words(markdown) == words


def test_a_long_address_can_be_copied_whole():
    address = "https://client.example/" + "a" * 80
    assert in_words(f"See [{address}]({address})") == f"See {address}"


@given(st.lists(st.text(alphabet="abcdefgh", min_size=1), min_size=1, max_size=8))
def test_each_line_of_a_list_is_told(lines):
    assert in_words("\n".join(f"- {line}" for line in lines)) == "\n".join(f"• {line}" for line in lines)
