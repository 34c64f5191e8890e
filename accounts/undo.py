"""Take back what was changed and deleted within one history context, from the events that the database wrote of it."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from accounts.history import Trail, trails


@transaction.atomic
def take_back(context: UUID) -> None:
    """Give back every row that was changed or deleted within a history context the state that it had before it.

    Fields that somebody has given another value since keep it. What was inserted in the context stays.
    Raises IntegrityError when something else has taken the place of a row (or it is already back), ValidationError
    when a model says in `check_restored(keys)` that what was written since contradicts its rows.
    """
    told = [(trail, Told(trail, context)) for trail in trails()]
    for trail, events in told:
        for event in events.updates:  # before rows come back: an updated one may hold the place of a deleted one
            set_back(trail, event, events.before(event))
    for trail, events in told:
        trail.model._default_manager.bulk_create([trail.row(event) for event in events.lost()])
    for trail, events in told:
        if events.course and hasattr(trail.model, "check_restored"):
            trail.model.check_restored(list(events.course))


class Told:
    """What the events of one model say of a context, in two queries whatever the number of rows."""

    def __init__(self, trail: Trail, context: UUID):
        inside = list(trail.events.objects.filter(pgh_context=context).order_by("pk"))
        self.updates = [event for event in reversed(inside) if event.pgh_label == "update"]
        self.deletions = [event for event in inside if event.pgh_label == "delete"]
        self.course = defaultdict(list)  # row → its events
        for event in [*inside, *earlier_ones(trail, context, self.updates)]:
            self.course[event.id].append(event)

    def before(self, event: Model) -> Model | None:
        """The event before this one on the same row."""
        return max((e for e in self.course[event.id] if e.pk < event.pk), key=lambda e: e.pk, default=None)

    def lost(self) -> list[Model]:
        """Of each deleted row, the state that it had before the context first touched it."""
        first = {event.id: event for event in self.updates}  # latest first, so the oldest one stays
        return [(self.before(first[each.id]) if each.id in first else None) or each for each in self.deletions]


def earlier_ones(trail: Trail, context: UUID, updates: list[Model]) -> list[Model]:
    """Of each updated row, the last event before the context: it is locked from its first change in it to the last."""
    if not updates:
        return []
    has_object = any(f.name == "pgh_obj" for f in trail.events._meta.fields)  # indexed; rows of relations lack it
    rows = {"pgh_obj__in" if has_object else "id__in": {event.id for event in updates}}
    past = trail.events.objects.filter(**rows, pk__lt=updates[0].pk).exclude(pgh_context=context)
    return list(past.order_by("id", "-pk").distinct("id"))


def set_back(trail: Trail, event: Model, before: Model | None) -> None:
    """Give the fields that an update changed their former values, each where it still has the one it was given."""
    row = trail.model._default_manager.select_for_update(of=("self",)).filter(pk=event.id).first()
    if row is None or before is None:
        return
    names = [f.attname for f in trail.fields if getattr(row, f.attname) == getattr(event, f.attname)]
    values = {name: getattr(before, name) for name in names if getattr(before, name) != getattr(event, name)}
    if values:
        trail.model._default_manager.filter(pk=row.pk).update(**values)
