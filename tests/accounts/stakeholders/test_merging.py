"""Two entries of one person become one, with all that named them, and two again."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pghistory
import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Attachment
from accounts.stakeholders.duplicates.choices import Pair, chosen_values
from accounts.stakeholders.duplicates.merging import Refused, merge, take_apart
from accounts.stakeholders.duplicates.relinking import preview, relations
from accounts.stakeholders.models import (
    Departure,
    Introduction,
    KnowledgeItem,
    Merge,
    Opinion,
    OpinionAccess,
    Place,
    Stakeholder,
    Tie,
)
from accounts.undo import take_back
from tests.factories import (
    InteractionFactory,
    IntroductionFactory,
    StakeholderFactory,
    TieFactory,
    UserFactory,
)

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)
ON = date(2026, 6, 1)
BESIDE = {"merge", "context", "session", "stale", "migration"}  # told of the merge itself, or of no business row


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def pair(account):
    return Pair(
        StakeholderFactory(account=account, name="Anne Roy"), StakeholderFactory(account=account, name="Roy Anne")
    )


def merged(pair, by, **values):
    pair.kept.refresh_from_db()
    pair.gone.refresh_from_db()
    return merge(pair.kept, pair.gone, values=chosen_values(pair, {}) | values, by=by, at=AT)


def snapshot():
    """Every row of every table of ours, but for the histories and the merges themselves."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        is_event = issubclass(model, pghistory.models.Event)
        if model._meta.proxy or is_event or model._meta.model_name in BESIDE or not model._meta.managed:
            continue
        found[model._meta.label] = sorted(map(repr, model._base_manager.values()))
    return found


# --- relinking -------------------------------------------------------------------------------------


def test_every_key_to_a_person_in_any_app_is_found():
    found = {(relation.model._meta.label, relation.column) for relation in relations()}
    expected = {
        (model._meta.label, field.attname)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is Stakeholder
        and not model._meta.proxy
        and not issubclass(model, pghistory.models.Event)
    }
    assert expected <= found
    assert ("stakeholders.Interaction_stakeholders", "stakeholder_id") in found
    assert ("accounts.Attachment", "object_id") in found
    assert not any("Event" in label for label, _column in found)


def test_all_that_named_the_second_entry_names_the_first(account, manager, pair):
    other = StakeholderFactory(account=account, name="Paul Sarre", reports_to=pair.gone)
    interaction = InteractionFactory(account=account, stakeholders=[pair.gone])
    tie = TieFactory(account=account, source=pair.gone, target=other)
    asked = IntroductionFactory(account=account, introducer=other, introduced=pair.gone)
    known = KnowledgeItem.objects.create(
        account=account, category="strategy", text="Grows", told_by=pair.gone, learned_on=ON
    )
    leaving = Departure.objects.create(account=account, stakeholder=pair.gone, due_on=ON)
    view = Opinion.objects.create(stakeholder=pair.gone, author=manager, influence=5, seen_on=ON)
    place = Place.objects.create(account=account, stakeholder=pair.gone, x=1, y=2)
    paper = Attachment.objects.create(
        account=account, content_type=ContentType.objects.get_for_model(Stakeholder), object_id=pair.gone.pk,
        name="card.png", kind="png", size=1,
    )  # fmt: skip
    merged(pair, manager)
    for row in (other, tie, asked, known, leaving, view, place, paper):
        row.refresh_from_db()
    assert other.reports_to == tie.source == asked.introduced == known.told_by == pair.kept
    assert leaving.stakeholder == view.stakeholder == place.stakeholder == pair.kept
    assert paper.object_id == pair.kept.pk
    assert list(interaction.stakeholders.all()) == [pair.kept]
    assert not Stakeholder.objects.filter(name="Roy Anne").exists()


