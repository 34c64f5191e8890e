from datetime import date
from decimal import Decimal

import pytest

from accounts.models import ClientEntity, ListValue, RevenueLine
from tests.factories import AccountFactory, ClientEntityFactory, ListValueFactory, MembershipFactory, RevenueLineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return AccountFactory(name="ACME", code="C1")


# --- entities ---------------------------------------------------------------------------------------------------
ENTITIES = (
    "Compte;Entité;Type;SIRET;Rattachement\nACME;Usine;site;12345678901234;ACME France\nACME;ACME France;société;;\n"
)


def test_entities_find_their_account_and_one_another(bring, told, acme):
    assert told(bring("entities", ENTITIES)) == (2, 0, 0, 0)
    plant = ClientEntity.objects.get(name="Usine")
    assert (plant.account, plant.kind, plant.parent.name) == (acme, "site", "ACME France")
    assert told(bring("entities", ENTITIES)) == (0, 0, 2, 0)


def test_an_account_is_found_by_code_or_by_name(bring, told, acme):
    assert told(bring("entities", "Code client;Compte;Entité\nC1;;A\nzz;ACME;B\n;acme;C\n")) == (3, 0, 0, 0)


def test_an_unknown_account_is_told(bring, acme):
    (error,) = bring("entities", "Compte;Entité\nNowhere;A\n")["errors"]
    assert (error["row"], error["column"], error["reason"]) == (2, "Compte", "No account is called “Nowhere”.")


def test_a_parent_is_sought_within_the_account(bring, acme):
    ClientEntityFactory(name="Elsewhere")
    (error,) = bring("entities", "Compte;Entité;Rattachement\nACME;A;Elsewhere\n")["errors"]
    assert error["column"] == "Rattachement"


def test_entities_in_a_circle_are_refused(bring, told, acme):
    assert told(bring("entities", "Compte;Entité;Rattachement\nACME;A;B\nACME;B;A\n")) == (0, 0, 0, 2)


def test_a_code_of_one_client_says_nothing_of_another(bring, told, acme):
    AccountFactory(name="Other")
    assert told(bring("entities", "Compte;Entité;Code\nACME;A;001\nOther;B;001\n")) == (2, 0, 0, 0)
    assert told(bring("entities", "Compte;Entité;Code\nACME;A2;001\nOther;B;001\n")) == (0, 1, 1, 0)


def test_a_siret_is_read_with_its_blanks(bring, acme):
    bring("entities", "Compte;Entité;SIRET\nACME;A;123 456 789 01234\n")
    assert ClientEntity.objects.get().siret == "12345678901234"


def test_a_wrong_siret_is_refused(bring, acme):
    assert bring("entities", "Compte;Entité;SIRET\nACME;A;123\n")["errors"][0]["column"] == "SIRET"


def test_rows_go_only_to_accounts_that_the_importer_may_change(bring, outsider):
    shared = MembershipFactory(user=outsider).account
    hidden = AccountFactory()
    text = f"Compte;Entité\n{shared.name};A\n{hidden.name};B\n"
    assert [error["reason"] for error in bring("entities", text, user=outsider)["errors"]] == [
        "You may read this account, not change it.",
        f"No account is called “{hidden.name}”.",
    ]


# --- revenue ------------------------------------------------------------------------------------------------------
def test_revenue_lines_are_created_then_updated(bring, told, acme):
    assert told(bring("revenue", "Compte;Mois;CA;Objectif\nACME;2026-01;1 500,50 €;2000\nACME;02/2026;1;\n")) == (
        2,
        0,
        0,
        0,
    )
    line = RevenueLine.objects.get(month=date(2026, 1, 1))
    assert (line.actual, line.target, line.margin, line.offering) == (Decimal("1500.50"), 2000, None, None)
    assert told(bring("revenue", "Compte;Mois;CA;Objectif\nACME;janvier 2026;1 500,50;2500\nACME;2026-02;1;\n")) == (
        0,
        1,
        1,
        0,
    )
    line.refresh_from_db()
    assert line.target == 2500


def test_an_offering_is_found_or_added(bring, told, acme):
    known = ListValueFactory(kind=ListValue.Kind.OFFERING, name_fr="Maintenance")
    result = bring("revenue", "Compte;Mois;Offre;CA\nACME;2026-01;maintenance;1\nACME;2026-01;GTX;2\nACME;2026-01;;3\n")
    assert told(result) == (3, 0, 0, 0)
    assert RevenueLine.objects.get(offering=known).actual == 1
    assert ListValue.objects.get(name_fr="GTX").kind == ListValue.Kind.OFFERING


def test_two_rows_of_one_month_are_one_too_many(bring, told, acme):
    assert told(bring("revenue", "Compte;Mois;CA\nACME;2026-01;1\nACME;2026-01;2\n")) == (1, 0, 0, 1)


def test_days_within_months_are_added_up(bring, told, acme):
    text = "Compte;Date;Montant\nACME;2026-01-10;1,5\nACME;2026-01-20;2,5\nACME;2026-02-03;7\n"
    result = bring("revenue", text)
    assert (*told(result), result["merged"]) == (2, 0, 0, 0, 1)
    assert result["notes"] == [{"row": 3, "reason": "Added to row 2: same account, month and offering."}]
    assert list(RevenueLine.objects.order_by("month").values_list("actual", flat=True)) == [4, 7]
    assert told(bring("revenue", text)) == (0, 0, 2, 0)


def test_a_line_of_another_month_is_left_alone(bring, acme):
    other = RevenueLineFactory(account=acme, actual=5)
    bring("revenue", "Compte;Mois;CA\nACME;2026-05;1\n")
    other.refresh_from_db()
    assert other.actual == 5


def test_a_month_may_stand_beside_its_year(bring, told, acme):
    assert told(bring("revenue", "Compte;Année;Mois;CA\nACME;2026;3;1\nACME;2026;12;2\nACME;;4;2\n")) == (2, 0, 0, 1)
    assert RevenueLine.objects.filter(month=date(2026, 12, 1)).exists()


def test_month_first_dates_are_recognised_by_the_column(bring, acme):
    bring("revenue", "Compte,Date,Montant\nACME,02/03/2026,1\nACME,12/31/2026,2\n")
    assert set(RevenueLine.objects.values_list("month", flat=True)) == {date(2026, 2, 1), date(2026, 12, 1)}


def test_a_file_without_the_needed_columns_says_which(bring):
    result = bring("revenue", "Compte;Couleur\nACME;red\n")
    assert not result["readable"]
    assert "month" in result["errors"][0]["reason"]
    assert "Couleur" in result["errors"][0]["reason"]


@pytest.mark.parametrize("month", ["012026", "012" + "9" * 5000])
def test_a_number_that_only_begins_like_a_month_is_refused(bring, acme, month):
    (error,) = bring("revenue", f"Compte;Année;Mois;Réalisé\nACME;2026;{month};1\n")["errors"]
    assert error["column"] == "Mois"
