"""Plans go through their life: editions, comments, versions, neighbours."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.utils import translation

from plans.content import content_from, content_of
from plans.models import AccountPlan, Edition, Endorsement, PlanObjective, PlanReview, SignOff, Status
from plans.moves import Part, Refused, agree_as_controller, cosign_review, move_plan, open_plan, parts_of, situation_of
from plans.sharing import shared_of
from tests.factories import MembershipFactory, PlanFactory, StakeholderFactory
from tests.plans.conftest import put

AT = datetime(2026, 3, 1, 10, tzinfo=UTC)


def move(plan, to, by, **more):
    with translation.override("en"):
        return move_plan(plan, to=to, by=by, at=AT, **more)


def test_the_cast_has_its_parts(plan, manager, director, editor, controller, admin, outsider):
    parts = {person: parts_of(person, plan) for person in (manager, director, editor, controller, admin, outsider)}
    assert parts == {
        manager: {Part.KAM},
        director: {Part.MANAGER},
        editor: set(),
        controller: {Part.CONTROLLER},
        admin: {Part.ADMIN},
        outsider: set(),
    }
    assert parts_of(None, plan) == {Part.CLOCK}


def test_a_plan_begins_as_a_draft_with_an_edition(account, manager):
    plan = open_plan(
        AccountPlan(account=account, starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31)), by=manager, at=AT
    )
    (first,) = plan.moves.all()
    assert (first.source, first.target, first.by) == ("", Status.DRAFT, manager)
    assert content_from(first.edition.content) == content_of(plan)


def test_a_refused_move_gives_all_its_reasons_and_changes_nothing(plan, manager):
    put(plan, Status.ANALYSIS)
    with pytest.raises(Refused) as refused:
        move(plan, Status.INTERNAL_VALIDATION, manager)
    assert len(refused.value.reasons) > 5
    plan.refresh_from_db()
    assert (plan.status, plan.moves.count(), plan.editions.count()) == (Status.ANALYSIS, 0, 0)


def test_whoever_has_no_part_in_a_move_cannot_make_it(full_plan, editor):
    with pytest.raises(Refused, match="not yours"):
        move(full_plan, Status.ANALYSIS, editor)


def test_a_complete_plan_goes_to_the_director_who_sends_it_back_section_by_section(full_plan, manager, director):
    move(full_plan, Status.ANALYSIS, manager)
    move(full_plan, Status.INTERNAL_VALIDATION, manager)
    assert list(AccountPlan.objects.to_validate_by(director)) == [full_plan]
    with pytest.raises(Refused, match="to be changed"):
        move(full_plan, Status.ANALYSIS, director)
    move(full_plan, Status.ANALYSIS, director, remarks={"market": "No growth figure"})
    last = full_plan.moves.first()
    assert [(remark.section, remark.text) for remark in last.remarks.all()] == [("market", "No growth figure")]
    assert list(AccountPlan.objects.to_validate_by(director)) == []


def test_nobody_validates_the_plan_of_his_own_account(full_plan, director):
    full_plan.account.kam = director
    full_plan.account.save()
    put(full_plan, Status.INTERNAL_VALIDATION)
    assert list(AccountPlan.objects.to_validate_by(director)) == []


def test_each_move_says_what_changed_since_the_last_edition(full_plan, manager):
    move(full_plan, Status.ANALYSIS, manager)
    full_plan.passages.filter(section="market", field="size").update(text="Bigger")
    move(full_plan, Status.INTERNAL_VALIDATION, manager)
    (change,) = full_plan.moves.first().changes
    assert (change["kind"], change["key"], change["before"], change["after"]) == (
        "passages", "market.size", "About size", "Bigger",
    )  # fmt: skip


def test_an_edition_cannot_be_rewritten(full_plan, manager):
    move(full_plan, Status.ANALYSIS, manager)
    with pytest.raises(InternalError), transaction.atomic():
        Edition.objects.update(digest="other")


def test_a_large_investment_waits_for_controlling(full_plan, director, controller):
    put(full_plan, Status.INTERNAL_VALIDATION)
    AccountPlan.objects.update(investment=200_000)
    with pytest.raises(Refused, match="controlling"):
        move(full_plan, Status.CLIENT_COWRITING, director)
    full_plan.refresh_from_db()
    agree_as_controller(full_plan, by=controller, at=AT)
    assert move(full_plan, Status.CLIENT_COWRITING, director).status == Status.CLIENT_COWRITING


def endorse(plan, count, influence=3):
    person = StakeholderFactory(account=plan.account, influence=influence)
    for priority in plan.priorities.all()[:count]:
        Endorsement.objects.create(
            priority=priority,
            stakeholder=person,
            name=person.name,
            influence=influence,
            endorsed_on=AT.date(),
            evidence="Meeting",
            digest=priority.words_digest,
        )
    return person


def sign(plan, person):
    SignOff.objects.create(
        plan=plan,
        stakeholder=person,
        name=person.name,
        signed_on=AT.date(),
        evidence="Letter",
        digest=shared_of(content_of(plan)).digest,
    )


def test_a_plan_is_approved_once_the_client_carries_half_of_it_and_signs(full_plan, director):
    put(full_plan, Status.CLIENT_COWRITING)
    person = endorse(full_plan, 1)
    sign(full_plan, person)
    with pytest.raises(Refused, match="33 %"):
        move(full_plan, Status.APPROVED, director)
    sign(full_plan, endorse(full_plan, 2))
    assert move(full_plan, Status.APPROVED, director).status == Status.APPROVED


def test_the_agreement_of_somebody_without_influence_does_not_count(full_plan, director):
    put(full_plan, Status.CLIENT_COWRITING)
    sign(full_plan, endorse(full_plan, 3, influence=2))
    with pytest.raises(Refused, match="0 %"):
        move(full_plan, Status.APPROVED, director)


def test_who_agreed_to_other_words_has_not_agreed(full_plan, director):
    put(full_plan, Status.CLIENT_COWRITING)
    person = endorse(full_plan, 3)
    full_plan.priorities.update(sentence="We cut your costs.")
    sign(full_plan, person)
    with pytest.raises(Refused, match="0 %"):
        move(full_plan, Status.APPROVED, director)


def test_a_waiver_with_its_reason_replaces_the_client(full_plan, director):
    put(full_plan, Status.CLIENT_COWRITING)
    assert move(full_plan, Status.APPROVED, director, waiver="They sign nothing, ever").status == Status.APPROVED
    assert full_plan.moves.first().waiver == "They sign nothing, ever"


def test_targets_that_move_by_more_than_a_tenth_are_validated_again(full_plan, manager, director):
    put(full_plan, Status.ANALYSIS)
    move(full_plan, Status.INTERNAL_VALIDATION, manager)
    move(full_plan, Status.CLIENT_COWRITING, director)
    PlanObjective.objects.filter(plan=full_plan).update(target=6)
    with pytest.raises(Refused, match="20 %"):
        move(full_plan, Status.APPROVED, director, waiver="They sign nothing")
    move(full_plan, Status.INTERNAL_VALIDATION, manager)
    move(full_plan, Status.CLIENT_COWRITING, director)
    assert move(full_plan, Status.APPROVED, director, waiver="They sign nothing").status == Status.APPROVED


def test_the_next_version_leaves_the_one_in_force_until_it_is_approved(full_plan, manager, director):
    put(full_plan, Status.REVIEWED)
    fresh = move(full_plan, Status.ANALYSIS, director)
    assert (fresh.version, fresh.status, fresh.previous) == (2, Status.ANALYSIS, full_plan)
    assert list(AccountPlan.objects.in_force(AT.date())) == [full_plan]
    move(fresh, Status.INTERNAL_VALIDATION, manager)
    move(fresh, Status.CLIENT_COWRITING, director)
    move(fresh, Status.APPROVED, director, waiver="They sign nothing")
    assert list(AccountPlan.objects.in_force(AT.date())) == [fresh]
    full_plan.refresh_from_db()
    assert full_plan.status == Status.ARCHIVED


def test_a_version_begins_with_all_that_the_one_before_holds(full_plan, director):
    put(full_plan, Status.REVIEWED)
    first, second = full_plan.actions.all()[:2]
    second.after = first
    second.save()
    fresh = move(full_plan, Status.ANALYSIS, director)
    assert content_of(fresh).to_json() | {"version": 1} == content_of(full_plan).to_json()
    copied = {action.title: action for action in fresh.actions.all()}
    assert copied[second.title].after == copied[first.title]
    assert fresh.moves.first().changes == []


def test_a_review_is_closed_once_the_director_has_signed_it(full_plan, manager, director):
    put(full_plan, Status.IN_EXECUTION)
    review = PlanReview.objects.create(plan=full_plan, held_on=AT.date(), minutes="Held", held_by=manager, closed_at=AT)
    with pytest.raises(Refused, match="co-signed"):
        move(full_plan, Status.REVIEWED, manager)
    cosign_review(review, by=director, at=AT)
    assert move(full_plan, Status.REVIEWED, manager).status == Status.REVIEWED


def test_an_account_has_one_plan_in_preparation_and_one_in_force_at_a_time(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanFactory(account=plan.account, starts_on=date(2028, 12, 31), ends_on=date(2030, 1, 1))
    put(plan, Status.APPROVED)
    other = PlanFactory(account=plan.account)
    with pytest.raises(IntegrityError), transaction.atomic():
        put(other, Status.APPROVED)
    PlanFactory(account=plan.account, starts_on=date(2029, 1, 1), ends_on=date(2031, 12, 31))


def test_a_plan_that_somebody_moved_meanwhile_is_not_moved_again(full_plan, manager):
    stale = AccountPlan.objects.get(pk=full_plan.pk)
    move(full_plan, Status.ANALYSIS, manager)
    with pytest.raises(Refused):
        move(stale, Status.ANALYSIS, manager)


def test_a_second_version_waits_for_the_first_to_be_put_away(full_plan, director):
    put(full_plan, Status.REVIEWED)
    fresh = move(full_plan, Status.ANALYSIS, director)
    with pytest.raises(Refused, match="already being prepared"):
        move(full_plan, Status.ANALYSIS, director)
    move(fresh, Status.ARCHIVED, director)
    assert move(full_plan, Status.ANALYSIS, director).version == 3


def test_a_director_who_carries_the_account_validates_nothing_of_it(full_plan, director):
    full_plan.account.kam = director
    full_plan.account.save()
    assert parts_of(director, full_plan) == {Part.KAM}


def test_a_signature_outlives_who_joins_the_team_and_whoever_signed(full_plan, manager):
    person = endorse(full_plan, 2)
    sign(full_plan, person)
    MembershipFactory(account=full_plan.account)
    PlanObjective.objects.filter(plan=full_plan).update(current=7)
    person.delete()
    full_plan = AccountPlan.objects.get(pk=full_plan.pk)
    facts = situation_of(full_plan, content_of(full_plan), AT.date())
    assert (facts.is_signed, round(facts.agreed)) == (True, 67)
    assert full_plan.sign_offs.get().name == person.name
