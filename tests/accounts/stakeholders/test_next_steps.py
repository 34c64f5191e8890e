"""What an interaction led to, and what is to be done next: late first, done in one click, taken back in another."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from accounts.stakeholders.models import Interaction
from tests.factories import InteractionFactory, StakeholderFactory

ON = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def english(client, manager):
    client.force_login(manager)
    with translation.override("en"):
        yield


def step(account, text, due=None, **more):
    return InteractionFactory(account=account, next_step=text, next_step_on=due, **more)


def test_open_steps_stand_the_most_urgent_first_and_those_without_a_day_last(account):
    step(account, "Some day")
    step(account, "Later", ON + timedelta(days=9))
    step(account, "Late", ON - timedelta(days=9))
    step(account, "Done", ON, next_step_done_on=ON)
    InteractionFactory(account=account)
    assert [row.next_step for row in Interaction.objects.with_open_step()] == ["Late", "Later", "Some day"]


@pytest.mark.parametrize(
    ("due", "done", "late"),
    [(-1, None, True), (0, None, False), (1, None, False), (None, None, False), (-1, -1, False)],
)
def test_a_step_is_late_the_day_after_it_is_due_until_it_is_done(due, done, late):
    days = [None if each is None else ON + timedelta(days=each) for each in (due, done)]
    assert Interaction(next_step="x", next_step_on=days[0], next_step_done_on=days[1]).is_step_late(ON) is late


def test_one_click_does_it_and_another_takes_it_back(client, account):
    row = step(account, "Send the offer", ON)
    page = client.post(f"/interactions/{row.pk}/done/", follow=True).content.decode()
    row.refresh_from_db()
    assert row.next_step_done_on == timezone.localdate()
    assert "Done: Send the offer" in page
    assert f'action="/interactions/{row.pk}/to-do/"' in page
    client.post(f"/interactions/{row.pk}/to-do/")
    row.refresh_from_db()
    assert row.next_step_done_on is None


def test_what_has_no_open_step_cannot_be_done(client, account):
    done = step(account, "Over", ON, next_step_done_on=ON)
    none = InteractionFactory(account=account)
    assert [client.post(f"/interactions/{row.pk}/done/").status_code for row in (done, none)] == [404, 404]


def test_the_list_of_an_account_says_what_is_late_in_words(client, account):
    step(account, "Send the offer", date(2026, 1, 1))
    text = client.get(f"/accounts/{account.pk}/interactions/").content.decode()
    assert '<span class="pill pill-red">late</span>' in text
    assert 'aria-label="Done: Send the offer"' in text


def test_a_reader_sees_the_steps_and_no_button(client, account, reader):
    row = step(account, "Send the offer")
    client.force_login(reader)
    text = client.get(f"/accounts/{account.pk}/interactions/").content.decode()
    assert "Send the offer" in text
    assert f"/interactions/{row.pk}/done/" not in text


def test_the_form_writes_outcome_and_next_step(client, account):
    data = {
        "occurred_on": "2026-01-15",
        "kind": "call",
        "outcome": "Agreed",
        "next_step": "Send",
        "next_step_on": "2026-02-01",
    }
    page = client.post(f"/accounts/{account.pk}/interactions/new/", data, follow=True).content.decode()
    row = Interaction.objects.get()
    assert (row.outcome, row.next_step, row.next_step_on) == ("Agreed", "Send", date(2026, 2, 1))
    assert "Saved." in page
    client.post(f"/interactions/{row.pk}/", {**data, "next_step_done_on": "2026-01-20"})
    row.refresh_from_db()
    assert row.next_step_done_on == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"next_step": "", "next_step_on": "2026-02-01"}, "Say what the next step is."),
        ({"next_step_on": "2500-02-01"}, "Give a date before 2101."),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(change, message, client, account):
    data = {"occurred_on": "2026-01-15", "kind": "call", "next_step": "Send", **change}
    page = client.post(f"/accounts/{account.pk}/interactions/new/", data).content.decode()
    assert message in page
    assert not Interaction.objects.exists()


def test_outcome_and_step_are_searched(client, account):
    InteractionFactory(account=account, subject="Found", outcome="Pilot in Lyon")
    step(account, "Send the offer", subject="Also found")
    assert "Found" in client.get(f"/accounts/{account.pk}/interactions/", {"q": "lyon pilot"}).content.decode()
    found = Interaction.objects.matching("offer")
    assert [row.subject for row in found] == ["Also found"]


def test_the_page_of_an_interaction_tells_all_of_it_to_a_reader(client, account, reader, manager):
    anne = StakeholderFactory(account=account, name="Anne Roy")
    row = step(
        account, "Send the offer", ON, subject="Review", outcome="Agreed", notes="Long talk", is_two_way=False,
        stakeholders=[anne], colleagues=[manager],
    )  # fmt: skip
    client.force_login(reader)
    text = client.get(row.get_absolute_url()).content.decode()
    for told in ("Review", "Anne Roy", str(manager), "Agreed", "Long talk", "Send the offer", "06/30/2026", "one-way"):
        assert told in text
    assert f"/interactions/{row.pk}/delete/" not in text


def test_the_page_of_a_person_shows_what_is_still_to_be_done(client, account):
    anne = StakeholderFactory(account=account)
    step(account, "Send the offer", date(2026, 1, 1), stakeholders=[anne])
    step(account, "Something else", date(2026, 1, 1))
    text = client.get(anne.get_absolute_url()).content.decode()
    assert "Send the offer" in text
    assert "Something else" not in text


def test_the_page_of_an_interaction_has_the_button_until_the_step_is_done(client, account, reader, manager):
    row = step(account, "Send the offer")
    button = f"/interactions/{row.pk}/done/"
    assert button in client.get(row.get_absolute_url()).content.decode()
    client.force_login(reader)
    assert button not in client.get(row.get_absolute_url()).content.decode()
    client.force_login(manager)
    client.post(button)
    assert button not in client.get(row.get_absolute_url()).content.decode()
