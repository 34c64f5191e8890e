"""PDF and PNG by typst: the font is ours, the data stays data."""

import multiprocessing
import struct

import pytest
from fontTools.ttLib import TTFont

from kam import typesetting
from tests.pdf import pages_of

TEMPLATE = """
#let d = json(bytes(sys.inputs.data))
#set page(width: 72pt, height: 36pt, margin: 4pt)
#set text(font: "Inter", size: 6pt, lang: d.lang)
#d.text
#text(weight: 600)[semi]
"""


@pytest.fixture
def templates(tmp_path, monkeypatch):
    (tmp_path / "note.typ").write_text(TEMPLATE)
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "CACHE", tmp_path / "fonts")
    typesetting.fonts.cache_clear()
    yield tmp_path / "fonts"
    typesetting.fonts.cache_clear()


def test_data_is_printed_and_never_obeyed(templates):
    text = '#1 <b> *2027* & $x$ #panic("no") \\ "quoted"'
    (page,) = pages_of(typesetting.pdf("note", {"lang": "en", "text": text}))
    assert text.replace(" ", "") in page.replace(" ", "").replace("“", '"').replace("”", '"')


def test_letters_of_other_alphabets_are_in_the_font(templates):
    document = typesetting.pdf("note", {"lang": "fr", "text": "Łódź Ελένη Жуков"})
    assert "ŁódźΕλένηЖуков" in pages_of(document)[0].replace(" ", "")
    assert b"+Inter-Regular" in document
    assert b"+Inter-SemiBold" in document


def test_an_image_has_the_pixels_asked_for(templates):
    image = typesetting.png("note", {"lang": "en", "text": ""}, ppi=144)
    assert (image[:8], struct.unpack(">II", image[16:24])) == (b"\x89PNG\r\n\x1a\n", (144, 72))


def test_the_faces_are_converted_once_and_know_their_family(own_cache):
    folder = typesetting.fonts()
    made = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert made.keys() == {"inter-400-normal.ttf", "inter-600-normal.ttf", "inter-400-italic.ttf"}
    assert TTFont(folder / "inter-600-normal.ttf")["name"].getDebugName(1) == "Inter SemiBold"
    typesetting.fonts.cache_clear()
    assert typesetting.fonts() == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == made


def test_processes_that_convert_at_once_leave_whole_fonts(own_cache):
    folder = own_cache / "inter"
    workers = [
        multiprocessing.get_context("fork").Process(target=typesetting.convert, args=("400-normal", folder))
        for _ in "ab"
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert [path.name for path in folder.iterdir()] == ["inter-400-normal.ttf"]
    assert ord("é") in TTFont(folder / "inter-400-normal.ttf").getBestCmap()


def test_without_the_packages_the_message_says_what_to_install(own_cache, tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "WEB_FONTS", tmp_path / "nowhere")
    with pytest.raises(typesetting.NoFont, match="npm ci"):
        typesetting.fonts()


def test_once_made_the_fonts_need_no_packages_any_more(tmp_path, monkeypatch):
    """As in the production image, which has no node_modules."""
    made = typesetting.fonts()  # where every test has them
    monkeypatch.setattr(typesetting, "WEB_FONTS", tmp_path / "nowhere")
    typesetting.fonts.cache_clear()
    assert typesetting.fonts() == made
