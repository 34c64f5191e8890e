"""THE access rule: who sees and who changes an account, and all that belongs to it."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account, Comment
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from tests.factories import (
    AccountFactory,
    CommentFactory,
    MembershipFactory,
    StakeholderFactory,
    TeamFactory,
    UserFactory,
)


@pytest.fixture
def other_director(db):
    return TeamFactory(director=UserFactory(role=User.Role.DIRECTOR)).director


@pytest.fixture
def superuser(db):
    return UserFactory(is_superuser=True)


RULE = [  # who, sees it, changes it
    ("manager", True, True),
    ("director", True, True),
    ("editor", True, True),
    ("reader", True, False),
    ("outsider", False, False),
    ("other_director", False, False),
    ("admin", True, True),
    ("superuser", True, True),
]


@pytest.mark.parametrize(("who", "sees", "changes"), RULE)
def test_an_account_is_seen_and_changed_as_the_rule_says(who, sees, changes, account, request):
    person = request.getfixturevalue(who)
    assert Account.objects.visible_to(person).filter(pk=account.pk).exists() == sees
    assert Account.objects.editable_by(person).filter(pk=account.pk).exists() == changes


@pytest.mark.parametrize(("who", "sees", "changes"), RULE)
def test_what_belongs_to_an_account_follows_it(who, sees, changes, account, request):
    person, row = request.getfixturevalue(who), StakeholderFactory(account=account)
    assert Stakeholder.objects.visible_to(person).filter(pk=row.pk).exists() == sees
    assert Stakeholder.objects.editable_by(person).filter(pk=row.pk).exists() == changes


@pytest.mark.parametrize(("who", "sees", "changes"), RULE)
def test_a_comment_is_seen_with_its_account_and_changed_by_its_author_only(who, sees, changes, account, request):
    person, comment = request.getfixturevalue(who), CommentFactory(account=account, author=account.kam)
    assert Comment.objects.visible_to(person).exists() == sees
    assert list(Comment.objects.editable_by(person)) == ([comment] if who == "manager" else [])


@pytest.mark.parametrize(("who", "_sees", "changes"), RULE)
def test_in_the_trash_an_account_is_seen_by_nobody_and_restored_by_whoever_changed_it(
    who, _sees, changes, account, request
):
    person = request.getfixturevalue(who)
    account.trash(datetime(2026, 1, 1, tzinfo=UTC))
    assert not Account.objects.visible_to(person).exists()
    assert not Account.objects.editable_by(person).exists()
    assert Account.objects.in_trash_of(person).exists() == changes


def test_an_account_of_nobody_is_that_of_the_directors(director, manager, reader):
    orphan = AccountFactory(kam=None)
    assert orphan in Account.objects.editable_by(director)
    assert orphan not in Account.objects.visible_to(manager)
    assert orphan not in Account.objects.visible_to(reader)


def test_somebody_who_sees_an_account_for_two_reasons_sees_it_once(account, director):
    MembershipFactory(account=account, user=director)
    MembershipFactory(account=account)
    assert list(Account.objects.visible_to(director)) == [account]


def test_a_kam_who_changes_team_leaves_the_sight_of_his_former_director(account, manager, director):
    manager.team = TeamFactory()
    manager.save()
    assert account not in Account.objects.visible_to(director)
    assert account in Account.objects.visible_to(manager)


def test_a_code_stands_once_among_the_living_and_may_wait_in_the_trash(db):
    AccountFactory(code="C-1", trashed_at=datetime(2026, 1, 1, tzinfo=UTC))
    AccountFactory(code="C-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountFactory(code="C-1")
    AccountFactory.create_batch(2, code="")


@pytest.mark.parametrize("text", ["élan", "ELAN", "saint elan", "c-42 élan", "  ", "\0élan"])
def test_an_account_matches_every_word_of_its_name_code_or_city(db, text):
    account = AccountFactory(name="Élan Vital", code="C-42", city="Saint-Étienne")
    assert account in Account.objects.matching(text)


def test_an_account_that_lacks_one_of_the_words_does_not_match(db):
    AccountFactory(name="Élan Vital", city="Lyon")
    assert not Account.objects.matching("elan paris").exists()
