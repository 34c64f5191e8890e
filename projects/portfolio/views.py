"""All projects that a person sees: a list, their bars, and the line on the page of an account."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.models import Account
from projects.models import Project
from projects.portfolio.bars import PortfolioGantt
from projects.portfolio.listing import Listing
from projects.portfolio.standing import standings_of

SHOWN = 5  # projects on the page of an account


def portfolio(request):
    listing = Listing(request.user, request.GET, timezone.localdate())
    return render(request, "projects/portfolio/list.html", {"listing": listing})


def portfolio_gantt(request):
    listing = Listing(request.user, request.GET, timezone.localdate())
    context = {"listing": listing, "gantt": PortfolioGantt(listing)}
    return render(request, "projects/portfolio/gantt.html", context)


def account_summary(request, pk):
    account = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    rows = Project.objects.visible_to(request.user).of(account).under_way().order_by("ends_on", "pk")
    context = {
        "account": account,
        "count": rows.count(),
        "standings": standings_of(rows.with_people()[:SHOWN], timezone.localdate()),
    }
    return render(request, "projects/portfolio/_summary.html", context)
