"""Notes: whoever sees the account may write one, and change his own."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.forms.notes import CommentForm
from accounts.mentions import colleagues_matching
from accounts.models import Comment
from accounts.views.page import account_page, delete_part, form_page, sent

FOUND = 8  # names proposed


def notes_of(pk):
    return reverse("stakeholders:note-list", args=[pk])


def comment_create(request, pk):
    account = account_page(request, pk)
    form = CommentForm(*sent(request), account=account, user=request.user)
    back = notes_of(pk) if request.GET.get("from") == "journal" else account.get_absolute_url()
    return form_page(request, account, form, title=_("New note"), back=back)


def comment_edit(request, pk):
    comment = get_object_or_404(Comment.objects.editable_by(request.user), pk=pk)
    account = account_page(request, comment.account_id)
    form = CommentForm(*sent(request), instance=comment, account=account, user=request.user)
    return form_page(request, account, form, title=_("Edit the note"), back=notes_of(account.pk))


@require_GET
def colleagues(request, pk):
    """Those who see the account, to complete a name that is being typed."""
    found = colleagues_matching(account_page(request, pk), request.GET.get("q", ""))[:FOUND]
    return JsonResponse({"results": [{"name": str(user), "role": user.get_role_display()} for user in found]})


@require_POST
def comment_delete(request, pk):
    comment = get_object_or_404(Comment.objects.editable_by(request.user).select_related("account"), pk=pk)
    return delete_part(request, comment, back=notes_of(comment.account_id))
