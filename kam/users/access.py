"""Role gates for pages that belong to a role; rows have their own rule (visible_to, editable_by)."""

from functools import wraps

from django.http import Http404


def role_required(*roles):
    """Let only these roles (and superusers) through; for everybody else the page does not exist."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not (request.user.is_superuser or request.user.role in roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
