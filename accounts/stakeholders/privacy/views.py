"""What a person may ask of us: to read what we hold, and to be forgotten; and who has read our opinions."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.stakeholders.models import OpinionAccess, Stakeholder
from accounts.stakeholders.privacy.dossier import dossier_of, files_of, printed
from accounts.stakeholders.privacy.erasure import anonymise, hinting, naming, texts_count
from accounts.stakeholders.privacy.forms import AnonymiseForm
from accounts.stakeholders.privacy.reading import note_reading
from accounts.stakeholders.privacy.retention import forgotten, next_run
from accounts.stakeholders.privacy.tables import ReadingTable, RetentionTable
from accounts.views.page import account_page
from kam import typesetting
from kam.users.access import role_required
from kam.users.models import User
from kam.users.paging import paged

leaders_only = role_required(User.Role.DIRECTOR, User.Role.ADMINISTRATOR)


def person_entrusted(request, pk):
    """The person, or 404 for whoever does not answer for the account."""
    return get_object_or_404(Stakeholder.objects.entrusted_to(request.user).with_relations(), pk=pk)


def noted_dossier(request, pk):
    """All that is held of the person; that it was asked for is held too."""
    person = person_entrusted(request, pk)
    note_reading(request.user, person.account, OpinionAccess.Page.EXPORT, timezone.now(), person)
    return dossier_of(person, request.user)


def data(request, pk):
    dossier = noted_dossier(request, pk)
    context = {"account": account_page(request, dossier.person.account_id), "dossier": dossier}
    return render(request, "stakeholders/person_data.html", context)


def data_json(request, pk):
    dossier = noted_dossier(request, pk)
    response = JsonResponse(dossier.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    return as_download(response, dossier.person, "json")


def data_pdf(request, pk):
    dossier = noted_dossier(request, pk)
    document = typesetting.pdf("dossier", printed(dossier, timezone.localdate(), request.LANGUAGE_CODE))
    return as_download(HttpResponse(document, content_type="application/pdf"), dossier.person, "pdf")


def as_download(response, person, ending):
    name = f"{slugify(person.name) or person.pk}-{timezone.localdate():%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def anonymisation(request, pk):
    person = get_object_or_404(Stakeholder.objects.entrusted_to(request.user).editable_by(request.user), pk=pk)
    form = AnonymiseForm(request.POST or None)
    if form.is_valid():
        anonymise(person.pk, on=timezone.localdate())
        messages.success(request, _("The person has been anonymised."))
        return redirect(person)
    context = {"account": account_page(request, person.account_id), "person": person, "form": form}
    context |= {"texts": texts_count(person, naming(person)), "doubtful": texts_count(person, hinting(person))}
    context["files"] = files_of(person)
    return render(request, "stakeholders/anonymise.html", context)


@leaders_only
def retention(request):
    day = next_run(timezone.localdate())
    people = forgotten(day).entrusted_to(request.user).select_related("account__kam")
    table = paged(RetentionTable(people), request)
    return render(request, "stakeholders/retention.html", {"table": table, "day": day})


@leaders_only
def reading_list(request):
    text = request.GET.get("q", "")
    readings = OpinionAccess.objects.entrusted_to(request.user).matching(text)
    table = paged(ReadingTable(readings.select_related("user", "account", "stakeholder")), request)
    return render(request, "stakeholders/reading_list.html", {"table": table, "text": text})
