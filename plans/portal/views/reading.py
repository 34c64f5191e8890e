"""What a guest reads: the plans of his company that are open to him, in their client editions."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from plans.models import SharedEdition
from plans.portal.reading import Reading
from plans.portal.views.door import guest_page
from plans.portal.visits import last_visit


def edition_of(request, pk):
    """The client edition of that plan that the guest may read, or 404."""
    return get_object_or_404(request.guest.editions(), plan_id=pk)


@guest_page
def plan_list(request):
    editions = list(request.guest.editions())
    if len(editions) == 1:
        return redirect("portal:plan", editions[0].plan_id)
    readings = [Reading(edition, timezone.localdate()) for edition in editions]
    return render(request, "portal/plan_list.html", {"readings": readings})


@guest_page
def plan_detail(request, pk):
    edition, since = edition_of(request, pk), last_visit(request)
    before = since and SharedEdition.objects.as_read_at(edition, since)
    reading = Reading(edition, timezone.localdate(), before)
    return render(
        request, "portal/plan_detail.html", {"reading": reading, "since": since, "is_first_visit": since is None}
    )


@guest_page
def unknown(request, anything):
    raise Http404
