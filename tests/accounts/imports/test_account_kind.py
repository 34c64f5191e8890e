from decimal import Decimal

import pytest

from accounts.models import Account, IndexMembership, Listing, Sector, StageDeclaration
from kam.users.models import User
from tests.factories import AccountFactory, MembershipFactory, SectorFactory, TeamFactory, TierFactory, UserFactory

pytestmark = pytest.mark.django_db


def reasons(result):
    return [(error["row"], error["column"], error["reason"]) for error in result["errors"]]


def test_a_row_creates_an_account_with_typed_values(bring, told):
    result = bring(
        "accounts", "Code;Nom;CA (M€);Effectif;Code postal;Statut\n007;Élan & Cie;1 100,04;2 822;01000;Prospect\n"
    )
    account = Account.objects.get()
    assert told(result) == (1, 0, 0, 0)
    assert (account.code, account.name, account.postal_code) == ("007", "Élan & Cie", "01000")
    assert (account.turnover, account.employees, account.status) == (Decimal("1100.04"), 2822, "prospect")


def test_a_second_import_of_the_same_file_changes_nothing(bring, told):
    text = "Nom;Secteur;CA (M€);Stade visé;Pays;Maison mère\n A ;Industrie;1,5;Coopérative;France;\nB;Industrie;2;;;A\n"
    assert told(bring("accounts", text)) == (2, 0, 0, 0)
    before = list(Account.objects.values())
    assert told(bring("accounts", text)) == (0, 0, 2, 0)
    assert list(Account.objects.values()) == before


def test_an_empty_cell_and_the_word_null_leave_what_is_there(bring, told):
    AccountFactory(name="A", city="Lyon", country="France")
    result = bring("accounts", "Nom;Ville;Pays;Région\nA;NULL;;Rhône\n")
    account = Account.objects.get()
    assert told(result) == (0, 1, 0, 0)
    assert (account.city, account.country, account.region) == ("Lyon", "France", "Rhône")


def test_the_same_name_is_found_whatever_its_case_and_accents(bring, told):
    AccountFactory(name="Bolloré")
    assert told(bring("accounts", "Nom;Ville\nBOLLORE;Paris\n")) == (0, 1, 0, 0)
    assert Account.objects.get().name == "Bolloré"


def test_two_spellings_in_one_file_are_two_accounts_each_found_again(bring, told):
    text = "Nom;Ville\nTRUE;a\nTrue;b\n"
    assert told(bring("accounts", text)) == (2, 0, 0, 0)
    assert told(bring("accounts", text)) == (0, 0, 2, 0)


def test_a_double_row_is_refused_with_the_row_it_repeats(bring, told):
    result = bring("accounts", "Nom;Ville\nA;Lyon\nB;Lyon\nA;Paris\n")
    assert told(result) == (2, 0, 0, 1)
    assert reasons(result) == [(4, "Nom", "Row 2 is about the same one.")]


def test_a_name_that_two_accounts_have_is_ambiguous(bring):
    AccountFactory.create_batch(2, name="A")
    assert reasons(bring("accounts", "Nom;Ville\nA;Lyon\n")) == [
        (2, "Nom", "Several already exist: choose another match key.")
    ]


def test_the_match_key_can_be_chosen(bring, told):
    AccountFactory(name="Old name", code="C1")
    text = "Code;Nom\nC1;New name\n"
    assert told(bring("accounts", text, is_dry_run=True)) == (0, 1, 0, 0)
    result = bring("accounts", text, key="name")
    assert told(result) == (0, 0, 0, 1)
    assert reasons(result) == [(2, "Code", "The code “C1” cannot be used.")]


def test_a_row_without_the_key_falls_back_on_the_next_one(bring, told):
    AccountFactory(name="A", code="")
    assert told(bring("accounts", "Code;Nom;Ville\n;A;Lyon\nC2;B;Lyon\n")) == (1, 1, 0, 0)


def test_a_group_may_stand_in_a_later_row(bring):
    bring("accounts", "Nom;Maison mère\nA;B\nB;C\nC;\n")
    assert Account.objects.get(name="A").parent.parent.name == "C"


def test_an_unknown_group_is_told_with_row_column_and_value(bring, told):
    result = bring("accounts", "Nom;Maison mère\nA;Nowhere\n")
    assert told(result) == (0, 0, 0, 1)
    assert reasons(result) == [(2, "Maison mère", "No account is called “Nowhere”.")]


def test_what_belongs_to_a_refused_row_is_refused(bring, told):
    result = bring("accounts", "Nom;Maison mère;Effectif\nA;B;1\nB;;many\n")
    assert told(result) == (0, 0, 0, 2)
    assert (2, "Maison mère", "Row 3, which it belongs to, is refused.") in reasons(result)


