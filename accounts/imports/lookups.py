"""What a row may refer to: accounts, people, values of lists; known by a code or a name, typed as people type."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.imports.values import Refusal, fold, shortened
from accounts.models import Account, ListValue, Sector, Tier
from kam.users.models import User


class Register:
    """Things known by codes and names: a code first, then the exact name, then without regard to accents and case."""

    def __init__(self):
        self.tiers: tuple[dict[str, list], ...] = ({}, {}, {})

    def add(self, thing: Any, codes: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        codes, names = [code.strip() for code in codes if code], [name.strip() for name in names if name]
        for tier, words in zip(self.tiers, (codes, names, {fold(word) for word in (*codes, *names)}), strict=True):
            for word in words:
                things = tier.setdefault(word, [])
                if thing not in things:
                    things.append(thing)

    def find(self, text: str) -> list:
        """All that the text may mean at the first level where it means something; empty when unknown."""
        text = text.strip()
        for tier, word in zip(self.tiers, (text, text, fold(text)), strict=True):
            if word and word in tier:
                return tier[word]
        return []

    def one(self, text: str, unknown: str, ambiguous: str) -> Any:
        """The one thing meant. Raises Refusal with one of the two messages."""
        found = self.find(text)
        if len(found) != 1:
            raise Refusal((ambiguous if found else unknown) % {"value": shortened(text.strip())})
        return found[0]


@dataclass(eq=False, slots=True)
class Entry:
    """A row that others may refer to: one of the database (`pk`), or one of the file that may still be refused."""

    pk: int | None = None
    label: str = ""
    row: int | None = None
    is_editable: bool = True
    is_pending: bool = False  # a row of the file whose fate is not known yet
    is_refused: bool = False
    parent: "Entry | None" = None

    def __str__(self):
        return self.label

    def is_above(self, other: "Entry") -> bool:
        """Whether `other` is this entry or stands below it."""
        seen = set()
        while other is not None and other not in seen:
            if other is self or (self.pk is not None and other.pk == self.pk):
                return True
            seen.add(other)
            other = other.parent
        return False


class AccountBook(Register):
    """The accounts that the importer sees; then the rows of the file, when it brings accounts."""

    def __init__(self, rows: Iterable[tuple], unseen: Iterable[tuple[int, int | None]] = ()):
        """`rows`: primary key, name, code, group, whether it is editable; `unseen`: key and group of all others, known
        only as links of a chain of groups."""
        super().__init__()
        rows, unseen = list(rows), list(unseen)
        self.entries = {pk: Entry(pk, name, is_editable=bool(yes)) for pk, name, _code, _parent, yes in rows}
        self.file = Register()
        links = self.entries | {pk: Entry(pk) for pk, _parent in unseen}
        for pk, name, code, parent, _yes in rows:
            links[pk].parent = links.get(parent)
            self.add(links[pk], [code], [name])
        for pk, parent in unseen:
            links[pk].parent = links.get(parent)

    def find(self, text: str) -> list[Entry]:
        return super().find(text) or self.file.find(text)

    @cached_property
    def by_folded_name(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            found.setdefault(fold(entry.label), []).append(entry)
        return found


class ListLookup:
    """Sectors, tiers, lists of values: by code, French or English name; an unknown one is made, where that is allowed."""

    def __init__(self, rows: Iterable, make=None, label: str = ""):
        self.register, self.make, self.label = Register(), make, label
        self.made: list = []
        self.codes: set[str] = set()
        for row in rows:
            self.codes.add(row.code)
            self.register.add(row, [row.code], [row.name_fr, row.name_en])

    def find(self, text: str):
        """The row, or a new one that is not saved yet. Raises Refusal."""
        found = self.register.find(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise Refusal(_("Several values are called “%(value)s”: use the code.") % {"value": shortened(text)})
        if not self.make:
            raise Refusal(_("“%(value)s” is not in the list.") % {"value": shortened(text)})
        return self.new(text.strip())

    def new(self, name: str):
        if len(name) > 120:
            raise Refusal(_("A name of 120 characters at most is expected."))
        row = self.make(name_fr=name, code=self.free_code(name))
        self.made.append(row)
        self.register.add(row, (), [name])
        return row

    def free_code(self, name: str) -> str:
        base = slugify(name)[:50] or "value"
        code, number = base, 1
        while code in self.codes:
            number += 1
            code = f"{base}-{number}"
        self.codes.add(code)
        return code


@dataclass
class Scope:
    """What the importer may refer to and change; everything is loaded once, when first asked for.

    `user` None is the system (the command line): it reaches every living account.
    """

    user: User | None
    moment: datetime
    file_name: str = ""
    is_locking: bool = False  # inside the transaction that writes, rows about to change are locked
    mapped: frozenset[str] = frozenset()  # the fields that have a column
    names_in_file: set[str] = field(default_factory=set)
    row_entries: dict[int, Entry] = field(default_factory=dict)  # by the number of the row
    caches: dict[Any, Any] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return timezone.localdate(self.moment)

    def editable(self, rows):
        """The rows of an account-scoped queryset, or accounts, that the importer may change."""
        if self.user:
            return rows.editable_by(self.user)
        return rows.living() if rows.model is Account else rows.filter(**{f"{rows.account_field}__trashed_at": None})

    @cached_property
    def accounts(self) -> AccountBook:
        """The accounts that the importer sees, with whether he may change them."""
        editable = self.editable(Account.objects.filter(pk=OuterRef("pk")))
        visible = Account.objects.visible_to(self.user) if self.user else Account.objects.living()
        rows = visible.annotate(is_editable=Exists(editable)).order_by("pk")
        unseen = Account.objects.exclude(pk__in=visible.values("pk")).values_list("pk", "parent")
        return AccountBook(rows.values_list("pk", "name", "code", "parent", "is_editable"), unseen)

    @cached_property
    def taken_codes(self) -> set[str]:
        """Codes of all living accounts, also of those that the importer does not see: a code stands once."""
        return set(Account.objects.living().exclude(code="").values_list("code", flat=True))

    @cached_property
    def sectors(self) -> ListLookup:
        return ListLookup(Sector.objects.all(), Sector, Sector._meta.verbose_name_plural)

    @cached_property
    def tiers(self) -> ListLookup:
        return ListLookup(Tier.objects.all())

    @cached_property
    def client_functions(self) -> ListLookup:
        return self.values(ListValue.Kind.CLIENT_FUNCTION)

    @cached_property
    def offerings(self) -> ListLookup:
        return self.values(ListValue.Kind.OFFERING)

    def values(self, kind: str) -> ListLookup:
        rows = ListValue.objects.filter(kind=kind)
        return ListLookup(rows, lambda **names: ListValue(kind=kind, **names), ListValue.Kind(kind).label)

    @property
    def lists(self) -> list[ListLookup]:
        """The lists that were used."""
        return [found for found in vars(self).values() if isinstance(found, ListLookup)]

    @cached_property
    def carriers(self) -> Register:
        """The KAMs to whom the importer may give an account, so that he still reaches it afterwards."""
        people = User.objects.key_account_managers()
        if self.user and not self.user.is_administrator:
            people = people.filter(Q(pk=self.user.pk) | Q(team__in=self.user.led_teams()))
        return people_register(people)

    @cached_property
    def colleagues(self) -> Register:
        return people_register(User.objects.active())


def people_register(people: Iterable[User]) -> Register:
    register = Register()
    for person in people:
        names = [f"{person.first_name} {person.last_name}", f"{person.last_name} {person.first_name}"]
        register.add(person, [person.email], [name for name in names if name.strip()])
    return register
