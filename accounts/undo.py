"""Take back what one request deleted, from the events that the database wrote of it."""

from uuid import UUID

from django.db import transaction
from django.db.models import Model

from accounts.history import Trail, trails


@transaction.atomic
def take_back(context: UUID) -> None:
    """Insert again every row that was deleted within a history context, and point back at it what pointed at it.

    Foreign keys that the deletion emptied are set again unless somebody has given them another value since.
    Raises IntegrityError when something else has taken the place of a row (or it is already back).
    """
    for trail in trails():
        events = trail.events.objects.filter(pgh_context=context)
        gone = [trail.row(event) for event in events.filter(pgh_label="delete").order_by("pk")]
        trail.model._default_manager.bulk_create(gone)
    for trail in trails():
        for event in trail.events.objects.filter(pgh_context=context, pgh_label="update"):
            set_back(trail, event)


def set_back(trail: Trail, event: Model) -> None:
    """Give the fields that an update changed their former values, where they still have the ones it gave them."""
    before = trail.events.objects.filter(pgh_obj=event.pgh_obj_id, pk__lt=event.pk).order_by("-pk").first()
    names = [f.attname for f in trail.fields]
    changed = [name for name in names if before and getattr(before, name) != getattr(event, name)]
    rows = trail.model._default_manager.filter(pk=event.id, **{name: getattr(event, name) for name in changed})
    if changed:
        rows.update(**{name: getattr(before, name) for name in changed})
