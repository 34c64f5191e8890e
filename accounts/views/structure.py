"""Entities and sites of the client; the listing and the indices."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.forms.structure import EntityForm, IndexForm, ListingForm
from accounts.models import Listing
from accounts.trees import in_reading_order
from accounts.views.page import account_page, delete_part, form_page
from accounts.views.parts import Part

PAGE = "accounts:structure"
ENTITY = Part(EntityForm, gettext_lazy("New entity or site"), gettext_lazy("Edit the entity or site"), PAGE)
INDEX = Part(
    IndexForm,
    gettext_lazy("New index membership"),
    gettext_lazy("Edit the index membership"),
    PAGE,
    account="listing.account_id",
)


def structure_of(pk):
    return reverse(PAGE, args=[pk])


def structure(request, pk):
    account = account_page(request, pk)
    listing = Listing.objects.of(account).first()
    context = {
        "account": account,
        "entities": in_reading_order(account.entities.all()),
        "listing": listing,
        "memberships": listing.memberships.all() if listing else [],
    }
    return render(request, "accounts/account_structure.html", context)


def listing_edit(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = ListingForm(
        request.POST or None, instance=Listing.objects.of(account).first(), account=account, user=request.user
    )
    return form_page(request, account, form, title=_("Listing"), back=structure_of(pk))


@require_POST
def listing_delete(request, pk):
    listing = get_object_or_404(Listing.objects.editable_by(request.user), account=pk)
    return delete_part(request, listing, back=structure_of(pk))