def test_what_would_be_double_goes(account, manager, pair):
    third = StakeholderFactory(account=account)
    both = InteractionFactory(account=account, stakeholders=[pair.kept, pair.gone])
    TieFactory(account=account, source=pair.kept, target=third)
    TieFactory(account=account, source=pair.gone, target=third)
    TieFactory(account=account, source=pair.kept, target=pair.gone)
    TieFactory(account=account, kind="in_tension_with", source=third, target=pair.kept)
    TieFactory(account=account, kind="in_tension_with", source=pair.gone, target=third)
    TieFactory(account=account, kind="peer_of", source=None, colleague=manager, target=pair.kept)
    TieFactory(account=account, kind="peer_of", source=None, colleague=manager, target=pair.gone)
    IntroductionFactory(account=account, introducer=pair.kept, introduced=pair.gone)
    Place.objects.create(account=account, stakeholder=pair.kept, x=1, y=2)
    Place.objects.create(account=account, stakeholder=pair.gone, x=3, y=4)
    merged(pair, manager)
    assert list(both.stakeholders.all()) == [pair.kept]
    assert sorted(Tie.objects.values_list("kind", flat=True)) == ["in_tension_with", "influences", "peer_of"]
    assert not Introduction.objects.exists()
    assert Place.objects.get().x == 1


@pytest.mark.parametrize(("of_gone", "stays"), [(date(2026, 5, 2), 5), (date(2026, 4, 30), 2)])
def test_of_two_opinions_of_one_colleague_the_newer_stays(manager, pair, of_gone, stays):
    Opinion.objects.create(stakeholder=pair.kept, author=manager, influence=2, seen_on=date(2026, 5, 1))
    Opinion.objects.create(stakeholder=pair.gone, author=manager, influence=5, seen_on=of_gone)
    merged(pair, manager)
    assert Opinion.objects.get().influence == stays


def test_of_two_ties_the_confirmed_one_stays(account, manager, pair):
    third = StakeholderFactory(account=account)
    TieFactory(account=account, source=third, target=pair.kept)
    TieFactory(account=account, source=third, target=pair.gone, is_confirmed=True)
    merged(pair, manager)
    assert Tie.objects.get().is_confirmed


def test_of_two_departures_the_one_that_somebody_worked_on_stays(account, manager, pair):
    Departure.objects.create(account=account, stakeholder=pair.kept, due_on=ON)
    Departure.objects.create(account=account, stakeholder=pair.gone, due_on=ON, handover="To Paul.")
    merged(pair, manager)
    assert Departure.objects.get().handover == "To Paul."


def test_nobody_succeeds_himself_after_a_merge(account, manager, pair):
    departure = Departure.objects.create(account=account, stakeholder=pair.gone, due_on=ON, successor=pair.kept)
    merged(pair, manager)
    departure.refresh_from_db()
    assert (departure.stakeholder, departure.successor) == (pair.kept, None)


def test_many_interactions_cost_few_queries(account, manager, pair, django_assert_max_num_queries):
    for _place in range(40):
        InteractionFactory(account=account, stakeholders=[pair.gone])
    values = chosen_values(pair, {})
    with django_assert_max_num_queries(120):
        merge(pair.kept, pair.gone, values=values, by=manager, at=AT)
    assert pair.kept.interactions.count() == 40


def test_the_preview_counts_what_is_relinked(account, pair):
    InteractionFactory(account=account, stakeholders=[pair.gone])
    InteractionFactory(account=account, stakeholders=[pair.gone])
    StakeholderFactory(account=account, reports_to=pair.gone)
    assert dict(preview(pair.gone)) == {"interactions": 2, "people who report to the one merged": 1}


# --- apart again -----------------------------------------------------------------------------------


def test_a_merge_can_be_undone_and_says_when(account, manager, pair):
    interaction = InteractionFactory(account=account, stakeholders=[pair.gone])
    row = merged(pair, manager, title="Buyer")
    back = take_apart(row.pk, at=AT)
    row.refresh_from_db()
    assert (back.pk, back.name, row.undone_at) == (row.gone_id, "Roy Anne", AT)
    assert list(interaction.stakeholders.all()) == [back]
    assert Stakeholder.objects.get(pk=pair.kept.pk).title == ""


