"""Bars and sparklines drawn by the server, with SVG attributes only (the policy allows no style attribute)."""

from collections.abc import Sequence

from django import template

register = template.Library()
WIDTH, HEIGHT, MARGIN = 80, 20, 2


def sparkline_runs(values: Sequence[float | None]) -> list[list[tuple[float, float]]]:
    """Points (x, y) of a sparkline in a box of 80 × 20, oldest first; a missing value breaks the line."""
    known = [value for value in values if value is not None]
    if not known:
        return []
    low, spread = min(known), (max(known) - min(known)) or 1
    step = WIDTH / max(len(values) - 1, 1)
    runs = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            rise = float(value - low) / float(spread) * (HEIGHT - 2 * MARGIN)
            runs[-1].append((round(index * step, 1), round(HEIGHT - MARGIN - rise, 1)))
    return [run for run in runs if run]


def svg_length(value: float | None) -> str | None:
    """0..100 as an SVG length: a dot in every language, never outside of the box."""
    return None if value is None or value == "" else f"{min(max(float(value), 0), 100):.1f}"


@register.inclusion_tag("_sparkline.html")
def sparkline(values, label="", tone=""):
    """`values`: numbers oldest first, None where nothing is known; `tone`: "", "up" or "down"."""
    runs = sparkline_runs(list(values or ()))
    lines = [" ".join(f"{x},{y}" for x, y in run) for run in runs]
    end = [str(length) for length in runs[-1][-1]] if runs else None  # as text: a localised comma is no SVG number
    return {"lines": lines, "end": end, "label": label, "tone": tone}


@register.inclusion_tag("_bar.html")
def bar(value, tone="teal", label="", target=None, size=""):
    """`value` and `target` on 0..100; None draws an empty track; `tone`: teal, green, amber or red."""
    return {"width": svg_length(value), "tone": tone, "label": label, "target": svg_length(target), "size": size}


@register.inclusion_tag("_stagebar.html")
def stage_bar(percent, label=""):
    """`percent` of the way from exploratory (0) to integrated (100)."""
    return {"width": svg_length(percent), "label": label}
