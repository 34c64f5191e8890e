"""The pages of personal data: who opens them, what they promise, what they do."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from accounts.stakeholders.models import OpinionAccess, Stakeholder
from accounts.stakeholders.privacy.reading import note_reading
from tests.factories import AccountFactory, AttachmentFactory, CommentFactory, InteractionFactory, StakeholderFactory


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"stakeholders:{name}", args=args), query)


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Ledoux")


def test_the_director_of_the_kam_may_hand_the_data_over_another_may_not(client, anne, director, outsider):
    assert page(client, director, "data", anne.pk).status_code == 200
    assert page(client, outsider.team.director or outsider, "data", anne.pk).status_code == 404


def test_a_vacant_role_has_no_data(client, account, manager):
    role = StakeholderFactory(account=account, is_placeholder=True)
    assert page(client, manager, "data", role.pk).status_code == 404
    assert page(client, manager, "anonymise", role.pk).status_code == 404


def test_the_page_of_a_person_offers_it_to_those_who_carry_the_account(client, anne, manager, reader):
    links = [reverse(f"stakeholders:{name}", args=[anne.pk]) for name in ("data", "anonymise")]
    shown = page(client, manager, "detail", anne.pk).content.decode()
    assert all(link in shown for link in links)
    assert not any(link in page(client, reader, "detail", anne.pk).content.decode() for link in links)


def test_the_confirmation_says_in_which_texts_the_name_stands_and_which_files_stay(client, anne, manager, account):
    CommentFactory(account=account, text="Anne Ledoux")
    met = InteractionFactory(account=account, stakeholders=[anne])
    AttachmentFactory(record=met, name="<card>.txt")
    shown = page(client, manager, "anonymise", anne.pk).content.decode()
    assert re.search(r"\((notes|comments): 1\)", shown)
    assert "&lt;card&gt;.txt" in shown


def test_the_confirmation_asks_to_look_at_the_texts_with_a_name_of_one_word(client, manager, account):
    roy, anne = StakeholderFactory(account=account, name="Roy"), StakeholderFactory(account=account, name="Anne Ledoux")
    CommentFactory(account=account, text="Le Roy Merlin")
    assert re.search(
        r"one word only.*\((notes|comments): 1\)", page(client, manager, "anonymise", roy.pk).content.decode()
    )
    assert "one word only" not in page(client, manager, "anonymise", anne.pk).content.decode()


def test_nothing_happens_without_the_tick(client, anne, manager):
    client.force_login(manager)
    response = client.post(reverse("stakeholders:anonymise", args=[anne.pk]), {"other": "x"})
    anne.refresh_from_db()
    assert (response.status_code, anne.name) == (200, "Anne Ledoux")


def test_with_the_tick_the_person_is_anonymised_and_the_page_is_gone(client, anne, manager):
    client.force_login(manager)
    url = reverse("stakeholders:anonymise", args=[anne.pk])
    response = client.post(url, {"is_sure": "on"}, follow=True)
    assert "Anne Ledoux" not in response.content.decode()
    assert client.get(url).status_code == 404
    anne.refresh_from_db()
    assert anne.anonymised_on
    assert "Anonymised on" in response.content.decode()


@pytest.fixture
def forgotten_people(account):
    """One of the account, one of somebody else's."""
    people = [
        StakeholderFactory(account=owner, name=name)
        for owner, name in ((account, "Old Friend"), (AccountFactory(kam=None), "Nobody's"))
    ]
    for person in people:
        InteractionFactory(account=person.account, occurred_on=date(2020, 1, 1), stakeholders=[person])
    return people


def test_a_director_sees_who_is_due_in_his_accounts_and_how_to_keep_them(client, forgotten_people, director, account):
    shown = page(client, director, "retention").content.decode()
    assert "Old Friend" in shown
    assert reverse("stakeholders:interaction-create", args=[account.pk]) in shown


def test_another_director_sees_nobody_of_them(client, forgotten_people, outsider, db):
    outsider.role = "director"
    outsider.save()
    assert "Old Friend" not in page(client, outsider, "retention").content.decode()


def test_a_recorded_contact_takes_somebody_off_the_list(client, forgotten_people, director):
    InteractionFactory(account=forgotten_people[0].account, occurred_on=date.today(), stakeholders=forgotten_people[:1])
    assert "Old Friend" not in page(client, director, "retention").content.decode()


def test_the_director_sees_who_read_what_and_may_search(client, anne, director, manager, account):
    note_reading(manager, account, OpinionAccess.Page.PERSON, datetime(2026, 3, 2, 8, tzinfo=UTC), anne)
    shown = page(client, director, "reading-list", q=manager.last_name).content.decode()
    assert str(manager) in shown
    assert anne.name in shown
    assert anne.name not in page(client, director, "reading-list", q="nobody at all").content.decode()


def test_the_lists_cost_the_same_for_any_number_of_rows(client, account, admin, manager, django_assert_max_num_queries):
    for n in range(12):
        person = StakeholderFactory(account=account)
        InteractionFactory(account=account, occurred_on=date(2020, 1, 1), stakeholders=[person])
        note_reading(manager, account, OpinionAccess.Page.PERSON, datetime(2026, 3, 1 + n, tzinfo=UTC), person)
    client.force_login(admin)
    for name in ("retention", "reading-list"):
        with django_assert_max_num_queries(12):
            client.get(reverse(f"stakeholders:{name}"))
    assert Stakeholder.objects.count() == 12
