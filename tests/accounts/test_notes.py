"""Notes: their topic, their list, the box of the overview."""

import pytest
from django.utils import translation

from accounts.models import Comment
from tests.factories import CommentFactory


@pytest.fixture(autouse=True)
def english(client, manager):
    client.force_login(manager)
    with translation.override("en"):
        yield


def test_a_note_is_written_in_the_box_of_the_overview(client, account, manager):
    page = client.post(
        f"/accounts/{account.pk}/comments/new/",
        {"text": "A pilot in Lyon?", "topic": "project", "is_internal": "on", "is_confidential": "on"},
        follow=True,
    ).content.decode()
    note = Comment.objects.get()
    assert (note.topic, note.is_internal, note.is_confidential, note.author) == ("project", True, True, manager)
    assert "Saved." in page
    for words in ("A pilot in Lyon?", "Project idea", "confidential"):
        assert words in page


def test_the_list_is_narrowed_by_topic_and_words(client, account):
    CommentFactory(account=account, text="A pilot", topic="project")
    CommentFactory(account=account, text="A strike in June", topic="risk")
    base = f"/accounts/{account.pk}/notes/"
    risks = client.get(base, {"topic": "risk"}).content.decode()
    assert "A strike" in risks
    assert "A pilot" not in risks
    assert "A pilot" in client.get(base, {"q": "PÎLOT"}).content.decode()
    assert "Nothing matches" in client.get(base, {"q": "nowhere"}).content.decode()
    assert "A strike" in client.get(base, {"topic": "nonsense"}).content.decode()


def test_an_unknown_topic_is_refused_and_nothing_is_lost(client, account):
    data = {"text": "Kept", "topic": "gossip", "is_internal": "on"}
    page = client.post(f"/accounts/{account.pk}/comments/new/", data).content.decode()
    assert "gossip is not one of the available choices" in page
    assert "Kept</textarea>" in page


def test_the_list_begins_with_a_word_of_help(client, account):
    assert "No note yet" in client.get(f"/accounts/{account.pk}/notes/").content.decode()


def test_only_the_author_has_buttons(client, account, editor):
    note = CommentFactory(account=account, author=editor)
    delete = f"/accounts/comments/{note.pk}/delete/"
    edit = f"/accounts/comments/{note.pk}/"
    for page in (f"/accounts/{account.pk}/notes/", f"/notes/{note.pk}/"):
        text = client.get(page).content.decode()
        assert (f'"{edit}"' in text, delete in text) == (False, False)
    client.force_login(editor)
    assert f'"{edit}"' in client.get(f"/notes/{note.pk}/").content.decode()


def test_a_note_begun_in_the_journal_stays_there(client, account):
    form = f"/accounts/{account.pk}/comments/new/?from=journal"
    tabs = client.get(form).content.decode().partition('<ul class="tabs">')[2]
    assert 'aria-current="page">Journal<' in tabs
    answer = client.post(form, {"text": "Heard at the fair", "is_internal": "on"})
    assert answer.url == f"/accounts/{account.pk}/notes/"
    answer = client.post(
        f"/accounts/comments/{Comment.objects.get().pk}/", {"text": "Heard in Lyon", "is_internal": "on"}
    )
    assert answer.url == f"/accounts/{account.pk}/notes/"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A pilot in Lyon", "A pilot in Lyon"),
        ("The purchasing department is being reorganised until the summer", "The purchasing department is being reorganised until the…"),
        ("x" * 61, "x" * 60 + "…"),
    ],
)  # fmt: skip
def test_a_note_is_called_by_its_first_words_and_none_is_cut(text, name):
    assert str(Comment(text=text)) == name
