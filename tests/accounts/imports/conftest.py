"""Files written by the tests, and the real ones of ../shared/cases where they are there."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from accounts.imports.batch import Order, bring_in
from accounts.imports.kinds.base import kinds

CASES = Path(__file__).parents[4] / "shared" / "cases"
MOMENT = datetime(2026, 6, 15, 10, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def cases():
    if not CASES.exists():
        pytest.skip("the folder ../shared/cases is not here")
    return CASES


@pytest.fixture
def write(tmp_path):
    """`write("a.csv", text)`: the path of a file with that text (UTF-8) or those bytes."""

    def to_file(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return to_file


@pytest.fixture
def bring(db, write):
    """`bring("accounts", text)`: what became of a file with that text, or of the file at that path."""

    def to_kind(kind, content, name="file.csv", **options):
        path = str(content) if isinstance(content, Path) else write(name, content)
        return bring_in(path, Order(kinds()[kind], **options), MOMENT)

    return to_kind


@pytest.fixture
def told():
    """The four figures that a test speaks about."""
    return lambda result: tuple(result[name] for name in ("create", "update", "unchanged", "refused"))
