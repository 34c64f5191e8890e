"""The lists of an empty base, and the pages where administrators keep them."""

import pytest
from django.core.management import call_command
from django.utils import translation

from accounts import reference
from accounts.models import ListValue, Sector, Tier
from tests.factories import AccountFactory, ListValueFactory, SectorFactory, TierFactory

LISTS = {"sectors": Sector, "tiers": Tier, "values": ListValue}


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


def clear():
    for model in LISTS.values():
        model.objects.all().delete()


def test_an_empty_base_gets_its_lists_with_the_migrations(db):
    clear()
    call_command("migrate", verbosity=0)
    assert {"industry", "retail", "high-tech", "tourism-mice", "services"} <= set(
        Sector.objects.values_list("code", flat=True)
    )
    assert list(Tier.objects.values_list("code", "weight")) == [("strategic", 3), ("major", 2), ("growth", 1)]
    assert ListValue.objects.of("client_function").filter(name_fr="Achats", name_en="Purchasing").exists()
    assert ListValue.objects.of("team_function").filter(code="sponsor").exists()


def test_lists_that_somebody_keeps_are_left_alone(db):
    clear()
    SectorFactory(code="ours")
    ListValueFactory(code="ours")
    reference.install()
    assert list(Sector.objects.values_list("code", flat=True)) == ["ours"]
    assert list(ListValue.objects.values_list("code", flat=True)) == ["ours"]
    assert Tier.objects.count() == 3


def test_every_entry_has_both_languages_and_a_code_of_its_own():
    for entries in (reference.SECTORS, reference.TIERS, reference.CLIENT_FUNCTIONS, reference.TEAM_FUNCTIONS):
        assert all(french and english for _code, french, english, *_weight in entries)
        assert len({entry[0] for entry in entries}) == len(entries)


def test_a_name_is_shown_in_the_language_of_the_reader(db):
    sector = SectorFactory(name_fr="Énergie", name_en="Energy")
    only_french = SectorFactory(name_fr="Bâtiment")
    with translation.override("en"):
        assert (str(sector), str(only_french)) == ("Energy", "Bâtiment")
    with translation.override("fr"):
        assert str(sector) == "Énergie"


def test_an_administrator_adds_a_sector_whose_code_is_made_of_its_name(as_admin):
    as_admin.post("/accounts/sectors/new/", {"name_fr": "Économie sociale & solidaire", "name_en": ""})
    assert Sector.objects.get(name_fr="Économie sociale & solidaire").code == "economie-sociale-solidaire"


def test_a_code_is_given_once(as_admin):
    SectorFactory(code="banking")
    assert as_admin.post("/accounts/sectors/new/", {"name_fr": "Banque", "code": "banking"}).status_code == 200
    assert Sector.objects.filter(code="banking").count() == 1
    assert as_admin.post("/accounts/values/new/", value(code="same")).status_code == 302
    assert as_admin.post("/accounts/values/new/", value(code="same", kind="offering")).status_code == 302
    assert as_admin.post("/accounts/values/new/", value(code="same")).status_code == 200


def value(**changes):
    return {
        "kind": "client_function",
        "name_fr": "Fonction",
        "name_en": "",
        "position": 1,
        "is_active": "on",
        **changes,
    }


def test_a_new_value_starts_in_the_list_it_was_asked_for(as_admin):
    form = as_admin.get("/accounts/values/new/?kind=offering").context["form"]
    assert form["kind"].value() == "offering"


@pytest.mark.parametrize("weight", ["0", "101", "x"])
def test_a_weight_is_between_one_and_a_hundred(as_admin, weight):
    tier = TierFactory(weight=2)
    as_admin.post(f"/accounts/tiers/{tier.pk}/", {"name_fr": "A", "code": tier.code, "position": 1, "weight": weight})
    tier.refresh_from_db()
    assert tier.weight == 2


@pytest.mark.parametrize(
    ("path", "field", "factory"), [("sectors", "sector", SectorFactory), ("tiers", "tier", TierFactory)]
)
def test_what_is_in_use_is_not_deleted(as_admin, path, field, factory):
    row = factory()
    account = AccountFactory(**{field: row})
    page = as_admin.post(f"/accounts/{path}/{row.pk}/delete/", follow=True)
    assert "is in use" in page.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()
    type(account).objects.filter(pk=account.pk).update(**{field: None})
    as_admin.post(f"/accounts/{path}/{row.pk}/delete/")
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_value_switched_off_is_no_longer_offered(as_admin):
    row = ListValueFactory()
    as_admin.post(f"/accounts/values/{row.pk}/", value(code=row.code, is_active=""))
    assert row not in ListValue.objects.of("client_function")
    assert "Not offered" in as_admin.get("/accounts/values/").content.decode()


def test_changes_are_in_the_history_with_their_author(as_admin, admin):
    tier = TierFactory(weight=1)
    as_admin.post(f"/accounts/tiers/{tier.pk}/", {"name_fr": "A", "code": tier.code, "position": 1, "weight": 5})
    event = tier.events.latest("pgh_id")
    assert (event.weight, event.pgh_context.metadata["user"]) == (5, admin.pk)


@pytest.mark.parametrize("path", LISTS)
def test_names_are_escaped_and_lists_take_one_query(as_admin, path, django_assert_num_queries):
    factory = {"sectors": SectorFactory, "tiers": TierFactory, "values": ListValueFactory}[path]
    factory(name_fr="<img src=x>")
    assert "<img src=x>" not in as_admin.get(f"/accounts/{path}/").content.decode()
    with django_assert_num_queries(4):  # session, person, second factor, rows
        as_admin.get(f"/accounts/{path}/")


def test_sectors_stand_in_alphabetical_order_whatever_their_accents(db):
    clear()
    for name in ("Énergie", "Services", "automobile", "Équipement"):
        SectorFactory(name_fr=name)
    assert [sector.name_fr for sector in Sector.objects.all()] == ["automobile", "Énergie", "Équipement", "Services"]
