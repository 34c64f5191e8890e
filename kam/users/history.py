"""Change history: who, old, new, on every object, written by the database."""

import pghistory


def track(**options):
    """Record every insert, update and delete of a model, bulk ones too.

    A function, not PGHISTORY_DEFAULT_TRACKERS: pghistory 3.9 deep-copies those, and pgtrigger compares
    operations by identity, so that statement-level triggers fail to compile.
    """
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options)
