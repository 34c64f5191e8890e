"""Files of a record: kept before the record is, and swept when nothing names them any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models

from accounts.models import Attachment
from accounts.models.journal import stored_name
from kam.users.models import User

FOLDER = "attachments"
GRACE = timedelta(days=1)  # far longer than an undo lasts, or a transaction


@dataclass(frozen=True)
class Upload:
    """A file that was found good: its content, what it is called, its extension."""

    content: UploadedFile
    name: str
    kind: str


class NotStored(OSError):
    """The storage took no file: the transaction that needs it must not be committed."""


def attach(record: models.Model, uploads: Iterable[Upload], *, by: User) -> None:
    """Write the files, then note them beside the record; raises NotStored.

    A row that is committed has its file thus, whatever happens; a file that a roll-back leaves behind is swept at night.
    """
    for upload in uploads:
        row = Attachment(record=record, account_id=record.account_id, name=upload.name, kind=upload.kind, added_by=by)
        row.size, row.file = upload.content.size, stored_name(row, upload.name)
        store(row.file.name, upload.content)
        row.save()


def store(name: str, content: UploadedFile) -> None:
    try:
        default_storage.save(name, content)
    except OSError as error:
        raise NotStored(name) from error


def lost_files(now: datetime) -> list[str]:
    """The stored files of some age that no row names, and no row deleted lately named: nobody can ask for them again."""
    deletions = Attachment.pgh_event_model.objects.filter(pgh_label="delete", pgh_created_at__gt=now - GRACE)
    named = set(Attachment.objects.values_list("file", flat=True)) | set(deletions.values_list("file", flat=True))
    return [name for name in stored() if name not in named and default_storage.get_modified_time(name) < now - GRACE]


def stored() -> list[str]:
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    return [f"{FOLDER}/{name}" for name in files]
