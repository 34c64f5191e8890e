"""Monthly revenue lines of an account."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.revenue import RevenueForm
from accounts.models import RevenueLine
from accounts.views.page import account_page, delete_part, form_page

LINES = 60  # on a page


def revenue_of(pk):
    return reverse("accounts:revenue", args=[pk])


def revenue(request, pk):
    account = account_page(request, pk)
    lines = account.revenue_lines.select_related("offering")
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    totals = account.revenue_lines.summary(timezone.localdate())
    return render(request, "accounts/account_revenue.html", {"account": account, "page": page, "totals": totals})


def revenue_create(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = RevenueForm(request.POST or None, account=account, user=request.user)
    return form_page(request, account, form, title=_("New revenue line"), back=revenue_of(pk))


def revenue_edit(request, pk):
    line = get_object_or_404(RevenueLine.objects.editable_by(request.user), pk=pk)
    account = account_page(request, line.account_id, to_edit=True)
    form = RevenueForm(request.POST or None, instance=line, account=account, user=request.user)
    return form_page(request, account, form, title=_("Edit the revenue line"), back=revenue_of(account.pk))


@require_POST
def revenue_delete(request, pk):
    line = get_object_or_404(RevenueLine.objects.editable_by(request.user), pk=pk)
    return delete_part(request, line, back=revenue_of(line.account_id))
