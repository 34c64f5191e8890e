"""Take a line from anywhere: by script, by an ordinary form, or after a day without a network."""

import hashlib
import json

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.forms.capture import CaptureForm
from accounts.models import Account, Capture

BUTTONS = 8  # accounts offered
ASSETS = [
    "css/tokens.css", "css/capture-page.css", "js/theme.js", "js/capture-queue.js",
    "js/capture-lines.js", "js/capture-page.js",
    "img/boussole.svg", "vendor/inter/inter-latin-wght-normal.woff2",
]  # fmt: skip


@require_GET
def capture(request):
    """The page of the phone; it works without a script, too."""
    form = CaptureForm(user=request.user, at=timezone.now(), initial={"account": request.GET.get("account")})
    return capture_page(request, form)


def capture_page(request, form, status=200):
    form.offer(offered_accounts(request.user))
    return render(request, "accounts/capture.html", {"form": form}, status=status)


def offered_accounts(user) -> list[Account]:
    """The accounts of the person's last lines, then others that he may change."""
    accounts, recent = Account.objects.editable_by(user), Capture.objects.visible_to(user).recent_accounts()
    found = accounts.in_bulk(recent)
    latest = [found[pk] for pk in recent if pk in found][:BUTTONS]
    return latest + list(accounts.exclude(pk__in=found)[: BUTTONS - len(latest)])


@require_POST
def capture_send(request):
    """Keep one line, once, however often it is sent: JSON is answered with JSON, a form with a page."""
    if request.content_type == "application/json":
        return answer_script(request)
    form = CaptureForm(request.POST, user=request.user, at=timezone.now())
    if not form.is_valid():
        return capture_page(request, form)
    form.save()
    messages.success(request, told(form))
    return redirect("accounts:capture")


def answer_script(request):
    try:
        line = {name: "" if value is None else str(value) for name, value in json.loads(request.body).items()}
    except (ValueError, AttributeError, RecursionError):
        return JsonResponse({"error": _("This is not a line.")}, status=400)
    if line.get("user", str(request.user.pk)) != str(request.user.pk):
        return JsonResponse({"error": _("Somebody else is signed in here.")}, status=409)
    form = CaptureForm(line, user=request.user, at=timezone.now())
    if not form.is_valid():
        return JsonResponse({"error": " ".join(e for errors in form.errors.values() for e in errors)}, status=422)
    form.save()
    return JsonResponse({"said": told(form), "waiting": Capture.objects.visible_to(request.user).waiting().count()})


def told(form) -> str:
    if form.has_lost_its_account:
        return _("Noted without its account, which you may not change (any more): choose one when you sort the line.")
    return _("Noted. It waits in your inbox.")


@require_GET
def capture_state(request):
    """Who is signed in, with a fresh token: what a page needs that was opened long ago, or from a cache."""
    state = {
        "user": request.user.pk,
        "token": get_token(request),
        "waiting": Capture.objects.visible_to(request.user).waiting().count(),
        "accounts": [{"value": account.pk, "text": account.name} for account in offered_accounts(request.user)],
    }
    return JsonResponse(state)


# --- what a browser keeps to open the page without a network: the same for everybody, so nobody's ----------------------
@login_not_required
@require_GET
def capture_shell(request):
    return HttpResponse(shell_page())


def shell_page() -> str:
    return render_to_string("accounts/capture.html")


@login_not_required
@require_GET
def capture_worker(request):
    """The worker with the list of what it keeps; its version changes with the page and with the names of the files."""
    files = [static(asset) for asset in ASSETS]
    version = hashlib.sha256("\n".join([shell_page(), *files]).encode()).hexdigest()[:16]
    kept = {
        "cache": f"capture-{version}", "page": reverse("accounts:capture"), "shell": reverse("accounts:capture-shell"),
        "files": files,
    }  # fmt: skip
    script = f"self.KEPT = {json.dumps(kept)};\nimportScripts({json.dumps(static('js/capture-worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript")


@login_not_required
@require_GET
def capture_manifest(request):
    icons = [
        {"src": static(f"img/boussole-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    page = reverse("accounts:capture")
    manifest = {
        "name": _("Boussole: note"), "short_name": "Boussole", "start_url": page, "scope": page, "display": "standalone",
        "background_color": "#f6f4ee", "theme_color": "#17283a", "icons": icons,
    }  # fmt: skip
    return JsonResponse(manifest, content_type="application/manifest+json")
