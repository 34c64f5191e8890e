"""Word of a handover to whom it concerns: rows of the same transaction, once for each person."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from accounts.models import Notice
from kam.users.models import User
from projects.models import Handover


def tell(handover: Handover, people: set[User | None], *, by: User, at: datetime) -> None:
    """A notice to each of the people but `by`, or the one given before, unread again. It tells how things are then."""
    kind = ContentType.objects.get_for_model(Handover)
    Notice.objects.bulk_create(
        [
            Notice(
                user=person, account_id=handover.project.account_id, kind=Notice.Kind.PROJECT, by=by,
                content_type=kind, object_id=handover.pk, text=str(handover)[:255], created_at=at,
            )
            for person in people - {None, by}
            if person.is_active
        ],
        update_conflicts=True,
        unique_fields=["user", "kind", "content_type", "object_id"],
        update_fields=["text", "by", "created_at", "read_at"],
    )  # fmt: skip
