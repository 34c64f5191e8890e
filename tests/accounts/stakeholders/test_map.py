"""What the map draws: nodes and lines of a day, in a fixed number of queries; and the words beside it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.stakeholders.map.aside import alerts, deciders
from accounts.stakeholders.map.days import moment
from accounts.stakeholders.map.drawing import drawing_of, short_name
from accounts.stakeholders.map.panel import act_for, lines_of, node_of, path_of
from accounts.stakeholders.models import Place
from accounts.stakeholders.relations.answers import Answers
from tests.factories import (
    AccountFactory,
    InteractionFactory,
    IntroductionFactory,
    ListValueFactory,
    MembershipFactory,
    StakeholderFactory,
    TieFactory,
    UserFactory,
)
from tests.recorded import recorded_on

ON = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def ago(days):
    return ON - timedelta(days=days)


def node(account, person, on=ON):
    return node_of(drawing_of(account, on), f"t{person.pk}")


def edges(account, on=ON, **facts):
    found = [each for each in drawing_of(account, on)["edges"] if all(each[name] == facts[name] for name in facts)]
    return [(each["source"], each["target"]) for each in found]


def met(account, *people, colleagues, days=10, **facts):
    return InteractionFactory(
        account=account, occurred_on=ago(days), stakeholders=people, colleagues=colleagues, **facts
    )


def test_a_box_says_title_name_attitude_and_that_somebody_decides(account, manager):
    person = StakeholderFactory(
        account=account,
        name="Anne Roy",
        title="Head of purchasing",
        attitude=2,
        attitude_on=ON,
        buying_roles=["decider"],
    )
    met(account, person, colleagues=[manager])
    box = node(account, person)
    assert (box["head"], box["sub"]) == ("Head of purchasing", "A. Roy · ally · decides")
    assert (box["met"], box["overdue"], box["vacant"]) == (True, False, False)


def test_the_function_stands_in_for_a_title_and_the_name_for_both(account):
    function = ListValueFactory(name_en="Cold storage", name_fr="Froid")
    assert node(account, StakeholderFactory(account=account, function=function))["head"] == "Cold storage"
    assert node(account, StakeholderFactory(account=account, name="Anne Roy"))["head"] == "Anne Roy"


def test_a_vacant_role_and_a_stranger_say_so(account):
    role = StakeholderFactory(account=account, name="CFO", is_placeholder=True, influence=5)
    assert (node(account, role)["head"], node(account, role)["sub"]) == ("CFO", "vacant · decides")
    assert node(account, StakeholderFactory(account=account))["sub"] == "never met"


@pytest.mark.parametrize(
    ("name", "short"), [("Anne Roy", "A. Roy"), ("Roy", "Roy"), ("Jean de la Tour", "J. de la Tour")]
)
def test_a_name_is_shortened_to_fit_a_box(name, short):
    assert short_name(name) == short


def test_ours_are_the_kam_his_director_the_team_and_whoever_met_them(account, manager, director):
    member, other = (
        MembershipFactory(account=account, function=ListValueFactory(name_en="Logistics expert")).user,
        UserFactory(),
    )
    met(account, StakeholderFactory(account=account), colleagues=[other])
    UserFactory()
    found = {each["pk"]: each["head"] for each in drawing_of(account, ON)["nodes"] if each["side"] == "ours"}
    assert found == {
        manager.pk: "KAM", director.pk: "Sales director", member.pk: "Logistics expert", other.pk: "Contributor"
    }  # fmt: skip


def test_a_line_joins_those_who_met_two_ways_within_a_year(account, manager):
    close, far, written = (StakeholderFactory(account=account, contact_strength=3) for _place in range(3))
    met(account, close, colleagues=[manager], days=364)
    met(account, far, colleagues=[manager], days=365)
    met(account, written, colleagues=[manager], is_two_way=False)
    assert edges(account, kind="knows") == [(f"o{manager.pk}", f"t{close.pk}")]
    (line,) = drawing_of(account, ON)["edges"]
    assert (line["strength"], line["overdue"]) == (3, True)


def test_a_line_is_overdue_the_day_after_the_cadence_of_the_pair(account, manager):
    other = UserFactory()
    person = StakeholderFactory(account=account, influence=5)
    met(account, person, colleagues=[manager], days=30)
    met(account, person, colleagues=[other], days=31)
    assert edges(account, kind="knows", overdue=True) == [(f"o{other.pk}", f"t{person.pk}")]


def test_hierarchy_ties_and_introductions_are_lines_of_their_own(account, manager):
    boss = StakeholderFactory(account=account)
    one = StakeholderFactory(account=account, reports_to=boss)
    other = StakeholderFactory(account=account, dotted_to=boss)
    TieFactory(account=account, source=one, target=other)
    TieFactory(account=account, source=boss, target=other, kind="in_tension_with")
    TieFactory(account=account, source=None, colleague=manager, target=boss, kind="peer_of")
    IntroductionFactory(account=account, introducer=one, introduced=boss, introduced_to=manager, asked_on=ago(5))
    IntroductionFactory(account=account, introducer=boss, introduced=other, asked_on=ago(9), made_on=ago(1))
    IntroductionFactory(account=account, introducer=boss, introduced=one, asked_on=ago(9), refused_on=ago(1))
    a, b, c, kam = f"t{boss.pk}", f"t{one.pk}", f"t{other.pk}", f"o{manager.pk}"
    assert edges(account, kind="reports") == [(b, a)]
    assert edges(account, kind="dotted") == [(c, a)]
    assert edges(account, kind="influences") == [(b, c)]
    assert edges(account, kind="tension") == [(a, c)]
    assert edges(account, kind="peer") == [(kam, a)]
    assert edges(account, kind="introduced", made=False) == [(b, a)]
    assert edges(account, kind="introduced", made=True) == [(a, c)]


def test_peers_who_meet_are_joined_by_one_line(account, manager):
    person = StakeholderFactory(account=account)
    TieFactory(account=account, source=None, colleague=manager, target=person, kind="peer_of")
    met(account, person, colleagues=[manager])
    assert [each["kind"] for each in drawing_of(account, ON)["edges"]] == ["knows"]


def test_those_who_left_and_their_lines_are_not_drawn(account, manager):
    gone = StakeholderFactory(account=account, departed_on=ON)
    here = StakeholderFactory(account=account, reports_to=gone)
    TieFactory(account=account, source=gone, target=here)
    met(account, gone, colleagues=[manager])
    IntroductionFactory(account=account, introducer=gone, introduced=here, introduced_to=manager, asked_on=ago(90))
    drawing = drawing_of(account, ON)
    assert [each["pk"] for each in drawing["nodes"] if each["side"] == "theirs"] == [here.pk]
    assert drawing["edges"] == []


def test_only_people_of_the_account_are_drawn(account, manager):
    stranger = StakeholderFactory(account=AccountFactory())
    InteractionFactory(account=account, occurred_on=ON, stakeholders=[stranger], colleagues=[manager])
    drawing = drawing_of(account, ON)
    assert [each["side"] for each in drawing["nodes"] if each["side"] == "theirs"] == []
    assert drawing["edges"] == []


def test_a_single_thread_is_marked(account, manager):
    alone, shared = (StakeholderFactory(account=account, influence=4) for _place in range(2))
    met(account, alone, shared, colleagues=[manager])
    met(account, shared, colleagues=[UserFactory()])
    assert (node(account, alone)["thread"], node(account, shared)["thread"]) == (True, False)


def test_every_box_has_a_place_and_a_saved_one_wins(account, manager):
    one, other = StakeholderFactory(account=account), StakeholderFactory(account=account)
    Place.objects.create(account=account, stakeholder=one, x=-400, y=333)
    Place.objects.create(account=account, colleague=manager, x=7, y=-99)
    places = {each["id"]: (each["x"], each["y"], each["placed"]) for each in drawing_of(account, ON)["nodes"]}
    assert places[f"t{one.pk}"] == (-400, 333, True)
    assert places[f"o{manager.pk}"] == (7, -99, True)
    assert not places[f"t{other.pk}"][2]


@pytest.mark.parametrize("past", [False, True])
@pytest.mark.parametrize("people", [3, 40])
def test_the_drawing_takes_as_many_queries_whatever_the_people(
    past, people, account, manager, django_assert_max_num_queries
):
    rows = [StakeholderFactory(account=account, function=ListValueFactory()) for _place in range(people)]
    for person, other in zip(rows, rows[1:], strict=False):
        TieFactory(account=account, source=person, target=other)
        IntroductionFactory(account=account, introducer=person, introduced=other, introduced_to=manager)
        met(account, person, colleagues=[manager, UserFactory()])
    with django_assert_max_num_queries(8):
        drawing_of(account, ON, past=past)


def test_a_past_day_is_drawn_as_it_stood(account):
    with recorded_on(ago(30)):
        boss = StakeholderFactory(account=account, name="Boss")
        person = StakeholderFactory(account=account, name="Anne", title="Buyer", reports_to=boss)
    with recorded_on(ago(5)):
        person.title, person.reports_to = "Head of purchasing", None
        person.save()
        StakeholderFactory(account=account, name="Newcomer")
    then = drawing_of(account, ago(10), past=True)
    assert sorted(each["name"] for each in then["nodes"] if each["side"] == "theirs") == ["Anne", "Boss"]
    assert node_of(then, f"t{person.pk}")["head"] == "Buyer"
    assert [each["kind"] for each in then["edges"]] == ["reports"]
    assert drawing_of(account, ON)["edges"] == []


# --- beside the map --------------------------------------------------------------------------------------------
def test_decision_makers_met_are_counted_with_the_vacant_roles(account, manager):
    seen = StakeholderFactory(account=account, influence=5)
    StakeholderFactory(account=account, influence=3, buying_roles=["decider"])
    StakeholderFactory(account=account, influence=5, is_placeholder=True)
    StakeholderFactory(account=account, influence=4)
    met(account, seen, colleagues=[manager])
    found = deciders(drawing_of(account, ON))
    assert (found.met, found.total) == (1, 3)


def test_the_alert_about_somebody_never_met_says_whom_to_ask(account, manager):
    warm = StakeholderFactory(account=account, name="Anne Roy", attitude=2, attitude_on=ON, contact_strength=3)
    aim = StakeholderFactory(account=account, name="Hervé Morel", title="CEO", influence=5)
    met(account, warm, colleagues=[manager])
    TieFactory(account=account, source=warm, target=aim)
    first = alerts(Answers(account, ON), drawing_of(account, ON))[0]
    assert (first.title, first.key, first.tone) == ("CEO never met", f"t{aim.pk}", "red")
    assert first.text == "Anne Roy has influence on Hervé Morel. Ask for the introduction."


def test_alerts_tell_the_bow_tie_the_silent_and_the_single_thread(account, manager):
    silent = StakeholderFactory(account=account, name="Anne Roy", influence=4, attitude=2, attitude_on=ON)
    met(account, silent, colleagues=[manager], days=64)
    titles = [alert.title for alert in alerts(Answers(account, ON), drawing_of(account, ON))]
    assert titles == ["The relation leans on the KAM", "Anne Roy is silent", "Anne Roy hangs by a single thread"]


def test_the_panel_words_every_line_from_where_one_stands(account, manager):
    boss = StakeholderFactory(account=account, name="Boss")
    person = StakeholderFactory(account=account, name="Anne", reports_to=boss)
    tie = TieFactory(account=account, source=boss, target=person)
    drawing = drawing_of(account, ON)
    told = {(line.words, line.name, line.tie) for line in lines_of(drawing, f"t{person.pk}")}
    assert told == {("reports to", "Boss", ""), ("is influenced by", "Boss", str(tie.pk))}
    assert {line.words for line in lines_of(drawing, f"t{boss.pk}")} == {"leads", "influences"}


@pytest.mark.parametrize(
    ("facts", "days", "told"),
    [
        ({"is_placeholder": True}, None, "Find out who holds the role."),
        ({}, None, "Never met: ask somebody favourable for an introduction."),
        ({"influence": 5}, 40, "Arrange an exchange: 40 days without contact (cadence 30)."),
        ({"influence": 5}, 3, "Only one of ours knows this person: bring a second one along."),
        ({"influence": 2}, 3, "Nobody has written down how this person stands to us."),
        ({"influence": 2, "attitude": 1, "attitude_on": ON}, 3, "Nothing presses: met within the cadence."),
    ],
)
def test_the_next_useful_act_is_the_most_fundamental_one(facts, days, told, account, manager):
    person = StakeholderFactory(account=account, **facts)
    if days is not None:
        met(account, person, colleagues=[manager], days=days)
    assert act_for(node(account, person), Answers(account, ON)).text == told


def test_the_boxes_along_a_way_go_from_ours_to_the_aim(account, manager):
    warm = StakeholderFactory(account=account, attitude=1, attitude_on=ON, contact_strength=2)
    aim = StakeholderFactory(account=account)
    met(account, warm, colleagues=[manager])
    TieFactory(account=account, source=warm, target=aim)
    steps = Answers(account, ON).door(aim.pk).steps
    assert path_of(steps) == [f"o{manager.pk}", f"t{warm.pk}", f"t{aim.pk}"]
    assert path_of([]) == []


# --- the day ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "day", "is_past"),
    [("2026-06-29", ago(1), True), ("2026-06-30", ON, False), ("2027-01-01", ON, False), ("yesterday", ON, False), ("", ON, False)],
)  # fmt: skip
def test_the_day_is_the_one_asked_for_unless_it_is_none_or_yet_to_come(text, day, is_past):
    assert (moment(text, ON).day, moment(text, ON).is_past) == (day, is_past)


def test_the_data_is_sent_once_and_then_known_by_its_tag(client, account, reader):
    StakeholderFactory(account=account, name="Anne Roy")
    client.force_login(reader)
    url = reverse("stakeholders:map-data", args=[account.pk])
    first = client.get(url)
    assert [each["name"] for each in first.json()["nodes"] if each["side"] == "theirs"] == ["Anne Roy"]
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_past_panel_is_read_only_and_a_stranger_has_none(client, account, manager):
    person = StakeholderFactory(account=account, name="Anne <b>Roy</b>")
    other = StakeholderFactory()
    client.force_login(manager)
    here = reverse("stakeholders:map-person", args=[account.pk, person.pk])
    assert "Anne &lt;b&gt;Roy&lt;/b&gt;" in client.get(here).content.decode()
    assert "Join to…" in client.get(here).content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    assert client.get(here, {"on": yesterday.isoformat()}).status_code == 404  # was not on the map yet
    for name in ("map-person", "map-door"):
        assert client.get(reverse(f"stakeholders:{name}", args=[account.pk, other.pk])).status_code == 404
