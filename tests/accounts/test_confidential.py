"""What is confidential is seen by its author, the KAM and his directors: on every page, in the history, in files."""

import csv
import io

import pghistory
import pytest
from django.utils import translation

from accounts.history import History
from accounts.models import Account, Attachment, Comment
from accounts.stakeholders.models import KnowledgeItem
from kam.users.models import User
from tests.factories import (
    AccountFactory,
    AttachmentFactory,
    CommentFactory,
    KnowledgeItemFactory,
    MembershipFactory,
    StakeholderFactory,
    TeamFactory,
    UserFactory,
)

SECRET = "Xylophone"
MAY_NOT = ("reader", "admin")  # the editor is the author


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def person(account):
    return StakeholderFactory(account=account)


@pytest.fixture
def note(account, editor):
    with pghistory.context(user=editor.pk):
        return CommentFactory(account=account, author=editor, text=f"{SECRET} note", is_confidential=True)


@pytest.fixture
def item(account, editor, person):
    with pghistory.context(user=editor.pk):
        return KnowledgeItemFactory(
            account=account, author=editor, text=f"{SECRET} item", told_by=person, is_confidential=True
        )


@pytest.fixture
def files(note, item):
    return [AttachmentFactory(record=record, name=f"{SECRET}.txt") for record in (note, item)]


def addresses(account, person, note, item):
    base = f"/accounts/{account.pk}"
    return [
        f"{base}/", f"{base}/journal/", f"{base}/journal/?q={SECRET}", f"{base}/notes/", f"{base}/notes/?q={SECRET}",
        f"{base}/knowledge/", f"{base}/knowledge/?q={SECRET}", f"{base}/history/", f"{base}/history.csv",
        f"/stakeholders/{person.pk}/", f"/notes/{note.pk}/", f"/knowledge/{item.pk}/",
    ]  # fmt: skip


def text_of(response):
    body = response.getvalue() if response.streaming else response.content
    return body.decode().replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")


@pytest.mark.parametrize("member", MAY_NOT)
def test_no_page_tells_it_to_whoever_is_neither_author_nor_carrier(
    member, request, client, account, person, note, item, files
):
    client.force_login(request.getfixturevalue(member))
    leaks = [url for url in addresses(account, person, note, item) if SECRET in text_of(client.get(url))]
    assert leaks == []


@pytest.mark.parametrize("member", ["editor", "manager", "director"])
def test_author_kam_and_director_read_it_where_it_stands(member, request, client, account, person, note, item, files):
    client.force_login(request.getfixturevalue(member))
    told = [url for url in addresses(account, person, note, item) if SECRET in text_of(client.get(url))]
    assert told == addresses(account, person, note, item)


@pytest.mark.parametrize("member", MAY_NOT)
def test_its_files_are_not_there_for_others(member, request, client, files):
    client.force_login(request.getfixturevalue(member))
    assert [client.get(f"/accounts/files/{file.pk}/").status_code for file in files] == [404, 404]
    assert [client.post(f"/accounts/files/{file.pk}/delete/").status_code for file in files] == [404, 404]


def test_an_editor_of_the_account_can_neither_change_nor_delete_what_he_does_not_see(client, account, item):
    other = MembershipFactory(account=account, may_edit=True).user
    client.force_login(other)
    answers = [client.get(f"/knowledge/{item.pk}/edit/"), client.post(f"/knowledge/{item.pk}/delete/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    upload = client.post(f"/accounts/records/stakeholders.knowledgeitem/{item.pk}/files/")
    assert upload.status_code == 404


def test_a_note_is_changed_by_its_author_alone_even_when_the_kam_sees_it(note, manager, editor):
    assert note in Comment.objects.visible_to(manager)
    assert note not in Comment.objects.editable_by(manager)
    assert note in Comment.objects.editable_by(editor)


def told(account, reader):
    return " ".join(f"{e.name} {e.changes}" for e in History(account, reader)[0:500])


def test_a_row_confidential_once_stays_untold_in_the_past_even_when_it_is_opened(account, reader, manager, note):
    note.text, note.is_confidential = "Plain", False
    note.save()
    assert note in Comment.objects.visible_to(reader)
    assert SECRET not in told(account, reader)
    assert SECRET in told(account, manager)


def test_a_row_made_confidential_takes_its_past_with_it(account, reader):
    row = CommentFactory(account=account, text=SECRET)
    assert SECRET in told(account, reader)
    row.is_confidential = True
    row.save()
    assert SECRET not in told(account, reader)


def test_a_deleted_confidential_row_stays_untold(account, reader, manager, note, item, files):
    note.delete()
    item.delete()
    assert SECRET not in told(account, reader)
    assert SECRET in told(account, manager)


def test_the_filter_of_the_history_names_nobody_who_only_wrote_in_confidence(account, reader, editor, note):
    assert editor not in History(account, reader).people()
    assert editor in History(account, editor).people()


def test_the_exported_history_counts_as_many_lines_as_the_page(client, account, reader, note):
    client.force_login(reader)
    exported = text_of(client.get(f"/accounts/{account.pk}/history.csv"))
    rows = list(csv.reader(io.StringIO(exported.lstrip("\ufeff")), delimiter=","))
    assert not any(SECRET in cell for row in rows for cell in row)


def test_undoing_the_deletion_of_a_confidential_item_is_for_those_who_see_it(client, account, editor, item):
    client.force_login(editor)
    page = client.post(f"/knowledge/{item.pk}/delete/", follow=True)
    undo = page.content.decode().split('action="/accounts/deleted/')[1].split('"')[0]
    other = MembershipFactory(account=account, may_edit=True).user
    client.force_login(other)
    assert client.post(f"/accounts/deleted/{undo}").status_code == 404
    assert not KnowledgeItem.objects.filter(pk=item.pk).exists()
    client.force_login(editor)
    client.post(f"/accounts/deleted/{undo}")
    assert KnowledgeItem.objects.filter(pk=item.pk).exists()


def test_a_confidential_note_is_internal(client, account, editor):
    client.force_login(editor)
    page = client.post(f"/accounts/{account.pk}/comments/new/", {"text": "x", "is_confidential": "on"})
    assert "it cannot be shown to the client" in page.content.decode()
    assert not Comment.objects.exists()


def test_whom_an_account_is_shared_with_does_not_carry_it(account, manager, director, editor, admin):
    carriers = [u for u in (manager, director, editor, admin) if account in Account.objects.carried_by(u)]
    assert carriers == [manager, director]


@pytest.mark.parametrize("has_kam", [True, False])
def test_the_readers_of_an_account_are_those_who_see_it(has_kam, manager, director):
    account = AccountFactory(kam=manager if has_kam else None)
    MembershipFactory(account=account)
    UserFactory(role=User.Role.DIRECTOR)
    UserFactory(role=User.Role.KAM, team=TeamFactory(director=director))
    UserFactory(role=User.Role.ADMINISTRATOR)
    UserFactory(is_superuser=True)
    seeing = {user for user in User.objects.all() if account in Account.objects.visible_to(user)}
    assert set(account.readers()) == seeing
    User.objects.update(is_active=False)
    assert not account.readers().exists()


def test_the_files_of_a_row_go_and_come_back_with_it(client, account, editor, note, files):
    client.force_login(editor)
    page = client.post(f"/accounts/comments/{note.pk}/delete/", follow=True)
    assert not Attachment.objects.of_record(note).exists()
    undo = page.content.decode().split('action="/accounts/deleted/')[1].split('"')[0]
    client.post(f"/accounts/deleted/{undo}")
    assert Attachment.objects.of_record(note).get().name == f"{SECRET}.txt"
