"""PDF and PNG, set by typst from a template of templates/typst and data that stays data.

Typst brings no sans serif. Inter comes from the web font of node_modules: its subsets are joined into one font a face,
which typst reads, and kept beside the other files that a machine makes for itself. `python -m kam.typesetting` makes
them ahead, for an image that has no node_modules.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates" / "typst"
CACHE = ROOT / ".local" / "fonts"
PACKAGE = "@fontsource/inter"
WEB_FONTS = ROOT / "node_modules" / PACKAGE / "files"
SUBSETS = ("latin", "latin-ext", "greek", "cyrillic", "vietnamese")
FACES = ("400-normal", "600-normal", "400-italic")  # weight and style, as the web font names its files


class NoFont(Exception):
    """The web font is not there to be converted: the packages of package.json are not installed."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The document that `templates/typst/<template>.typ` makes of the data, as PDF. Raises NoFont."""
    return compiled(template, data, "pdf")


def png(template: str, data: Mapping[str, Any], *, ppi: float = 144) -> bytes:
    """The only page that the template makes of the data, as PNG; `ppi`: pixels an inch. Raises NoFont."""
    return compiled(template, data, "png", ppi=ppi)


def compiled(template: str, data: Mapping[str, Any], form: str, **options) -> bytes:
    """The template reads its data as JSON from `sys.inputs`: no sign in it is ever markup."""
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        format=form,
        sys_inputs={"data": json.dumps(data)},
        font_paths=[fonts()],
        ignore_system_fonts=True,
        **options,
    )


@cache
def fonts() -> Path:
    """The folder of the converted fonts, made on first use; named by the version, so that a new one replaces them."""
    version = json.loads((ROOT / "package.json").read_text())["dependencies"][PACKAGE]
    folder = CACHE / f"inter-{version}"
    for face in FACES:
        if not (folder / f"inter-{face}.ttf").exists():
            convert(face, folder)
    return folder


def convert(face: str, folder: Path) -> None:
    """Write the font of a face; two processes that do so at once write the same, and nobody reads half of it."""
    sources = [WEB_FONTS / f"inter-{subset}-{face}.woff2" for subset in SUBSETS]
    if missing := [source for source in sources if not source.exists()]:
        raise NoFont(f"{missing[0]} is missing. Install the packages of package.json (npm ci), then try again.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as working:
        made = Path(working) / "inter.ttf"
        Merger().merge([plain_font(source, Path(working)) for source in sources]).save(made)
        os.replace(made, folder / f"inter-{face}.ttf")


def plain_font(source: Path, folder: Path) -> str:
    """Unpack a web font into a font that others can be joined with."""
    font = TTFont(source)
    font.flavor = None
    path = folder / f"{source.stem}.ttf"
    font.save(path)
    return str(path)


if __name__ == "__main__":
    fonts()
