"""What every row of a board offers, hundreds of them on a page: words and addresses are found once, then only filled in."""

from functools import cached_property

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.board.cards import Card
from plans.desk import Desk

KEY = 0  # stands for the key of a row in an address that is reversed once; no row has it
ICON = '<i class="bi bi-{}" aria-hidden="true"></i>'
GRIP = f'<a class="grip" data-grip href="{{}}" aria-label="{{}}">{ICON.format("grip-vertical")}</a>'
CHAIN = f'<a class="icon-btn" href="{{}}?item={{}}" aria-label="{{}}">{ICON.format("diagram-2")}</a>'
CHANGES = (
    f'<div class="row-actions"><a class="icon-btn" href="{{}}" aria-label="{{}}">{ICON.format("pencil")}</a>'
    '<button class="icon-btn" type="submit" form="board-delete" formaction="{}" aria-label="{}">'
    f"{ICON.format('trash3')}</button></div>"
)
ACTION = '<li id="{}" data-node="{}">{}<span{}>{}</span><small>{} · {} · {} %{}{}</small>{}{}</li>'
DONE = SafeString(' class="is-done"')
PROGRESS = '<a class="btn btn-light btn-sm" href="{}">{}<span class="visually-hidden"> · {}</span></a>'
SHARE = ' · <abbr title="{}">{}</abbr>'
LATE = ' · <span class="warn">{}</span>'


class Lines:
    """The rows of one board of a desk, as HTML. `page` is the board that a row leads back to."""

    def __init__(self, desk: Desk, page: str, *, may_tell: bool = False):
        self.desk, self.page, self.may_tell = desk, page, may_tell
        self.stems: dict[tuple[str, str], tuple[str, str]] = {}
        self.chain_address = reverse("plans:chain", args=[desk.plan.pk])

    def address(self, way: str, card: Card) -> str:
        """Of a page about the row: edit, delete, progress; board-row for what can be done without a mouse."""
        if (way, card.kind) not in self.stems:
            whole = self.whole_address(way, card.kind)
            before, _key, after = whole.rpartition(f"/{KEY}/")
            self.stems[way, card.kind] = (f"{before}/", f"/{after}")
        before, after = self.stems[way, card.kind]
        return f"{before}{card.pk}{after}"

    def whole_address(self, way: str, kind: str) -> str:
        if way == "board-row":
            return f"{reverse('plans:board-row', args=[self.desk.plan.pk, kind, KEY])}?page={self.page}"
        return reverse(f"plans:{kind}-{way}", args=[KEY])

    def is_writable(self, card: Card) -> bool:
        return card.section in self.desk.writable

    @cached_property
    def words(self) -> dict[str, str]:
        """In the language of the reader, each with a place for the name of a row."""
        return {
            "grip": _("Move or link: %(name)s"),
            "chain": _("Its chain: %(name)s"),
            "edit": _("Edit: %(name)s"),
            "delete": _("Delete: %(name)s"),
            "share": _("weighs %(share)s %%"),
            "of": _("its share of the weights of the objective"),
            "late": _("late"),
            "nobody": _("nobody yet"),
            "progress": _("Progress"),
        }

    def said(self, key: str, card: Card) -> str:
        return self.words[key] % {"name": card}

    def grip(self, card: Card) -> SafeString | str:
        """By which the row is moved and linked, for whoever may."""
        if not self.is_writable(card):
            return ""
        return format_html(GRIP, self.address("board-row", card), self.said("grip", card))

    def chain(self, card: Card) -> SafeString:
        return format_html(CHAIN, self.chain_address, card.anchor, self.said("chain", card))

    def changes(self, card: Card) -> SafeString | str:
        """Edit and delete, for whoever may; deleting goes through the one form of the page."""
        if not self.is_writable(card):
            return ""
        edit, delete = self.address("edit", card), self.address("delete", card)
        return format_html(CHANGES, edit, self.said("edit", card), delete, self.said("delete", card))

    def actions(self, cards: list[Card]) -> SafeString:
        """Those of an objective: each with its share of the weights of them all, of a single one none."""
        whole = sum(card.line.weight for card in cards) if len(cards) > 1 else 0
        return format_html_join("", "{}", ((self.action(card, whole),) for card in cards))

    def action(self, card: Card, whole: int) -> SafeString:
        line, words = card.line, self.words
        share = words["share"] % {"share": round(100 * line.weight / whole)} if whole else ""
        return format_html(
            ACTION, card.anchor, card.node, self.grip(card), DONE if line.done_on else "", card,
            line.owner or words["nobody"], date_format(line.due_on, "SHORT_DATE_FORMAT"), line.progress,
            format_html(SHARE, words["of"], share) if share else "",
            format_html(LATE, words["late"]) if card.is_late(self.desk.on) else "",
            self.chain(card), self.changes(card) or self.progress(card),
        )  # fmt: skip

    def progress(self, card: Card) -> SafeString | str:
        """Of an action of a plan in force, where whoever may not write it any more says how far it is."""
        if not self.may_tell:
            return ""
        return format_html(PROGRESS, self.address("progress", card), self.words["progress"], card)
