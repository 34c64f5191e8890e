"""Whom we invite, for how long, and what we see through his eyes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans.models import AccountPlan, SharedEdition, Status
from plans.portal.guests import State, by_state, state_of
from plans.portal.models import Guest
from plans.portal.services import extend, revoke
from tests.factories import AccountFactory, GuestFactory, PassageFactory, PlanFactory, StakeholderFactory

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture
def person(account):
    return StakeholderFactory(account=account, name="Camille Roy", email="camille@client.example")


@pytest.fixture
def kam(client, manager):
    manager.language = "en"
    manager.save()
    client.force_login(manager)
    return client


def page(browser, name, *args):
    return browser.get(reverse(f"guests:{name}", args=args)).content.decode()


def invited(browser, account, person, **more):
    told = {"stakeholder": person.pk, "days": 90, "language": "en", "word": "", **more}
    return browser.post(reverse("guests:invite", args=[account.pk]), told)


def test_a_person_of_the_account_is_invited(kam, account, person, manager, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert invited(kam, account, person).url == reverse("guests:list", args=[account.pk])
    guest = Guest.objects.get()
    assert (guest.stakeholder, guest.email, guest.invited_by) == (person, person.email, manager)
    assert timedelta(days=89) < guest.expires_at - timezone.now() <= timedelta(days=90)
    assert mail.outbox[0].to == [person.email]


@pytest.mark.parametrize(
    "who",
    [
        {"email": ""},
        {"is_placeholder": True},
        {"departed_on": date(2026, 1, 1)},
        {"anonymised_on": date(2026, 1, 1), "email": ""},
        {"account": "another"},
    ],
)
def test_nobody_is_invited_who_has_no_address_is_not_there_or_is_another_clients(kam, account, who):
    who = {"email": "x@client.example", "account": account, **who}
    who["account"] = AccountFactory() if who["account"] == "another" else account
    assert "Select a valid choice" in invited(kam, account, StakeholderFactory(**who)).content.decode()
    assert not Guest.objects.exists()


@pytest.mark.parametrize("told", [{"days": 0}, {"days": 10**9}, {"language": "xx"}, {"stakeholder": "0 OR 1"}])
def test_bad_input_invites_nobody_and_loses_no_word(kam, account, person, told):
    answer = invited(kam, account, person, word="See you on Monday", **told)
    assert "See you on Monday" in answer.content.decode()
    assert not Guest.objects.exists()


def test_the_language_is_the_one_in_which_the_client_was_invited_last(kam, account):
    assert '<option value="en" selected>' in page(kam, "invite", account.pk)
    GuestFactory(account=account, language="fr")
    assert '<option value="fr" selected>' in page(kam, "invite", account.pk)


def test_nobody_is_invited_twice(kam, account, person):
    invited(kam, account, person)
    assert invited(kam, account, person).status_code == 200
    assert Guest.objects.count() == 1


def test_whoever_was_taken_out_may_be_invited_again(kam, account, person, manager):
    invited(kam, account, person)
    revoke(Guest.objects.all(), by=manager, at=NOW)
    assert invited(kam, account, person).status_code == 302
    assert Guest.objects.count() == 2


def test_the_list_says_how_each_invitation_stands(kam, account, plan):
    far, past = datetime(2099, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
    expected = {
        State.INSIDE: GuestFactory(account=account, seen_at=past, expires_at=far),
        State.PENDING: GuestFactory(account=account, expires_at=far),
        State.EXPIRED: GuestFactory(account=account, expires_at=past),
        State.REVOKED: GuestFactory(account=account, revoked_at=past, expires_at=far),
    }
    assert {state_of(guest, NOW): guest for guest in expected.values()} == expected
    assert by_state(Guest.objects.all(), NOW) == [(state, [guest]) for state, guest in expected.items()]
    for shown in (page(kam, "list", account.pk), page(kam, "plan", plan.pk)):
        assert [guest.stakeholder.name for guest in expected.values() if guest.stakeholder.name not in shown] == []


def test_somebody_who_left_is_proposed_for_withdrawal(kam, account):
    guest = GuestFactory(account=account, stakeholder__name="Anne Ledoux", stakeholder__departed_on=date(2026, 4, 1))
    assert "Anne Ledoux left on 04/01/2026 and may still come in" in page(kam, "list", account.pk).replace("\n", "")
    kam.post(reverse("guests:revoke", args=[guest.pk]))
    assert "may still come in" not in page(kam, "list", account.pk)


def test_one_is_taken_out_or_all_of_the_account_and_no_others(kam, account, manager):
    first, second = GuestFactory(account=account), GuestFactory(account=account)
    stranger = GuestFactory()
    kam.post(reverse("guests:revoke", args=[first.pk]))
    assert set(Guest.objects.active(timezone.now())) == {second, stranger}
    kam.post(reverse("guests:revoke-all", args=[account.pk]))
    assert set(Guest.objects.active(timezone.now())) == {stranger}
    first.refresh_from_db()
    assert first.revoked_by == manager


def test_an_extension_never_shortens(guest, kam):
    guest.expires_at = NOW + timedelta(days=30)
    extend(guest, at=NOW, days=10)
    assert guest.expires_at == NOW + timedelta(days=30)
    extend(guest, at=NOW, days=60)
    assert guest.expires_at == NOW + timedelta(days=60)
    kam.post(reverse("guests:extend", args=[guest.pk]), {"days": 700})
    guest.refresh_from_db()
    assert guest.expires_at > timezone.now() + timedelta(days=699)


def test_the_guests_of_an_account_in_the_trash_stay_out(guest, account):
    type(account).objects.filter(pk=account.pk).update(trashed_at=NOW)
    assert not Guest.objects.active(NOW).exists()


def test_an_administrator_takes_out_guests_of_many_accounts(client, admin):
    first, second, third = (GuestFactory() for _each in range(3))
    client.force_login(admin)
    shown = page(client, "all")
    assert all(guest.stakeholder.name in shown for guest in (first, second, third))
    client.post(reverse("guests:revoke-many"), {"guest": [first.pk, third.pk, "x", "9" * 30]})
    assert list(Guest.objects.active(timezone.now())) == [second]


def test_we_see_what_a_guest_sees_before_he_is_invited(kam, account, person, plan):
    look = invited(kam, account, person, look="1")
    assert look.url == reverse("guests:as-list", args=[account.pk, person.pk])
    shown = kam.get(look.url, follow=True).content.decode()
    assert "You see what Camille Roy sees" in shown
    assert "Share the calendar" in shown
    assert not Guest.objects.exists()
    assert mail.outbox == []


def test_looking_changes_nothing_and_makes_nobody_a_guest(kam, account, person, plan):
    kam.get(reverse("guests:as-plan", args=[account.pk, person.pk, plan.pk]))
    assert kam.get("/portal/").url == "/portal/door/"
    assert "portal" not in kam.session
    assert SharedEdition.objects.count() == 1


def test_a_look_has_no_form(kam, account, person, plan):
    shown = page(kam, "as-plan", account.pk, person.pk, plan.pk)
    assert "<form" not in shown
    assert "<textarea" not in shown


def test_a_plan_that_is_not_open_yet_is_seen_as_it_would_be(kam, account, person):
    plan = PlanFactory(account=account)
    PassageFactory(plan=plan, section="charter", field="scope", text="All your sites")
    PassageFactory(plan=plan, section="competition", field="competitors", text="Nobody but us")
    shown = page(kam, "as-plan", account.pk, person.pk, plan.pk)
    assert "This plan is not open to the client yet" in shown
    assert "All your sites" in shown
    assert "Nobody but us" not in shown
    assert not SharedEdition.objects.exists()


def test_an_archived_plan_is_shown_through_nobodys_eyes(kam, account, person, plan):
    AccountPlan.objects.filter(pk=plan.pk).update(status=Status.ARCHIVED)
    assert kam.get(reverse("guests:as-plan", args=[account.pk, person.pk, plan.pk])).status_code == 404


def test_we_look_through_the_eyes_of_people_of_that_account_only(kam, account, plan):
    stranger = StakeholderFactory()
    assert kam.get(reverse("guests:as-plan", args=[account.pk, stranger.pk, plan.pk])).status_code == 404
    assert kam.get(reverse("guests:as-list", args=[stranger.account_id, stranger.pk])).status_code == 404


def test_the_list_of_guests_asks_as_much_for_twenty_as_for_two(kam, account, django_assert_num_queries):
    GuestFactory.create_batch(2, account=account)
    page(kam, "list", account.pk)  # what is remembered between requests
    with CaptureQueriesContext(connection) as asked:
        page(kam, "list", account.pk)
    GuestFactory.create_batch(18, account=account)
    with django_assert_num_queries(len(asked)):
        page(kam, "list", account.pk)
