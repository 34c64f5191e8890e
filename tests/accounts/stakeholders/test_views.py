"""The lists of people and of interactions of an account."""

from datetime import date

import pytest

from accounts.stakeholders.models import Interaction, Stakeholder
from tests.factories import InteractionFactory, ListValueFactory, StakeholderFactory, UserFactory


@pytest.fixture(autouse=True)
def signed_in(client, manager):
    client.force_login(manager)


def test_the_last_two_way_contact_is_told_and_a_one_way_message_is_none(account):
    person = StakeholderFactory(account=account)
    InteractionFactory(account=account, occurred_on=date(2026, 1, 10), stakeholders=[person])
    InteractionFactory(account=account, occurred_on=date(2026, 2, 10), stakeholders=[person], is_two_way=False)
    assert Stakeholder.objects.with_last_contact().get().last_contact_on == date(2026, 1, 10)


def test_people_are_found_by_name_title_or_function_whatever_the_accents(client, account):
    function = ListValueFactory(name_fr="Achats")
    StakeholderFactory(account=account, name="Hélène Morel", title="Directrice", function=function)
    StakeholderFactory(account=account, name="Paul Sarre")
    for text in ("helene", "DIRECTRICE", "achats morel"):
        page = client.get(f"/accounts/{account.pk}/people/", {"q": text}).content.decode()
        assert "Hélène Morel" in page
        assert "Paul Sarre" not in page


def test_vacant_roles_and_departed_people_are_marked(client, account):
    StakeholderFactory(account=account, name="CFO", is_placeholder=True)
    StakeholderFactory(account=account, name="Paul Sarre", departed_on=date(2026, 1, 31))
    page = client.get(f"/accounts/{account.pk}/people/").content.decode()
    assert "vacant role" in page
    assert "Paul Sarre" not in page
    assert "left on 01/31/2026" in client.get(f"/accounts/{account.pk}/people/", {"only": "departed"}).content.decode()


def test_an_empty_list_says_what_to_do(client, account):
    assert "Nobody yet" in client.get(f"/accounts/{account.pk}/people/").content.decode()
    assert "No interaction yet" in client.get(f"/accounts/{account.pk}/interactions/").content.decode()


def test_readers_get_no_links_that_would_lead_nowhere(client, account, reader):
    person = StakeholderFactory(account=account)
    client.force_login(reader)
    for path in (f"/accounts/{account.pk}/people/", f"/stakeholders/{person.pk}/"):
        page = client.get(path).content.decode()
        assert person.name in page
        assert f"/stakeholders/{person.pk}/edit/" not in page


def test_interactions_are_listed_latest_first_with_both_sides(client, account, manager):
    people = StakeholderFactory.create_batch(6, account=account)
    InteractionFactory(account=account, occurred_on=date(2026, 1, 1), subject="Kick-off")
    InteractionFactory(
        account=account,
        occurred_on=date(2026, 2, 1),
        subject="Yearly review",
        stakeholders=people,
        colleagues=[manager],
    )
    page = client.get(f"/accounts/{account.pk}/interactions/").content.decode()
    assert page.index("Yearly review") < page.index("Kick-off")
    assert "+2" in page
    assert str(manager) in page


def test_interactions_are_found_by_subject_or_notes(client, account):
    InteractionFactory(account=account, subject="Revue annuelle")
    InteractionFactory(account=account, subject="Appel", notes="la remise d'été")
    page = client.get(f"/accounts/{account.pk}/interactions/", {"q": "ETE"}).content.decode()
    assert "Appel" in page
    assert "Revue annuelle" not in page


def test_a_deleted_interaction_offers_to_come_back_with_its_participants(client, account, manager):
    person = StakeholderFactory(account=account)
    interaction = InteractionFactory(account=account, stakeholders=[person], colleagues=[manager])
    page = client.post(f"/interactions/{interaction.pk}/delete/", follow=True)
    (message,) = page.context["messages"]
    client.post(message.extra_tags.removeprefix("undo:"))
    assert list(Interaction.objects.get().stakeholders.all()) == [person]


@pytest.mark.parametrize("path", ["people", "interactions"])
@pytest.mark.parametrize("sort", ["", "-last_contact_on", "name", "-occurred_on", "nonsense"])
def test_every_order_shows_a_page(path, sort, client, account):
    InteractionFactory(account=account, stakeholders=[StakeholderFactory(account=account)])
    assert client.get(f"/accounts/{account.pk}/{path}/", {"sort": sort, "page": "9"}).status_code == 200


@pytest.mark.parametrize("many", [2, 60])
def test_lists_cost_the_same_for_any_number_of_rows(many, client, account, manager, django_assert_num_queries):
    people = StakeholderFactory.create_batch(many, account=account, function=ListValueFactory())
    for person in people:
        InteractionFactory(account=account, stakeholders=[person], colleagues=[manager, UserFactory()])
    client.get(f"/accounts/{account.pk}/people/")
    with django_assert_num_queries(14, exact=False):
        assert len(client.get(f"/accounts/{account.pk}/people/").content) < 120_000
    with django_assert_num_queries(11, exact=False):
        client.get(f"/accounts/{account.pk}/interactions/")


def test_the_page_of_a_person_tells_facts_judgements_line_and_interactions(client, account, manager):
    boss = StakeholderFactory(account=account, name="Big Boss")
    person = StakeholderFactory(
        account=account, reports_to=boss, buying_roles=["champion"], is_influence_confirmed=True, stakes="Costs",
        owner=manager,
    )  # fmt: skip
    StakeholderFactory(account=account, name="Junior Report", reports_to=person)
    StakeholderFactory(account=account, name="Gone Report", reports_to=person, departed_on=date(2026, 1, 1))
    InteractionFactory(account=account, subject="Yearly review", stakeholders=[person])
    page = client.get(f"/stakeholders/{person.pk}/").content.decode()
    for text in ("Big Boss", "Internal ally", "confirmed", "Costs", str(manager), "Junior Report", "Yearly review"):
        assert text in page
    assert "Gone Report" not in page


@pytest.mark.parametrize("many", [2, 40])
def test_the_page_of_a_person_costs_the_same_for_any_number_of_reports(
    many, client, account, django_assert_num_queries
):
    person = StakeholderFactory(account=account)
    StakeholderFactory.create_batch(many, account=account, reports_to=person)
    for day in range(1, min(many, 20)):
        InteractionFactory(account=account, occurred_on=date(2026, 1, day), stakeholders=[person])
    client.get(f"/stakeholders/{person.pk}/")
    with django_assert_num_queries(19, exact=False):
        client.get(f"/stakeholders/{person.pk}/")
