"""What is said between us of a section, or of one of its lines."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.mentions import tell_named
from plans.models import SectionComment
from plans.writing.forms import SectionCommentForm
from plans.writing.views.sections import section_context, section_page


@require_POST
def comment_create(request, pk, key):
    context = section_context(request, pk, key)
    row = SectionComment(plan=context["plan"], section=key, author=request.user)
    form = SectionCommentForm(request.POST, instance=row, names=context["here"].names)
    if not form.is_valid():
        return section_page(request, context, form)
    warn_of_blind(request, keep_comment(form, request.user))
    return redirect(form.instance)


@transaction.atomic
def keep_comment(form, author):
    """Save the comment and tell those whom it names; those who may not read it."""
    comment = form.save()
    return tell_named(comment, [comment.text], by=author)


def warn_of_blind(request, people):
    if people:
        names = ", ".join(map(str, people))
        messages.warning(request, _("Not told, for they do not see this account: %(names)s.") % {"names": names})


@require_POST
def comment_settle(request, pk):
    comment = get_object_or_404(SectionComment.objects.editable_by(request.user), pk=pk)
    if comment.settled_at is None:
        comment.settle(request.user, timezone.now())
    else:
        comment.reopen()
    return redirect(comment)
