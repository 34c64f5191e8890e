"""The slides themselves: house colours, a title that outlines can list, a foot, texts, tables and charts."""

import io
import re
from collections.abc import Iterable, Sequence

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from accounts.spreadsheets import safe_cell
from plans.exports.deck.measure import FONT
from plans.exports.prose import Run, Runs

WIDTH, HEIGHT, MARGIN, TOP, BOTTOM = 960, 540, 48, 96, 496  # points; the body lies between top and bottom
BODY = WIDTH - 2 * MARGIN
TITLE_ONLY = 5  # of the layouts that every presentation has
COLOURS = {
    "ink": "17283A", "soft": "566675", "teal": "0F5C5C", "needle": "B03D25", "amber": "B8791A", "green": "2F8757",
    "blue": "3565A8", "violet": "6D55A3", "white": "FFFFFF", "paper": "F6F4EE", "line": "D9D4C6",
}  # fmt: skip
ACCENTS = ("0F5C5C", "5F9E97", "3565A8", "6D55A3", "2F8757", "D08A1E")
LANGUAGES = {"fr": MSO_LANGUAGE_ID.FRENCH, "en": MSO_LANGUAGE_ID.ENGLISH_UK}
CELL = 11  # size of what stands in tables


def colour(name: str) -> RGBColor:
    return RGBColor.from_string(COLOURS[name])


class Slides:
    """A presentation under way; `foot` stands on each slide."""

    def __init__(self, *, title: str, foot: str, language: str):
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Pt(WIDTH), Pt(HEIGHT)
        self.foot, self.language = foot, LANGUAGES.get(language, LANGUAGES["en"])
        properties = self.file.core_properties
        properties.title, properties.language, properties.author = title[:255], language, ""
        dress(self.file)

    def to_bytes(self) -> bytes:
        file = io.BytesIO()
        self.file.save(file)
        return file.getvalue()

    def add(self, title: str, notes: Iterable[str] = ()):
        slide = self.file.slides.add_slide(self.file.slide_layouts[TITLE_ONLY])
        slide.shapes.title.text_frame.text = title
        self.write_foot(slide)
        if notes := list(notes):
            slide.notes_slide.notes_text_frame.text = "\n".join(notes)
        return slide

    def write_foot(self, slide) -> None:
        self.text(slide, (MARGIN, 508, BODY - 80, 20), [(Run(self.foot),)], size=9, tone="soft")
        frame = self.text(slide, (WIDTH - MARGIN - 60, 508, 60, 20), [(Run(""),)], size=9, tone="soft")
        paragraph = frame.paragraphs[0]._p
        field = etree.SubElement(paragraph, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
        etree.SubElement(field, qn("a:rPr"), sz="900")
        etree.SubElement(field, qn("a:t")).text = str(len(self.file.slides))

    def text(self, slide, box: tuple, paragraphs: Sequence[Runs], *, size: float, tone: str = "ink", is_bold=False):
        """A box (left, top, width, height) of paragraphs; its text frame."""
        frame = slide.shapes.add_textbox(*(Pt(each) for each in box)).text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for place, runs in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            self.say(paragraph, runs, size=size, tone=tone, is_bold=is_bold)
        return frame

    def say(self, paragraph, runs: Runs, *, size: float, tone: str = "ink", is_bold=False) -> None:
        for run in runs:
            if run.is_break:
                paragraph.add_line_break()
                continue
            said = paragraph.add_run()
            said.text = run.text
            font = said.font
            font.size, font.bold, font.italic = Pt(size), is_bold or run.is_bold or None, run.is_italic or None
            font.color.rgb, font.language_id = colour(tone), self.language
            if run.is_code:
                font.name = "Courier New"
            if run.is_struck:
                said._r.get_or_add_rPr().set("strike", "sngStrike")
            if run.href:
                said.hyperlink.address = run.href

    def bar(self, slide, box: tuple, tone: str):
        """A rectangle of one colour."""
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Pt(each) for each in box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(tone)
        shape.line.fill.background()
        return shape

    def table(
        self, slide, top: float, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], heights
    ) -> None:
        """A real table as wide as the body; `widths` and `heights` in points, the head's height first."""
        frame = slide.shapes.add_table(
            len(rows) + 1, len(heads), Pt(MARGIN), Pt(top), Pt(sum(widths)), Pt(sum(heights))
        )
        table = frame.table
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = Pt(wide)
        for place, (row, cells) in enumerate(zip(table.rows, [heads, *rows], strict=True)):
            row.height = Pt(heights[place])
            for cell, words in zip(row.cells, cells, strict=True):
                self.fill(cell, words, is_head=place == 0)

    def fill(self, cell, words: str, *, is_head: bool) -> None:
        cell.vertical_anchor = MSO_ANCHOR.TOP
        cell.margin_left = cell.margin_right = Pt(5)
        cell.margin_top = cell.margin_bottom = Pt(3)
        paragraphs = words.split("\n")
        for place, text in enumerate(paragraphs):
            paragraph = cell.text_frame.paragraphs[0] if place == 0 else cell.text_frame.add_paragraph()
            self.say(paragraph, (Run(text),), size=CELL, tone="white" if is_head else "ink", is_bold=is_head)

    def chart(self, slide, name: str, values: Sequence[tuple[str, int]]) -> None:
        """A native chart of bars, 0 to 100, the first one above."""
        data = CategoryChartData(number_format="0")
        data.categories = [safe_cell(label) for label, _value in reversed(values)]  # its workbook is one like others
        data.add_series(safe_cell(name), [value for _label, value in reversed(values)])
        box = (Pt(MARGIN), Pt(TOP), Pt(BODY), Pt(BOTTOM - TOP))
        chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data).chart
        chart.has_legend, chart.has_title = False, True
        chart.chart_title.text_frame.text = name
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
        chart.font.size, chart.font.name = Pt(11), FONT
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 100
        chart.value_axis.major_gridlines.format.line.color.rgb = colour("paper")
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 60, True
        plot.series[0].format.fill.solid()
        plot.series[0].format.fill.fore_color.rgb = colour("teal")


def dress(file) -> None:
    """House colours and font in the theme, and the title where our slides have it."""
    theme = file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    dressed = theme.blob.decode()
    for place, accent in enumerate(ACCENTS, 1):
        dressed = re.sub(rf'(<a:accent{place}>\s*<a:srgbClr val=")\w+', rf"\g<1>{accent}", dressed)
    theme.blob = re.sub(r'(<a:latin typeface=")Calibri', rf"\g<1>{FONT}", dressed).encode()
    title = file.slide_layouts[TITLE_ONLY].placeholders[0]
    title.left, title.top, title.width, title.height = Pt(MARGIN), Pt(28), Pt(BODY), Pt(56)
    frame = title.text_frame
    frame.vertical_anchor, frame.word_wrap, frame.auto_size = MSO_ANCHOR.MIDDLE, True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = 0
    style_title(file.slide_master)


def style_title(master) -> None:
    """Titles of every slide: small enough for two lines, to the left, in ink."""
    level = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    level.set("algn", "l")
    properties = level.find(qn("a:defRPr"))
    properties.set("sz", "2200")
    properties.set("b", "1")
    for fill in properties.findall(qn("a:solidFill")):
        fill.clear()
        etree.SubElement(fill, qn("a:srgbClr"), val=COLOURS["ink"])
