"""French is complete: every string that the code marks is in the catalogue, translated, and none is left over."""

import io
import re
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def sources():
    for folder in ("kam", "accounts", "plans", "projects", "agenda"):
        for path in (ROOT / folder).rglob("*.py"):
            yield path, path.read_bytes()
    for path in (ROOT / "templates").rglob("*.*"):
        yield path, templatize(path.read_text(), origin=str(path)).encode()


def marked():
    """(context, msgid) of every marked string."""
    for path, code in sources():
        for line, message, _comments, context in extract("python", io.BytesIO(code), keywords=KEYWORDS):
            msgid = message[0] if isinstance(message, tuple) else message
            yield (context, msgid), f"{path.relative_to(ROOT)}:{line}"


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(ROOT / "locale/fr/LC_MESSAGES/django.po"))


def test_every_marked_string_is_in_the_french_catalogue(catalogue):
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
    assert {f"{place}: {key[1]}" for key, place in marked() if key not in known} == set()


def test_every_french_string_is_translated_and_none_is_fuzzy(catalogue):
    unfinished = [
        entry.msgid
        for entry in catalogue
        if not entry.obsolete and (entry.fuzzy or not (entry.msgstr or all(entry.msgstr_plural.values() or [""])))
    ]
    assert unfinished == []


def test_the_catalogue_holds_nothing_that_the_code_does_not_say(catalogue):
    said = {key for key, _place in marked()}
    assert [entry.msgid for entry in catalogue if entry.obsolete or (entry.msgctxt, entry.msgid) not in said] == []


def test_translations_keep_the_placeholders(catalogue):
    def placeholders(text):
        return sorted(PLACEHOLDER.findall(text))

    changed = [
        entry.msgid
        for entry in catalogue
        for msgstr in entry.msgstr_plural.values() or [entry.msgstr]
        if placeholders(msgstr) not in (placeholders(entry.msgid), placeholders(entry.msgid_plural))
    ]
    assert changed == []


def test_the_source_strings_are_english():
    """«Mêlée» is the method's own word in both languages."""
    french = re.compile(r"[àâçéèêëîïôùûœÀÉÈ«]")
    assert [f"{at}: {key[1]}" for key, at in marked() if french.search(key[1].replace("mêlée", ""))] == []
