"""What the documents promise is what the code has."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def names_in_table(page, heading):
    section = page.split(heading, 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `?(@?[\w./-]+)`? \|", section, re.MULTILINE)) - {"package", "variable"}


def test_the_settings_table_of_the_readme_names_every_variable_and_no_other():
    read = set(re.findall(r"""env(?:\.\w+)?\(\s*"(\w+)\"""", (ROOT / "kam/settings.py").read_text()))
    assert names_in_table((ROOT / "README.md").read_text(), "## Settings") == read


def test_every_package_has_its_line_in_the_dependencies_page():
    page = (ROOT / "docs/dependencies.md").read_text()
    for heading, file in [
        ("## Runs the application", "requirements.in"),
        ("## Servers of a machine", "requirements-local.in"),
        ("## Tests and checks", "requirements-test.in"),
    ]:
        named = re.findall(r"^([\w-]+)", (ROOT / file).read_text(), re.MULTILINE)
        assert names_in_table(page, heading) == set(named) - {"-c"}, file
    assert names_in_table(page, "## Assets") == set(json.loads((ROOT / "package.json").read_text())["dependencies"])


def test_every_page_of_the_documentation_is_named_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert [page.name for page in (ROOT / "docs").glob("*.md") if f"docs/{page.name}" not in readme] == []


def test_every_link_of_a_page_leads_to_a_file():
    broken = [
        f"{page.name}: {link}"
        for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("bench/*.md")]
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text())
        if not (page.parent / link).exists()
    ]
    assert broken == []


def test_the_layout_of_the_readme_is_that_of_the_folders():
    layout = (ROOT / "README.md").read_text().split("## The layout", 1)[1].split("```")[1]
    named = set(re.findall(r"^(?:  )?(\w+(?=[/.])/?)", layout, re.MULTILINE))
    rooms = {f"{folder.name}/" for folder in [*(ROOT / "kam").iterdir()] if (folder / "__init__.py").exists()}
    assert rooms <= named


def test_the_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text()
    assert "python3 run.py demo" in readme
    assert "python3 run.py test" in readme
