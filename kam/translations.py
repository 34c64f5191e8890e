"""Compile the translations without gettext, which a fresh machine does not have."""

from pathlib import Path

import polib


def compile_all(folder: Path) -> None:
    """Write each .mo that is older than its .po."""
    for catalogue in folder.glob("*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            polib.pofile(str(catalogue)).save_as_mofile(str(compiled))


if __name__ == "__main__":
    compile_all(Path("locale"))
