"""What interactions suggest about the strength of a contact."""

from datetime import date, timedelta

import pytest

from accounts.stakeholders.strength import Contacts, suggested_strength
from tests.factories import InteractionFactory, StakeholderFactory

TODAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("days_ago", "recent", "face_to_face", "strength"),
    [
        (None, 0, 0, 0),
        (365, 0, 0, 0),
        (364, 0, 0, 1),
        (10, 1, 1, 1),
        (10, 2, 0, 2),
        (10, 4, 4, 2),
        (10, 5, 0, 2),
        (10, 5, 1, 3),
        (1, 90, 90, 3),  # trust is never counted
    ],
)
def test_the_suggested_strength_follows_the_rule(days_ago, recent, face_to_face, strength):
    last_on = None if days_ago is None else TODAY - timedelta(days=days_ago)
    assert suggested_strength(Contacts(last_on, recent, face_to_face), TODAY) == strength


def test_contacts_are_the_two_way_ones_of_180_days_up_to_the_day(account):
    person = StakeholderFactory(account=account)
    for days, kind in [(-1, "meeting"), (0, "meeting"), (179, "call"), (180, "meeting")]:
        InteractionFactory(account=account, occurred_on=TODAY - timedelta(days=days), kind=kind, stakeholders=[person])
    InteractionFactory(account=account, occurred_on=TODAY, is_two_way=False, stakeholders=[person])
    assert person.contacts(TODAY) == Contacts(TODAY, recent=2, face_to_face=1)
