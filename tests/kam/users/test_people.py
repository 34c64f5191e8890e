"""Administrators look after people: invitation, change, deactivation; the history keeps who did it."""

import re
import time
from threading import Thread

import pghistory
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import translation

from kam.users import services
from kam.users.changes import changes_of
from kam.users.models import Team, User
from tests.factories import TeamFactory, UserFactory

NEW = {
    "first_name": "Claire",
    "last_name": "Laurent",
    "email": "Claire.Laurent@Example.com",
    "role": "kam",
    "team": "",
    "language": "fr",
    "time_zone": "Europe/Paris",
}


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


def typed(person, **changes):
    fields = {name: getattr(person, name) for name in NEW if name != "team"}
    return {**fields, "team": person.team_id or "", **changes}


def test_an_invited_person_gets_a_mail_in_his_language_and_chooses_a_password(
    as_admin, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        as_admin.post("/people/new/", NEW)
    person = User.objects.get(email="claire.laurent@example.com")
    assert not person.has_usable_password()
    (mail,) = mailoutbox
    assert mail.to == ["claire.laurent@example.com"]
    link = re.search(r"http://\S+", mail.body).group()
    assert link.startswith("http://127.0.0.1:8000/auth/password/reset/key/")
    assert "Set up" not in mail.body
    as_admin.logout()
    assert as_admin.get(link.removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200


def test_the_mail_waits_for_the_commit(as_admin, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        as_admin.post("/people/new/", NEW)
    assert mailoutbox == []
    assert len(waiting) == 1


def test_an_address_is_taken_in_any_case(as_admin):
    UserFactory(email="claire.laurent@example.com")
    assert as_admin.post("/people/new/", NEW).status_code == 200
    assert User.objects.filter(last_name="Laurent").count() == 0


def test_a_forgotten_link_is_sent_again(as_admin, mailoutbox, django_capture_on_commit_callbacks):
    person = UserFactory()
    person.set_password("a long sentence")
    person.save()
    with django_capture_on_commit_callbacks(execute=True):
        as_admin.post(f"/people/{person.pk}/invite/")
    assert "An administrator sends you this link" in mailoutbox[0].body


def test_a_deactivated_person_gets_no_link(as_admin, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_admin.post(f"/people/{UserFactory(is_active=False).pk}/invite/")
    assert mailoutbox == []


def test_a_change_of_role_is_in_the_history_with_its_author(as_admin, admin, manager):
    as_admin.post(f"/people/{manager.pk}/", typed(manager, role="director"))
    event = manager.events.latest("pgh_id")
    assert (event.role, event.pgh_label, event.pgh_context.metadata["user"]) == ("director", "update", admin.pk)


def test_the_page_of_a_person_tells_what_was_changed_by_whom(as_admin, admin, manager):
    team = TeamFactory(name="South")
    as_admin.post(f"/people/{manager.pk}/", typed(manager, role="director", team=team.pk))
    with translation.override("en"):
        told = {(change.label, change.old, change.new, change.by) for change in changes_of(manager)}
    assert told == {
        ("role", "Key account manager", "Sales director", admin),
        ("team", manager.team.name, "South", admin),
    }
    page = as_admin.get(f"/people/{manager.pk}/").content.decode()
    assert "Key account manager <span" in page


def test_the_history_takes_as_many_queries_for_many_changes(manager, admin, django_assert_num_queries):
    for number in range(10):
        with pghistory.context(user=admin.pk):
            User.objects.filter(pk=manager.pk).update(team=TeamFactory(), first_name=f"Name {number}")
    with django_assert_num_queries(3):  # events, authors, teams
        assert len(changes_of(manager)) == 20


def test_deactivation_keeps_the_row_and_ends_the_sessions(as_admin, client, manager):
    other = type(client)()
    other.force_login(manager)
    other.get("/people/me/")
    as_admin.post(f"/people/{manager.pk}/deactivate/")
    manager.refresh_from_db()
    assert not manager.is_active
    assert other.get("/people/me/").status_code == 302
    as_admin.post(f"/people/{manager.pk}/reactivate/")
    assert other.get("/people/me/").status_code == 302  # the old session does not come back to life


def test_nobody_deactivates_himself(admin):
    UserFactory(role=User.Role.ADMINISTRATOR)
    with pytest.raises(ValidationError):
        services.deactivate(admin, by=admin)
    admin.refresh_from_db()
    assert admin.is_active


def test_the_last_active_administrator_stays(admin, manager):
    UserFactory(role=User.Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(ValidationError):
        services.deactivate(admin, by=manager)
    UserFactory(role=User.Role.ADMINISTRATOR)
    services.deactivate(admin, by=manager)
    assert not admin.is_active


def test_the_last_active_administrator_is_not_demoted(client, db):
    boss = UserFactory(is_superuser=True, is_active=True, role=User.Role.KAM)
    last = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login(boss)
    client.post(f"/people/{last.pk}/", typed(last, role="kam"))
    last.refresh_from_db()
    assert last.role == "kam"  # a superuser administers too
    User.objects.filter(pk=boss.pk).update(is_superuser=False, role="administrator")
    client.post(f"/people/{boss.pk}/", typed(boss, role="kam"))
    boss.refresh_from_db()
    assert boss.role == "administrator"


def test_an_administrator_does_not_change_his_own_role(as_admin, admin):
    UserFactory(role=User.Role.ADMINISTRATOR)
    as_admin.post(f"/people/{admin.pk}/", typed(admin, role="kam", last_name="Renamed"))
    admin.refresh_from_db()
    assert (admin.role, admin.last_name) == ("administrator", "Renamed")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=camille", ["Camille"]),
        ("q=roy+EXAMPLE", ["Adrien"]),
        ("role=director", ["Adrien"]),
        ("state=deactivated", ["Sofia"]),
        ("state=active", ["Adrien", "Camille", "Camille's admin"]),
        ("state=invited", ["Camille"]),
    ],
)
def test_the_list_is_searched_and_filtered(as_admin, admin, query, found):
    User.objects.filter(pk=admin.pk).update(first_name="Camille's admin", last_name="Zed", last_login=None)
    UserFactory(first_name="Camille", last_name="Petit", password="!not chosen yet")
    UserFactory(first_name="Adrien", last_name="Roy", role="director")
    UserFactory(first_name="Sofia", last_name="Blanc", is_active=False)
    if query == "q=camille":
        User.objects.filter(pk=admin.pk).update(first_name="Other")
    rows = as_admin.get(f"/people/?{query}").context["table"].data
    assert sorted(person.first_name for person in rows) == sorted(found)


def test_the_list_takes_as_many_queries_for_fifty_people(as_admin, django_assert_num_queries):
    as_admin.get("/people/")
    for _ in range(50):
        UserFactory(team=TeamFactory())
    with django_assert_num_queries(7):  # session, person, second factor, teams of the filter (2), count, page
        as_admin.get("/people/")


def test_a_team_with_members_is_not_deleted(as_admin, manager):
    as_admin.post(f"/people/teams/{manager.team_id}/delete/")
    assert Team.objects.filter(pk=manager.team_id).exists()
    User.objects.filter(pk=manager.pk).update(team=None)
    as_admin.post(f"/people/teams/{manager.team_id}/delete/")
    assert not Team.objects.filter(pk=manager.team_id).exists()


def test_only_a_director_leads_a_team(as_admin, director, manager):
    as_admin.post("/people/teams/new/", {"name": "North", "director": manager.pk})
    assert not Team.objects.filter(name="North").exists()
    as_admin.post("/people/teams/new/", {"name": "North", "director": director.pk})
    assert Team.objects.get(name="North").director == director


def test_names_are_escaped_wherever_they_are_shown(as_admin):
    person = UserFactory(first_name="<script>x</script>", last_name='"><img src=x>')
    for page in ("/people/", f"/people/{person.pk}/"):
        html = as_admin.get(page).content.decode()
        assert "<script>x" not in html
        assert "<img src=x>" not in html


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_dismiss_each_other_do_not_both_succeed():
    first, second = (UserFactory(role=User.Role.ADMINISTRATOR) for _ in range(2))
    refused = []

    def other_process():
        try:
            services.deactivate(first, by=second)
        except ValidationError as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    with transaction.atomic():
        services.deactivate(second, by=first)
        thread = Thread(target=other_process)
        thread.start()
        wait_for_a_lock()
    thread.join()
    assert len(refused) == 1
    assert User.objects.active().administrators().get() == first


def wait_for_a_lock():
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits: the rows of the administrators are not locked")
