"""Reporting lines of a file: managers found in the base or in any row of the file, loops refused before any is written."""

from collections import Counter
from collections.abc import Iterator

import networkx as nx
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.imports.kinds.base import refuse
from accounts.imports.lookups import Entry, Register, Scope
from accounts.imports.values import Refusal
from accounts.stakeholders.models import Stakeholder
from accounts.trees import circle

LINES = "reports_to", "dotted_to"
MOST_NAMED = 50  # people of a loop; nobody reads more names


def stakeholder_called(text: str, people: Register):
    """The person meant by a name, an e-mail address or a code. Raises Refusal."""
    return people.one(
        text,
        _("No stakeholder of this account is called “%(value)s”."),
        _("Several stakeholders of this account are called “%(value)s”: use the e-mail address."),
    )


class People(Register):
    """The people of an account: those of the base, then the rows of the file."""

    def __init__(self):
        super().__init__()
        self.base, self.file = Register(), Register()

    def find(self, text: str) -> list[Entry]:
        return self.base.find(text) or self.file.find(text)


class ReportingBook:
    """Who reports to whom once the file is in: the lines of the base, replaced by those that the file gives."""

    def __init__(self):
        self.people: dict[int, People] = {}  # by account
        self.rows: dict[int, tuple[int, dict[str, str]]] = {}  # number of the row → account, its texts
        self.own: dict[int, Entry] = {}  # number of the row → whom it is about
        self.lines: dict[Entry, dict[str, Entry]] = {}
        self.is_open = False

    def announce(self, number: int, texts: dict[str, str], scope: Scope) -> None:
        """Remember a row of the file, to which other rows may refer."""
        entry = scope.row_entries[number] = Entry(row=number, label=texts["name"], is_pending=True)
        accounts = scope.accounts.find(texts.get("account_code", "")) or scope.accounts.find(texts.get("account", ""))
        for account in accounts[:1]:
            kept = {key: texts[key] for key in ("code", "email", "name", *LINES) if texts.get(key)}
            self.rows[number] = account.pk, kept
            self.own[number] = entry
            people = self.people.setdefault(account.pk, People())
            people.file.add(entry, [kept.get("code", ""), kept.get("email", "")], [entry.label])

    def open(self) -> None:
        """Load the people of the accounts named, and lay the lines of the file over theirs; only the first call acts."""
        if self.is_open:
            return
        self.is_open = True
        self.load()
        for number, (account, texts) in self.rows.items():
            base = self.people[account].base
            found = next((who for key in ("code", "email", "name") if (who := base.find(texts.get(key, "")))), [])
            if len(found) == 1:
                self.own[number] = found[0]
        for number in self.rows:
            self.lines.setdefault(self.own[number], {}).update(self.told(number))

    def load(self) -> None:
        rows = list(Stakeholder.objects.filter(account__in=self.people))
        known = {row.pk: Entry(row.pk, row.name) for row in rows}
        for row in rows:
            self.people[row.account_id].base.add(known[row.pk], [row.code, row.email], [row.name])
            bosses = {line: known.get(getattr(row, f"{line}_id")) for line in LINES}
            self.lines[known[row.pk]] = {line: boss for line, boss in bosses.items() if boss}

    def told(self, number: int) -> Iterator[tuple[str, Entry]]:
        """The managers that a row names, as far as they are known."""
        account, texts = self.rows[number]
        for line in LINES:
            found = self.people[account].find(texts.get(line, ""))
            if len(found) == 1:
                yield line, self.own.get(found[0].row, found[0])

    @cached_property
    def knots(self) -> dict[Entry, int]:
        """Everybody who stands in a loop, with the number of the group of loops that holds him."""
        graph = nx.DiGraph((who, boss) for who, bosses in self.lines.items() for boss in bosses.values())
        tied = [group for group in nx.strongly_connected_components(graph) if len(group) > 1]
        return {who: place for place, group in enumerate(tied) for who in group}

    def managers(self, number: int) -> dict[str, Entry]:
        """The managers of a row by line. Raises Refusal: unknown, ambiguous, himself, or a loop with all its names."""
        account, texts = self.rows[number]
        own, found = self.own[number], {}
        for line in LINES:
            if line in texts:
                try:
                    found[line] = stakeholder_called(texts[line], self.people[account])
                except Refusal as refusal:
                    raise refuse(line, str(refusal)) from None
                self.refuse_loop(line, own, self.own.get(found[line].row, found[line]))
        return found

    def refuse_loop(self, line: str, own: Entry, boss: Entry) -> None:
        if boss is own:
            raise refuse(line, _("%(name)s cannot report to himself or herself.") % {"name": own.label})
        if own in self.knots and self.knots[own] == self.knots.get(boss):
            told = {"loop": " → ".join(self.names_around(own, boss))}
            raise refuse(line, _("This would go round in a circle: %(loop)s.") % told)

    def names_around(self, own: Entry, boss: Entry) -> list[str]:
        if self.sizes[self.knots[own]] > MOST_NAMED:
            return [own.label, boss.label, "…", own.label]
        loop = circle(own, lambda who: (boss,) if who is own else self.lines.get(who, {}).values())
        return [who.label for who in loop]

    @cached_property
    def sizes(self) -> Counter:
        return Counter(self.knots.values())
