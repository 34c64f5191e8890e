"""The types of the fields that can be imported: how a column is recognised, how a cell becomes a value.

A field is described once by its kind and has no state; what a column decides for all of its cells (decimal mark, order
of day and month, unit) is its `style`, voted by the cells.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Field as ModelField
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.imports import values
from accounts.imports.lookups import Scope
from accounts.imports.values import Refusal, as_text, fold
from accounts.imports.workbooks import CellError


@dataclass(frozen=True, eq=False)
class Field:
    """A text. `key` names the value; `words` are the headings that mean it, the likeliest first, separated by «|»."""

    key: str
    label: Any
    words: str = ""
    column: ModelField | None = None  # the model's field that holds it, when there is one
    is_required: bool = False

    def vote(self, cell: Any) -> str | None:
        """What this cell says about how its column is written."""
        return None

    def settle(self, votes: Counter, hint: str, header: str) -> str:
        """The style of the column; `hint` is what the person chose, or what the rest of the file suggests."""
        return ""

    def describe(self, style: str) -> str:
        """The style in words, for the person who checks."""
        return ""

    def read(self, cell: Any, style: str, scope: Scope) -> Any:
        """The value of a cell that is not empty. Raises Refusal."""
        text = as_text(cell)
        self.validate(text)
        return text

    def validate(self, value: Any) -> None:
        """The validators of the model's field, with their own words. Raises Refusal."""
        try:
            for validator in self.validators:
                validator(value)
        except ValidationError as error:
            raise Refusal(" ".join(error.messages)) from None

    @cached_property
    def validators(self) -> list:
        return self.column.validators if self.column is not None else [MaxLengthValidator(255)]

    def show(self, value: Any) -> str:
        """A value as the dry run shows it."""
        return "" if value is None else str(value)


UNIT = re.compile(r"(\bmd|\bm|\bk|\bmillions? d'|\bmilliers? d')? ?(?:€|euros?\b|eur\b)")
POWERS = {None: 0, "k": 3, "m": 6, "md": 9, "million d'": 6, "millions d'": 6, "millier d'": 3, "milliers d'": 3}


def is_empty(cell: Any) -> bool:
    """Nothing, blanks, or a word by which databases write nothing (IMPORT_EMPTY_WORDS)."""
    if not isinstance(cell, str):
        return cell is None
    text = cell.strip()
    return not text or text in settings.IMPORT_EMPTY_WORDS


def refuse_error(cell: Any) -> None:
    if isinstance(cell, CellError):
        raise Refusal(_("The cell holds the error %(value)s of the spreadsheet.") % {"value": cell})


@dataclass(frozen=True, eq=False)
class Trimmed(Field):
    """A code or an address: the blanks around it mean nothing."""

    def read(self, cell: Any, style: str, scope: Scope) -> str:
        text = self.tidied(as_text(cell))
        self.validate(text)
        return text

    def tidied(self, text: str) -> str:
        return text.strip()


@dataclass(frozen=True, eq=False)
class Compact(Trimmed):
    """An official number (SIRET, ISIN), which people write with blanks or in small letters."""

    def tidied(self, text: str) -> str:
        return "".join(text.split()).upper()


@dataclass(frozen=True, eq=False)
class Number(Field):
    """A decimal number. `unit` is what one is worth in euros (1,000,000 for M€), None when it is no amount.

    Style: the decimal mark («,», «.», or a blank when no cell has any), then the power of ten by which the unit of the
    heading differs from ours.
    """

    unit: int | None = None

    def vote(self, cell: Any) -> str | None:
        return values.mark_shown_by(cell.strip()) if isinstance(cell, str) else None

    def settle(self, votes: Counter, hint: str, header: str) -> str:
        shown = "," if votes[","] > votes["."] else "." if votes["."] > votes[","] else hint
        return f"{shown if votes else ' '}{self.shift(header)}"

    def shift(self, header: str) -> int:
        """Powers of ten between the unit that the heading names («CA (k€)») and that of the field."""
        named = UNIT.search(fold(header))
        return POWERS[named[1]] - self.power if self.unit and named else 0

    @property
    def power(self) -> int:
        return len(str(self.unit)) - 1

    def describe(self, style: str) -> str:
        mark = {",": _("decimal comma"), ".": _("decimal point")}.get(style[:1], "")
        shift = int(style[1:])
        unit = {0: "€", 3: "k€", 6: "M€", 9: "Md€"}[shift + self.power] if shift else ""
        return ", ".join(filter(None, [mark, unit]))

    def read(self, cell: Any, style: str, scope: Scope) -> Decimal:
        figure, scale = self.figure(cell, style)
        figure = figure * scale / self.unit if scale and self.unit else figure.scaleb(int(style[1:] or 0))
        places, digits = self.column.decimal_places, self.column.max_digits
        if abs(figure) >= Decimal(10) ** (digits - places):
            raise Refusal(_("This number is too large."))
        figure = values.rounded(figure, places)
        self.validate(figure)
        return figure

    def figure(self, cell: Any, style: str) -> tuple[Decimal, Decimal | None]:
        if isinstance(cell, bool):
            raise Refusal(_("“%(value)s” is not a number.") % {"value": as_text(cell)})
        if isinstance(cell, int | float):
            return Decimal(str(cell)), None
        return values.number(as_text(cell), style[:1].strip() or ".")

    @cached_property
    def validators(self) -> list:
        return self.column._validators  # the limits; digits and places are looked at above

    def show(self, value: Any) -> str:
        return (
            "" if value is None else number_format(Decimal(value).normalize() + 0, use_l10n=True, force_grouping=True)
        )


