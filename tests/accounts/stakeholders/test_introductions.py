"""Introductions and ties: what the rules refuse, what one click does, what the list reminds of."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone, translation

from accounts.history import History
from accounts.stakeholders.models import Introduction, Step, Tie
from tests.factories import InteractionFactory, IntroductionFactory, StakeholderFactory, TieFactory, UserFactory


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


ON = date(2026, 6, 30)


@pytest.fixture
def account(account):
    """One that began long ago."""
    InteractionFactory(account=account, occurred_on=date(2020, 1, 1))
    return account


@pytest.fixture
def people(account):
    return [StakeholderFactory(account=account) for _place in range(3)]


def introduction(account, **facts):
    return IntroductionFactory(account=account, **{"asked_on": ON, **facts})


def send(client, account, user, **facts):
    client.force_login(user)
    return client.post(reverse("stakeholders:introduction-create", args=[account.pk]), facts)


# --- introductions ---------------------------------------------------------------------------------


def test_an_introduction_asked_for_is_written_down(client, account, manager, people):
    asked, sought, _other = people
    response = send(
        client, account, manager, introducer=asked.pk, introduced=sought.pk, introduced_to=manager.pk,
        context="Entrepôt", asked_on="2026-06-01",
    )  # fmt: skip
    assert response.status_code == 302
    row = Introduction.objects.get()
    assert (row.account, row.introducer, row.introduced, row.status) == (account, asked, sought, Step.ASKED)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, Step.ASKED),
        ({"promised_on": ON}, Step.PROMISED),
        ({"promised_on": ON, "made_on": ON}, Step.MADE),
        ({"made_on": ON, "met_on": ON}, Step.MET),
        ({"promised_on": ON, "refused_on": ON}, Step.REFUSED),
        ({"made_on": ON, "met_on": ON, "thanked_on": ON}, Step.MET),
    ],
)
def test_the_status_follows_from_the_days(facts, status):
    assert Introduction(asked_on=ON, **facts).status is status


def test_somebody_who_left_cannot_be_asked_and_the_form_says_so(client, account, manager, people):
    asked, sought, _other = people
    asked.departed_on = date(2026, 5, 1)
    asked.save()
    facts = {"introducer": asked.pk, "introduced": sought.pk, "introduced_to": manager.pk}
    page = send(client, account, manager, **facts, asked_on="2026-05-01").content.decode()
    assert f"{asked.name} left on" in page
    assert not Introduction.objects.exists()
    assert send(client, account, manager, **facts, asked_on="2026-04-30").status_code == 302


def test_no_day_lies_before_the_account_begins(client, account, manager, people):
    facts = {"introducer": people[0].pk, "introduced": people[1].pk, "introduced_to": manager.pk}
    page = send(client, account, manager, **facts, asked_on="2019-12-31").content.decode()
    assert "This account begins on" in page
    assert send(client, account, manager, **facts, asked_on="2020-01-01").status_code == 302


@pytest.mark.parametrize(
    "facts",
    [
        {"introducer": None},
        {"asked_on": None},
        {"promised_on": ON - timedelta(days=1)},
        {"made_on": ON - timedelta(days=1)},
        {"met_on": ON},
        {"made_on": ON, "met_on": ON - timedelta(days=1)},
        {"thanked_on": ON},
        {"made_on": ON, "refused_on": ON},
    ],
)
def test_the_database_refuses_days_that_do_not_follow_and_nobody_as_introducer(account, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        introduction(account, **facts)


def test_nobody_introduces_himself(account, people, manager):
    with pytest.raises(IntegrityError), transaction.atomic():
        introduction(account, introducer=people[0], introduced=people[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        introduction(account, introducer=None, introducing_colleague=manager, introduced_to=manager)


def test_a_colleague_who_obtained_an_introduction_cannot_be_erased_with_it(account):
    row = introduction(account)
    with pytest.raises(ProtectedError):
        row.introduced_to.delete()


def test_people_of_another_account_are_refused(client, account, manager, people):
    stranger = StakeholderFactory()
    facts = {"introduced": people[0].pk, "introduced_to": manager.pk, "asked_on": "2026-06-01"}
    assert send(client, account, manager, introducer=stranger.pk, **facts).status_code == 200
    with pytest.raises(ValidationError, match="another account"):
        introduction(account, introducer=stranger).full_clean()
    assert Introduction.objects.count() == 1


def click(client, row, user, step):
    client.force_login(user)
    return client.post(reverse("stakeholders:introduction-advance", args=[row.pk]), {"step": step}, follow=True)


def test_one_click_writes_the_step_with_its_day(client, account, manager):
    row = introduction(account)
    for step in ("promised", "made", "met", "thanked"):
        click(client, row, manager, step)
    row.refresh_from_db()
    today = timezone.localdate()
    assert (row.status, row.promised_on, row.made_on, row.thanked_on) == (Step.MET, today, today, today)


def test_a_click_that_came_too_late_changes_nothing(client, account, manager):
    row = introduction(account, refused_on=ON)
    page = click(client, row, manager, "made").content.decode()
    row.refresh_from_db()
    assert "changed this introduction meanwhile" in page
    assert row.made_on is None


def test_a_click_cannot_have_somebody_who_left_introduce(client, account, manager, people):
    row = introduction(account, introducer=people[0])
    type(people[0]).objects.filter(pk=people[0].pk).update(departed_on=ON + timedelta(days=1))
    page = click(client, row, manager, "made").content.decode()
    row.refresh_from_db()
    assert "left on" in page
    assert row.made_on is None


def test_the_day_of_the_first_meeting_comes_from_the_exchanges(client, account, manager, people):
    row = introduction(account, made_on=ON, introduced=people[0], introduced_to=manager)
    both = {"account": account, "stakeholders": [people[0]]}
    InteractionFactory(**both, colleagues=[manager], occurred_on=ON - timedelta(days=1))
    InteractionFactory(**both, colleagues=[manager], occurred_on=ON + timedelta(days=3), is_two_way=False)
    InteractionFactory(**both, colleagues=[UserFactory()], occurred_on=ON + timedelta(days=4))
    InteractionFactory(**both, colleagues=[manager], occurred_on=ON + timedelta(days=9))
    InteractionFactory(**both, colleagues=[manager], occurred_on=ON + timedelta(days=20))
    assert Introduction.objects.with_first_meeting().get().seen_on == ON + timedelta(days=9)
    click(client, row, manager, "met")
    row.refresh_from_db()
    assert row.met_on == ON + timedelta(days=9)


def test_an_unanswered_request_is_recalled_after_14_days():
    row = Introduction(asked_on=ON)
    assert not row.is_unanswered(ON + timedelta(days=14))
    assert row.is_unanswered(ON + timedelta(days=15))
    row.promised_on = ON
    assert not row.is_unanswered(ON + timedelta(days=15))


def test_thanks_are_due_once_they_met():
    row = Introduction(asked_on=ON, made_on=ON)
    assert not row.awaits_thanks
    row.met_on = ON
    assert row.awaits_thanks
    row.thanked_on = ON
    assert not row.awaits_thanks


def test_the_list_says_of_whom_for_whom_and_what_is_due(client, account, reader, people):
    InteractionFactory(account=account)
    introduction(account, introducer=people[0], introduced=people[1], context="Plan logistique")
    client.force_login(reader)
    page = client.get(reverse("stakeholders:introduction-list", args=[account.pk])).content.decode()
    assert all(text in page for text in (people[0].name, people[1].name, "Plan logistique", "No answer for"))
    assert "introductions/new/" not in page


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_costs_the_same_whatever_its_length(client, account, manager, rows, django_assert_num_queries):
    for _row in range(rows):
        introduction(account)
        TieFactory(account=account)
    client.force_login(manager)
    with django_assert_num_queries(17):
        client.get(reverse("stakeholders:introduction-list", args=[account.pk]))


def test_a_deleted_introduction_comes_back_with_its_undo_button(client, account, manager):
    row = introduction(account, context="Plan")
    client.force_login(manager)
    page = client.post(reverse("stakeholders:introduction-delete", args=[row.pk]), follow=True)
    assert not Introduction.objects.exists()
    (message,) = page.context["messages"]
    client.post(message.extra_tags.split("undo:")[1])
    assert Introduction.objects.get().context == "Plan"


def test_the_history_of_the_account_tells_what_became_of_an_introduction(account, manager):
    row = introduction(account)
    row.refused_on = ON
    row.save()
    entries = History(account, manager, kind="stakeholders.introduction")[0:5]
    assert [entry.action for entry in entries] == ["update", "insert"]
    assert entries[0].name == str(row)


# --- ties ------------------------------------------------------------------------------------------


def test_a_tie_is_written_down(client, account, manager, people):
    client.force_login(manager)
    facts = {"kind": "influences", "source": people[0].pk, "target": people[1].pk}
    client.post(reverse("stakeholders:tie-create", args=[account.pk]), facts)
    tie = Tie.objects.get()
    assert (tie.account, tie.start, tie.target, tie.is_confirmed) == (account, people[0], people[1], False)


@pytest.mark.parametrize("kind", ["influences", "in_tension_with"])
def test_a_tie_joins_two_people_once(account, people, kind):
    one, other, _third = people
    with pytest.raises(IntegrityError), transaction.atomic():
        TieFactory(account=account, kind=kind, source=one, target=one)
    TieFactory(account=account, kind=kind, source=one, target=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        TieFactory(account=account, kind=kind, source=one, target=other)


def test_tension_goes_both_ways_and_influence_one(account, people):
    one, other, _third = people
    for kind in ("in_tension_with", "influences"):
        TieFactory(account=account, kind=kind, source=one, target=other)
    TieFactory(account=account, kind="influences", source=other, target=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        TieFactory(account=account, kind="in_tension_with", source=other, target=one)


def test_a_peer_is_one_of_ours_and_no_other_tie_is(account, people, manager):
    with pytest.raises(IntegrityError), transaction.atomic():
        TieFactory(account=account, kind="peer_of", source=people[0], target=people[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        TieFactory(account=account, kind="influences", source=None, colleague=manager, target=people[1])
    assert TieFactory(account=account, kind="peer_of", source=None, colleague=manager, target=people[1]).pk


def test_a_person_deleted_by_mistake_comes_back_with_ties_and_introductions(client, account, manager, people):
    TieFactory(account=account, source=people[0], target=people[1])
    introduction(account, introducer=people[0], introduced=people[2])
    client.force_login(manager)
    page = client.post(reverse("stakeholders:delete", args=[people[0].pk]), follow=True)
    assert (Tie.objects.count(), Introduction.objects.count()) == (0, 0)
    (message,) = page.context["messages"]
    client.post(message.extra_tags.split("undo:")[1])
    assert (Tie.objects.count(), Introduction.objects.count()) == (1, 1)
