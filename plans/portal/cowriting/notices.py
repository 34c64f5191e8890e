"""Word to our side that a client has written."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils import translation

from accounts.models import Notice
from kam.users.models import User
from plans.portal.models import Guest


def tell_ours(guest: Guest, told: str, *, at: datetime, **facts) -> None:
    """Give the KAM, and whoever invited the guest, word of it: one notice a guest, unread again each time he writes.

    `told` is lazy, with places for `name` and the facts: each reads it in his own language, not in the guest's.
    """
    about = {"content_type": ContentType.objects.get_for_model(Guest), "object_id": guest.pk}
    for user in User.objects.active().filter(pk__in={guest.account.kam_id, guest.invited_by_id} - {None}):
        with translation.override(user.language):
            text = str(told) % {"name": guest, **facts}
        news = {"account_id": guest.account_id, "text": text[:255], "created_at": at, "read_at": None, "by": None}
        Notice.objects.update_or_create(user=user, kind=Notice.Kind.CLIENT, **about, defaults=news)
