"""The modules that make a guest's reading pages know of plans only what is made for him."""

import ast
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[3] / "plans/portal"
GUEST_FACING = ("reading.py", "changes.py", "visits.py", "views/door.py", "views/entering.py", "views/reading.py")
ALLOWED = {"SECTIONS", "BY_KEY", "Section", "passage", "words", "SharedEdition"}  # data, words compared, his edition


def names_from_plans(path):
    """What a module takes from the plans, the portal itself and the client edition left aside."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("plans"))
        elif isinstance(node, ast.ImportFrom) and is_of_plans(node.module):
            yield from (alias.name for alias in node.names)


def is_of_plans(module):
    return module.split(".")[0] == "plans" and not module.startswith(("plans.portal", "plans.sharing"))


@pytest.mark.parametrize("name", GUEST_FACING)
def test_a_page_for_guests_takes_from_plans_only_what_is_made_for_them(name):
    assert set(names_from_plans(ROOM / name)) <= ALLOWED


def test_the_reading_page_itself_is_made_of_these_modules():
    tree = ast.parse((ROOM / "views/reading.py").read_text())
    ours = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and "portal" in node.module}
    files = {f"{module.removeprefix('plans.portal.').replace('.', '/')}.py" for module in ours}
    assert files <= set(GUEST_FACING)