def test_what_was_changed_since_keeps_its_newer_value(account, manager, pair):
    row = merged(pair, manager, title="Buyer", phone="01")
    with pghistory.context():  # another request
        Stakeholder.objects.filter(pk=pair.kept.pk).update(title="Head of buying")
    later = InteractionFactory(account=account, stakeholders=[pair.kept])
    take_apart(row.pk, at=AT)
    kept = Stakeholder.objects.get(pk=pair.kept.pk)
    assert (kept.title, kept.phone) == ("Head of buying", "")
    assert list(later.stakeholders.all()) == [kept]


def test_an_undone_merge_closes_no_circle_of_reporting_lines(account, manager, pair):
    boss, report = StakeholderFactory(account=account, name="Bea"), StakeholderFactory(account=account, name="Carl")
    Stakeholder.objects.filter(pk=pair.gone.pk).update(reports_to=boss)
    Stakeholder.objects.filter(pk=report.pk).update(reports_to=pair.gone)
    row = merged(pair, manager)
    with pghistory.context():  # another request
        Stakeholder.objects.filter(pk=pair.kept.pk).update(reports_to=None)
        Stakeholder.objects.filter(pk=boss.pk).update(reports_to=report)
    with pytest.raises(Refused, match="Bea.*Carl|Carl.*Bea"):
        take_apart(row.pk, at=AT)
    assert not Stakeholder.objects.filter(pk=row.gone_id).exists()


def test_a_merge_is_undone_once(manager, pair):
    row = merged(pair, manager)
    take_apart(row.pk, at=AT)
    with pytest.raises(Refused, match="already been undone"):
        take_apart(row.pk, at=AT)


def test_of_two_merges_the_later_is_undone_first(account, manager, pair):
    first = merged(pair, manager)
    top = StakeholderFactory(account=account, name="Anne R.")
    before = snapshot()
    second = merged(Pair(top, pair.kept), manager)
    with pytest.raises(Refused, match="merge of Anne Roy first"):
        take_apart(first.pk, at=AT)
    take_apart(second.pk, at=AT)
    assert snapshot() == before
    take_apart(first.pk, at=AT)
    assert Stakeholder.objects.filter(name="Roy Anne").exists()


def test_who_was_anonymised_is_not_known_again(manager, pair):
    row = merged(pair, manager)
    Stakeholder.objects.filter(pk=pair.kept.pk).update(anonymised_on=ON)
    with pytest.raises(Refused, match="anonymised"):
        take_apart(row.pk, at=AT)
    assert not Stakeholder.objects.filter(pk=row.gone_id).exists()


def test_where_something_has_taken_the_place_nothing_is_undone(account, manager, pair):
    view = Opinion.objects.create(stakeholder=pair.gone, author=UserFactory(), influence=5, seen_on=ON)
    Opinion.objects.create(stakeholder=pair.kept, author=view.author, influence=4, seen_on=date(2026, 6, 2))
    row = merged(pair, manager)
    view.author.delete()
    with pytest.raises(Refused, match="can no longer be undone"):
        take_apart(row.pk, at=AT)
    row.refresh_from_db()
    assert row.undone_at is None
    assert not Stakeholder.objects.filter(pk=row.gone_id).exists()


def test_a_merge_survives_the_deletion_of_the_person_and_its_undoing(account, manager, pair):
    row = merged(pair, manager)
    with pghistory.context() as change:
        pair.kept.delete()
    assert not Merge.objects.exists()
    take_back(change.id)
    take_apart(row.pk, at=AT)
    assert Stakeholder.objects.count() == 2


