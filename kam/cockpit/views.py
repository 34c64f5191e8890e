"""Pages that read across apps."""

from django.shortcuts import render

from accounts.models import Account
from kam.cockpit.navigation import pages_matching

PALETTE_ACCOUNTS = 8


def palette(request):
    text = request.GET.get("q", "").strip()[:100]
    accounts = Account.objects.visible_to(request.user).matching(text)[:PALETTE_ACCOUNTS] if text else []
    pages = pages_matching(request.user, text)
    return render(request, "_palette_results.html", {"accounts": accounts, "pages": pages, "text": text})
