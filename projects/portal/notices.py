"""Word to our side of what a guest says of a project."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils import translation

from accounts.models import Notice
from kam.users.models import User
from plans.portal.models import Guest
from projects.models import Project


def tell_ours(guest: Guest, project: Project, told: str, *, at: datetime, **facts) -> None:
    """Give the reference KAM and the leader word of it: one notice a project, unread again each time.

    `told` is lazy, with places for `name` and the facts: each reads it in his own language, not in the guest's.
    """
    about = {"content_type": ContentType.objects.get_for_model(Project), "object_id": project.pk}
    for user in User.objects.active().filter(pk__in={project.reference_kam_id, project.leader_id} - {None}):
        with translation.override(user.language):
            text = str(told) % {"name": guest, **facts}
        news = {"account_id": guest.account_id, "text": text[:255], "created_at": at, "read_at": None, "by": None}
        Notice.objects.update_or_create(user=user, kind=Notice.Kind.CLIENT, **about, defaults=news)