def test_groups_in_a_circle_are_refused(bring, told):
    result = bring("accounts", "Nom;Maison mère\nA;B\nB;A\nC;C\n")
    assert told(result) == (0, 0, 0, 3)
    assert Account.objects.count() == 0


def test_a_circle_with_accounts_already_there_is_refused(bring):
    top = AccountFactory(name="Top")
    AccountFactory(name="Low", parent=top)
    result = bring("accounts", "Nom;Maison mère\nTop;Low\n")
    assert reasons(result) == [(2, "Maison mère", "“Low” already stands below this account.")]


def test_a_circle_through_a_new_row_is_refused(bring):
    AccountFactory(name="Old")
    result = bring("accounts", "Nom;Maison mère\nOld;New\nNew;Old\n")
    assert len(result["errors"]) == 1
    assert Account.objects.filter(parent__parent__isnull=False).count() == 0


def test_an_unknown_sector_is_added_and_told_a_known_one_found_in_either_language(bring):
    known = SectorFactory(code="dairies", name_fr="Fromagères", name_en="Dairies")
    result = bring("accounts", "Nom;Secteur\nA;FROMAGERES\nB;dairies\nC;technolgy\nD;technolgy\n")
    assert Account.objects.filter(sector=known).count() == 2
    assert [tuple(value) for value in result["new_values"]] == [("sectors", "technolgy")]
    assert Account.objects.get(name="D").sector == Sector.objects.get(name_fr="technolgy")


def test_a_dry_run_adds_nothing(bring):
    sectors = Sector.objects.count()
    assert bring("accounts", "Nom;Secteur\nA;technolgy\n", is_dry_run=True)["new_values"]
    assert (Account.objects.count(), Sector.objects.count()) == (0, sectors)


@pytest.mark.parametrize(
    ("column", "value"),
    [("Rang", "Z9"), ("Statut", "perhaps"), ("Stade", "deep"), ("KAM", "Nobody"), ("Effectif", "many")],
)
def test_a_value_that_means_nothing_names_its_column(bring, column, value):
    (error,) = bring("accounts", f"Nom;{column}\nA;{value}\n")["errors"]
    assert (error["row"], error["column"]) == (2, column)
    assert value in error["reason"]


def test_every_reason_against_a_row_is_told(bring):
    result = bring("accounts", "Nom;Effectif;CA (M€)\nA;many;much\n")
    assert [error["column"] for error in result["errors"]] == ["Effectif", "CA (M€)"]


def test_tiers_and_people_are_found_by_code_name_or_address(bring, settings):
    tier = TierFactory(code="a", name_fr="Stratégique")
    kam = UserFactory(role=User.Role.KAM, first_name="Anne", last_name="Lenoir", email="anne@example.com")
    bring("accounts", "Nom;Rang;KAM\nA;stratégique;Anne Lenoir\nB;A;ANNE@example.com\nC;a;lenoir anne\n")
    assert Account.objects.filter(tier=tier, kam=kam).count() == 3


def test_units_of_the_heading_are_followed(bring):
    bring("accounts", "Nom;CA (k€);Potentiel (M€)\nA;1500;1,5\n")
    account = Account.objects.get()
    assert (account.turnover, account.potential) == (Decimal("1.5"), Decimal(1_500_000))


def test_a_year_may_be_a_day_of_it(bring):
    bring("accounts", "Nom;Année de création\nA;1996\nB;31/12/1987\n")
    assert list(Account.objects.order_by("name").values_list("founded_in", flat=True)) == [1996, 1987]


def test_a_circle_through_an_account_out_of_sight_is_refused(bring, manager):
    mine = AccountFactory(name="Mine", kam=manager)
    hidden = AccountFactory(parent=mine)
    AccountFactory(name="Low", kam=manager, parent=hidden)
    result = bring("accounts", "Nom;Maison mère\nMine;Low\n", user=manager)
    assert "already stands below" in result["errors"][0]["reason"]


def test_a_column_decides_its_decimal_mark_for_all_of_its_cells(bring):
    bring("accounts", 'Nom,CA,Potentiel\nA,"1,234","1,5"\nB,"2,345","2,5"\n')
    assert Account.objects.get(name="A").turnover == Decimal("1.23")
    bring("accounts", 'Nom,CA\nC,"1,234"\n')
    assert Account.objects.get(name="C").turnover == Decimal(1234)


def test_listing_and_indices_are_imported_once(bring, told):
    text = "ISIN;nom;ticker;indice\nFR0000120271;Total;TTE;CAC 40, SBF 120\n"
    assert told(bring("accounts", text)) == (1, 0, 0, 0)
    assert told(bring("accounts", text)) == (0, 0, 1, 0)
    assert Listing.objects.get().ticker == "TTE"
    assert set(IndexMembership.objects.values_list("index", flat=True)) == {"CAC 40", "SBF 120"}


