from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.imports.batch import Order, bring_in
from accounts.imports.kinds.base import kinds
from accounts.stakeholders.models import Interaction, Stakeholder
from tests.factories import AccountFactory, ListValueFactory, StakeholderFactory, UserFactory

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 6, 15, 10, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def acme():
    return AccountFactory(name="ACME", code="C1")


@pytest.fixture
def bring(tmp_path):
    def to_kind(kind, text, name="file.csv", **options):
        path = tmp_path / name
        path.write_text(text)
        return bring_in(str(path), Order(kinds()[kind], **options), MOMENT)

    return to_kind


def told(result):
    return tuple(result[name] for name in ("create", "update", "unchanged", "refused"))


# --- stakeholders ----------------------------------------------------------------------------------------------
def test_people_are_brought_in_with_what_we_think_of_them(bring, acme):
    function = ListValueFactory(name_fr="Achats spéciaux")
    result = bring(
        "stakeholders",
        "Compte;Prénom;Nom;Titre;Fonction;Niveau;Influence;Attitude;Force du lien;E-mail;Téléphone\n"
        "ACME;Anne;Lenoir;Directrice;achats speciaux;N-1;4;Favorable;régulier;anne@example.com;01 02\n",
    )
    person = Stakeholder.objects.get()
    assert told(result) == (1, 0, 0, 0)
    assert (person.name, person.title, person.function, person.level) == ("Anne Lenoir", "Directrice", function, 1)
    assert (person.influence, person.attitude, person.contact_strength) == (4, 1, 2)
    assert person.attitude_on == date(2026, 6, 15)


def test_the_same_people_again_change_nothing(bring, acme):
    text = "Compte;Nom du contact;Attitude;Attitude au;Parti\nACME;Anne Lenoir;2;01/02/2026;oui\nACME;Bob;;;non\n"
    assert told(bring("stakeholders", text)) == (2, 0, 0, 0)
    assert Stakeholder.objects.get(name="Anne Lenoir").departed_on == date(2026, 6, 15)
    assert told(bring("stakeholders", text)) == (0, 0, 2, 0)


def test_an_attitude_is_dated_anew_only_when_it_changes(bring, acme):
    StakeholderFactory(account=acme, name="Anne", attitude=1, attitude_on=date(2025, 1, 1))
    assert told(bring("stakeholders", "Compte;Nom;Attitude\nACME;Anne;1\n")) == (0, 0, 1, 0)
    assert told(bring("stakeholders", "Compte;Nom;Attitude\nACME;Anne;2\n")) == (0, 1, 0, 0)
    assert Stakeholder.objects.get().attitude_on == date(2026, 6, 15)


def test_people_of_the_same_name_at_two_clients_are_two(bring, acme):
    AccountFactory(name="Other")
    assert told(bring("stakeholders", "Compte;Nom\nACME;Anne\nOther;Anne\nACME;ANNÉ\n")) == (3, 0, 0, 0)


def test_an_address_finds_its_person_whatever_its_case(bring, acme):
    StakeholderFactory(account=acme, name="A. Lenoir", email="Anne@Example.com")
    assert told(bring("stakeholders", "Compte;Nom;E-mail\nACME;Anne Lenoir;anne@example.com\n")) == (0, 1, 0, 0)
    assert Stakeholder.objects.get().name == "Anne Lenoir"


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ("Lenoir;Anne", "Anne Lenoir"),
        ("Anne Lenoir;Anne", "Anne Lenoir"),
        ("Jeannot;Jean", "Jean Jeannot"),
        (";Anne", "Anne"),
        ("Lenoir;", "Lenoir"),
    ],
)
def test_a_name_beside_a_first_name_is_the_last_one_unless_it_holds_both(bring, acme, cells, name):
    bring("stakeholders", f"Compte;Nom;Prénom\nACME;{cells}\n")
    assert Stakeholder.objects.get().name == name


def test_a_wrong_address_or_influence_names_its_column(bring, acme):
    result = bring("stakeholders", "Compte;Nom;E-mail;Influence\nACME;Anne;anne;9\n")
    assert [error["column"] for error in result["errors"]] == ["E-mail", "Influence"]


def test_contacts_of_salesforce_find_the_accounts_of_salesforce(bring):
    bring(
        "accounts",
        '{"records":[{"attributes":{"type":"Account","referenceId":"AccountRef1"},"Name":"Alpha"}]}',
        "Accounts.json",
    )
    contacts = """{"records":[
        {"attributes":{"type":"Contact","referenceId":"ContactRef1"},"AccountId":"@AccountRef1","FirstName":"Amy",
         "LastName":"Taylor","Title":"VP","Email":"amy@demo.net","Picture__c":"https://example.com/a.jpg"},
        {"attributes":{"type":"Contact","referenceId":"ContactRef2"},"AccountId":"@AccountRef9","LastName":"Lost"}]}"""
    result = bring("stakeholders", contacts, "Contacts.json")
    person = Stakeholder.objects.get()
    assert told(result) == (1, 0, 0, 1)
    assert (person.name, person.account.name, person.code) == ("Amy Taylor", "Alpha", "ContactRef1")
    assert result["errors"] == [{"row": 3, "column": "AccountId", "reason": "No account is called “AccountRef9”."}]


# --- interactions ------------------------------------------------------------------------------------------------
INTERACTIONS = (
    "Compte;Date;Type;Objet;Interlocuteurs;Collègues;Réciproque\n"
    "ACME;04/03/2026;Réunion;Revue;Anne; bob@example.com;oui\n"
    "ACME;05/03/2026;Appel;;;;non\n"
)


@pytest.fixture
def anne(acme):
    return StakeholderFactory(account=acme, name="Anne")


@pytest.fixture
def bob():
    return UserFactory(email="bob@example.com")


def test_interactions_name_who_took_part(bring, anne, bob):
    assert told(bring("interactions", INTERACTIONS)) == (2, 0, 0, 0)
    meeting = Interaction.objects.get(subject="Revue")
    assert (meeting.occurred_on, meeting.kind, meeting.is_two_way) == (date(2026, 3, 4), "meeting", True)
    assert (list(meeting.stakeholders.all()), list(meeting.colleagues.all())) == ([anne], [bob])
    assert Interaction.objects.get(kind="call").is_two_way is False


def test_the_same_interactions_again_change_nothing(bring, anne, bob):
    bring("interactions", INTERACTIONS)
    assert told(bring("interactions", INTERACTIONS)) == (0, 0, 2, 0)


def test_participants_become_those_of_the_file(bring, acme, anne, bob):
    carl = StakeholderFactory(account=acme, name="Carl")
    bring("interactions", INTERACTIONS)
    result = bring("interactions", INTERACTIONS.replace(";Anne;", ";Carl | Anne;"))
    assert told(result) == (0, 1, 1, 0)
    assert set(Interaction.objects.get(subject="Revue").stakeholders.all()) == {anne, carl}


def test_a_person_of_another_client_is_unknown(bring, acme, bob):
    StakeholderFactory(name="Anne")
    result = bring("interactions", INTERACTIONS)
    assert told(result) == (1, 0, 0, 1)
    assert result["errors"][0]["column"] == "Interlocuteurs"


def test_two_meetings_of_one_day_are_told_apart_by_their_subject(bring, acme):
    assert told(
        bring("interactions", "Compte;Date;Objet\nACME;2026-03-04;a\nACME;2026-03-04;b\nACME;2026-03-04;b\n")
    ) == (2, 0, 0, 1)
