from datetime import date

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Account, RevenueLine
from accounts.stakeholders.models import Interaction, Introduction, KnowledgeItem, Stakeholder
from kam.scorecards import readings, tasks
from kam.scorecards.models import Reading, Stale
from tests.factories import (
    AccountFactory,
    InteractionFactory,
    IntroductionFactory,
    RevenueLineFactory,
    StakeholderFactory,
    TieFactory,
)

ON = date(2026, 6, 30)
pytestmark = pytest.mark.django_db


def stale():
    """The accounts marked since the last call."""
    found = set(Stale.objects.values_list("account_id", flat=True))
    Stale.objects.all().delete()
    return found


@pytest.fixture
def other():
    return AccountFactory()


@pytest.fixture
def person(account, other):
    somebody = StakeholderFactory(account=account)
    stale()
    return somebody


def test_a_new_account_is_stale(account):
    assert account.pk in stale()


def test_a_changed_a_trashed_and_a_restored_account_are_stale(account, other):
    stale()
    account.trash(timezone.now())
    assert stale() == {account.pk}
    account.restore()
    assert stale() == {account.pk}


def test_a_bulk_update_marks_every_account_it_touches(account, other):
    AccountFactory()
    stale()
    Account.objects.filter(pk__in=[account.pk, other.pk]).update(city="Lyon")
    assert stale() == {account.pk, other.pk}
    assert Stale.objects.count() == 0


def test_raw_sql_marks_too(account, person):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stakeholders_stakeholder SET contact_strength = 3 WHERE id = %s", [person.pk])
    assert stale() == {account.pk}


def test_bulk_create_marks_each_account_once(account, other):
    stale()
    Stakeholder.objects.bulk_create(
        Stakeholder(account=here, name=f"{here} {n}") for here in (account, other) for n in range(50)
    )
    assert Stale.objects.count() == 2
    assert stale() == {account.pk, other.pk}


def test_a_person_who_moves_marks_the_account_he_leaves_too(account, other, person):
    Stakeholder.objects.filter(pk=person.pk).update(account=other)
    assert stale() == {account.pk, other.pk}


def test_a_deleted_person_marks_his_account(account, person):
    person.delete()
    assert stale() == {account.pk}


def test_revenue_marks_when_it_comes_changes_and_goes(account):
    stale()
    line = RevenueLineFactory(account=account)
    assert stale() == {account.pk}
    RevenueLine.objects.update(actual=3)
    assert stale() == {account.pk}
    line.delete()
    assert stale() == {account.pk}


def test_an_interaction_marks_its_account_and_those_of_the_people_present(account, other, person):
    meeting = InteractionFactory(account=other, stakeholders=[person])
    assert stale() == {account.pk, other.pk}
    Interaction.objects.filter(pk=meeting.pk).update(is_two_way=False)
    assert stale() == {account.pk, other.pk}


def test_who_joins_or_leaves_a_meeting_marks_his_account(account, other, person):
    meeting = InteractionFactory(account=other)
    stale()
    meeting.stakeholders.add(person)
    assert stale() == {account.pk}
    meeting.stakeholders.remove(person)
    assert stale() == {account.pk}
    meeting.stakeholders.set([person])
    meeting.delete()
    assert stale() == {account.pk, other.pk}


def test_a_rolled_back_change_leaves_nothing(account):
    stale()
    with transaction.atomic():
        StakeholderFactory(account=account)
        transaction.set_rollback(True)
    assert stale() == set()


def test_a_refresh_reads_the_stale_accounts_and_only_those(account, other):
    stale()
    StakeholderFactory(account=account)
    assert readings.refresh(ON) == 1
    assert set(Reading.objects.values_list("account", flat=True)) == {account.pk}
    assert readings.refresh(ON) == 0


def test_a_refresh_takes_large_numbers_in_batches(db, monkeypatch):
    AccountFactory.create_batch(5)
    monkeypatch.setattr(readings, "BATCH", 2)
    assert readings.refresh(ON) == 5
    assert Reading.objects.values("account").distinct().count() == 5
    assert stale() == set()


def test_a_refresh_that_fails_leaves_the_accounts_stale(account, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(readings, "take", broken)
    with pytest.raises(RuntimeError):
        readings.refresh(ON)
    assert stale() == {account.pk}


def test_a_refresh_with_nothing_to_do_costs_two_queries(account, django_assert_num_queries):
    stale()
    with django_assert_num_queries(4):  # of which two are the savepoint that the test's transaction asks for
        assert readings.refresh(ON) == 0


def test_a_whole_run_clears_what_it_covered(account):
    readings.take(ON)
    assert stale() == set()


def test_a_stale_account_that_is_gone_is_forgotten(db):
    Stale.objects.create(account_id=123456789)
    assert readings.refresh(ON) == 1
    assert not Reading.objects.exists()


def test_a_loader_may_switch_the_marks_off(account):
    stale()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Account.objects.update(city="Lyon")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert stale() == set()


def test_the_scheduled_task_refreshes_as_of_today(account):
    assert tasks.refresh_stale() == 1
    assert set(Reading.objects.values_list("on", flat=True)) == {timezone.localdate()}


def test_the_nightly_task_reads_everything_as_of_today_or_of_the_day_given(account):
    assert tasks.take_readings() == 1
    assert tasks.take_readings(on="2026-06-30") == 1
    assert set(Reading.objects.values_list("on", flat=True)) == {timezone.localdate(), ON}


def test_an_introduction_marks_its_account_when_it_comes_changes_and_goes(account):
    row = IntroductionFactory(account=account)
    stale()
    Introduction.objects.update(made_on=ON)
    assert stale() == {account.pk}
    row.delete()
    assert stale() == {account.pk}


def test_what_the_client_tells_us_marks_its_account(account):
    stale()
    item = KnowledgeItem.objects.create(account=account, category="strategy", text="…", learned_on=ON)
    assert stale() == {account.pk}
    KnowledgeItem.objects.update(origin="public")
    assert stale() == {account.pk}
    item.delete()
    assert stale() == {account.pk}


def test_who_of_us_joins_or_leaves_a_meeting_marks_the_accounts_of_the_people_present(account, other, person, manager):
    meeting = InteractionFactory(account=other, stakeholders=[person])
    stale()
    meeting.colleagues.add(manager)
    assert stale() == {account.pk}
    meeting.colleagues.clear()
    assert stale() == {account.pk}


def test_a_tie_marks_nothing(account, person):
    TieFactory(account=account, source=person, target=StakeholderFactory(account=account)).delete()
    stale()
    TieFactory(account=account, source=person, target=person.__class__.objects.exclude(pk=person.pk).get())
    assert stale() == set()
