"""Three years after the last contact."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.stakeholders.models import Stakeholder
from accounts.stakeholders.privacy.erasure import anonymise, nobody
from accounts.stakeholders.privacy.retention import forgotten, next_run, years_before
from accounts.stakeholders.privacy.tasks import Unfinished, anonymise_forgotten
from tests.factories import InteractionFactory, StakeholderFactory

TODAY = date(2026, 6, 1)


def entered(person, day):
    """The history says so."""
    Stakeholder.pgh_event_model.objects.filter(id=person.pk).update(
        pgh_created_at=datetime.combine(day, datetime.min.time(), UTC)
    )
    return person


@pytest.fixture
def old(account):
    """Somebody entered long ago and met last exactly three years before today."""
    person = entered(StakeholderFactory(account=account, name="Anne Ledoux"), date(2020, 1, 1))
    InteractionFactory(account=account, occurred_on=date(2023, 6, 1), stakeholders=[person])
    return person


@given(st.dates(min_value=date(4, 1, 1)))
def test_so_many_years_earlier_is_the_same_day_but_for_leap_days(on):
    earlier = years_before(on)
    assert earlier.year == on.year - 3
    assert (earlier.month, earlier.day) == (on.month, on.day) or (on.month, on.day, earlier.day) == (2, 29, 28)


@given(st.dates(max_value=date(9998, 1, 1)))
def test_the_next_run_is_the_first_of_the_following_month(on):
    day = next_run(on)
    assert day.day == 1
    assert 1 <= (day - on).days <= 31


def test_somebody_is_due_on_the_day_and_not_before(old):
    assert list(forgotten(TODAY)) == [old]
    assert forgotten(TODAY)[0].since == date(2023, 6, 1)
    assert not forgotten(date(2026, 5, 31))


def test_a_message_without_an_answer_is_no_contact(old, account):
    InteractionFactory(account=account, occurred_on=date(2026, 1, 1), is_two_way=False, stakeholders=[old])
    assert list(forgotten(TODAY)) == [old]


def test_recording_a_contact_keeps_somebody(old, account):
    InteractionFactory(account=account, occurred_on=date(2026, 1, 1), stakeholders=[old])
    assert not forgotten(TODAY)


def test_without_any_contact_the_day_of_entry_counts(account):
    person = entered(StakeholderFactory(account=account), date(2023, 5, 31))
    entered(StakeholderFactory(account=account), date(2023, 6, 2))
    assert list(forgotten(TODAY)) == [person]


def test_a_vacant_role_is_nobody(account):
    entered(StakeholderFactory(account=account, is_placeholder=True), date(2020, 1, 1))
    assert not forgotten(TODAY)


def test_the_monthly_job_anonymises_who_is_due_and_a_second_run_finds_nobody(old, account):
    kept = StakeholderFactory(account=account, name="Paul Mercier")
    assert anonymise_forgotten("2026-06-01") == 1
    assert anonymise_forgotten("2026-06-01") == 0
    old.refresh_from_db()
    kept.refresh_from_db()
    assert (old.anonymised_on, old.name) == (TODAY, nobody())
    assert kept.name == "Paul Mercier"


def test_the_monthly_job_works_in_batches(account, monkeypatch):
    monkeypatch.setattr("accounts.stakeholders.privacy.tasks.BATCH", 2)
    for _n in range(5):
        entered(StakeholderFactory(account=account), date(2020, 1, 1))
    assert anonymise_forgotten("2026-06-01") == 5


def test_one_who_cannot_be_anonymised_keeps_no_other_waiting_and_the_job_fails_at_the_end(account, monkeypatch, caplog):
    first, stubborn, last = (entered(StakeholderFactory(account=account), date(2020, 1, 1)) for _n in range(3))

    def refusing(pk, *, on):
        done = anonymise(pk, on=on)
        if pk == stubborn.pk:
            raise ValueError("no")
        return done

    monkeypatch.setattr("accounts.stakeholders.privacy.tasks.anonymise", refusing)
    with pytest.raises(Unfinished, match=f"2 anonymised, 1 not: .{stubborn.pk}."):
        anonymise_forgotten("2026-06-01")
    assert f"Person {stubborn.pk} could not be anonymised" in caplog.text
    done = set(Stakeholder.objects.exclude(anonymised_on=None))
    assert done == {first, last}


def test_the_past_of_people_deleted_long_ago_is_emptied_by_the_same_job(account):
    gone, lately = (StakeholderFactory(account=account, name=name) for name in ("Anne Ledoux", "Paul Mercier"))
    keys = gone.pk, lately.pk
    gone.delete()
    entered(Stakeholder(pk=keys[0]), date(2023, 5, 31))
    lately.delete()
    assert anonymise_forgotten("2026-06-01") == 1
    assert anonymise_forgotten("2026-06-01") == 0
    names = [set(Stakeholder.pgh_event_model.objects.filter(id=key).values_list("name", flat=True)) for key in keys]
    assert names == [{nobody()}, {"Paul Mercier"}]


def test_somebody_deleted_and_brought_back_is_not_forgotten(account):
    person = StakeholderFactory(account=account, name="Anne Ledoux")
    key = person.pk
    person.delete()
    entered(Stakeholder(pk=key), date(2023, 5, 31))
    StakeholderFactory(pk=key, account=account, name="Anne Ledoux")
    InteractionFactory(account=account, occurred_on=date(2026, 5, 1), stakeholders=[key])
    assert anonymise_forgotten("2026-06-01") == 0


def test_the_list_costs_one_query_for_any_number(account, django_assert_num_queries):
    for _n in range(3):
        entered(StakeholderFactory(account=account), date(2020, 1, 1))
    with django_assert_num_queries(1):
        assert len(forgotten(TODAY)) == 3
