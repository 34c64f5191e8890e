"""Files of a record: added by whoever may change it, kept once it is, swept when nothing names them."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.attachments import Upload, attach, lost_files
from accounts.models import Attachment, Comment
from accounts.tasks import forget_lost_files
from tests.factories import AttachmentFactory, CommentFactory, InteractionFactory

PDF = b"%PDF-1.7 words"


@pytest.fixture(autouse=True)
def signed_in(client, manager):
    client.force_login(manager)


@pytest.fixture
def interaction(account):
    return InteractionFactory(account=account)


def sent(*names, content=PDF):
    return {"files": [SimpleUploadedFile(name, content) for name in names]}


def address(record):
    return f"/accounts/records/{record._meta.label_lower}/{record.pk}/files/"


def stored():
    folder = Path(default_storage.location) / "attachments"
    return sorted(os.listdir(folder)) if folder.exists() else []


def add(client, record, **files):
    return client.post(address(record), files or sent("offer.pdf"), follow=True)


def test_files_are_added_and_fetched_as_they_were(client, interaction, manager):
    page = add(client, interaction, **sent("offer.pdf", "minutes.pdf"))
    assert "2 files added." in page.content.decode()
    assert page.redirect_chain == [(interaction.get_absolute_url(), 302)]
    row = Attachment.objects.get(name="offer.pdf")
    assert (row.kind, row.size, row.added_by, row.record, row.account) == (
        "pdf", len(PDF), manager, interaction, interaction.account,
    )  # fmt: skip
    answer = client.get(f"/accounts/files/{row.pk}/")
    assert answer.getvalue() == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'attachment; filename="offer.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_name_of_any_alphabet_is_given_back_without_breaking_the_header(client, interaction):
    add(client, interaction, **sent('Été "final".pdf'))
    header = client.get(f"/accounts/files/{Attachment.objects.get().pk}/")["Content-Disposition"]
    assert header == "attachment; filename*=utf-8''%C3%89t%C3%A9%20%22final%22.pdf"


def test_the_stored_name_says_nothing_of_the_file(client, interaction):
    add(client, interaction, **sent("../../offer.pdf"))
    row = Attachment.objects.get()
    assert row.name == "offer.pdf"
    assert "offer" not in row.file.name
    assert stored() == [row.file.name.removeprefix("attachments/")]


def test_refused_files_say_which_and_why_and_none_is_kept(client, interaction):
    files = [
        *sent("fine.pdf")["files"],
        *sent("page.svg", content=b"<svg>")["files"],
        *sent("a.pdf", content=b"")["files"],
    ]
    page = client.post(address(interaction), {"files": files}, follow=True).content.decode()
    assert "“page.svg” is not taken: files of this type" in page
    assert "“a.pdf” is not taken: it is empty." in page
    assert not Attachment.objects.exists()


def test_nothing_chosen_is_said(client, interaction):
    assert "Choose a file first." in client.post(address(interaction), follow=True).content.decode()


def test_a_record_takes_so_many_files_and_no_more(client, interaction, settings):
    settings.ATTACHMENT_MAX_FILES = 2
    AttachmentFactory(record=interaction)
    page = client.post(address(interaction), sent("a.pdf", "b.pdf"), follow=True).content.decode()
    assert "At most 2 files a record; there is room for 1 more." in page
    assert Attachment.objects.count() == 1


def test_a_large_file_is_refused(client, interaction, settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    assert "larger than the 1e-05 MB" in client.post(address(interaction), sent("a.pdf"), follow=True).content.decode()


def test_a_form_brings_its_files_with_the_record(client, account):
    client.post(
        f"/accounts/{account.pk}/comments/new/", {"text": "See the offer", "is_internal": "on", **sent("offer.pdf")}
    )
    assert Comment.objects.get().attachments.get().name == "offer.pdf"
    assert len(stored()) == 1


def test_a_form_with_a_refused_file_keeps_what_was_typed_and_saves_nothing(client, account):
    page = client.post(
        f"/accounts/{account.pk}/comments/new/",
        {"text": "See the offer", "is_internal": "on", **sent("run.exe", content=b"MZ")},
    ).content.decode()
    assert "“run.exe” is not taken" in page
    assert "See the offer</textarea>" in page
    assert not Comment.objects.exists()


def test_a_rolled_back_upload_leaves_no_row_and_its_file_to_the_night(interaction, manager):
    upload = Upload(SimpleUploadedFile("a.pdf", PDF), "a.pdf", "pdf")
    with transaction.atomic():
        attach(interaction, [upload], by=manager)
        transaction.set_rollback(True)
    assert not Attachment.objects.exists()
    age(days=2)
    assert (forget_lost_files(), stored()) == (1, [])


@pytest.fixture
def full_after_one(monkeypatch):
    """A disk that has room for one file more."""
    written = []

    def save(name, content):
        if written:
            raise OSError("no space left on device")
        written.append(name)

    monkeypatch.setattr("accounts.attachments.default_storage", SimpleNamespace(save=save))


def test_without_room_on_the_disk_no_file_is_half_kept_and_it_is_said(client, interaction, full_after_one):
    page = add(client, interaction, **sent("a.pdf", "b.pdf")).content.decode()
    assert "could not be stored" in page
    assert not Attachment.objects.exists()


def test_without_room_on_the_disk_a_form_keeps_what_was_typed(client, account, full_after_one):
    typed = {"text": "See the offer", "is_internal": "on", **sent("a.pdf", "b.pdf")}
    page = client.post(f"/accounts/{account.pk}/comments/new/", typed).content.decode()
    assert "could not be stored" in page
    assert "See the offer</textarea>" in page
    assert (Comment.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_deleted_file_comes_back_with_its_content(client, interaction):
    add(client, interaction)
    row = Attachment.objects.get()
    page = client.post(f"/accounts/files/{row.pk}/delete/", follow=True).content.decode()
    assert "“offer.pdf” was deleted." in page
    undo = page.split('action="/accounts/deleted/')[1].split('"')[0]
    client.post(f"/accounts/deleted/{undo}")
    assert client.get(f"/accounts/files/{row.pk}/").getvalue() == PDF


def test_a_reader_neither_adds_nor_deletes_but_fetches(client, interaction, reader):
    add(client, interaction)
    row = Attachment.objects.get()
    client.force_login(reader)
    assert client.post(address(interaction), sent("a.pdf")).status_code == 404
    assert client.post(f"/accounts/files/{row.pk}/delete/").status_code == 404
    assert client.get(f"/accounts/files/{row.pk}/").status_code == 200
    assert address(interaction) not in client.get(interaction.get_absolute_url()).content.decode()


def test_a_reader_adds_files_to_his_own_note_and_to_no_other(client, account, reader, manager):
    client.force_login(reader)
    assert client.post(address(CommentFactory(account=account, author=reader)), sent("a.pdf")).status_code == 302
    assert client.post(address(CommentFactory(account=account, author=manager)), sent("a.pdf")).status_code == 404


@pytest.mark.parametrize("label", ["accounts.account", "stakeholders.stakeholder", "users.user", "nonsense", "a.b.c"])
def test_other_rows_have_no_files(label, client, account):
    assert client.post(f"/accounts/records/{label}/{account.pk}/files/", sent("a.pdf")).status_code == 404


def test_a_file_that_has_gone_from_the_disk_is_not_found(client, interaction):
    assert client.get(f"/accounts/files/{AttachmentFactory(record=interaction).pk}/").status_code == 404


def age(days):
    """Every stored file becomes so old."""
    moment = (timezone.now() - timedelta(days=days)).timestamp()
    for name in stored():
        os.utime(Path(default_storage.location) / "attachments" / name, (moment, moment))


def test_the_night_sweeps_what_no_row_and_no_undo_names(client, interaction):
    add(client, interaction, **sent("kept.pdf", "deleted.pdf"))
    default_storage.save("attachments/stray", SimpleUploadedFile("x", PDF))
    assert forget_lost_files() == 0  # too young: what is being written is not lost
    age(days=2)
    Attachment.objects.get(name="deleted.pdf").delete()
    assert lost_files(timezone.now()) == ["attachments/stray"]  # an undo may still name the deleted one
    assert len(lost_files(timezone.now() + timedelta(days=2))) == 2
    assert forget_lost_files() == 1
    assert "stray" not in stored()
    assert forget_lost_files() == 0


def test_the_sweep_bears_an_empty_storage():
    assert lost_files(timezone.make_aware(datetime(2026, 1, 1))) == []
