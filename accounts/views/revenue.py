"""Monthly revenue lines of an account."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.revenue import RevenueForm
from accounts.views.page import account_page
from accounts.views.parts import Part

LINES = 60  # on a page
REVENUE = Part(RevenueForm, _("New revenue line"), _("Edit the revenue line"), "accounts:revenue")


def revenue(request, pk):
    account = account_page(request, pk)
    lines = account.revenue_lines.select_related("offering")
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    totals = account.revenue_lines.summary(timezone.localdate())
    return render(request, "accounts/account_revenue.html", {"account": account, "page": page, "totals": totals})
