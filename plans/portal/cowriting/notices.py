"""Word to our side that a client has written."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from accounts.models import Notice
from plans.portal.models import Guest


def tell_ours(guest: Guest, text: str, *, at: datetime) -> None:
    """Give the KAM, and whoever invited the guest, word of it: one notice a guest, unread again each time he writes."""
    about = {"content_type": ContentType.objects.get_for_model(Guest), "object_id": guest.pk}
    news = {"account_id": guest.account_id, "text": text[:255], "created_at": at, "read_at": None, "by": None}
    for user in {guest.account.kam_id, guest.invited_by_id} - {None}:
        Notice.objects.update_or_create(user_id=user, kind=Notice.Kind.CLIENT, **about, defaults=news)
