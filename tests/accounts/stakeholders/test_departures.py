"""Somebody of influence leaves: a task opens, once, however the date was written, and is settled with words."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Notice
from accounts.stakeholders.departures.following import follow_departures
from accounts.stakeholders.departures.forms import DepartureForm
from accounts.stakeholders.departures.succession import candidates, circle_with
from accounts.stakeholders.departures.tasks import open_departures
from accounts.stakeholders.models import Departure, Stakeholder
from kam.users.models import User
from tests.factories import InteractionFactory, ListValueFactory, StakeholderFactory, UserFactory

ON = date(2026, 6, 30)
LEFT = date(2026, 6, 20)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def account(account):
    """One that began long ago."""
    InteractionFactory(account=account, occurred_on=date(2020, 1, 1))
    return account


def leaver(account, **facts):
    return StakeholderFactory(account=account, **{"name": "Anne Roy", "influence": 4, "departed_on": LEFT, **facts})


@pytest.fixture
def departure(account):
    person = leaver(account)
    follow_departures(ON)
    return Departure.objects.get(stakeholder=person)


def send(client, user, page, *args, **facts):
    client.force_login(user)
    return client.post(reverse(f"stakeholders:{page}", args=args), facts, follow=True)


# --- opening ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("influence", "opens"), [(3, False), (4, True), (5, True)])
def test_only_who_weighs_opens_a_task(account, influence, opens):
    leaver(account, influence=influence)
    assert follow_departures(ON) == opens
    assert Departure.objects.exists() == opens


def test_the_task_is_due_five_days_after_the_departure(departure):
    assert departure.due_on == date(2026, 6, 25)


def test_a_departure_to_come_opens_its_task_at_once(account):
    leaver(account, departed_on=date(2026, 9, 1))
    follow_departures(ON)
    assert Departure.objects.get().due_on == date(2026, 9, 6)


def test_the_relationship_owner_is_in_charge_else_the_kam(account, manager):
    owner = UserFactory()
    first, second = leaver(account, owner=owner), leaver(account)
    follow_departures(ON)
    assert Departure.objects.get(stakeholder=first).owner == owner
    assert Departure.objects.get(stakeholder=second).owner == manager


def test_an_owner_who_no_longer_works_here_is_not_in_charge(account, manager):
    leaver(account, owner=UserFactory(is_active=False))
    follow_departures(ON)
    assert Departure.objects.get().owner == manager


def test_an_account_that_nobody_carries_opens_a_task_without_anybody_in_charge(account):
    account.kam = None
    account.save()
    leaver(account)
    assert follow_departures(ON) == 1
    assert (Departure.objects.get().owner, Notice.objects.count()) == (None, 0)


def test_vacant_roles_and_people_without_a_name_leave_nobody_behind(account):
    leaver(account, is_placeholder=True)
    leaver(account, anonymised_on=ON)
    assert follow_departures(ON) == 0


def test_an_account_in_the_trash_asks_nothing(account):
    account.trashed_at = timezone.now()
    account.save()
    leaver(account)
    assert follow_departures(ON) == 0


def test_the_job_catches_what_was_written_in_the_database_and_runs_twice_without_harm(account, manager):
    person = leaver(account, departed_on=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stakeholders_stakeholder SET departed_on = %s WHERE id = %s", [LEFT, person.pk])
    assert open_departures("2026-06-30") == 1
    assert open_departures("2026-06-30") == 0
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.about, notice.text) == (
        manager, Notice.Kind.DEPARTURE, Departure.objects.get(), "Anne Roy",
    )  # fmt: skip


def test_nobody_is_called_to_a_departure_of_long_ago(account):
    leaver(account, departed_on=ON - timedelta(days=365))
    leaver(account, departed_on=ON - timedelta(days=364))
    assert follow_departures(ON) == 2
    assert Notice.objects.count() == 1


def test_only_the_people_named_are_looked_at(account):
    one, other = leaver(account), leaver(account)
    assert follow_departures(ON, [one.pk]) == 1
    assert not Departure.objects.filter(stakeholder=other).exists()


def test_a_thousand_departures_cost_as_many_queries_as_one(account, django_assert_num_queries):
    Stakeholder.objects.bulk_create(
        Stakeholder(account=account, name=f"P {n}", influence=5, departed_on=LEFT) for n in range(50)
    )
    follow_departures(ON, [])
    with django_assert_num_queries(5):  # three statements between a savepoint and its release
        assert follow_departures(ON) == 50


# --- following -------------------------------------------------------------------------------------


def test_a_date_taken_back_removes_an_untouched_task_and_its_notice(departure):
    Stakeholder.objects.update(departed_on=None)
    follow_departures(ON)
    assert not Departure.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("touched", [{"handover": "To Paul."}, {"risk": "high"}, {"risk_note": "The tender."}])
def test_a_date_taken_back_keeps_what_somebody_wrote(departure, touched):
    Departure.objects.update(**touched)
    Stakeholder.objects.update(departed_on=None)
    follow_departures(ON)
    departure.refresh_from_db()
    assert departure.is_called_off


def test_a_date_that_moves_moves_the_task_until_it_is_settled(departure):
    Stakeholder.objects.update(departed_on=date(2026, 7, 1))
    follow_departures(ON)
    departure.refresh_from_db()
    assert departure.due_on == date(2026, 7, 6)
    Departure.objects.update(settled_on=ON, handover="To Paul.", risk="low")
    Stakeholder.objects.update(departed_on=date(2026, 8, 1))
    follow_departures(ON)
    departure.refresh_from_db()
    assert departure.due_on == date(2026, 7, 6)


def test_a_deleted_task_does_not_come_back_with_the_night(client, account, manager, departure):
    send(client, manager, "departure-delete", departure.pk)
    assert follow_departures(ON) == 0
    assert not Departure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deleted_task_comes_back_with_a_date_written_anew(account, departure):
    person = Stakeholder.objects.filter(pk=departure.stakeholder_id)
    departure.delete()
    assert follow_departures(ON) == 0
    person.update(departed_on=LEFT + timedelta(days=1))
    assert follow_departures(ON) == 1
    person.update(departed_on=None)
    follow_departures(ON)
    person.update(departed_on=LEFT)
    assert follow_departures(ON) == 1


def test_an_influence_lowered_later_keeps_the_task(departure):
    Stakeholder.objects.update(influence=1)
    follow_departures(ON)
    assert Departure.objects.exists()


def test_the_form_of_a_person_opens_the_task_and_takes_it_back(client, account, manager):
    person = leaver(account, departed_on=None)
    facts = {"name": "Anne Roy", "influence": 4, "contact_strength": 0}
    send(client, manager, "edit", person.pk, **facts, departed_on="2026-06-20")
    assert Departure.objects.get().due_on == date(2026, 6, 25)
    send(client, manager, "edit", person.pk, **facts, departed_on="")
    assert not Departure.objects.exists()


def test_the_form_of_a_new_person_opens_the_task(client, account, manager):
    send(client, manager, "create", account.pk, name="Anne", influence=5, contact_strength=0, departed_on="2026-06-20")
    assert Departure.objects.get().stakeholder.name == "Anne"


# --- settling --------------------------------------------------------------------------------------


def test_a_departure_is_settled_with_a_handover_and_a_risk(client, manager, departure):
    send(client, manager, "departure-edit", departure.pk, handover="To Paul on Monday.", risk="high", settle="1")
    departure.refresh_from_db()
    assert departure.settled_on == timezone.localdate()


@pytest.mark.parametrize("facts", [{"handover": "To Paul."}, {"risk": "low"}, {"handover": "  ", "risk": "low"}])
def test_it_is_not_settled_without_both_and_nothing_typed_is_lost(client, manager, departure, facts):
    page = send(client, manager, "departure-edit", departure.pk, **facts, settle="1")
    assert "Needed to settle a departure." in page.content.decode()
    assert page.context["form"]["handover"].value() == facts.get("handover")
    departure.refresh_from_db()
    assert departure.settled_on is None


def test_it_can_be_saved_half_done(client, manager, departure):
    send(client, manager, "departure-edit", departure.pk, risk_note="The tender of March.")
    departure.refresh_from_db()
    assert (departure.risk_note, departure.settled_on) == ("The tender of March.", None)


def test_a_settled_one_keeps_its_words(client, manager, departure):
    send(client, manager, "departure-edit", departure.pk, handover="To Paul.", risk="high", settle="1")
    page = send(client, manager, "departure-edit", departure.pk, handover="", risk="high")
    assert "who takes over what" in page.content.decode()
    departure.refresh_from_db()
    assert departure.handover == "To Paul."


def test_it_can_be_opened_again(client, manager, departure):
    Departure.objects.update(settled_on=ON, handover="To Paul.", risk="low")
    send(client, manager, "departure-reopen", departure.pk)
    departure.refresh_from_db()
    assert (departure.settled_on, departure.handover) == (None, "To Paul.")


def test_nobody_succeeds_himself_nor_comes_from_elsewhere(client, manager, departure):
    for person in (departure.stakeholder, StakeholderFactory()):
        page = send(client, manager, "departure-edit", departure.pk, successor=person.pk)
        assert page.context["form"].errors["successor"]


def test_successors_are_proposed_by_what_speaks_for_them(account, departure):
    function = ListValueFactory()
    Stakeholder.objects.update(function=function)
    departure.stakeholder.refresh_from_db()
    report = StakeholderFactory(account=account, reports_to=departure.stakeholder, function=function)
    same = StakeholderFactory(account=account, function=function)
    other = StakeholderFactory(account=account)
    StakeholderFactory(account=account, departed_on=LEFT)
    found = candidates(departure)
    assert (found.reports, found.same_function, found.others) == ([report], [same], [other])


def test_the_role_is_entered_as_vacant_in_one_click_with_what_was_typed(client, account, manager, departure):
    boss = StakeholderFactory(account=account)
    Stakeholder.objects.filter(pk=departure.stakeholder_id).update(title="Head of buying", reports_to=boss, level=1)
    send(client, manager, "departure-edit", departure.pk, handover="To be seen.", vacancy="1")
    departure.refresh_from_db()
    vacant = departure.successor
    assert (vacant.name, vacant.is_placeholder, vacant.reports_to, vacant.level) == ("Head of buying", True, boss, 1)
    assert (vacant.influence, departure.handover) == (4, "To be seen.")


def test_two_clicks_open_one_vacant_role(account, manager, departure):
    data = {"handover": "To be seen.", "vacancy": "1"}
    windows = [Departure.objects.get(pk=departure.pk) for _click in range(2)]
    forms = [DepartureForm(data, instance=each, account=account, user=manager, on=ON) for each in windows]
    assert all(form.is_valid() for form in forms)
    first, second = [form.save().successor_id for form in forms]
    assert first == second == Departure.objects.get().successor_id
    assert Stakeholder.objects.filter(is_placeholder=True).count() == 1


def test_the_reports_go_over_to_the_successor_only_when_asked(client, account, manager, departure):
    boss = StakeholderFactory(account=account)
    Stakeholder.objects.filter(pk=departure.stakeholder_id).update(reports_to=boss)
    report = StakeholderFactory(account=account, reports_to=departure.stakeholder)
    heir = StakeholderFactory(account=account, reports_to=departure.stakeholder)
    facts = {"successor": heir.pk, "handover": "To him.", "risk": "low", "settle": "1"}
    page = send(client, manager, "departure-edit", departure.pk, **facts)
    report.refresh_from_db()
    assert report.reports_to == departure.stakeholder
    assert page.context["left_behind"] == [report]
    send(client, manager, "departure-hand-over", departure.pk)
    report.refresh_from_db()
    heir.refresh_from_db()
    assert (report.reports_to, heir.reports_to) == (heir, boss)


def test_a_handing_over_that_would_close_a_circle_is_refused_with_the_names(client, account, manager, departure):
    report = StakeholderFactory(account=account, name="Paul", reports_to=departure.stakeholder)
    heir = StakeholderFactory(account=account, name="Zoé", reports_to=report)
    Departure.objects.update(successor=heir)
    departure.refresh_from_db()
    assert circle_with(departure) == ["Paul", "Zoé", "Paul"]
    page = send(client, manager, "departure-hand-over", departure.pk)
    assert "Paul → Zoé → Paul" in page.content.decode()
    report.refresh_from_db()
    assert report.reports_to == departure.stakeholder


# --- pages -----------------------------------------------------------------------------------------


def test_the_list_marks_the_late_and_shows_html_as_text(client, account, reader, departure):
    Stakeholder.objects.update(name="<b>Anne</b>")
    client.force_login(reader)
    page = client.get(reverse("stakeholders:departure-list", args=[account.pk])).content.decode()
    assert "late:" in page
    assert "&lt;b&gt;Anne&lt;/b&gt;" in page


def test_whoever_may_only_read_finds_the_departure_in_the_list_and_changes_nothing(client, account, reader, departure):
    page = send(client, reader, "departure-edit", departure.pk, handover="Mine.")
    assert page.redirect_chain[-1][0] == reverse("stakeholders:departure-list", args=[account.pk])
    departure.refresh_from_db()
    assert departure.handover == ""


def test_the_list_costs_the_same_for_many(client, account, manager, django_assert_max_num_queries):
    client.force_login(manager)
    url = reverse("stakeholders:departure-list", args=[account.pk])
    client.get(url)
    for _place in range(20):
        leaver(account)
    follow_departures(ON)
    with django_assert_max_num_queries(15):
        client.get(url)


def test_the_page_says_what_breaks_and_who_loses_the_thread(client, account, manager, departure):
    director = UserFactory(role=User.Role.DIRECTOR)
    day = date(2026, 6, 10)
    lost = StakeholderFactory(account=account, name="Paul Sarre", influence=5)
    function = ListValueFactory(name_fr="Achats", name_en="Buying")
    Stakeholder.objects.filter(pk=departure.stakeholder_id).update(function=function)
    InteractionFactory(
        account=account, occurred_on=day, stakeholders=[departure.stakeholder, lost], colleagues=[director]
    )
    client.force_login(manager)
    page = client.get(reverse("stakeholders:departure-edit", args=[departure.pk]))
    assert page.context["loss"].functions == [function.name]


def test_the_page_of_the_person_leads_to_the_task(client, manager, departure):
    client.force_login(manager)
    page = client.get(departure.stakeholder.get_absolute_url()).content.decode()
    assert departure.get_absolute_url() in page
