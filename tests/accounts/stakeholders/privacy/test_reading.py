"""Who reads opinions is written down: one row a reader, page and day."""

from datetime import UTC, datetime

import pytest

from accounts.stakeholders.models import OpinionAccess, Stakeholder
from accounts.stakeholders.privacy.reading import note_reading
from tests.factories import StakeholderFactory

PAGE = OpinionAccess.Page
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
EVENING = datetime(2026, 3, 2, 18, tzinfo=UTC)


def rows():
    return list(OpinionAccess.objects.order_by("pk").values_list("page", "stakeholder", "on", "times", "last_at"))


def test_a_second_look_on_the_same_day_counts_and_moves_the_moment(account, manager):
    person = StakeholderFactory(account=account)
    for at in (MORNING, EVENING):
        note_reading(manager, account, PAGE.PERSON, at, person)
    assert rows() == [("person", person.pk, MORNING.date(), 2, EVENING)]


def test_a_page_about_everybody_is_one_row_too(account, manager):
    for at in (MORNING, EVENING):
        note_reading(manager, account, PAGE.MAP, at)
    assert rows() == [("map", None, MORNING.date(), 2, EVENING)]


def test_readers_pages_people_and_days_are_told_apart(account, manager, reader):
    person, other = StakeholderFactory.create_batch(2, account=account)
    for who, page, about in [
        (manager, PAGE.PERSON, person), (reader, PAGE.PERSON, person), (manager, PAGE.PERSON, other),
        (manager, PAGE.PEOPLE, None), (manager, PAGE.MATRIX, None),
    ]:  # fmt: skip
        note_reading(who, account, page, MORNING, about)
    note_reading(manager, account, PAGE.PERSON, datetime(2026, 3, 3, 8, tzinfo=UTC), person)
    assert len(rows()) == 6


def test_the_day_is_that_of_the_reader_and_not_of_greenwich(account, manager):
    note_reading(manager, account, PAGE.MAP, datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    assert rows()[0][2].isoformat() == "2026-03-03"


def test_noting_costs_one_statement(account, manager, django_assert_num_queries):
    person = StakeholderFactory(account=account)
    with django_assert_num_queries(1):
        note_reading(manager, account, PAGE.PERSON, MORNING, person)


@pytest.mark.parametrize(("word", "found"), [("", 2), ("ledoux", 1), ("nobody", 0)])
def test_readings_are_found_by_the_name_of_the_person(account, manager, word, found):
    note_reading(manager, account, PAGE.PERSON, MORNING, StakeholderFactory(account=account, name="Anne Ledoux"))
    note_reading(manager, account, PAGE.PEOPLE, MORNING)
    assert OpinionAccess.objects.matching(word).count() == found


def test_somebody_of_the_past_who_was_deleted_since_is_noted_as_everybody(account, manager):
    person = StakeholderFactory(account=account)
    Stakeholder.objects.filter(pk=person.pk).delete()
    note_reading(manager, account, PAGE.ANSWERS, MORNING, person)
    assert rows() == [("answers", None, MORNING.date(), 1, MORNING)]
