"""Colleagues named in a text as `@Claire Laurent`: found, told once, shown in colour."""

import re
from collections.abc import Iterable
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import Account, Notice, Unaccent, holding_words
from kam.users.models import User

MARK = "@"


def pattern(names: Iterable[str]) -> re.Pattern | None:
    """What finds these names after a mark, the longest first; None without names. An e-mail address is no mention."""
    longest_first = sorted({name for name in names if name}, key=len, reverse=True)
    return re.compile(rf"(?<![\w.@]){MARK}({'|'.join(map(re.escape, longest_first))})(?!\w)") if longest_first else None


def named_in(texts: Iterable[str], people: Iterable[User]) -> set[User]:
    """Those of the people whom the texts name; two people of one name are both meant."""
    people = list(people)
    found = pattern(map(str, people))
    names = {name for text in texts for name in found.findall(text)} if found else set()
    return {person for person in people if str(person) in names}


def tell_named(record: models.Model, texts: Iterable[str], *, by: User) -> list[User]:
    """Give each colleague named in the record of an account word of it, once; those who may not see it are returned.

    The words are rows like the record itself: they are there when its transaction is, or not at all.
    """
    texts = [text for text in texts if MARK in text]
    named = named_in(texts, User.objects.active()) - {by} if texts else set()
    reached = named & set(record.account.readers()) if named else set()
    seeing = {person for person in reached if type(record).objects.visible_to(person).filter(pk=record.pk).exists()}
    about = {"content_type": ContentType.objects.get_for_model(record), "object_id": record.pk}
    words = [
        Notice(user=person, kind=Notice.Kind.MENTION, account_id=record.account_id, by=by, text=str(record), **about)
        for person in seeing
    ]
    Notice.objects.bulk_create(words, ignore_conflicts=True)
    return sorted(named - seeing, key=str)


def colleagues_matching(account: Account, text: str) -> models.QuerySet[User]:
    """Those who see the account and whose name holds every word of the text."""
    name = Unaccent(Concat("first_name", Value(" "), "last_name", output_field=models.TextField()))
    return holding_words(account.readers().annotate(haystack=name), "haystack", text)


class Colleagues:
    """Turns the texts of one page into HTML with the names in it marked; who works here is asked once, if at all."""

    @cached_property
    def pattern(self) -> re.Pattern | None:
        return pattern(map(str, User.objects.all()))

    def mark(self, text: str) -> SafeString:
        """The text as HTML, its line ends and the names of colleagues kept apart; everything else is escaped."""
        if MARK not in text or self.pattern is None:
            return with_breaks(text)
        pieces = self.pattern.split(text)  # text, name, text, name, … text
        marked = (
            format_html('<b class="mention">{}{}</b>', MARK, piece) if place % 2 else with_breaks(piece)
            for place, piece in enumerate(pieces)
        )
        return format_html_join("", "{}", ((piece,) for piece in marked))


def with_breaks(text: str) -> SafeString:
    return linebreaksbr(text, autoescape=True)
