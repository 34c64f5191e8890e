"""Where exports are kept for a day: under names that nobody can guess, reached through a check each time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "exports"


def keep(name: str, data: bytes) -> str:
    """Store the file in place of what an attempt before left there; the name that it got."""
    default_storage.delete(name)
    return default_storage.save(name, ContentFile(data))


def forget(name: str) -> None:
    default_storage.delete(name)


def forget_older(now: datetime) -> int:
    """Delete the exports kept for EXPORT_HOURS; how many there were."""
    limit = now - timedelta(hours=settings.EXPORT_HOURS)
    old = [name for name in kept() if default_storage.get_modified_time(name) < limit]
    for name in old:
        default_storage.delete(name)
    return len(old)


def kept() -> list[str]:
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    return [f"{FOLDER}/{name}" for name in files]
