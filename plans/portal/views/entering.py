"""Before the door of the portal."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from plans.portal.views.door import entrance_page
from plans.portal.visits import end_visit


@entrance_page
def door(request):
    return render(request, "portal/door.html")


@require_POST
@entrance_page
def leave(request):
    end_visit(request)
    return redirect("portal:door")
