"""A paper, chapter by chapter, on slides: what does not fit on one goes on on the next."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from pptx.util import Pt

from plans.exports.deck.measure import height, pages, portions
from plans.exports.deck.pictures import draw_band, draw_cards, draw_quadrants
from plans.exports.deck.slides import BODY, BOTTOM, MARGIN, TOP, Slides, colour
from plans.exports.deck.tables import Sheet, sheet_of
from plans.exports.formats import Report
from plans.exports.paper import Band, Bars, Cards, Chapter, Facts, Paper, Piece, Prose, Quadrants
from plans.exports.prose import Block, Listing, Paragraph, Quote, Run, Runs, Table, words_of

ROOM = BOTTOM - TOP
BARS = 9  # objectives in a chart
LONGEST_TITLE, LONGEST_LABEL = 110, 60
STEP = 20  # points that a level of a list goes in
GAP, HEAD = 14, 22  # between what stands on a slide; the heading of a table in the middle of one


@dataclass(frozen=True)
class Item:
    """A paragraph on a slide; `depth` of the list it is in, `mark` what stands before it."""

    runs: Runs
    depth: int = 0
    mark: str = ""
    is_head: bool = False

    @property
    def size(self) -> int:
        return 14 if self.is_head else 13

    @property
    def height(self) -> float:
        room = BODY - self.depth * STEP
        return height(self.mark + words_of(self.runs), room, self.size) + (12 if self.is_head else 6)


@dataclass
class Desk:
    """The chapter being written: its slide under way, and how far down that is written on."""

    slides: Slides
    title: str
    notes: list[str]
    slide: Any = None
    top: float = BOTTOM

    def turn(self, subtitle: str = ""):
        """A new slide; the notes of the chapter go to its first one."""
        title = f"{self.title} · {shortened(subtitle, LONGEST_LABEL)}" if subtitle else self.title
        self.slide, self.top = self.slides.add(title, self.notes), TOP
        self.notes = []
        return self.slide

    def room(self, need: float, subtitle: str = "") -> float:
        """Where something of that height begins: below what is written, or on a new slide; it ends there."""
        if self.slide is None or self.top + need > BOTTOM:
            self.turn(subtitle)
        start, self.top = self.top, self.top + need + GAP
        return start

    def holds(self, need: float) -> bool:
        """Whether that much still goes on the slide under way."""
        return self.slide is not None and self.top + need <= BOTTOM


def deck(paper: Paper, report: Report) -> bytes:
    """The presentation; `report` hears of each chapter, and may stop the work there."""
    title = f"{paper.title} · {paper.account}"
    slides = Slides(title=title, foot=f"{paper.label} · {shortened(title, LONGEST_TITLE)}", language=paper.language)
    cover(slides, paper)
    contents(slides, paper)
    for place, chapter in enumerate(paper.chapters):
        report(100 * place // len(paper.chapters), chapter.title)
        write(slides, chapter)
    return slides.to_bytes()


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cover(slides: Slides, paper: Paper) -> None:
    slide = slides.add(shortened(paper.account, LONGEST_TITLE))
    ground = slides.bar(slide, (0, 0, 960, 270), "teal")
    slide.shapes._spTree.insert(2, ground._element)  # behind the title
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = (Pt(each) for each in (MARGIN, 110, BODY, 130))
    slides.text(slide, (MARGIN, 72, BODY, 30), [(Run(paper.title),)], size=16, tone="white")
    for run in title.text_frame.paragraphs[0].runs:
        run.font.color.rgb, run.font.size = colour("white"), Pt(32 if len(paper.account) <= 50 else 22)
    tone = "needle" if paper.is_internal else "teal"
    slides.text(slide, (MARGIN, 300, BODY, 24), [(Run(paper.label),)], size=14, tone=tone, is_bold=True)
    facts = [(Run(f"{label}  "), Run(words, is_bold=True)) for label, words in paper.facts]
    slides.text(slide, (MARGIN, 340, BODY, 150), facts, size=14)


def contents(slides: Slides, paper: Paper) -> None:
    slide = slides.add(_("Contents"))
    told = [(Run(f"{each.number}. {each.title}"),) for each in paper.chapters if each.pieces]
    half = max(10, -(-len(told) // 2))
    for place in (0, 1):
        column = told[place * half : (place + 1) * half]
        slides.text(slide, (MARGIN + place * BODY / 2, TOP, BODY / 2 - 20, ROOM), column, size=15)


def write(slides: Slides, chapter: Chapter) -> None:
    """The slides of a chapter: its passages together, then piece by piece."""
    desk = Desk(slides, f"{chapter.number}. {chapter.title}", list(chapter.notes))
    flow = [item for piece in chapter.pieces if isinstance(piece, Prose | Facts) for item in items_of(piece)]
    write_flow(desk, flow)
    for piece in chapter.pieces:
        draw(desk, piece)


def draw(desk: Desk, piece: Piece) -> None:
    if isinstance(piece, Quadrants):
        if not draw_quadrants(desk, piece):
            write_flow(desk, list(quadrant_items(piece)))
    elif isinstance(piece, Cards):
        draw_cards(desk, piece)
    elif isinstance(piece, Band):
        draw_band(desk, piece)
    elif not isinstance(piece, Prose | Facts):
        write_sheet(desk, sheet_of(piece))
        if isinstance(piece, Bars):
            draw_bars(desk, piece)


def items_of(piece: Prose | Facts) -> Iterator[Item | Table]:
    if isinstance(piece, Facts):
        yield from (Item((Run(f"{label}  "), Run(words, is_bold=True))) for label, words in piece.rows)
        return
    if piece.title:
        yield Item((Run(piece.title),), is_head=True)
    for block in piece.blocks:
        yield from told(block)


def told(block: Block, depth: int = 0, mark: str = "") -> Iterator[Item | Table]:
    """A block as paragraphs, the mark before the first of them; tables stay tables."""
    if isinstance(block, Table):
        yield block
    elif isinstance(block, Listing):
        for place, item in enumerate(block.items):
            sign = "• " if block.start is None else f"{block.start + place}. "
            for number, each in enumerate(item):
                yield from told(each, depth + 1, sign if number == 0 else "")
    elif isinstance(block, Quote):
        for each in block.blocks:
            yield from told(each, depth + 1)
    elif block.kind != "rule":
        runs = block.runs if isinstance(block, Paragraph) else code_runs(block.text)
        is_head = isinstance(block, Paragraph) and block.level > 0
        for number, part in enumerate(portions(runs)):
            yield Item(part, depth, mark if number == 0 else "", is_head)


def code_runs(text: str) -> Runs:
    runs = [run for row in text.split("\n") for run in (Run(row, is_code=True), Run("", is_break=True))]
    return tuple(runs[:-1])


def quadrant_items(piece: Quadrants) -> Iterator[Item]:
    for cell in piece.cells:
        yield Item((Run(cell.title),), is_head=True)
        yield from (Item((Run(words), Run(f" ({known})")), 1, "• ") for words, known in cell.items)


def write_flow(desk: Desk, items: list[Item | Table]) -> None:
    """Paragraphs one under the other; a table takes the heading right above it with it."""
    group: list[Item] = []
    for item in items:
        if not isinstance(item, Table):
            group.append(item)
            continue
        head = group.pop() if group and group[-1].is_head else None
        write_items(desk, group)
        group = []
        write_sheet(desk, replace(sheet_of(item), title=words_of(head.runs) if head else ""))
    write_items(desk, group)


def write_items(desk: Desk, items: list[Item]) -> None:
    """Over as many slides as they need; a heading goes where the first paragraph under it goes."""
    blocks: list[list[Item]] = []
    for item in items:
        if blocks and blocks[-1][-1].is_head:
            blocks[-1].append(item)
        else:
            blocks.append([item])
    for page in pages(blocks, tall, ROOM):
        need = sum(map(tall, page))
        top = desk.room(need)
        frame = desk.slides.text(desk.slide, (MARGIN, top, BODY, need), [()], size=13)
        for place, item in enumerate(each for block in page for each in block):
            place_item(desk.slides, frame.paragraphs[0] if place == 0 else frame.add_paragraph(), item)


def tall(block: list[Item]) -> float:
    return sum(each.height for each in block)


def place_item(slides: Slides, paragraph, item: Item) -> None:
    paragraph.space_after = Pt(6)
    if item.depth:
        paragraph._p.get_or_add_pPr().set("marL", str(Pt(STEP * item.depth)))
    runs = (Run(item.mark), *item.runs) if item.mark else item.runs
    slides.say(paragraph, runs, size=item.size, tone="teal" if item.is_head else "ink", is_bold=item.is_head)


def write_sheet(desk: Desk, sheet: Sheet) -> None:
    """Under what is written when it fits there as a whole, else on slides of its own, its head on each."""
    head = sheet.height(sheet.heads)
    whole = HEAD + head + sum(map(sheet.height, sheet.rows))
    if desk.holds(whole):
        top = desk.room(whole)
        box = (MARGIN, top, BODY, HEAD)
        desk.slides.text(desk.slide, box, [(Run(sheet.title),)], size=14, tone="teal", is_bold=True)
        place_rows(desk, sheet, sheet.rows, top + HEAD)
        return
    for rows in pages(sheet.rows, sheet.height, ROOM - head):
        desk.turn(sheet.title)
        place_rows(desk, sheet, rows, desk.room(head + sum(map(sheet.height, rows))))


def place_rows(desk: Desk, sheet: Sheet, rows: list, top: float) -> None:
    heights = [sheet.height(sheet.heads), *map(sheet.height, rows)]
    desk.slides.table(desk.slide, top, sheet.heads, rows, sheet.widths, heights)


def draw_bars(desk: Desk, piece: Bars) -> None:
    """The measured objectives as charts."""
    measured = [(shortened(each.title, LONGEST_LABEL), each.percent) for each in piece.bars if each.percent is not None]
    for first in range(0, len(measured), BARS):
        desk.slides.chart(desk.turn(), piece.labels["share"], measured[first : first + BARS])
        desk.top = BOTTOM
