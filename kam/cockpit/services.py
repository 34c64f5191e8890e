"""Use cases of the cockpit that move several rows."""

from django.db import transaction

from kam.users.models import SavedView


@transaction.atomic
def keep_view(view: SavedView) -> SavedView:
    """Save a view; a list opens with one view only for each owner and audience."""
    view.save()
    if view.is_default:
        others = SavedView.objects.on_page(view.page).filter(owner=view.owner, scope=view.scope, is_default=True)
        others.exclude(pk=view.pk).update(is_default=False)
    return view
