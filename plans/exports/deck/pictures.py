"""What is drawn on slides with shapes: the quadrants of the SWOT, the priorities, the years."""

from plans.exports.deck.measure import height, pages
from plans.exports.deck.slides import BODY, BOTTOM, MARGIN, TOP
from plans.exports.paper import Band, Card, Cards, Quadrant, Quadrants, Span
from plans.exports.prose import Run, Runs

GAP, SIZE = 14, 11
TONES = {"strength": "green", "weakness": "needle", "opportunity": "blue", "threat": "amber"}
SHADES = {"ours": "teal", "theirs": "blue", "done": "green", "late": "needle"}
LINE = 22  # points that an action takes in the band
NAMES = 300  # points for its title
LETTERS = 54  # of its title


def draw_quadrants(desk, piece: Quadrants) -> bool:
    """Four boxes on a slide; False, with nothing drawn, when they would not hold what is said."""
    wide, tall = (BODY - GAP) / 2, (BOTTOM - TOP - GAP) / 2
    boxes = [(cell, paragraphs_of(cell)) for cell in piece.cells]
    if any(height(said(lines), wide - 20, SIZE) + 34 > tall for _cell, lines in boxes):
        return False
    slide = desk.turn()
    desk.top = BOTTOM
    for place, (cell, lines) in enumerate(boxes):
        left, top = MARGIN + place % 2 * (wide + GAP), TOP + place // 2 * (tall + GAP)
        desk.slides.bar(slide, (left, top, wide, tall), "paper")
        desk.slides.bar(slide, (left, top, wide, 3), TONES[cell.key])
        head = [(Run(cell.title),)]
        desk.slides.text(slide, (left + 10, top + 9, wide - 20, 18), head, size=13, tone=TONES[cell.key], is_bold=True)
        desk.slides.text(slide, (left + 10, top + 30, wide - 20, tall - 34), lines, size=SIZE)
    return True


def paragraphs_of(cell: Quadrant) -> list[Runs]:
    return [(Run("• "), Run(words, is_bold=True), Run(f" {known}")) for words, known in cell.items] or [(Run("–"),)]


def said(lines: list[Runs]) -> str:
    return "\n".join("".join(run.text for run in runs) for runs in lines)


def draw_cards(desk, piece: Cards) -> None:
    """Each priority with its sentence; a coloured line before it."""
    for place, card in enumerate(piece.cards, 1):
        lines = card_lines(card, piece.issue_label)
        head = height(card.title, BODY - 40, 17) + 4
        need = head + height(said(lines), BODY - 16, 13)
        top = desk.room(need)
        desk.slides.bar(desk.slide, (MARGIN, top, 4, need), "violet")
        title = [(Run(f"{place}. {card.title}"),)]
        box = (MARGIN + 16, top, BODY - 16, head)
        desk.slides.text(desk.slide, box, title, size=16, tone="violet", is_bold=True)
        desk.slides.text(desk.slide, (MARGIN + 16, top + head, BODY - 16, need - head), lines, size=13)


def card_lines(card: Card, label: str) -> list[Runs]:
    lines = [(Run(card.sentence),)] if card.sentence else []
    if card.issue:
        lines.append((Run(f"{label} · ", is_bold=True), Run(card.issue)))
    if card.agreed:
        lines.append((Run(card.agreed, is_italic=True),))
    return lines or [()]


def draw_band(desk, piece: Band) -> None:
    """The actions in the years, a line each."""
    left, wide = MARGIN + NAMES + 10, BODY - NAMES - 10
    for page in pages(piece.spans, lambda span: LINE, BOTTOM - TOP - LINE):
        slide = desk.turn(piece.title)
        desk.top = TOP + LINE * (len(page) + 1) + GAP
        draw_legend(desk, slide, piece)
        for label, start in piece.years:
            box = (left + start * wide, TOP, 90, LINE)
            desk.slides.text(slide, box, [(Run(label),)], size=10, tone="soft", is_bold=True)
            desk.slides.bar(slide, (left + start * wide - 4, TOP, 1, LINE * (len(page) + 1)), "line")
        for place, span in enumerate(page, 1):
            draw_span(desk, slide, span, TOP + place * LINE, left, wide)


def draw_legend(desk, slide, piece: Band) -> None:
    for place, (tone, words) in enumerate(piece.legend):
        desk.slides.bar(slide, (MARGIN + place * 75, TOP + 4, 10, 8), SHADES[tone])
        desk.slides.text(slide, (MARGIN + place * 75 + 14, TOP, 60, 16), [(Run(words),)], size=9, tone="soft")


def draw_span(desk, slide, span: Span, top: float, left: float, wide: float) -> None:
    title = span.title if len(span.title) <= LETTERS else span.title[: LETTERS - 1].rstrip() + "…"
    desk.slides.text(slide, (MARGIN, top, NAMES, LINE), [(Run(title),)], size=10)
    box = (left + span.start * wide, top + 2, max(3, (span.end - span.start) * wide), 11)
    desk.slides.bar(slide, box, SHADES[span.tone])
