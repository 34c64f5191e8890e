"""What we know of a client: how fresh, from whom, and whom to ask for the rest."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import ListValue
from accounts.stakeholders.journal.knowledge import QUESTIONS, Freshness, freshness_of, knowledge_lines, whom_to_ask
from accounts.stakeholders.models import KnowledgeItem, Stakeholder
from tests.factories import KnowledgeItemFactory, StakeholderFactory

ON = date(2026, 6, 30)
Category = KnowledgeItem.Category


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def item(age, origin="client", category="strategy"):
    return KnowledgeItem(learned_on=ON - timedelta(days=age), origin=origin, category=category)


@pytest.mark.parametrize(
    ("items", "word"),
    [
        ([], "missing"),
        ([item(0)], "fresh"),
        ([item(180)], "fresh"),
        ([item(181)], "fading"),
        ([item(365)], "fading"),
        ([item(366)], "old"),
        ([item(180, "public")], "fading"),
        ([item(181, "public")], "unconfirmed"),
        ([item(10, "ours")], "unconfirmed"),
        ([item(366, "ours")], "old"),
        ([item(10, "ours"), item(300)], "fading"),
        ([item(366), item(20)], "fresh"),
    ],
)
def test_freshness_is_what_the_best_item_is_worth(items, word):
    assert freshness_of(items, ON) == word


@given(st.lists(st.tuples(st.integers(0, 800), st.sampled_from(["client", "public", "ours"])), max_size=6))
def test_one_more_item_never_makes_a_category_staler(told):
    order = [Freshness.MISSING, Freshness.OLD, Freshness.UNCONFIRMED, Freshness.FADING, Freshness.FRESH]
    items = [item(*each) for each in told]
    words = [order.index(freshness_of(items[:count], ON)) for count in range(len(items) + 1)]
    assert words == sorted(words)


def test_the_ten_categories_stand_each_once_with_the_last_item_and_a_question():
    items = [item(5, "ours"), item(40), item(10, category="forecast")]
    lines = knowledge_lines(items, [], ON)
    assert [line.category for line in lines] == list(Category)
    assert set(QUESTIONS) == set(Category)
    strategy, *_rest = lines
    assert (strategy.item, strategy.count, strategy.freshness) == (items[0], 2, "fresh")
    assert [line.category for line in lines if not line.is_to_ask] == ["strategy", "forecast"]


def test_what_is_learned_later_is_not_known_yet():
    assert knowledge_lines([item(-1)], [], ON)[0].freshness == Freshness.MISSING


def person(name, code, influence=3):
    return Stakeholder(name=name, influence=influence, function=ListValue(code=code) if code else None)


def test_the_one_to_ask_is_of_the_likeliest_function_then_the_most_influential():
    people = [person("Finance", "finance", 5), person("Buyer", "purchasing", 2), person("Head buyer", "purchasing", 4)]
    people.append(person("Nowhere", None, 5))
    assert whom_to_ask(("purchasing", "finance"), people).name == "Head buyer"
    assert whom_to_ask(("finance",), people).name == "Finance"
    assert whom_to_ask(("quality",), people) is None


@pytest.fixture
def knowledge(client, account, manager):
    client.force_login(manager)
    return lambda **query: client.get(f"/accounts/{account.pk}/knowledge/", query).content.decode()


def test_the_page_says_whom_to_ask_for_what_is_missing(knowledge, account):
    buyer = ListValue.objects.get(kind="client_function", code="purchasing")
    seen = {"account": account, "attitude_on": date(2026, 1, 1), "function": buyer}
    StakeholderFactory(name="Friendly Buyer", attitude=1, **seen)
    StakeholderFactory(name="Hostile Buyer", attitude=-1, influence=5, **seen)
    StakeholderFactory(name="Gone Buyer", attitude=2, departed_on=date(2026, 1, 2), **seen)
    text = knowledge()
    assert "Whom else do you work with, and for what?" in text
    assert "Friendly Buyer" in text
    assert "Hostile Buyer" not in text
    assert "Gone Buyer" not in text
    assert "(nobody favourable to us there yet)" in text


def test_items_are_narrowed_by_category_and_words(knowledge, account):
    KnowledgeItemFactory(account=account, text="Two plants in Lyon", category="strategy")
    KnowledgeItemFactory(account=account, text="Peak in June", category="seasonality")
    found = knowledge(category="seasonality").split('id="items-title"')[1]
    assert "Peak in June" in found
    assert "Two plants" not in found
    assert "Two plants" in knowledge(q="LYÔN").split('id="items-title"')[1]
    assert "Nothing matches" in knowledge(q="nowhere")
    assert "Two plants" in knowledge(category="nonsense")


def test_an_item_is_written_changed_deleted_and_brought_back(client, knowledge, account, manager):
    anne = StakeholderFactory(account=account, name="Anne Roy")
    data = {
        "category": "strategy",
        "text": "Two plants",
        "origin": "client",
        "told_by": anne.pk,
        "learned_on": "2026-01-15",
    }
    answer = client.post(f"/accounts/{account.pk}/knowledge/new/", data, follow=True)
    assert "Saved." in answer.content.decode()
    row = KnowledgeItem.objects.get()
    assert (row.account, row.author, row.told_by, row.text) == (account, manager, anne, "Two plants")
    client.post(f"/knowledge/{row.pk}/edit/", {**data, "text": "Three plants", "source": "Report"})
    row.refresh_from_db()
    assert (row.text, row.source, row.author) == ("Three plants", "Report", manager)
    deleted = client.post(f"/knowledge/{row.pk}/delete/", follow=True).content.decode()
    assert not KnowledgeItem.objects.exists()
    client.post("/accounts/deleted/" + deleted.split('action="/accounts/deleted/')[1].split('"')[0])
    assert KnowledgeItem.objects.get().text == "Three plants"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"learned_on": "2099-01-01"}, "still to come"),
        ({"text": ""}, "required"),
        ({"category": "gossip"}, "gossip is not one of the available choices"),
        ({"origin": "public"}, "What one of theirs told us comes from the client."),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(change, message, client, knowledge, account):
    anne = StakeholderFactory(account=account)
    data = {"category": "strategy", "text": "x", "origin": "client", "told_by": anne.pk, "learned_on": "2026-01-15"}
    answer = client.post(f"/accounts/{account.pk}/knowledge/new/", {**data, **change})
    assert message in answer.content.decode()
    assert not KnowledgeItem.objects.exists()


def test_only_people_of_the_account_are_said_to_have_told(client, knowledge, account):
    stranger = StakeholderFactory()
    data = {"category": "strategy", "text": "x", "origin": "client", "told_by": stranger.pk, "learned_on": "2026-01-15"}
    client.post(f"/accounts/{account.pk}/knowledge/new/", data)
    assert not KnowledgeItem.objects.exists()


def test_the_form_opens_on_the_category_and_person_that_were_missing(client, knowledge, account):
    anne = StakeholderFactory(account=account, name="Anne Roy")
    form = client.get(f"/accounts/{account.pk}/knowledge/new/", {"category": "forecast", "told_by": anne.pk})
    text = form.content.decode()
    assert '<option value="forecast" selected>' in text
    assert f'<option value="{anne.pk}" selected>' in text
    assert client.get(f"/accounts/{account.pk}/knowledge/new/", {"told_by": "x"}).status_code == 200


def test_the_page_of_a_person_says_what_he_told(client, knowledge, account):
    anne = StakeholderFactory(account=account)
    KnowledgeItemFactory(account=account, text="Two plants", told_by=anne)
    KnowledgeItemFactory(account=account, text="Peak in June")
    text = client.get(anne.get_absolute_url()).content.decode()
    assert "Two plants" in text
    assert "Peak in June" not in text
