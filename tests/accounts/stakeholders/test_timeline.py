"""The journal of an account: everything in one line of time, narrowed, paged, flat in queries."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.stakeholders.journal.timeline import Timeline
from tests.factories import (
    AttachmentFactory,
    CommentFactory,
    InteractionFactory,
    KnowledgeItemFactory,
    StakeholderFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Roy")


@pytest.fixture
def full(account, manager, editor, anne):
    """One line of each kind, on four days."""
    met = InteractionFactory(
        account=account, occurred_on=date(2026, 3, 1), subject="Yearly review", outcome="A pilot", next_step="Call",
        stakeholders=[anne], colleagues=[manager],
    )  # fmt: skip
    KnowledgeItemFactory(
        account=account,
        learned_on=date(2026, 3, 2),
        text="Two plants",
        told_by=anne,
        author=editor,
        category="strategy",
    )
    CommentFactory(
        account=account, created_at=datetime(2026, 3, 3, 9, tzinfo=UTC), text="Careful", author=editor, topic="risk"
    )
    AttachmentFactory(record=met, name="offer.pdf", added_by=manager, added_at=datetime(2026, 3, 4, 9, tzinfo=UTC))
    return Timeline(account, manager)


def titles(timeline):
    return [entry.title for entry in timeline[0:100]]


def test_everything_stands_in_one_line_latest_first(full):
    assert titles(full) == ["offer.pdf", "Risk", "Strategy", "Yearly review"]
    assert full.count() == 4
    last = full[0:10][-1]
    assert (last.about, last.text, last.files) == (f"Anne Roy / {full.reader}", "A pilot", 1)
    assert [str(words) for _tone, words in last.pills] == ["next step"]


def test_lines_of_one_day_keep_their_place_from_page_to_page(account, manager):
    for number in range(7):
        KnowledgeItemFactory(account=account, text=f"k{number}")
        InteractionFactory(account=account, subject=f"i{number}")
    timeline = Timeline(account, manager)
    pages = [entry.url for start in range(0, 14, 3) for entry in timeline[start : start + 3]]
    assert len(set(pages)) == 14


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"kind": "interaction"}, ["Yearly review"]),
        ({"kind": "knowledge"}, ["Strategy"]),
        ({"kind": "note"}, ["Risk"]),
        ({"kind": "file"}, ["offer.pdf"]),
        ({"kind": "nonsense"}, []),
        ({"text": "PÎLOT"}, ["Yearly review"]),
        ({"text": "plants two"}, ["Strategy"]),
        ({"text": "careful"}, ["Risk"]),
        ({"text": "offer"}, ["offer.pdf"]),
        ({"text": "nowhere"}, []),
    ],
)
def test_it_is_narrowed_by_kind_and_by_words(chosen, expected, full, account, manager):
    timeline = Timeline(account, manager, **chosen)
    assert titles(timeline) == expected
    assert timeline.count() == len(expected)


def test_it_is_narrowed_to_a_person_of_theirs_and_to_one_of_ours(full, account, manager, editor, anne):
    assert titles(Timeline(account, manager, person=anne.pk)) == ["Strategy", "Yearly review"]
    assert titles(Timeline(account, manager, author=editor.pk)) == ["Risk", "Strategy"]
    assert titles(Timeline(account, manager, author=manager.pk)) == ["offer.pdf", "Yearly review"]
    assert titles(Timeline(account, manager, kind="note", person=anne.pk)) == []


def test_other_accounts_have_their_own(full, manager):
    assert titles(Timeline(InteractionFactory().account, manager)) == []


def test_the_day_of_a_note_is_that_of_the_reader(account, manager):
    CommentFactory(account=account, created_at=datetime(2026, 3, 3, 23, 30, tzinfo=UTC))
    assert Timeline(account, manager)[0:1][0].day == date(2026, 3, 4)  # half past midnight in Paris


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["journal", "knowledge", "notes", "interactions"])
def test_a_page_costs_the_same_for_any_number_of_lines(page, client, account, manager, anne):
    client.force_login(manager)

    def add():
        author = UserFactory()
        note = CommentFactory(account=account, author=author, text=f"@{author}")
        KnowledgeItemFactory(account=account, author=author, told_by=anne)
        met = InteractionFactory(account=account, stakeholders=[anne], colleagues=[author], next_step="Call")
        AttachmentFactory(record=note)
        AttachmentFactory(record=met)

    add()
    before = queries(client, f"/accounts/{account.pk}/{page}/")
    for _n in range(5):
        add()
    assert queries(client, f"/accounts/{account.pk}/{page}/") == before <= 22


def test_the_page_narrows_by_its_address_and_bears_nonsense(client, account, manager, full, anne):
    client.force_login(manager)
    base = f"/accounts/{account.pk}/journal/"
    page = client.get(base, {"person": anne.pk, "q": "pilot"}).content.decode()
    assert "Yearly review" in page
    assert "Two plants" not in page
    for query in ({"kind": "x"}, {"person": "x"}, {"author": "9" * 30}, {"page": "x"}, {"q": "\0"}, {"q": "x" * 5000}):
        assert client.get(base, query).status_code == 200


def test_the_journal_begins_with_a_word_of_help(client, account, manager):
    client.force_login(manager)
    assert "The journal is empty" in client.get(f"/accounts/{account.pk}/journal/").content.decode()


def test_what_is_typed_stays_text(client, account, manager):
    client.force_login(manager)
    CommentFactory(account=account, author=manager, text="<script>alert(1)</script>")
    AttachmentFactory(record=InteractionFactory(account=account, subject="<i>x"), name="<b>.pdf")
    page = client.get(f"/accounts/{account.pk}/journal/").content.decode()
    assert not [markup for markup in ("<script>alert", "<i>x", "<b>.pdf") if markup in page]
