"""What writes for the client cannot know the plan: which modules it may read."""

import ast
import inspect
import sys
from pathlib import Path

from plans.exports import client
from plans.exports.client import FORMATS

FORBIDDEN = {"plans.content", "plans.models", "plans.chain", "plans.desk", "plans.told", "plans.exports.inside"}


def imported(module):
    """module → the names that it imports from it."""
    found = {}
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom):
            found.setdefault(node.module, set()).update(each.name for each in node.names)
        elif isinstance(node, ast.Import):
            found |= {each.name: set() for each in node.names}
    return found


def writers():
    """The modules of the exports that the client edition passes through."""
    seen, left = set(), [client]
    while left:
        module = left.pop()
        seen.add(module)
        for name, parts in imported(module).items():
            found = [name, *(f"{name}.{part}" for part in parts)]
            left += [sys.modules[each] for each in found if each.startswith("plans.exports") and each in sys.modules]
        left = [each for each in left if each not in seen and each.__name__ != "plans.exports"]
    return seen


def test_what_writes_for_the_client_reads_no_table_and_takes_no_content():
    names = {module.__name__ for module in writers()}
    assert {"plans.exports.client", "plans.exports.aims", "plans.exports.pdf", "plans.exports.deck.writing"} <= names
    for module in writers():
        reached = imported(module)
        assert not FORBIDDEN & reached.keys(), module.__name__
        assert not any(name and name.startswith("plans.models") for name in reached), module.__name__
        assert reached.get("plans.sharing", {"SharedContent"}) == {"SharedContent"}, module.__name__


def test_every_format_of_the_client_takes_his_edition_only():
    for each in FORMATS.values():
        assert each.write.__annotations__["source"] is client.SharedSource
    assert client.SharedSource.__annotations__["content"] is client.SharedContent


def test_templates_of_the_typesetter_read_and_import_nothing_but_their_own():
    folder = Path(__file__).parents[3] / "templates" / "typst"
    for path in [folder / "plan.typ", *(folder / "plan").glob("*.typ")]:
        source = path.read_text()
        assert "eval(" not in source
        assert "read(" not in source
        assert all("@" not in line for line in source.splitlines() if "import" in line)  # no package from elsewhere
