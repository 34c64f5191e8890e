"""Two colleagues may see a person differently: both views stay, the difference is said, one of them is retained."""

from datetime import date

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.stakeholders.models import Opinion, Stakeholder
from accounts.stakeholders.opinions.comparing import (
    disagreements,
    disputed_people,
    retained_view,
    view_of,
    views_of,
    with_disagreement,
)
from accounts.stakeholders.opinions.keeping import keep_former_views
from accounts.stakeholders.opinions.services import retain
from tests.factories import StakeholderFactory, UserFactory

ON = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def claire(account):
    return UserFactory(first_name="Claire", last_name="Laurent")


@pytest.fixture
def julien(account):
    return UserFactory(first_name="Julien", last_name="Petit")


@pytest.fixture
def person(account):
    return StakeholderFactory(account=account, name="Anne Roy")


def opinion(person, author, **facts):
    return Opinion.objects.create(stakeholder=person, author=author, **{"seen_on": ON, **facts})


def is_disputed(person):
    found = with_disagreement(Stakeholder.objects.filter(pk=person.pk)).get().is_disputed
    assert (person.pk in disputed_people(person.account)) is found
    person.refresh_from_db()
    assert bool(disagreements([retained_view(person), *views_of(person)])) is found  # one rule, three readers
    return found


def send(client, user, page, *args, **facts):
    client.force_login(user)
    return client.post(reverse(f"stakeholders:{page}", args=args), facts, follow=True)


# --- disagreement ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "one", "other", "differs"),
    [
        ("attitude", 2, -1, True),
        ("attitude", 2, 0, True),
        ("attitude", 2, 1, False),
        ("attitude", 1, 1, False),
        ("influence", 5, 3, True),
        ("influence", 5, 4, False),
        ("contact_strength", 0, 2, True),
        ("relationship", 1, 3, True),
        ("relationship", 1, 2, False),
    ],
)
def test_two_steps_apart_is_a_disagreement_one_is_a_nuance(person, claire, julien, name, one, other, differs):
    opinion(person, claire, **{name: one})
    opinion(person, julien, **{name: other})
    assert is_disputed(person) is differs


def test_two_colleagues_who_speak_of_different_things_agree(person, claire, julien):
    opinion(person, claire, attitude=2)
    opinion(person, julien, influence=1)
    assert is_disputed(person) is False


@pytest.mark.parametrize("attitude", [2, -2])
def test_the_retained_view_counts_as_one_more(person, claire, attitude):
    Stakeholder.objects.update(attitude=0, attitude_on=ON)
    opinion(person, claire, attitude=attitude)
    assert is_disputed(person) is True


def test_an_influence_that_everybody_begins_with_contradicts_nobody(person, claire):
    opinion(person, claire, influence=5)
    assert is_disputed(person) is False
    Stakeholder.objects.update(is_influence_confirmed=True)  # 3
    assert is_disputed(person) is True


def test_the_views_of_one_person_say_nothing_of_another(account, person, claire, julien):
    opinion(person, claire, attitude=2)
    opinion(StakeholderFactory(account=account), julien, attitude=-2)
    assert disputed_people(account) == set()


def test_the_mark_costs_one_query_for_all(account, claire, julien, django_assert_num_queries):
    for _place in range(10):
        other = StakeholderFactory(account=account)
        opinion(other, claire, attitude=2)
        opinion(other, julien, attitude=-1)
    with django_assert_num_queries(1):
        assert len(disputed_people(account)) == 10
    with django_assert_num_queries(1):
        assert sum(each.is_disputed for each in with_disagreement(Stakeholder.objects.of(account))) == 10


def test_the_difference_is_said_in_a_sentence(person, claire, julien):
    views = [view_of(opinion(person, claire, attitude=2)), view_of(opinion(person, julien, attitude=-1))]
    assert disagreements(views) == ["Claire Laurent sees an ally, Julien Petit a reserved person."]


def test_of_several_the_two_furthest_apart_are_named(person, claire, julien, manager):
    for author, influence in ((claire, 5), (julien, 4), (manager, 1)):
        opinion(person, author, influence=influence)
    (said,) = disagreements(views_of(person))
    assert said.startswith("Claire Laurent sees the influence at “5 ·")
    assert f"{manager} at “1 ·" in said


def test_the_retained_view_speaks_for_the_account(person, claire):
    person.attitude, person.attitude_on = -1, ON
    views = [retained_view(person), view_of(opinion(person, claire, attitude=2))]
    assert disagreements(views) == ["Claire Laurent sees an ally, the account a reserved person."]


# --- my view ---------------------------------------------------------------------------------------


def test_a_colleague_writes_his_view_and_changes_it(client, person, editor):
    send(client, editor, "opinion-edit", person.pk, attitude=2, evidence="Opened a door.", seen_on="2026-06-01")
    send(client, editor, "opinion-edit", person.pk, attitude=1, evidence="Opened a door.", seen_on="2026-06-01")
    row = Opinion.objects.get()
    assert (row.author, row.attitude, row.influence, row.seen_on) == (editor, 1, None, ON)
    person.refresh_from_db()
    assert person.attitude is None  # the retained view is another matter


def test_a_view_that_says_nothing_is_refused(client, person, editor):
    page = send(client, editor, "opinion-edit", person.pk, seen_on="2026-06-01")
    assert "Give at least one value." in page.content.decode()
    assert not Opinion.objects.exists()


