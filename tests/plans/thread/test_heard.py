"""Who has heard which priority: the matrix, its file, the ribbon, and the preparation of a meeting."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.stakeholders.models import KnowledgeItem
from plans.models import Endorsement, Repetition, Status
from plans.thread.heard import Cell, Heard, Line, heard_by, sentence_to_say
from plans.thread.ribbon import priorities_with_thread
from tests.factories import (
    ActionFactory,
    InteractionFactory,
    IntroductionFactory,
    ObjectiveFactory,
    PlanFactory,
    PriorityFactory,
    StakeholderFactory,
)

TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(account):
    return PlanFactory(
        account=account,
        status=Status.IN_EXECUTION,
        starts_on=date(TODAY.year, 1, 1),
        ends_on=date(TODAY.year + 2, 12, 31),
    )


@pytest.fixture
def delays(plan):
    return PriorityFactory(plan=plan, title="Shorter delays", sentence="We cut your delays.", position=0)


@pytest.fixture
def stock(plan):
    return PriorityFactory(plan=plan, title="Less stock", sentence="Half the stock.", position=1)


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Roy", influence=5)


def say(priority, person, days_ago, reception="heard", by=()):
    held = InteractionFactory(
        account=person.account, occurred_on=TODAY - timedelta(days=days_ago), stakeholders=[person], colleagues=by
    )
    return Repetition.objects.create(priority=priority, interaction=held, stakeholder=person, reception=reception)


def test_the_last_time_counts_with_its_reception_and_who_of_ours_was_there(
    account, delays, stock, anne, manager, editor
):
    say(delays, anne, 40, "rejected", [editor])
    say(delays, anne, 3, "taken_up", [manager])
    say(delays, anne, -1, "rejected")  # not yet
    ((key, heard),) = heard_by(account, TODAY).items()
    assert key == (delays.lineage, anne.pk)
    assert heard == Heard(TODAY - timedelta(days=3), 3, "taken_up", 2, (str(manager),))


def test_of_two_exchanges_of_a_day_the_later_written_counts(account, delays, anne):
    say(delays, anne, 3, "heard")
    say(delays, anne, 3, "questioned")
    assert heard_by(account, TODAY)[delays.lineage, anne.pk].reception == "questioned"


def test_everybody_is_read_in_two_queries(account, delays, stock, django_assert_num_queries):
    for number in range(30):
        person = StakeholderFactory(account=account)
        say(delays, person, number)
        say(stock, person, number)
    with django_assert_num_queries(2):
        assert len(heard_by(account, TODAY)) == 60


@pytest.mark.parametrize(
    ("ages", "said"), [([None, None], 0), ([5, None], 1), ([5, 9], 1), ([9, 5], 0), ([7, 7], 0), ([], None)]
)
def test_what_to_say_first_is_what_was_never_heard_else_what_was_heard_longest_ago(ages, said):
    cells = [Cell(None, None if age is None else Heard(TODAY, age, "", 1, ())) for age in ages]
    chosen = sentence_to_say(Line(None, cells))
    assert chosen is (None if said is None else cells[said])


def test_the_matrix_says_when_how_and_never(client, manager, account, delays, stock, anne):
    say(delays, anne, 12, "questioned", [manager])
    client.force_login(manager)
    page = client.get(reverse("plans:thread", args=[account.pk])).content.decode().split('id="results"')[1]
    assert "12 days ago" in page
    assert "questioned" in page
    assert str(manager) in page
    assert page.count("never") == 1
    assert page.index("Shorter delays") < page.index("Less stock")


def test_the_most_influential_stand_first_and_filters_narrow(client, manager, account, delays, anne):
    StakeholderFactory(account=account, name="Zoé First", influence=5, informal_power="inner_circle")
    StakeholderFactory(account=account, name="Paul Last", influence=1)
    say(delays, anne, 1)
    client.force_login(manager)
    url = reverse("plans:thread", args=[account.pk])

    def names(**asked):
        page = client.get(url, asked).content.decode().split('id="results"')[1]
        found = [name for name in ("Anne Roy", "Zoé First", "Paul Last") if name in page]
        return sorted(found, key=page.index)

    assert names() == ["Anne Roy", "Zoé First", "Paul Last"]
    assert names(circle="inner_circle") == ["Zoé First"]
    assert names(only="unheard") == ["Zoé First", "Paul Last"]
    assert names(q="roy") == ["Anne Roy"]
    assert names(function="none") == ["Anne Roy", "Zoé First", "Paul Last"]
    assert names(circle="nonsense", function="-1") == ["Anne Roy", "Zoé First", "Paul Last"]


def test_the_file_tells_facts_only_in_the_order_of_names(client, manager, account, delays, anne):
    StakeholderFactory(account=account, name="Aaron", influence=1, informal_power="inner_circle")
    say(delays, anne, 2, "taken_up", [manager])
    client.force_login(manager)
    answer = client.get(reverse("plans:thread-csv", args=[account.pk]), {"circle": "outside"})
    text = b"".join(answer.streaming_content).decode()
    assert text.index("Aaron") < text.index("Anne Roy")
    assert "taken up by the person" in text
    assert "inner" not in text


def test_a_cell_opens_the_exchanges_behind_it(client, manager, account, delays, anne):
    row = say(delays, anne, 12, "questioned", [manager])
    client.force_login(manager)
    page = client.get(reverse("plans:thread-rows", args=[account.pk, delays.pk, anne.pk])).content.decode()
    assert row.interaction.get_absolute_url() in page
    assert "questioned" in page


def test_the_matrix_of_five_hundred_people_costs_twelve_queries(
    client, manager, account, delays, stock, django_assert_max_num_queries
):
    people = [StakeholderFactory.build(account=account, name=f"P{n}") for n in range(500)]
    type(people[0]).objects.bulk_create(people)
    for person in people[:40]:
        say(delays, person, 3, by=[manager])
    client.force_login(manager)
    url = reverse("plans:thread", args=[account.pk])
    client.get(url)
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200


def test_the_ribbon_says_what_is_open_and_who_heard_it_last_in_one_query(
    account, delays, stock, anne, plan, django_assert_num_queries
):
    for objective in (ObjectiveFactory(plan=plan, priority=delays), ObjectiveFactory(plan=plan, priority=delays)):
        ActionFactory(plan=plan, objective=objective)
        ActionFactory(plan=plan, objective=objective, done_on=TODAY)
    say(delays, anne, 30)
    say(delays, StakeholderFactory(account=account, name="Luc Blin"), 2)
    with django_assert_num_queries(1):
        first, second = priorities_with_thread(account, TODAY)
    assert (first.open_actions, first.last_on, first.last_to) == (2, TODAY - timedelta(days=2), "Luc Blin")
    assert (second.open_actions, second.last_on, second.last_to) == (0, None, None)


def prepared(client, account, *people):
    query = "&".join(f"people={person.pk}" for person in people)
    return client.get(f"{reverse('plans:preparation', args=[account.pk])}?{query}").content.decode()


def test_a_meeting_is_prepared_with_what_is_to_say_to_ask_and_to_keep(
    client, manager, account, plan, delays, stock, anne
):
    say(delays, anne, 50)
    objective = ObjectiveFactory(plan=plan, priority=delays)
    ActionFactory(
        plan=plan, objective=objective, title="Her pilot", client_owner=anne, due_on=TODAY + timedelta(days=9)
    )
    ActionFactory(
        plan=plan, objective=objective, title="Our late thing", owner=manager, due_on=TODAY - timedelta(days=9)
    )
    InteractionFactory(
        account=account, stakeholders=[anne], next_step="Send the figures", next_step_on=TODAY - timedelta(days=1)
    )
    other = StakeholderFactory(account=account, name="Luc Blin")
    IntroductionFactory(account=account, introducer=anne, introduced=other, made_on=TODAY)
    KnowledgeItem.objects.create(account=account, category="strategy", text="…", learned_on=TODAY)
    client.force_login(manager)
    page = prepared(client, account, anne)
    assert "« Half the stock. »" in page.split("50 days ago")[0]
    for words in ("Her pilot", "Our late thing", "Send the figures", "Thank Anne Roy for Luc Blin", "An agreement to"):
        assert words in page, words
    assert page.count("late</span>") == 2
    assert "Forecast" in page


def test_a_carried_priority_asks_for_no_agreement_and_one_taken_back_does_again(client, manager, account, delays, anne):
    row = Endorsement.objects.create(
        priority=delays, stakeholder=anne, name=anne.name, influence=5, endorsed_on=TODAY, digest=delays.words_digest
    )
    client.force_login(manager)
    assert "An agreement to" not in prepared(client, account, anne)
    Endorsement.objects.filter(pk=row.pk).update(withdrawn_on=TODAY)
    assert "An agreement to" in prepared(client, account, anne)


def test_strangers_named_in_the_address_are_left_out(client, manager, account, delays, anne):
    stranger = StakeholderFactory(name="Not ours")
    client.force_login(manager)
    assert "Not ours" not in prepared(client, account, stranger)
    answer = client.get(f"{reverse('plans:unheard', args=[account.pk])}?people={stranger.pk}&people=x")
    assert answer.status_code == 200
    assert b"message-" not in answer.content


def test_whom_to_see_says_what_each_has_not_heard(client, manager, account, delays, stock, anne):
    say(delays, anne, 4)
    client.force_login(manager)
    page = client.get(f"{reverse('plans:unheard', args=[account.pk])}?people={anne.pk}").content.decode()
    assert f'id="message-{anne.pk}"' in page
    assert "Has never heard: Less stock" in page


def test_the_page_of_a_person_leads_to_the_preparation(client, manager, account, delays, anne):
    client.force_login(manager)
    page = client.get(reverse("plans:heard", args=[anne.pk])).content.decode()
    assert f"{reverse('plans:preparation', args=[account.pk])}?people={anne.pk}" in page
    assert "never" in page
