"""What a section holds besides its passages, and what changed in it. Content in, data out."""

from collections import defaultdict

from plans.catalogue import BY_KEY
from plans.content import Content
from plans.difference import Change, name_of

LISTS = {
    "swot": "swot",
    "tows": "options",
    "priorities": "priorities",
    "objectives": "objectives",
    "actions": "actions",
    "risks": "risks",
}  # section → list of the content
SECTIONS = {kind: section for section, kind in LISTS.items()}


def lines_of_section(content: Content, section: str) -> list:
    """The lines of the content that stand in that section."""
    own = list(getattr(content, LISTS[section])) if section in LISTS else []
    return own + [figure for figure in content.figures if figure.section == section]


def names_of_lines(content: Content, section: str) -> dict[str, str]:
    """Key of each line of that section → what it is called."""
    return {line.key: name_of(line) for line in lines_of_section(content, section)}


def changes_by_section(changes: list[Change], *contents: Content) -> dict[str, list[Change]]:
    """The changes under the section in which they stand; `contents` say in which one a figure stands, the last first."""
    figures = {figure.key: figure.section for content in contents for figure in content.figures}
    found = defaultdict(list)
    for change in changes:
        found[section_of(change, figures)].append(change)
    return dict(found)


def section_of(change: Change, figures: dict[str, str]) -> str:
    if change.kind == "passages":
        return change.key.split(".")[0]
    if change.kind == "figures":
        return figures.get(change.key, "market")
    return SECTIONS.get(change.kind, "governance")


def neighbours(section: str) -> tuple[str, str]:
    """The keys of the sections before and after it, "" at either end."""
    keys = list(BY_KEY)
    place = keys.index(section)
    return keys[place - 1] if place else "", keys[place + 1] if place + 1 < len(keys) else ""