def test_a_wrong_isin_is_refused(bring):
    assert bring("accounts", "ISIN;nom\nFR0000120272;Total\n")["errors"][0]["column"] == "ISIN"


def test_an_isin_finds_its_account_and_a_new_index_joins_the_old_ones(bring, told):
    bring("accounts", "ISIN;nom;indice\nFR0000120271;Total;CAC 40\n")
    assert told(bring("accounts", "ISIN;nom;indice\nFR0000120271;TotalEnergies;SBF 120\n")) == (0, 1, 0, 0)
    assert Account.objects.get().name == "TotalEnergies"
    assert IndexMembership.objects.count() == 2


def test_a_stage_is_declared_with_who_when_and_why(bring, admin):
    bring("accounts", "Nom;Stade déclaré\nA;Coopérative\n", user=admin)
    declaration = StageDeclaration.objects.get()
    assert (declaration.aspect, declaration.stage, declaration.declared_by) == ("declared_stage", 2, admin)
    assert "file.csv" in declaration.reason


# --- who may ---------------------------------------------------------------------------------------------------
def test_a_kam_carries_what_he_brings_in_and_finds_it_again(bring, told, manager):
    assert told(bring("accounts", "Nom;Ville\nA;Lyon\n", user=manager)) == (1, 0, 0, 0)
    assert Account.objects.get().kam == manager
    assert told(bring("accounts", "Nom;Ville\nA;Lyon\n", user=manager)) == (0, 0, 1, 0)


def test_an_account_that_the_importer_does_not_see_is_as_if_it_did_not_exist(bring, told, account, outsider):
    result = bring("accounts", f"Nom;Ville\n{account.name};Lyon\n", user=outsider)
    assert told(result) == (1, 0, 0, 0)
    account.refresh_from_db()
    assert account.city == ""
    assert result["notes"] == []


def test_a_code_used_out_of_sight_is_refused_without_saying_by_whom(bring, account, outsider):
    Account.objects.filter(pk=account.pk).update(code="C1", name="Secret")
    (error,) = bring("accounts", "Code;Nom\nC1;Mine\n", user=outsider)["errors"]
    assert "Secret" not in error["reason"]


def test_an_account_shared_to_read_is_not_changed(bring, told, outsider):
    shared = MembershipFactory(user=outsider).account
    result = bring("accounts", f"Nom;Ville\n{shared.name};Lyon\n", user=outsider)
    assert told(result) == (0, 0, 0, 1)
    assert result["errors"][0]["reason"] == "You may read this account, not change it."


def test_an_unseen_group_is_unknown(bring, account, outsider):
    result = bring("accounts", f"Nom;Maison mère\nMine;{account.name}\n", user=outsider)
    assert "No account is called" in result["errors"][0]["reason"]


def test_a_kam_gives_no_account_away(bring, account, manager):
    other = UserFactory(role=User.Role.KAM, team=manager.team)
    assert bring("accounts", f"Nom;KAM\nA;{other.email}\n", user=manager)["errors"][0]["column"] == "KAM"
    shared = MembershipFactory(user=manager, may_edit=True).account
    result = bring("accounts", f"Nom;KAM\n{shared.name};{manager.email}\n", user=manager)
    assert "Only a director" in result["errors"][0]["reason"]


def test_a_director_gives_accounts_to_the_kams_of_his_teams_only(bring, told, director, manager, outsider):
    result = bring("accounts", f"Nom;KAM\nA;{manager.email}\nB;{outsider.email}\n", user=director)
    assert told(result) == (1, 0, 0, 1)


def test_accounts_in_the_trash_are_not_matched(bring, told, account):
    account.trash("2026-01-01T00:00Z")
    assert told(bring("accounts", f"Nom;Ville\n{account.name};Lyon\n")) == (1, 0, 0, 0)


def test_the_history_names_the_change(bring, account, manager):
    bring("accounts", f"Nom;Ville\n{account.name};Lyon\n", user=manager)
    assert list(account.events.order_by("pgh_id").values_list("pgh_label", "city"))[-1] == ("update", "Lyon")


def test_the_number_of_queries_grows_with_batches_not_with_rows(bring, django_assert_max_num_queries, monkeypatch):
    TeamFactory()
    text = "Code;Nom;Secteur;CA (M€);Maison mère\n" + "".join(
        f"C{n};Account {n};S{n % 3};{n},5;C0\n" for n in range(1, 900)
    )
    with django_assert_max_num_queries(40):
        bring("accounts", text + "C0;Top;S1;1,5;\n")
    assert Account.objects.count() == 900
