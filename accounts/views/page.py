"""How every page around one account finds it, saves what was typed, and deletes with a way back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2.errors import DeadlockDetected

from accounts.attachments import NotStored
from accounts.models import Account, with_header
from accounts.services import delete_with_undo


def account_page(request, pk, *, to_edit=False):
    """The account with what its header shows, or 404 for whoever may not see (or change) it."""
    accounts = Account.objects.editable_by(request.user) if to_edit else Account.objects.visible_to(request.user)
    return get_object_or_404(with_header(accounts, request.user, timezone.localdate()), pk=pk)


def sent(request):
    """What a form with files is made of: the data and the files of a request, or None twice."""
    return request.POST or None, request.FILES or None


def form_page(request, account, form, *, title, back, delete_url="", opens=False):
    """The page of a form around an account; once saved, back to where its result is shown, or (`opens`) to its own page."""
    if request.method == "POST" and saved(form):
        say_it_is_saved(request, form)
        return redirect(form.instance if opens else back)
    context = {"account": account, "form": form, "title": title, "back": back, "delete_url": delete_url}
    return render(request, "accounts/account_form.html", context)


@transaction.atomic
def saved(form) -> bool:
    """Whether the form was right and is saved; what somebody else saved a moment ago is an error like another."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            form.save()
            connection.check_constraints()  # foreign keys are deferred: at commit nobody could say what is wrong
    except (IntegrityError, OperationalError, NotStored, ValidationError) as error:
        say_why(form, error)
        return False
    return True


def say_why(form, error):
    """Add what happened to the form; an error that the person can do nothing about is raised again."""
    if isinstance(error, OperationalError) and not isinstance(error.__cause__, DeadlockDetected):
        raise error
    if isinstance(error, ValidationError):
        form.add_error(None, error)
    elif isinstance(error, NotStored):
        told = _("The files could not be stored: nothing was saved. Try again later, or without them.")
        form.add_error("files", told)
    else:
        form.add_error(None, _("Somebody has just saved the same thing. Look at the page again before you go on."))


def say_it_is_saved(request, form):
    if form.merged:
        fields = ", ".join(str(label) for label in form.merged)
        messages.info(
            request, _("Saved. What a colleague changed meanwhile was kept: %(fields)s.") % {"fields": fields}
        )
    else:
        messages.success(request, _("Saved."))
    for warning in form.warnings:
        messages.warning(request, warning)


def delete_part(request, row, *, back):
    """Delete and say so, with an undo button."""
    name = str(row)
    undo = delete_with_undo(row, back=back)
    messages.success(request, _("“%(name)s” was deleted.") % {"name": name}, extra_tags=f"undo:{undo}")
    return redirect(back)