def test_a_view_is_not_had_on_a_day_to_come(client, person, editor):
    page = send(client, editor, "opinion-edit", person.pk, attitude=2, seen_on="2099-01-01")
    assert page.context["form"].errors["seen_on"]


def test_a_value_beyond_the_scale_is_refused(client, person, editor):
    page = send(client, editor, "opinion-edit", person.pk, influence=9, seen_on="2026-06-01")
    assert page.context["form"].errors["influence"]


def test_everybody_who_sees_the_account_sees_all_views_as_text(client, person, claire, reader):
    opinion(person, claire, attitude=2, evidence="<script>alert(1)</script>")
    client.force_login(reader)
    page = client.get(person.get_absolute_url()).content.decode()
    assert "Claire Laurent" in page
    assert "&lt;script&gt;alert(1)" in page
    assert reverse("stakeholders:opinion-edit", args=[person.pk]) not in page


def test_the_page_of_a_person_costs_the_same_for_many_views(client, person, manager, django_assert_num_queries):
    client.force_login(manager)
    opinion(person, UserFactory(), attitude=2)
    client.get(person.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(person.get_absolute_url())
    for _place in range(8):
        opinion(person, UserFactory(), attitude=-1)
    with django_assert_num_queries(len(few)):
        client.get(person.get_absolute_url())


# --- retaining -------------------------------------------------------------------------------------


def test_one_click_retains_a_view_with_its_day_and_evidence(client, person, claire, editor):
    row = opinion(person, claire, attitude=2, influence=5, evidence="Defended our offer.")
    send(client, editor, "opinion-retain", row.pk)
    person.refresh_from_db()
    assert (person.attitude, person.attitude_on, person.attitude_evidence) == (2, ON, "Defended our offer.")
    assert (person.influence, person.is_attitude_confirmed, person.is_influence_confirmed) == (5, True, True)
    assert (person.contact_strength, person.is_strength_confirmed) == (0, False)  # left open
    assert Opinion.objects.filter(pk=row.pk).exists()


def test_without_evidence_it_stays_assumed(person, claire, editor):
    Stakeholder.objects.update(is_influence_confirmed=True)
    retain(opinion(person, claire, influence=5), by=editor)
    person.refresh_from_db()
    assert (person.influence, person.is_influence_confirmed) == (5, False)


def test_what_was_retained_before_stays_the_view_of_whoever_had_given_it(person, claire, julien, editor):
    with pghistory.context(user=julien.pk):
        Stakeholder.objects.update(attitude=-1, attitude_on=ON, attitude_evidence="Voted against.")
    with pghistory.context(user=editor.pk):
        retain(opinion(person, claire, attitude=2), by=editor)
    kept = Opinion.objects.get(author=julien)
    assert (kept.attitude, kept.evidence, kept.seen_on) == (-1, "Voted against.", ON)


# --- a colleague's judgement is not lost -----------------------------------------------------------


def judged(person, author, **values):
    with pghistory.context(user=author.pk):
        Stakeholder.objects.filter(pk=person.pk).update(**values)


def test_the_form_of_another_colleague_keeps_the_former_view(client, person, julien, manager):
    judged(person, julien, attitude=-1, attitude_on=ON, attitude_evidence="Voted against.")
    facts = {"name": "Anne Roy", "influence": 3, "contact_strength": 0}
    send(client, manager, "edit", person.pk, **facts, attitude=2, attitude_evidence="Opened a door.")
    person.refresh_from_db()
    assert (person.attitude, person.attitude_on) == (2, timezone.localdate())
    kept = Opinion.objects.get()
    assert (kept.author, kept.attitude, kept.evidence, kept.seen_on) == (julien, -1, "Voted against.", ON)


def test_who_changes_his_own_mind_has_one_view(person, julien):
    judged(person, julien, attitude=-1, attitude_on=ON)
    keep_former_views(person.pk, {"attitude": 2}, by=julien)
    assert not Opinion.objects.exists()


def test_the_one_who_gave_the_value_is_named_not_the_last_to_save(person, julien, claire, manager):
    judged(person, julien, attitude=-1, attitude_on=ON)
    judged(person, claire, title="Buyer")
    keep_former_views(person.pk, {"attitude": 2}, by=manager)
    assert Opinion.objects.get().author == julien


def test_what_he_has_said_himself_since_is_not_overwritten(person, julien, manager):
    judged(person, julien, attitude=-1, attitude_on=ON, influence=5, is_influence_confirmed=True)
    opinion(person, julien, attitude=1)
    keep_former_views(person.pk, {"attitude": 2, "influence": 1}, by=manager)
    kept = Opinion.objects.get()
    assert (kept.attitude, kept.influence) == (1, 5)


@pytest.mark.parametrize("values", [{"influence": 5}, {"contact_strength": 4}])
def test_a_value_that_nobody_confirmed_is_no_view(person, julien, manager, values):
    judged(person, julien, title="Buyer")
    keep_former_views(person.pk, values, by=manager)
    assert not Opinion.objects.exists()


def test_a_file_has_no_view(person, julien, manager):
    with pghistory.context(user=julien.pk, job=1):
        Stakeholder.objects.update(attitude=-1, attitude_on=ON)
    keep_former_views(person.pk, {"attitude": 2}, by=manager)
    assert not Opinion.objects.exists()


def test_a_save_that_changes_no_judgement_costs_two_queries(person, manager, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        keep_former_views(person.pk, {"attitude": None, "influence": 3}, by=manager)
