import pytest

from accounts.imports import runs
from accounts.models import Account, Comment, Import, ImportChange, IndexMembership, Listing, Sector, StageDeclaration
from accounts.stakeholders.models import Interaction, Stakeholder
from tests.factories import AccountFactory, SectorFactory, StakeholderFactory, UserFactory

pytestmark = pytest.mark.django_db


def rolled_back(result):
    return dict(runs.roll_back(result["import"]).counts["rolled_back"])


def test_created_accounts_go_with_all_that_came_with_them(bring):
    text = "ISIN;Nom;Secteur;Stade;indice;Maison mère\nFR0000120271;A;New;2;CAC 40;\n;B;New;;;A\n"
    sectors = Sector.objects.count()
    assert rolled_back(bring("accounts", text)) == {"deleted": 2, "restored": 0, "kept": 0}
    assert not Account.objects.exists()
    assert not Listing.objects.exists() | IndexMembership.objects.exists() | StageDeclaration.objects.exists()
    assert Sector.objects.count() == sectors
    assert not ImportChange.objects.exists()


def test_a_value_that_a_later_batch_added_goes_too(bring):
    sectors = Sector.objects.count()
    result = bring("accounts", "Nom;Secteur;Maison mère\nTop;;\nA;New;Top\n")
    assert rolled_back(result)["deleted"] == 2
    assert Sector.objects.count() == sectors


def test_changed_accounts_get_their_old_values_back(bring):
    sector = SectorFactory()
    account = AccountFactory(name="A", city="Lyon", sector=sector, turnover="1.50", employees=None, declared_stage=1)
    before = Account.objects.values().get()
    result = bring("accounts", "Nom;Ville;Secteur;CA;Effectif;Stade;ticker\nA;Paris;New;7;12;3;AAA\n")
    account.refresh_from_db()
    assert (account.city, account.employees) == ("Paris", 12)
    assert rolled_back(result) == {"deleted": 0, "restored": 1, "kept": 0}
    assert Account.objects.values().get() == before
    assert not StageDeclaration.objects.exists() | Listing.objects.exists()


def test_what_was_changed_since_is_left_and_told(bring):
    AccountFactory(name="A", city="Lyon")
    AccountFactory(name="B", city="Lyon")
    result = bring("accounts", "Nom;Ville\nA;Paris\nB;Paris\nC;Paris\n")
    Account.objects.filter(name__in=["A", "C"]).update(city="Nice")
    assert rolled_back(result) == {"deleted": 0, "restored": 1, "kept": 2}
    assert list(Account.objects.order_by("name").values_list("city", flat=True)) == ["Nice", "Lyon", "Nice"]
    imported = Import.objects.get()
    assert list(imported.rows.kept().values_list("number", "kept")) == [(2, "Changed since."), (4, "Changed since.")]


def test_a_change_to_another_field_does_not_stand_in_the_way(bring):
    AccountFactory(name="A", city="Lyon")
    result = bring("accounts", "Nom;Ville\nA;Paris\n")
    Account.objects.update(phone="01")
    assert rolled_back(result)["restored"] == 1
    assert Account.objects.values_list("city", "phone").get() == ("Lyon", "01")


def test_an_account_on_which_somebody_works_is_kept_with_its_group(bring):
    result = bring("accounts", "Nom;Maison mère\nTop;\nA;Top\nB;Top\n")
    StakeholderFactory(account=Account.objects.get(name="A"))
    assert rolled_back(result) == {"deleted": 1, "restored": 0, "kept": 2}
    assert set(Account.objects.values_list("name", flat=True)) == {"Top", "A"}
    reasons = dict(Import.objects.get().rows.kept().values_list("label", "kept"))
    assert "stakeholders" in reasons["A"]


def test_a_comment_keeps_an_account_too(bring, admin):
    result = bring("accounts", "Nom\nA\n")
    Comment.objects.create(account=Account.objects.get(), author=admin, text="Seen")
    assert rolled_back(result) == {"deleted": 0, "restored": 0, "kept": 1}


def test_a_sector_used_elsewhere_since_is_kept(bring):
    result = bring("accounts", "Nom;Secteur\nA;New\n")
    other = AccountFactory(sector=Sector.objects.get(name_fr="New"))
    assert rolled_back(result) == {"deleted": 1, "restored": 0, "kept": 0}
    assert Account.objects.get() == other


def test_an_object_deleted_since_is_no_obstacle(bring):
    AccountFactory(name="A", city="Lyon")
    result = bring("accounts", "Nom;Ville\nA;Paris\nB;Paris\n")
    Account.objects.all().delete()
    assert rolled_back(result) == {"deleted": 1, "restored": 0, "kept": 1}


def test_old_values_that_are_no_longer_possible_are_told(bring):
    AccountFactory(name="A", code="C1")
    result = bring("accounts", "Nom;Code\nA;C2\n", key="name")
    AccountFactory(name="B", code="C1")
    assert rolled_back(result) == {"deleted": 0, "restored": 0, "kept": 1}
    assert Account.objects.get(name="A").code == "C2"


def test_participants_come_back(bring):
    acme = AccountFactory(name="ACME")
    anne, bob = StakeholderFactory(account=acme, name="Anne"), StakeholderFactory(account=acme, name="Bob")
    first = bring("interactions", "Compte;Date;Interlocuteurs\nACME;2026-03-04;Anne\n")
    second = bring("interactions", "Compte;Date;Interlocuteurs;Notes\nACME;2026-03-04;Bob;new\n")
    interaction = Interaction.objects.get()
    assert list(interaction.stakeholders.all()) == [bob]
    assert rolled_back(second)["restored"] == 1
    assert list(interaction.stakeholders.all()) == [anne]
    assert rolled_back(first)["deleted"] == 1
    assert Stakeholder.objects.count() == 2


def test_a_person_who_was_met_since_is_kept(bring):
    acme = AccountFactory(name="ACME")
    people = bring("stakeholders", "Compte;Nom\nACME;Anne\nACME;Bob\n")
    bring("interactions", "Compte;Date;Interlocuteurs\nACME;2026-03-04;Anne\n")
    assert rolled_back(people) == {"deleted": 1, "restored": 0, "kept": 1}
    assert Stakeholder.objects.get(account=acme).name == "Anne"


def test_an_interaction_with_a_participant_added_since_is_kept(bring):
    AccountFactory(name="ACME")
    result = bring("interactions", "Compte;Date\nACME;2026-03-04\n")
    Interaction.objects.get().colleagues.add(UserFactory())
    assert rolled_back(result)["kept"] == 1


def test_a_second_roll_back_does_nothing(bring):
    AccountFactory(name="A", city="Lyon")
    result = bring("accounts", "Nom;Ville\nA;Paris\n")
    first = rolled_back(result)
    Account.objects.update(city="Paris")
    assert rolled_back(result) == first
    assert Account.objects.get().city == "Paris"


def test_the_roll_back_is_in_the_history(bring):
    account = AccountFactory(name="A", city="Lyon")
    runs.roll_back(bring("accounts", "Nom;Ville\nA;Paris\n")["import"])
    assert list(account.events.order_by("pgh_id").values_list("city", flat=True)) == ["Lyon", "Paris", "Lyon"]
