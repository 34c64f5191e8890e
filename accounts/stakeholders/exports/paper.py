"""A sheet on pages: A4 or A3 across when it is readable there, else over as many A3 pages as it takes."""

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

from django.utils.translation import gettext as _

from accounts.stakeholders.exports.sheet import SIZES, Box, Line, Sheet, Text
from accounts.stakeholders.map.layout import ACROSS, DOWN, HEIGHT, WIDTH

PAPERS = {"a4": (842, 595), "a3": (1191, 842)}  # width and height across, in points
MARGIN, HEAD, FOOT = 28, 44, 46  # around the drawing: title above, legend and page number below
READABLE = 0.5  # points a map unit, from which the smallest line of a box (8.5 units) can be read in print
LARGEST = 1.0
BEARABLE = 40_000_000  # pixels of an image
PIXELS = 4000  # of the longer side of an image, unless it takes more to be read
SCREEN = 0.75  # points a map unit of an image: a pixel each, at 96 an inch


@dataclass(frozen=True)
class Fit:
    """Paper and scale (points a map unit), in `across` by `down` pages."""

    paper: str
    scale: float
    across: int = 1
    down: int = 1


def room_on(paper: str) -> tuple[float, float]:
    width, height = PAPERS[paper]
    return width - 2 * MARGIN, height - 2 * MARGIN - HEAD - FOOT


def fit(width: float, height: float) -> Fit:
    """The smallest paper on which a drawing of that size (map units) is readable, else tiles of A3.

    Neighbouring tiles share the width of a box, so that each box is whole on one of them.
    """
    for paper in PAPERS:
        across, down = room_on(paper)
        scale = min(across / width, down / height, LARGEST)
        if scale >= READABLE:
            return Fit(paper, scale)
    across, down = room_on("a3")
    steps = across - ACROSS * READABLE, down - DOWN * READABLE
    return Fit("a3", READABLE, tiles(width * READABLE, across, steps[0]), tiles(height * READABLE, down, steps[1]))


def tiles(length: float, room: float, step: float) -> int:
    return 1 + max(0, ceil((length - room) / step))


def paged(sheet: Sheet, language: str) -> dict[str, Any]:
    """What the template prints: the drawing on its pages, then the lists."""
    left, top, right, bottom = sheet.bounds
    fitted = fit(right - left, bottom - top)
    across, down = room_on(fitted.paper)
    step = (across / fitted.scale - ACROSS, down / fitted.scale - DOWN)
    pages = [
        drawn(sheet, (left + step[0] * column, top + step[1] * row), fitted.scale, (across, down))
        | {"label": label_of(row, column, fitted)}
        for row in range(fitted.down)
        for column in range(fitted.across)
    ]
    listings = [{"title": each.title, "heads": each.heads, "rows": each.rows} for each in sheet.listings if each.rows]
    return words(sheet, language) | {"paper": fitted.paper, "pages": pages, "listings": listings}


def label_of(row: int, column: int, fitted: Fit) -> str:
    if fitted.across * fitted.down == 1:
        return ""
    return _("Row %(row)s, column %(column)s") % {"row": row + 1, "column": column + 1}


def pictured(sheet: Sheet, language: str) -> dict[str, Any]:
    """One page as large as the drawing."""
    left, top, right, bottom = sheet.bounds
    size = max((right - left) * SCREEN, 560), (bottom - top) * SCREEN
    page = drawn(sheet, (left, top), SCREEN, size) | {"label": ""}
    return words(sheet, language) | {"paper": "", "pages": [page], "listings": []}


def resolution(sheet: Sheet) -> float:
    """Pixels an inch of an image: two a map unit while it stays within PIXELS, else one while the server can bear it."""
    left, top, right, bottom = sheet.bounds
    width, height = right - left, bottom - top
    per_unit = min(max(1.0, PIXELS / max(width, height)), 2.0, sqrt(BEARABLE / (width * height)))
    return 72 / SCREEN * per_unit


def words(sheet: Sheet, language: str) -> dict[str, Any]:
    legend = [{"kind": kind, "text": text} for kind, text in sheet.legend]
    return {"lang": language, "title": sheet.title, "subtitle": sheet.subtitle, "legend": legend, "sizes": SIZES}


def drawn(sheet: Sheet, origin: tuple[float, float], scale: float, room: tuple[float, float]) -> dict[str, Any]:
    """What of the drawing shows in a window of `room` points whose corner is at `origin`, in points from there."""
    left, top = origin
    right, bottom = left + room[0] / scale, top + room[1] / scale

    def at(x: float, y: float) -> list[float]:
        return [round((x - left) * scale, 2), round((y - top) * scale, 2)]

    def shows(xs: list[float], ys: list[float]) -> bool:
        return max(xs) >= left and min(xs) <= right and max(ys) >= top and min(ys) <= bottom

    lines = [(each.kind, [at(*point) for point in each.points]) for each in sheet.lines if shows(*span(each))]
    return {
        "width": min(room[0], (sheet.bounds[2] - left) * scale),
        "height": room[1],
        "unit": scale,
        "box": [WIDTH * scale, HEIGHT * scale],
        "boxes": [
            {"kind": each.kind, "at": at(*corner(each)), "lines": each.lines} for each in sheet.boxes if shows(*span(each))
        ],
        "strokes": strokes(lines),
        "headings": [{"at": at(each.x, each.y), "text": each.text} for each in sheet.headings if shows(*span(each))],
    }  # fmt: skip


def strokes(lines: list[tuple[str, list]]) -> dict[str, list]:
    """Those of a kind are one stroke of the pen: a thousand would take seconds."""
    found = {}
    for kind, points in lines:
        found.setdefault(kind, []).append(points)
    return found


def corner(box: Box) -> tuple[float, float]:
    return box.x - WIDTH / 2, box.y - HEIGHT / 2


def span(each: Box | Line | Text) -> tuple[list[float], list[float]]:
    """The outermost x and y of something drawn."""
    if isinstance(each, Line):
        return [x for x, _y in each.points], [y for _x, y in each.points]
    half_width, half_height = (WIDTH / 2, HEIGHT / 2) if isinstance(each, Box) else (0, 0)
    return [each.x - half_width, each.x + half_width], [each.y - half_height, each.y + half_height]
