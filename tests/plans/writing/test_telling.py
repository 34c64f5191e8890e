"""Whoever a move concerns is told once, when it is made; nobody else."""

from datetime import datetime

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Notice
from plans.models import AccountPlan, SectionCharge, Status
from plans.moves import Refused, move_plan
from tests.factories import MembershipFactory, SectionChargeFactory
from tests.plans.conftest import put

S = Status
NOW = timezone.make_aware(datetime(2026, 3, 2, 10))


def told():
    return {notice.user for notice in Notice.objects.filter(kind=Notice.Kind.PLAN)}


@pytest.fixture
def owner(account, full_plan):
    """Who answers for the market."""
    member = MembershipFactory(account=account).user
    SectionChargeFactory(plan=full_plan, section="market", user=member, is_owner=True)
    return member


@pytest.fixture
def contributor(account, full_plan):
    member = MembershipFactory(account=account).user
    SectionChargeFactory(plan=full_plan, section="charter", user=member)
    return member


def test_a_plan_handed_in_is_told_to_the_director_who_carries_the_account(full_plan, manager, director, owner, admin):
    move_plan(put(full_plan, S.ANALYSIS), to=S.INTERNAL_VALIDATION, by=manager, at=NOW)
    assert told() == {director}


def test_controlling_is_told_when_its_agreement_is_asked_for(full_plan, manager, director, controller):
    AccountPlan.objects.filter(pk=full_plan.pk).update(investment=100_001)
    move_plan(put(full_plan, S.ANALYSIS), to=S.INTERNAL_VALIDATION, by=manager, at=NOW)
    assert told() == {director, controller}


@pytest.mark.parametrize("to", [S.ANALYSIS, S.CLIENT_COWRITING])
def test_what_the_director_decides_is_told_to_the_kam_and_to_those_who_answer_for_a_section(
    full_plan, manager, director, owner, contributor, to
):
    move_plan(put(full_plan, S.INTERNAL_VALIDATION), to=to, by=director, at=NOW, comment="Read")
    assert told() == {manager, owner}


def test_an_approval_and_a_new_version_are_told(full_plan, manager, director, owner):
    plan = move_plan(put(full_plan, S.CLIENT_COWRITING), to=S.APPROVED, by=director, at=NOW, waiver="They never sign")
    assert told() == {manager, owner}
    fresh = move_plan(put(plan, S.REVIEWED), to=S.ANALYSIS, by=director, at=NOW)
    assert fresh.charges.get().user == owner
    assert Notice.objects.filter(user=owner).count() == 2


def test_a_move_that_was_refused_or_undone_is_told_to_nobody(plan, manager, director):
    with pytest.raises(Refused):
        move_plan(put(plan, S.ANALYSIS), to=S.INTERNAL_VALIDATION, by=manager, at=NOW)
    with transaction.atomic():
        move_plan(put(plan, S.INTERNAL_VALIDATION), to=S.ANALYSIS, by=director, at=NOW, comment="No")
        transaction.set_rollback(True)
    assert told() == set()


@pytest.mark.parametrize(("language", "words"), [("en", "has sent back"), ("fr", None)])
def test_the_notice_says_what_happened_and_leads_to_the_move(client, full_plan, manager, director, language, words):
    move_plan(put(full_plan, S.INTERNAL_VALIDATION), to=S.ANALYSIS, by=director, at=NOW, comment="Again")
    manager.language = language
    manager.save()
    client.force_login(manager)
    with translation.override(language):
        sentence = full_plan.moves.first().told
    content = client.get(reverse("cockpit:notices")).content.decode()
    assert sentence in content
    assert words is None or words in sentence
    answer = client.post(reverse("cockpit:notice-open", args=[Notice.objects.get().pk]))
    assert answer.url == full_plan.moves.first().get_absolute_url()


# --- charges ---------------------------------------------------------------------------------------


def name(client, plan, section, **data):
    return client.post(reverse("plans:charge-create", args=[plan.pk, section]), data)


def test_the_kam_puts_somebody_in_charge_who_is_told_and_finds_it_on_the_list(client, plan, manager, reader):
    client.force_login(manager)
    assert name(client, plan, "market", user=reader.pk, is_owner="on").status_code == 302
    notice = Notice.objects.get(user=reader)
    assert notice.get_absolute_url() == reverse("plans:section", args=[plan.pk, "market"])
    client.force_login(reader)
    content = client.get(reverse("plans:list", args=[plan.account_id])).content.decode()
    assert "Asked of you:" in content
    assert notice.get_absolute_url() in content


def test_a_section_has_one_owner_and_naming_again_changes_the_part(client, plan, manager, reader, editor):
    client.force_login(manager)
    name(client, plan, "market", user=reader.pk, is_owner="on")
    name(client, plan, "market", user=editor.pk, is_owner="on")
    owners = SectionCharge.objects.filter(is_owner=True)
    assert [charge.user for charge in owners] == [editor]
    assert plan.charges.count() == 2
    name(client, plan, "market", user=editor.pk)
    assert not owners.all().exists()


def test_only_somebody_who_sees_the_account_is_put_in_charge(client, plan, manager, outsider):
    client.force_login(manager)
    assert name(client, plan, "market", user=outsider.pk).status_code == 200
    assert not plan.charges.exists()


def test_who_is_taken_off_a_section_no_longer_writes_it(client, plan, manager, reader):
    charge = SectionChargeFactory(plan=plan, user=reader)
    client.force_login(manager)
    client.post(reverse("plans:charge-delete", args=[charge.pk]))
    client.force_login(reader)
    address = reverse("plans:passage-edit", args=[plan.pk, "market", "size"])
    assert client.get(address).status_code == 404
