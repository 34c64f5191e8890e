"""The big list of naughty strings through the fields, searches and pages of an account: nothing breaks or runs."""

import html
import json
from pathlib import Path

import pytest

from accounts.models import Account, Comment
from accounts.stakeholders.models import Stakeholder

LIST = Path(__file__).parents[3] / "shared" / "cases" / "badinput" / "blns.json"
pytestmark = pytest.mark.skipif(not LIST.exists(), reason="the real inputs of ../shared/cases are not here")


@pytest.fixture(scope="module")
def strings():
    return [text for text in json.loads(LIST.read_text()) if text.strip() and "\0" not in text]


@pytest.fixture(autouse=True)
def signed_in(client, manager):
    client.force_login(manager)


def test_they_are_stored_as_they_are_typed_and_shown_escaped(client, account, strings):
    texts = ["\n".join(strings[start : start + 30]).strip() for start in range(0, len(strings), 30)]
    for text in texts:
        client.post(f"/accounts/{account.pk}/comments/new/", {"text": text})
    assert [comment.text for comment in Comment.objects.order_by("pk")] == texts
    numbers = range(1, len(texts) // 10 + 2)
    pages = [client.get(f"/accounts/{account.pk}/", {"comments": number}).content.decode() for number in numbers]
    assert "&lt;script&gt;alert" in "".join(pages)
    assert "<script>alert" not in "".join(pages)
    assert "<img src=x" not in "".join(pages)


def test_they_make_names_of_accounts_and_people(client, account, strings):
    for text in strings[::5]:
        client.post("/accounts/new/", {"name": text[:255], "status": "active", "city": text[:120]})
        person = {"name": text[:255], "title": text[:255], "influence": 3, "contact_strength": 0}
        client.post(f"/accounts/{account.pk}/people/new/", {**person, "anyway": "1"})  # some are alike
    expected = {text[:255].strip() for text in strings[::5]}
    assert set(Account.objects.exclude(pk=account.pk).values_list("name", flat=True)) == expected
    assert set(Stakeholder.objects.values_list("name", flat=True)) == expected
    page = html.unescape(client.get(f"/accounts/{account.pk}/people/", {"sort": "name"}).content.decode())
    assert page.count("<td") >= 50 * 7


PLACES = ("search", "people", "history", "revenue", "edit")


@pytest.mark.parametrize("place", PLACES)
def test_searches_filters_and_numbers_take_anything(place, client, account, strings):
    """Every third string, each in one of the places; the signs that a database gives a meaning in all of them."""
    own = f"/accounts/{account.pk}/"
    ask = {
        "search": lambda text: client.get("/accounts/search/", {"q": text}),
        "people": lambda text: client.get(f"{own}people/", {"q": text, "sort": text, "page": text}),
        "history": lambda text: client.get(f"{own}history/", {"kind": text, "person": text, "page": text}),
        "revenue": lambda text: client.post(f"{own}revenue/new/", {"month": text, "actual": text, "offering": text}),
        "edit": lambda text: client.post(f"{own}edit/", {"name": "x", "parent": text, "kam": text, "version": text}),
    }[place]
    first = 3 * PLACES.index(place)
    for text in [*strings[first :: 3 * len(PLACES)], "\0", "%", "_"]:
        assert ask(text).status_code in (200, 302), text
