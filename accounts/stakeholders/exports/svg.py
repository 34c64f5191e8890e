"""A sheet as SVG; every word is escaped, whatever it holds."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.stakeholders.exports.sheet import PADDING, SIZES, Box, Sheet
from accounts.stakeholders.map.layout import HEIGHT, WIDTH

MARGIN, HEAD, FOOT = 24, 58, 40
INK, SOFT, EDGE = "#17283a", "#566675", "#949086"
FILLS = {"ours": "#dfece9", "theirs": "#ffffff", "vacant": "#f6f4ee"}
STROKES = {"met": ("#2b7a74", 1.6, "none"), "reports": (EDGE, 1.2, "none"), "dotted": (EDGE, 1.2, "2 3"), "introduced": ("#8a5a00", 1.4, "7 4")}  # fmt: skip
BASELINES = (19, 32, 43)  # of the lines of a box, from its top
STEP = 168  # between two entries of the legend
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="{x} {y} {w} {h}" font-family="Inter, Helvetica, Arial, sans-serif" fill="{ink}" role="img">
<title>{title}</title><desc>{subtitle}</desc>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8Z" fill="#8a5a00"/></marker></defs>
<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="#ffffff"/>
<text x="{left}" y="{title_y}" font-size="20" font-weight="600">{title}</text>
<text x="{left}" y="{subtitle_y}" font-size="12" fill="{soft}">{subtitle}</text>
{lines}
{headings}
{boxes}
{legend}
</svg>
"""


def svg(sheet: Sheet) -> str:
    """The drawing with its title, day and legend; its size in pixels is that of the map at zoom 1."""
    left, top, right, bottom = sheet.bounds
    width = max(right - left, STEP * len(sheet.legend), 420) + 2 * MARGIN
    y = top - HEAD - MARGIN
    return format_html(
        PAGE,
        x=number(left - MARGIN), y=number(y), w=number(width), h=number(bottom - y + FOOT + MARGIN),
        left=number(left), title_y=number(y + MARGIN + 16), subtitle_y=number(y + MARGIN + 36), ink=INK, soft=SOFT,
        title=sheet.title, subtitle=sheet.subtitle,
        lines=format_html_join("\n", "{}", ((stroke(line.kind, line.points),) for line in sheet.lines)),
        headings=format_html_join("\n", '<text x="{}" y="{}" font-size="12" font-weight="600" fill="#566675">{}</text>',
            ((number(each.x), number(each.y), each.text) for each in sheet.headings)),
        boxes=format_html_join("\n", "{}", ((box_svg(box),) for box in sheet.boxes)),
        legend=legend_svg(sheet, left, bottom + MARGIN),
    )  # fmt: skip


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def box_svg(box: Box) -> SafeString:
    x, y = box.x - WIDTH / 2, box.y - HEIGHT / 2
    texts = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="{}" font-weight="{}" fill="{}">{}</text>',
        (
            (
                number(x + PADDING),
                number(y + BASELINES[row]),
                SIZES[row],
                400 if row else 600,
                SOFT if row else INK,
                text,
            )
            for row, text in enumerate(box.lines)
        ),
    )
    return format_html("<g><title>{}</title>{}{}</g>", box.full, frame(box.kind, x, y, WIDTH, HEIGHT), texts)


def frame(kind: str, x: float, y: float, width: float, height: float) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="6" fill="{}" stroke="{}" stroke-dasharray="{}"/>',
        number(x), number(y), number(width), number(height), FILLS[kind], EDGE, "5 4" if kind == "vacant" else "none",
    )  # fmt: skip


def stroke(kind: str, points) -> SafeString:
    colour, width, dashes = STROKES[kind]
    return format_html(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="{}" stroke-dasharray="{}"{}/>',
        " ".join(f"{number(x)},{number(y)}" for x, y in points), colour, width, dashes,
        SafeString(' marker-end="url(#arrow)"') if kind == "introduced" else "",
    )  # fmt: skip


def legend_svg(sheet: Sheet, left: float, y: float) -> SafeString:
    entries = []
    for place, (kind, words) in enumerate(sheet.legend):
        x = left + STEP * place
        sign = frame(kind, x, y + 4, 30, 12) if kind in FILLS else stroke(kind, ((x, y + 10), (x + 30, y + 10)))
        entries.append((sign, number(x + 38), number(y + 14), SOFT, words))
    return format_html_join("", '{}<text x="{}" y="{}" font-size="10" fill="{}">{}</text>', entries)
