"""Building the map: quick forms, places that are saved once and only where they belong, the data brought in by a file."""

import csv
import json
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.imports.batch import Order, bring_in
from accounts.imports.kinds.base import kinds
from accounts.stakeholders.map.drawing import drawing_of
from accounts.stakeholders.map.forms import NarrowForm
from accounts.stakeholders.models import Place, Stakeholder, Tie
from tests.factories import AccountFactory, ClientEntityFactory, ListValueFactory, StakeholderFactory, TieFactory

pytestmark = pytest.mark.django_db
CRM = Path("../shared/cases/crm")


@pytest.fixture
def kam(client, manager):
    client.force_login(manager)
    return client


def url(name, *args):
    return reverse(f"stakeholders:{name}", args=args)


def move(client, account, *boxes):
    return client.post(url("map-place", account.pk), {"places": json.dumps(boxes)})


def at(key, x, y):
    return {"id": key, "x": x, "y": y}


# --- people ----------------------------------------------------------------------------------------------------
def test_a_person_is_added_where_one_clicked(kam, account):
    boss = StakeholderFactory(account=account)
    told = {"name": "Anne Roy", "influence": 4, "attitude": 1, "contact_strength": 0, "reports_to": boss.pk}
    response = kam.post(url("map-add", account.pk), {**told, "x": 120, "y": 210})
    person = Stakeholder.objects.get(name="Anne Roy")
    assert response.status_code == 204
    assert json.loads(response["HX-Trigger"]) == {"map:changed": {"focus": f"t{person.pk}"}}
    assert (person.account, person.reports_to, person.attitude_on) == (account, boss, timezone.localdate())
    assert Place.objects.values_list("stakeholder", "x", "y").get() == (person.pk, 120, 210)


def test_a_person_without_a_place_is_placed_by_the_map(kam, account):
    kam.post(url("map-add", account.pk), {"name": "Anne", "influence": 3, "contact_strength": 0, "x": "", "y": ""})
    assert (Stakeholder.objects.count(), Place.objects.count()) == (1, 0)


@pytest.mark.parametrize("told", [{"name": ""}, {"influence": 9}, {"x": "far"}, {"x": 100_001, "y": 1}])
def test_a_person_who_is_refused_comes_back_with_what_was_typed(told, kam, account):
    response = kam.post(
        url("map-add", account.pk), {"name": "Anne", "influence": 3, "contact_strength": 0, "title": "Buyer", **told}
    )
    assert response.status_code == 200
    assert 'value="Buyer"' in response.content.decode()
    assert not Stakeholder.objects.exists()


def test_nobody_of_another_account_can_be_the_boss(kam, account):
    stranger = StakeholderFactory()
    told = {"name": "Anne", "influence": 3, "contact_strength": 0, "reports_to": stranger.pk}
    assert kam.post(url("map-add", account.pk), told).status_code == 200
    assert not Stakeholder.objects.filter(name="Anne").exists()


# --- ties ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("reverse_order", [False, True])
def test_joining_one_of_ours_proposes_a_peer_whatever_the_order(reverse_order, kam, account, manager):
    person = StakeholderFactory(account=account)
    ends = [f"o{manager.pk}", f"t{person.pk}"][:: -1 if reverse_order else 1]
    form = kam.get(url("map-join", account.pk), {"from": ends[0], "to": ends[1]}).context["form"]
    assert (form["colleague"].value(), form["target"].value(), form["kind"].value()) == (
        manager.pk,
        person.pk,
        "peer_of",
    )


def test_joining_two_of_theirs_proposes_an_influence_from_the_first(kam, account):
    one, other = StakeholderFactory(account=account), StakeholderFactory(account=account)
    form = kam.get(url("map-join", account.pk), {"from": f"t{other.pk}", "to": f"t{one.pk}"}).context["form"]
    assert (form["source"].value(), form["target"].value(), form["kind"].value()) == (other.pk, one.pk, "influences")


@pytest.mark.parametrize("ends", [("o1", "o2"), ("t1", ""), ("t1", "x9"), ("t" + "9" * 40, "t1"), ("<b>", "'")])
def test_ends_that_cannot_be_joined_leave_the_form_empty(ends, kam, account):
    response = kam.get(url("map-join", account.pk), {"from": ends[0], "to": ends[1]})
    assert response.status_code == 200
    assert response.context["form"]["target"].value() is None


def test_a_tie_is_changed_and_deleted_from_the_map(kam, account):
    tie = TieFactory(account=account)
    told = {"source": tie.source_id, "target": tie.target_id, "kind": "in_tension_with"}
    assert kam.post(url("map-tie", tie.pk), told).status_code == 204
    tie.refresh_from_db()
    assert tie.kind == "in_tension_with"
    assert kam.post(url("map-tie-delete", tie.pk)).url == url("map", account.pk)
    assert not Tie.objects.exists()


