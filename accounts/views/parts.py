"""The rows of an account, each kind with its form: pages to make one, to change it and to delete it."""

from dataclasses import dataclass
from operator import attrgetter

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.forms.parts import PartForm
from accounts.views.page import account_page, delete_part, form_page, sent


@dataclass(frozen=True)
class Part:
    """`page`: the URL name of where the rows of an account stand; `deletion`: of what the form deletes, if it offers to."""

    form: type[PartForm]
    new: str
    edit: str
    page: str
    deletion: str = ""
    account: str = "account_id"  # where a row says whose it is

    def row(self, request, pk):
        """What the person may change, or 404; and the key of its account."""
        row = get_object_or_404(self.form.Meta.model.objects.editable_by(request.user), pk=pk)
        return row, attrgetter(self.account)(row)

    def shown_at(self, account_id):
        return reverse(self.page, args=[account_id])


def create(request, pk, part):
    account = account_page(request, pk, to_edit=True)
    day, first = timezone.localdate(), request.GET.dict()
    form = part.form(*sent(request), account=account, user=request.user, on=day, initial=first)
    return form_page(request, account, form, title=part.new, back=part.shown_at(pk))


def edit(request, pk, part):
    row, account_id = part.row(request, pk)
    account = account_page(request, account_id, to_edit=True)
    form = part.form(*sent(request), instance=row, account=account, user=request.user, on=timezone.localdate())
    delete_url = part.deletion and reverse(part.deletion, args=[pk])
    return form_page(request, account, form, title=part.edit, back=part.shown_at(account_id), delete_url=delete_url)


@require_POST
def delete(request, pk, part):
    row, account_id = part.row(request, pk)
    return delete_part(request, row, back=part.shown_at(account_id))