@dataclass(frozen=True, eq=False)
class Whole(Field):
    """A count: separators group thousands."""

    def read(self, cell: Any, style: str, scope: Scope) -> int:
        count = values.whole_number(as_text(cell).strip())
        self.validate(count)
        return count

    @cached_property
    def validators(self) -> list:
        return self.column.validators if self.column is not None else []


@dataclass(frozen=True, eq=False)
class Year(Whole):
    """A year, or any day of it."""

    def read(self, cell: Any, style: str, scope: Scope) -> int:
        try:
            year = values.whole_number(as_text(cell).strip())
        except Refusal:
            year = values.day(cell).year
        self.validate(year)
        return year


@dataclass(frozen=True, eq=False)
class Day(Field):
    """A day; its style is which of day and month comes first, when cells leave that open or show it."""

    def vote(self, cell: Any) -> str | None:
        return values.order_shown_by(cell) if isinstance(cell, str) else None

    def settle(self, votes: Counter, hint: str, header: str) -> str:
        shown = "month" if votes["month"] > votes["day"] else "day" if votes["day"] else hint or "day"
        return shown if votes else ""

    def describe(self, style: str) -> str:
        return {"day": _("day first"), "month": _("month first")}.get(style, "")

    def read(self, cell: Any, style: str, scope: Scope):
        return values.day(cell, style != "month")

    def show(self, value: Any) -> str:
        return date_format(value, "SHORT_DATE_FORMAT") if value else ""


@dataclass(frozen=True, eq=False)
class Month(Day):
    """The first day of a month; of «3», its number only, to which another column gives the year."""

    def read(self, cell: Any, style: str, scope: Scope):
        text = as_text(cell).strip()
        if text.isdecimal() and len(text) < 4 and 1 <= int(text) <= 12:
            return int(text)
        return values.month(cell, style != "month")

    def show(self, value: Any) -> str:
        return date_format(value, "YEAR_MONTH_FORMAT") if value else ""


@dataclass(frozen=True, eq=False)
class Flag(Field):
    def read(self, cell: Any, style: str, scope: Scope) -> bool:
        return values.flag(cell)

    def show(self, value: Any) -> str:
        return "" if value is None else (_("yes") if value else _("no"))


@dataclass(frozen=True, eq=False)
class Choice(Field):
    """One of the model's choices: by its code, by its label in either language, or by another usual word."""

    aliases: str = ""  # «word=code word=code», folded

    @property
    def options(self) -> list[tuple[Any, Any]]:
        return self.column.flatchoices

    @cached_property
    def meanings(self) -> dict[str, Any]:
        found = dict(pair.split("=") for pair in self.aliases.split("|") if pair)
        codes = {str(code): code for code, _label in self.options}
        found = {word: codes[code] for word, code in found.items()}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                for code, label in self.options:
                    words = [str(code), str(label), *re.split(r"[·(]", str(label))]
                    found.update((word, code) for word in map(tidy, words) if word)
        return found

    def read(self, cell: Any, style: str, scope: Scope) -> Any:
        try:
            return self.meanings[tidy(as_text(cell))]
        except KeyError:
            labels = ", ".join(str(label) for _code, label in self.options)
            value = {"value": values.shortened(as_text(cell)), "choices": labels}
            raise Refusal(_("“%(value)s” is none of: %(choices)s.") % value) from None

    def show(self, value: Any) -> str:
        return str(dict(self.options).get(value, "" if value is None else value))


@dataclass(frozen=True, eq=False)
class Choices(Choice):
    """Several of the choices of an array, in their order, separated by «;», «|», «/», commas or line ends."""

    @property
    def options(self) -> list[tuple[Any, Any]]:
        return self.column.base_field.flatchoices

    def read(self, cell: Any, style: str, scope: Scope) -> list:
        parts = re.split(r"[;|/,\n]", as_text(cell))
        chosen = {super(Choices, self).read(part, style, scope) for part in parts if part.strip()}
        return [code for code, _label in self.options if code in chosen]

    def show(self, value: Any) -> str:
        return ", ".join(super(Choices, self).show(code) for code in value or [])


def tidy(text: str) -> str:
    return fold(text).strip(" .)+")


@dataclass(frozen=True, eq=False)
class Listed(Field):
    """A value of a list that the administrator keeps; `lookup` names it in the scope."""

    lookup: str = ""

    def read(self, cell: Any, style: str, scope: Scope):
        return getattr(scope, self.lookup).find(as_text(cell))


@dataclass(frozen=True, eq=False)
class Person(Field):
    """A colleague, by e-mail address or full name."""

    lookup: str = "carriers"

    def read(self, cell: Any, style: str, scope: Scope):
        return one_person(as_text(cell), getattr(scope, self.lookup))


def one_person(text: str, people):
    return people.one(
        text,
        _("Nobody called “%(value)s” can be named here."),
        _("Several people are called “%(value)s”: use the e-mail address."),
    )


@dataclass(frozen=True, eq=False)
class AccountName(Field):
    """The account that is the group of another, by code or name; a row of the file too."""

    def read(self, cell: Any, style: str, scope: Scope):
        return scope.accounts.one(
            as_text(cell),
            _("No account is called “%(value)s”."),
            _("Several accounts are called “%(value)s”: use the code."),
        )


@dataclass(frozen=True, eq=False)
class Several(Field):
    """Several values in a cell, separated by «;», «|» or line ends, else by commas."""

    one: Callable[[str, Scope], Any] | None = None

    def read(self, cell: Any, style: str, scope: Scope) -> list:
        parts = re.split(r"[;|\n]", as_text(cell))
        if len(parts) == 1:
            parts = parts[0].split(",")
        found = [self.one(part.strip(), scope) if self.one else part.strip() for part in parts if part.strip()]
        return list(dict.fromkeys(found))

    def show(self, value: Any) -> str:
        return ", ".join(str(part) for part in value or [])
