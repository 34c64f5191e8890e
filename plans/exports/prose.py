"""Markdown as a tree of plain data: whoever sets it draws words, and nothing in it is ever markup again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode

from accounts.spreadsheets import NOT_XML
from plans.templatetags.markdown import READER

DEEPEST = 5  # lists and quotes within each other; what lies deeper stands beside its parent
LONGEST_WORD, SYLLABLE = 40, 20  # a word longer than the first may be broken each so many letters
ZERO_WIDTH = "\u200b"
WEB = ("https://", "http://", "mailto:")
LONGEST_ADDRESS = 2000


@dataclass(frozen=True)
class Run:
    """Some words that look alike; `is_break` is the end of a line and has no text."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_struck: bool = False
    is_code: bool = False
    href: str = ""
    is_break: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """`level` is 1 to 3 for a heading within the passage, 0 otherwise."""

    runs: Runs
    level: int = 0
    kind: str = "paragraph"


@dataclass(frozen=True)
class Listing:
    """`start` is the first number, None without numbers."""

    items: tuple[tuple["Block", ...], ...]
    start: int | None = None
    kind: str = "list"


@dataclass(frozen=True)
class Quote:
    blocks: tuple["Block", ...]
    kind: str = "quote"


@dataclass(frozen=True)
class Code:
    text: str
    kind: str = "code"


@dataclass(frozen=True)
class Rule:
    kind: str = "rule"


@dataclass(frozen=True)
class Table:
    """`aligns`: start, center or end of each column; all rows are as long as the head."""

    heads: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    aligns: tuple[str, ...]
    kind: str = "table"


Block = Paragraph | Listing | Quote | Code | Rule | Table
ALIGNS = {"text-align:center": "center", "text-align:right": "end"}


def prose(markdown: str) -> tuple[Block, ...]:
    """The blocks of a passage, as our pages show it: no HTML, no pictures, no addresses but of the web and mail."""
    return tuple(blocks_of(SyntaxTreeNode(READER.parse(clean(markdown))), 0))


def clean(text: str) -> str:
    """Without the characters that no file may hold."""
    return NOT_XML.sub("\ufffd", text)


def blocks_of(node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
    for child in node.children:
        if child.type in ("bullet_list", "ordered_list", "blockquote"):
            yield from nested(child, depth + 1)
        elif child.type in READERS:
            yield READERS[child.type](child)


def nested(node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
    if depth > DEEPEST:
        for child in [node] if node.type == "blockquote" else node.children:
            yield from blocks_of(child, depth)
    elif node.type == "blockquote":
        yield Quote(tuple(blocks_of(node, depth)))
    else:
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        yield Listing(tuple(tuple(blocks_of(item, depth)) for item in node.children), start)


def paragraph(node: SyntaxTreeNode) -> Paragraph:
    level = min(3, int(node.tag[1])) if node.type == "heading" else 0
    return Paragraph(runs_of(node), level)


def code(node: SyntaxTreeNode) -> Code:
    return Code(breakable(node.content.rstrip("\n")))


def table(node: SyntaxTreeNode) -> Table:
    head, *body = node.children
    cells = head.children[0].children
    aligns = tuple(ALIGNS.get(str(cell.attrs.get("style", "")), "start") for cell in cells)
    rows = [tuple(runs_of(cell) for cell in row.children) for part in body for row in part.children]
    return Table(tuple(runs_of(cell) for cell in cells), tuple(rows), aligns)


READERS = {
    "paragraph": paragraph,
    "heading": paragraph,
    "fence": code,
    "code_block": code,
    "table": table,
    "hr": lambda node: Rule(),
}
MARKS = {"strong": "is_bold", "em": "is_italic", "s": "is_struck"}


def runs_of(node: SyntaxTreeNode) -> Runs:
    return tuple(run for inline in node.children for run in spoken(inline, Run("")))


def spoken(node: SyntaxTreeNode, look: Run) -> Iterator[Run]:
    """The runs below a node that look as `look` says, and as the node adds."""
    if node.type in ("softbreak", "hardbreak"):
        yield replace(look, is_break=True)
    elif node.type in ("text", "code_inline"):
        if node.content:
            yield replace(look, text=breakable(node.content), is_code=node.type == "code_inline")
    else:
        look = worn(look, node)
        for child in node.children:
            yield from spoken(child, look)


def worn(look: Run, node: SyntaxTreeNode) -> Run:
    if node.type == "link":
        return replace(look, href=address(str(node.attrs.get("href", ""))))
    return replace(look, **{MARKS[node.type]: True}) if node.type in MARKS else look


def address(href: str) -> str:
    """The address if a file may lead there, else nothing."""
    return href if href.startswith(WEB) and len(href) <= LONGEST_ADDRESS else ""


def breakable(text: str) -> str:
    """The text with invisible places to break words that no line would hold."""
    return " ".join(broken(word) if len(word) > LONGEST_WORD else word for word in text.split(" "))


def broken(word: str) -> str:
    return ZERO_WIDTH.join(word[place : place + SYLLABLE] for place in range(0, len(word), SYLLABLE))


def words_of(runs: Runs) -> str:
    return "".join("\n" if run.is_break else run.text for run in runs)