@st.composite
def rows(draw):
    """What joins three people (0 and 1 are merged), and what each entry says of them."""
    person = st.integers(0, 2)
    return SimpleNamespace(
        bosses=draw(st.tuples(*[st.none() | person] * 3)),
        meetings=draw(st.lists(st.sets(person), max_size=4)),
        ties=draw(st.sets(st.tuples(st.sampled_from(["influences", "in_tension_with"]), person, person), max_size=5)),
        peers=draw(st.sets(person)),
        introductions=draw(st.lists(st.tuples(person, person), max_size=3)),
        opinions=draw(st.dictionaries(st.tuples(person, st.integers(0, 1)), st.dates(ON, AT.date()), max_size=4)),
        departures=draw(st.dictionaries(person, st.none() | person, max_size=3)),
        places=draw(st.sets(person)),
        reads=draw(st.sets(person)),
        told=draw(st.lists(person, max_size=3)),
        roles=draw(st.tuples(*[st.sets(st.sampled_from(["buyer", "user", "decider"]))] * 2)),
        titles=draw(st.tuples(*[st.sampled_from(["", "Buyer", "<b>Head</b>"])] * 2)),
        attitudes=draw(st.tuples(*[st.none() | st.integers(-2, 2)] * 2)),
        taken=draw(st.dictionaries(st.sampled_from(["title", "attitude", "name"]), st.sampled_from(["kept", "gone"]))),
    )


def line_above(person):
    """A person, his manager, and so on up."""
    while person is not None:
        yield person
        person = person.reports_to


def build(facts, account, authors):
    people = [StakeholderFactory(account=account, name=f"Person {place}") for place in range(3)]
    for person, boss in zip(people, facts.bosses, strict=True):
        if boss is not None and person not in line_above(people[boss]):  # no form takes a circle
            person.reports_to = people[boss]
    for person, title, roles, attitude in zip(people, facts.titles, facts.roles, facts.attitudes, strict=False):
        person.title, person.buying_roles, person.attitude = title, sorted(roles), attitude
        person.attitude_on = None if attitude is None else ON
    for person in people:
        person.save()
    for present in facts.meetings:
        InteractionFactory(account=account, stakeholders=[people[place] for place in present])
    seen = set()
    for kind, one, other in sorted(facts.ties):
        key = (kind, *(sorted((one, other)) if kind == "in_tension_with" else (one, other)))
        if one != other and key not in seen:
            seen.add(key)
            TieFactory(account=account, kind=kind, source=people[one], target=people[other])
    for place in facts.peers:
        TieFactory(account=account, kind="peer_of", source=None, colleague=authors[0], target=people[place])
    for one, other in facts.introductions:
        if one != other:
            IntroductionFactory(
                account=account, introducer=people[one], introduced=people[other], introduced_to=authors[0]
            )
    for (place, author), day in facts.opinions.items():
        Opinion.objects.create(stakeholder=people[place], author=authors[author], influence=place + 1, seen_on=day)
    for place, next_one in facts.departures.items():
        successor = people[next_one] if next_one not in (None, place) else None
        Departure.objects.create(account=account, stakeholder=people[place], due_on=ON, successor=successor)
    for place in facts.places:
        Place.objects.create(account=account, stakeholder=people[place], x=place, y=0)
    for place in facts.reads:
        OpinionAccess.objects.create(user=authors[0], account=account, stakeholder=people[place], page="person", on=ON)
    for place in facts.told:
        KnowledgeItem.objects.create(
            account=account, category="strategy", text="Grows", told_by=people[place], learned_on=ON
        )
    return people


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=rows())
def test_merging_then_undoing_leaves_every_table_as_it_was(facts, db, account, manager, director):
    with transaction.atomic():
        kept, gone, _third = build(facts, account, [manager, director])
        pair, before = Pair(kept, gone), snapshot()
        row = merge(kept, gone, values=chosen_values(pair, facts.taken), by=manager, at=AT)
        assert not any(relation.rows(row.gone_id).exists() for relation in relations())
        take_apart(row.pk, at=AT)
        assert snapshot() == before
        transaction.set_rollback(True)
