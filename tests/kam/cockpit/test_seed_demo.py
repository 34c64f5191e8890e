"""The demo is written once for the whole module, in a transaction that is rolled back."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from pghistory.models import Events

from accounts.models import (
    Account,
    Capture,
    ClientEntity,
    Comment,
    Listing,
    Notice,
    RevenueLine,
    Sector,
    StageDeclaration,
)
from accounts.models.structure import luhn_is_valid
from accounts.stakeholders.models import (
    Departure,
    Interaction,
    Introduction,
    KnowledgeItem,
    Opinion,
    Stakeholder,
    Step,
    Tie,
)
from accounts.stakeholders.relations.answers import Answers
from accounts.trees import circle
from kam.cockpit.demo import people
from kam.cockpit.demo.dossiers import dossiers
from kam.cockpit.demo.exchanges import Planner
from kam.scorecards.maturity import momentum
from kam.scorecards.models import Reading, Stale, Standing
from kam.users.models import User
from plans.content import content_of
from plans.health import health_of
from plans.models import AccountPlan
from plans.writing.pulse import facts_of
from tests.factories import AccountFactory, StakeholderFactory

ON = date(2026, 6, 17)
FORMS = (
    Account, ClientEntity, Listing, Stakeholder, Interaction, RevenueLine, StageDeclaration, Comment, Capture,
    KnowledgeItem, Opinion, Departure,
)  # fmt: skip
pytestmark = pytest.mark.django_db  # so that no test that empties the tables comes first


@pytest.fixture(scope="module")
def stranger(django_db_setup, django_db_blocker):
    """An account that was there before, and the demo beside it."""
    with django_db_blocker.unblock(), transaction.atomic():
        sector, _is_new = Sector.objects.update_or_create(code="retail", defaults={"name_fr": "Commerce"})
        account = AccountFactory(sector=sector, code="MINE")
        StakeholderFactory(account=account)
        call_command("seed_demo", on=ON, stdout=StringIO())
        yield account
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(stranger):
    return Account.objects.exclude(pk=stranger.pk)


def standing(name: str) -> Standing:
    return Standing.objects.get(account__name=name)


def rows_of_every_table() -> dict[type[Model], int]:
    models = connection.introspection.installed_models(connection.introspection.table_names())
    return {model: model._base_manager.count() for model in models if model._meta.managed}


def test_demo_has_fourteen_living_accounts_of_ten_sectors(demo):
    living = demo.living()
    assert living.count() == 14
    assert living.values("sector").distinct().count() == 10
    assert demo.exclude(trashed_at=None).count() == 1
    assert {account.status for account in living} == {"active", "prospect"}


def test_demo_has_somebody_in_every_role(demo):
    cast = User.objects.filter(email__endswith=people.DOMAIN)
    assert Counter(cast.values_list("role", flat=True)) == {
        "director": 1,
        "kam": 3,
        "contributor": 2,
        "administrator": 1,
    }


def test_director_sees_all_of_the_demo_and_each_kam_his_own(demo):
    seen = {each.key: demo.visible_to(User.objects.get(email=each.email)).count() for each in people.COLLEAGUES}
    assert seen["claire"] + seen["julien"] + seen["nina"] == 14 == seen["marc"]
    assert 0 < seen["sophie"] < 14


def test_the_printed_password_opens_the_door(demo):
    stored = User.objects.filter(email__endswith=people.DOMAIN).values_list("password", flat=True)
    assert len(set(stored)) == 1
    assert check_password(people.PASSWORD, stored[0])


def test_some_accounts_rise_some_slip_and_some_have_little_data(demo):
    for name in ("Solvane Industrie", "Corvane Tourisme", "Novalpe"):
        assert momentum(standing(name).trend).direction == 1, name
    for name in ("Tessalis Santé", "Norvia", "Aquitis"):
        assert momentum(standing(name).trend).direction == -1, name
    assert standing("Solvane Industrie").index > 60 > 40 > standing("Aquitis").index
    assert standing("Hexalis").confidence == Standing.Confidence.NONE
    assert standing("Solvane Industrie").confidence == Standing.Confidence.GOOD


@pytest.mark.parametrize("key", ["client_introductions", "expert_links", "information_access"])
def test_the_relations_of_a_rising_account_opened_and_those_of_a_slipping_one_closed(demo, key):
    def figures(name):
        found = Reading.objects.filter(account__name=name, indicator=key).order_by("on")
        return found.get(on=date(2025, 6, 30)).figure, found.last().figure

    first, last = figures("Solvane Industrie")
    assert last > first
    first, last = figures("Norvia")
    assert last < first


def test_readings_exist_for_twenty_four_month_ends_and_today(demo):
    days = Reading.objects.filter(account__name="Solvane Industrie").values_list("on", flat=True).distinct()
    assert len(days) == 25
    assert max(days) == ON
    assert min(days) == date(2024, 6, 30)


def test_nothing_is_left_to_be_read_again(demo):
    assert not Stale.objects.filter(account_id__in=demo.values("pk")).exists()


def test_everything_in_the_demo_would_pass_a_form(demo):
    for model in FORMS:
        links = [field.name for field in model._meta.fields if field.is_relation]
        for row in model.objects.all():
            row.clean_fields(exclude=links)


def test_most_people_of_the_demo_have_a_manager_and_nobody_stands_in_a_loop(demo):
    lines = dict(Stakeholder.objects.values_list("pk", "reports_to"))
    assert sum(boss is not None for boss in lines.values()) > len(lines) / 2
    assert not any(circle(pk, lambda key: filter(None, [lines[key]])) for pk in lines)
    assert Stakeholder.objects.filter(buying_roles__contains=["champion"], owner__isnull=False).exists()


def test_numbers_of_companies_and_sites_carry_right_check_digits(demo):
    numbers = [number for row in ClientEntity.objects.all() for number in (row.siren, row.siret) if number]
    assert len(numbers) > 40
    assert all(luhn_is_valid(number) for number in numbers)


def test_no_constraint_is_left_to_fail_at_the_end_of_the_transaction(demo):
    connection.check_constraints()


def test_history_names_the_kam_and_the_day_it_happened(demo):
    solvane = demo.get(name="Solvane Industrie")
    events = list(Events.objects.tracks(solvane).order_by("pgh_created_at"))
    assert {event.pgh_context["user"] for event in events} == {solvane.kam_id}
    assert events[0].pgh_created_at == solvane.created_at
    assert events[-1].pgh_created_at.date() < ON
    assert "declared_stage" in events[-1].pgh_diff


def test_interactions_lie_in_the_past_and_have_people_on_both_sides(demo):
    assert Interaction.objects.filter(occurred_on__gt=ON).count() == 0
    assert Interaction.objects.filter(stakeholders=None).count() == 0
    assert Interaction.objects.filter(colleagues=None).count() == 0


def test_a_second_run_changes_nothing(demo):
    before, said = rows_of_every_table(), StringIO()
    call_command("seed_demo", on=ON, stdout=said)
    assert rows_of_every_table() == before
    assert "already there" in said.getvalue()


def test_what_was_there_before_is_left_alone(stranger, demo):
    assert Sector.objects.get(code="retail").name_fr == "Commerce"
    assert not Reading.objects.filter(account=stranger).exists()
    assert Stale.objects.filter(account_id=stranger.pk).exists()
    assert User.objects.exclude(email__endswith=people.DOMAIN).count() == 0


def test_the_plan_of_two_years_is_the_same_each_time():
    solvane = next(each for each in dossiers(ON) if each.name == "Solvane Industrie")
    first, second = (list(Planner(solvane, ON).exchanges()) for _ in range(2))
    assert first == second
    assert len(first) > 80


def test_demo_introductions_and_ties_are_ones_that_a_form_would_take(demo):
    introductions, ties = Introduction.objects.filter(account__in=demo), Tie.objects.filter(account__in=demo)
    for row in [*introductions, *ties]:
        row.full_clean()
    assert {row.status for row in introductions} == {Step.ASKED, Step.PROMISED, Step.MADE, Step.MET, Step.REFUSED}
    assert {row.kind for row in ties} == set(Tie.Kind.values)
    assert any(row.is_unanswered(ON) for row in introductions)
    assert any(row.awaits_thanks for row in introductions)


def test_demo_answers_lead_to_somebody_through_others(demo):
    found = Answers(demo.get(name="Groupe Hélios"), ON)
    ways = [found.door(int(pk)).sentences for pk, _name in found.people]
    assert max(len(way) for way in ways) >= 2


def test_demo_knows_something_of_every_category_from_every_origin_and_of_every_age(demo):
    items = KnowledgeItem.objects.filter(account__in=demo)
    assert {item.category for item in items} == set(KnowledgeItem.Category.values)
    assert {item.worth(ON) for item in items if item.origin == "client"} == {0, 0.5, 1}
    assert {item.origin for item in items} == set(KnowledgeItem.Origin.values)
    assert items.filter(told_by__isnull=False).exists()
    assert items.filter(is_confidential=True).exists()


def test_demo_notes_have_topics_secrets_and_name_people(demo):
    notes = Comment.objects.filter(account__in=demo)
    assert {note.topic for note in notes} == {"", *Comment.Topic.values}
    assert notes.filter(is_confidential=True).exists()
    assert Notice.objects.filter(user__email=f"claire@{people.DOMAIN}", kind=Notice.Kind.MENTION, read_at=None).exists()


def test_demo_meetings_led_somewhere(demo):
    meetings = Interaction.objects.filter(account__in=demo)
    assert meetings.exclude(outcome="").count() > meetings.count() / 4
    steps = meetings.exclude(next_step="")
    assert steps.filter(next_step_done_on__isnull=False).exists()
    assert steps.filter(next_step_done_on=None, next_step_on__lt=ON).exists()
    assert steps.filter(next_step_done_on=None, next_step_on__gt=ON).exists()
    assert not steps.filter(next_step_done_on__gt=ON).exists()


def test_demo_colleagues_disagree_on_people(demo):
    opinions = Opinion.objects.filter(stakeholder__account__in=demo).select_related("stakeholder")
    differing = [each for each in opinions if each.attitude not in {None, each.stakeholder.attitude}]
    assert len(differing) >= 5
    assert all(each.evidence for each in opinions)


def test_demo_has_a_departure_to_settle_in_time_one_too_late_and_some_settled(demo):
    departures = Departure.objects.filter(account__in=demo).select_related("stakeholder")
    assert all(each.stakeholder.influence >= 4 for each in departures)
    still_open = [each.is_late(ON) for each in departures if each.settled_on is None]
    assert sorted(still_open) == [False, True]
    assert departures.filter(settled_on__isnull=False, successor__isnull=False).exists()


def test_demo_has_the_same_person_twice(demo):
    found = Stakeholder.objects.filter(account__name="Groupe Hélios").matching("emilie tanguy")
    assert len({person.email for person in found}) == 1 < len(found)


def test_demo_has_a_plan_that_lives_and_one_that_nobody_speaks_of(demo):
    def health(code):
        plan = AccountPlan.objects.with_people().get(account__code=code)
        content = content_of(plan)
        return health_of(content, facts_of(plan, content, ON)).score

    assert 60 <= health("SOL-001") <= 80
    assert health("CVT-001") < 40


def test_lines_wait_in_the_inbox_of_the_kam(demo):
    lines = Capture.objects.filter(author__email=f"claire@{people.DOMAIN}").waiting()
    assert lines.count() >= 5
    assert all(line.written_at.date() <= ON for line in lines)
    assert lines.filter(account=None).exists()


def past_of(model: str, **key):
    """The rows of the history that was kept of something, in the order of what happened."""
    return apps.get_model(f"stakeholders.{model}Event").objects.filter(**key).order_by("pgh_created_at", "pgh_id")


def test_the_history_shows_people_arriving_over_eighteen_months(demo):
    solvane = demo.get(name="Solvane Industrie")
    moments = [ON - timedelta(days=days) for days in (540, 360, 180, 0)]
    known = [
        past_of("Stakeholder", account=solvane, pgh_created_at__date__lte=day).values("pgh_obj").distinct().count()
        for day in moments
    ]
    assert known == sorted(set(known))
    assert known[-1] == Stakeholder.objects.filter(account=solvane).count()


def test_the_history_shows_an_attitude_that_turned(demo):
    buyer = Stakeholder.objects.get(account__name="Solvane Industrie", name="Anne Roy")
    past = list(past_of("Stakeholder", pgh_obj=buyer).values_list("attitude", "pgh_created_at"))
    attitudes = [attitude for attitude, _at in past]
    assert attitudes[0] == 0
    assert attitudes[-1] == 2
    assert past[-1][1] - past[0][1] > timedelta(days=365)


def test_the_history_of_an_introduction_has_the_days_of_its_steps(demo):
    row = Introduction.objects.filter(account__in=demo, thanked_on__isnull=False).latest("made_on")
    past = list(past_of("Introduction", pgh_obj=row).values_list("pgh_created_at__date", flat=True))
    assert past[-1] == row.thanked_on
    first = Introduction.objects.filter(account__in=demo, made_on__isnull=False, asked_on__isnull=False).earliest(
        "made_on"
    )
    assert past_of("Introduction", pgh_obj=first).count() >= 1


def test_no_tie_is_older_in_the_history_than_the_people_it_joins(demo):
    met = {
        pk: past_of("Stakeholder", pgh_obj=pk).first().pgh_created_at
        for pk in Stakeholder.objects.filter(account__in=demo).values_list("pk", flat=True)
    }
    for tie in Tie.objects.filter(account__in=demo):
        since = past_of("Tie", pgh_obj=tie).first().pgh_created_at
        assert all(met[pk] <= since for pk in (tie.source_id, tie.target_id) if pk), tie
