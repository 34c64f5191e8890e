"""The map and the organisation chart of an account as files to download: SVG, PNG, PDF."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import pgettext_lazy

from accounts.stakeholders.exports.paper import paged, pictured, resolution
from accounts.stakeholders.exports.sheet import chart_sheet, map_sheet
from accounts.stakeholders.exports.svg import svg
from accounts.stakeholders.map.days import moment
from accounts.views.page import account_page
from kam import typesetting

SHEETS = {"map": map_sheet, "chart": chart_sheet}
NAMES = {"map": pgettext_lazy("file name", "map"), "chart": pgettext_lazy("file name", "organisation-chart")}
TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}


def export(request, pk, what, kind):
    account = account_page(request, pk)
    shown = moment(request.GET.get("on", ""), timezone.localdate())
    sheet = SHEETS[what](account, shown.day, past=shown.is_past)
    response = HttpResponse(drawn(sheet, kind, request.LANGUAGE_CODE), content_type=TYPES[kind])
    name = f"{slugify(account.name) or account.pk}-{NAMES[what]}-{shown.day:%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def drawn(sheet, kind, language):
    if kind == "svg":
        return svg(sheet)
    if kind == "pdf":
        return typesetting.pdf("relations", paged(sheet, language))
    return typesetting.png("relations", pictured(sheet, language), ppi=resolution(sheet))
