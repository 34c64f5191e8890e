"""Files of a record: kept once the record is, and swept when nothing names them any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

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


def attach(record: models.Model, uploads: Iterable[Upload], *, by: User) -> None:
    """Note the files beside the record; they are written when the transaction is, so that none outlives a roll-back."""
    for upload in uploads:
        row = Attachment(record=record, account_id=record.account_id, name=upload.name, kind=upload.kind, added_by=by)
        row.size, row.file = upload.content.size, stored_name(row, upload.name)
        row.save()
        transaction.on_commit(lambda row=row, content=upload.content: store(row, content))


def store(row: Attachment, content: UploadedFile) -> None:
    """Write the file under the name that the row has; without it (a full disk, say) the row goes, and the error is told."""
    try:
        default_storage.save(row.file.name, content)
    except OSError:
        row.delete()
        raise


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
