"""Where a file waits between its dry run and its import: under a name that nobody can guess, in a signed address."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.core.files.storage import default_storage
from django.http import Http404

FOLDER = "schedules"
SALT = "projects.interchange"


class Upload(NamedTuple):
    """Of that person, for that account only."""

    stored: str
    name: str
    user: int
    account: int

    @property
    def address(self) -> str:
        return signing.dumps(list(self), salt=SALT)

    @contextmanager
    def opened(self):
        """The file in binary. Raises Http404 once it is forgotten."""
        try:
            file = default_storage.open(self.stored)
        except FileNotFoundError as error:
            raise Http404 from error
        with file:
            yield file

    def forget(self) -> None:
        default_storage.delete(self.stored)


def keep(file, name: str, *, user: int, account: int) -> Upload:
    return Upload(default_storage.save(f"{FOLDER}/{uuid4().hex}", file), name, user, account)


def upload_at(address: str, *, user: int, account: int) -> Upload:
    """What an address stands for. Raises Http404 for whoever it is not for."""
    try:
        upload = Upload(*signing.loads(address, salt=SALT))
    except (signing.BadSignature, TypeError) as error:
        raise Http404 from error
    if (upload.user, upload.account) != (user, account):
        raise Http404
    return upload


def forget_older(now: datetime) -> int:
    """Delete the files kept for EXPORT_HOURS; how many there were."""
    limit = now - timedelta(hours=settings.EXPORT_HOURS)
    try:
        names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return 0
    old = [name for name in names if default_storage.get_modified_time(name) < limit]
    for name in old:
        default_storage.delete(name)
    return len(old)
