"""Entities and sites of the client; the listing and the indices."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.structure import EntityForm, IndexForm, ListingForm
from accounts.models import ClientEntity, IndexMembership, Listing
from accounts.trees import in_reading_order
from accounts.views.page import account_page, delete_part, form_page


def structure_of(pk):
    return reverse("accounts:structure", args=[pk])


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


def entity_create(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = EntityForm(request.POST or None, account=account, user=request.user, initial=request.GET.dict())
    return form_page(request, account, form, title=_("New entity or site"), back=structure_of(pk))


def entity_edit(request, pk):
    entity = get_object_or_404(ClientEntity.objects.editable_by(request.user), pk=pk)
    account = account_page(request, entity.account_id, to_edit=True)
    form = EntityForm(request.POST or None, instance=entity, account=account, user=request.user)
    return form_page(request, account, form, title=_("Edit the entity or site"), back=structure_of(account.pk))


@require_POST
def entity_delete(request, pk):
    entity = get_object_or_404(ClientEntity.objects.editable_by(request.user), pk=pk)
    return delete_part(request, entity, back=structure_of(entity.account_id))


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


def index_create(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = IndexForm(request.POST or None, account=account, user=request.user)
    return form_page(request, account, form, title=_("New index membership"), back=structure_of(pk))


def index_edit(request, pk):
    membership = get_object_or_404(IndexMembership.objects.editable_by(request.user).select_related("listing"), pk=pk)
    account = account_page(request, membership.listing.account_id, to_edit=True)
    form = IndexForm(request.POST or None, instance=membership, account=account, user=request.user)
    return form_page(request, account, form, title=_("Edit the index membership"), back=structure_of(account.pk))


@require_POST
def index_delete(request, pk):
    membership = get_object_or_404(IndexMembership.objects.editable_by(request.user).select_related("listing"), pk=pk)
    return delete_part(request, membership, back=structure_of(membership.listing.account_id))