# --- places ----------------------------------------------------------------------------------------------------
def test_moved_boxes_are_saved_in_one_statement_and_moved_again(kam, account, manager, django_assert_num_queries):
    person = StakeholderFactory(account=account)
    assert move(kam, account, at(f"t{person.pk}", 10, 20), at(f"o{manager.pk}", -5, -6)).status_code == 204
    assert move(kam, account, at(f"t{person.pk}", 11, 21)).status_code == 204
    found = Place.objects.order_by("colleague").values_list("stakeholder", "colleague", "x", "y")
    assert set(found) == {(person.pk, None, 11, 21), (None, manager.pk, -5, -6)}


@pytest.mark.parametrize(
    "sent",
    ["", "[]", "{}", "nothing", "[1]", '[{"id": "t1"}]', '[{"id": "t1", "x": 1.5, "y": 2}]', '[{"id": "x1", "x": 1, "y": 2}]',
     '[{"id": "t1", "x": 100001, "y": 2}]', '[{"id": "t1", "x": true, "y": 2}]', '[{"id": "t1", "x": "1", "y": 2}]',
     '[{"id": ["t1"], "x": 1, "y": 2}]', f'[{{"id": "t{"9" * 30}", "x": 1, "y": 2}}]'],
)  # fmt: skip
def test_boxes_that_did_not_arrive_whole_are_refused_with_words(sent, kam, account):
    response = kam.post(url("map-place", account.pk), {"places": sent})
    assert response.status_code == 400
    assert response.json()["error"]
    assert not Place.objects.exists()


def test_a_box_of_another_account_is_refused_with_all_the_others(kam, account):
    mine, stranger = StakeholderFactory(account=account), StakeholderFactory()
    assert move(kam, account, at(f"t{mine.pk}", 1, 2), at(f"t{stranger.pk}", 1, 2)).status_code == 400
    assert move(kam, account, at("o999999", 1, 2)).status_code == 400
    assert not Place.objects.exists()


def test_tidying_up_forgets_the_places_of_this_account_only(kam, account, manager):
    Place.objects.create(account=account, colleague=manager, x=1, y=1)
    elsewhere = Place.objects.create(account=AccountFactory(), colleague=manager, x=1, y=1)
    assert kam.post(url("map-tidy", account.pk)).url == url("map", account.pk)
    assert list(Place.objects.all()) == [elsewhere]


# --- the page --------------------------------------------------------------------------------------------------
def test_filters_offer_what_is_on_the_map_and_keep_what_the_address_says(kam, account):
    function, entity = ListValueFactory(name_fr="Achats"), ClientEntityFactory(account=account, name="Lyon")
    ListValueFactory(name_fr="Nobody's function")
    StakeholderFactory(account=account, function=function, entity=entity)
    form = NarrowForm({}, account=account)
    assert [value for value, _label in form.fields["function"].choices] == ["", function.pk]
    assert [value for value, _label in form.fields["entity"].choices] == ["", entity.pk]
    page = kam.get(
        url("map", account.pk), {"function": function.pk, "only": "vacant", "edges": "knows"}
    ).content.decode()
    assert f'<option value="{function.pk}" selected>' in page
    assert 'name="only" value="vacant" checked' in page
    assert 'value="knows" checked' in page
    assert 'value="peer" checked' not in page


def test_the_words_of_the_script_are_data_and_names_stay_text(kam, account, manager):
    manager.last_name = "</script><b>x"
    manager.save()
    StakeholderFactory(account=account, name="<img src=x onerror=alert(1)>")
    page = kam.get(url("map", account.pk)).content.decode()
    assert "<img src=x" not in page
    assert "</script><b>" not in page
    data = kam.get(url("map-data", account.pk))
    assert data["Content-Type"] == "application/json"


def test_contacts_of_a_crm_land_on_the_maps_of_their_accounts():
    """The customers of Northwind, as the export of a CRM gives them: one contact a company, with a title."""
    path = CRM / "northwind" / "customers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        customers = list(csv.DictReader(file))
    accounts = [AccountFactory(name=each["companyName"]) for each in customers]
    result = bring_in(str(path), Order(kinds()["stakeholders"]), timezone.now())
    assert (result["create"], result["refused"]) == (len(customers), 0)
    for account, told in zip(accounts, customers, strict=True):
        (box,) = drawing_of(account, timezone.localdate())["nodes"]
        assert (box["head"], box["name"]) == (told["contactTitle"], told["contactName"])


def test_keys_are_written_without_thousands_separators(kam, account):
    function = ListValueFactory(pk=12345)
    person = StakeholderFactory(pk=1234567, account=account, function=function, influence=4)
    assert f'value="{function.pk}"' in kam.get(url("map", account.pk)).content.decode()
    assert f'data-map-choose="t{person.pk}"' in kam.get(url("map-aside", account.pk)).content.decode()
    panel = kam.get(url("map-person", account.pk, person.pk)).content.decode()
    assert f'data-map-report="{person.pk}"' in panel
