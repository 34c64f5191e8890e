import pytest

from kam.users.models import SavedView, User
from tests.factories import AccountFactory, SavedViewFactory, TeamFactory, UserFactory

LIST = "/portfolio/"
SAVE = "/portfolio/views/new/"


def save(client, query="status=active&sort=-index", **fields):
    return client.post(f"{SAVE}?{query}", {"name": "Mine", "scope": "mine", **fields})


def test_view_keeps_filters_order_and_columns_but_not_the_page(client, manager):
    client.force_login(manager)
    response = save(client, "status=active&sort=-index&columns=name&columns=tier&page=4")
    view = SavedView.objects.get()
    assert view.query == "status=active&sort=-index&columns=name&columns=tier"
    assert (view.owner, view.scope, view.page) == (manager, "mine", "cockpit:portfolio")
    assert response.url == f"{LIST}?view={view.pk}&{view.query}"


def test_view_is_a_tab_of_the_list_and_shows_what_it_kept(client, manager):
    AccountFactory(kam=manager, name="prospect", status="prospect")
    AccountFactory(kam=manager, name="active")
    view = SavedViewFactory(owner=manager, name="Prospects", query="status=prospect")
    client.force_login(manager)
    page = client.get(view.get_absolute_url()).content.decode()
    assert f'href="{LIST}?view={view.pk}&amp;status=prospect" aria-current="page"' in page
    assert 'aria-label="prospect"' in page
    assert 'aria-label="active"' not in page


def test_view_that_is_not_pinned_waits_in_the_menu_until_it_is_opened(client, manager):
    view = SavedViewFactory(owner=manager, name="Rare", is_pinned=False)
    client.force_login(manager)
    assert f'<a class="dropdown-item" href="{LIST}?view={view.pk}">Rare</a>' in client.get(LIST).content.decode()
    page = client.get(f"{LIST}?view={view.pk}").content.decode()
    assert f'<a href="{LIST}?view={view.pk}" aria-current="page">Rare' in page
    assert "More views" not in page


def test_changed_view_offers_to_keep_the_changes(client, manager):
    view = SavedViewFactory(owner=manager, query="status=prospect")
    client.force_login(manager)
    assert "Keep these changes" not in client.get(view.get_absolute_url()).content.decode()
    assert "Keep these changes" in client.get(f"{view.get_absolute_url()}&sort=-index").content.decode()


def test_list_opened_bare_shows_the_default_view(client, manager):
    view = SavedViewFactory(owner=manager, is_default=True, query="status=active")
    client.force_login(manager)
    assert client.get(LIST).url == f"{LIST}?view={view.pk}&status=active"
    assert client.get(f"{LIST}?view=all").status_code == 200


def test_default_without_any_filter_does_not_lead_to_itself_for_ever(client, manager):
    view = SavedViewFactory(owner=manager, is_default=True, query="")
    client.force_login(manager)
    assert client.get(client.get(LIST).url).status_code == 200
    assert client.get(LIST).url == f"{LIST}?view={view.pk}"


def test_own_default_wins_over_the_team_and_the_team_over_everybody(client, manager, director):
    everybody = SavedViewFactory(owner=director, scope="everybody", is_default=True)
    client.force_login(manager)
    assert client.get(LIST).url == everybody.get_absolute_url()
    team = SavedViewFactory(owner=director, scope="team", team=manager.team, is_default=True)
    assert client.get(LIST).url == team.get_absolute_url()
    own = SavedViewFactory(owner=manager, is_default=True)
    assert client.get(LIST).url == own.get_absolute_url()


def test_own_default_wins_even_when_it_is_shared_more_widely_than_that_of_a_colleague(client, manager):
    own = SavedViewFactory(owner=manager, scope="everybody", is_default=True, query="status=active")
    SavedViewFactory(scope="team", team=manager.team, is_default=True, query="status=former")
    client.force_login(manager)
    assert client.get(LIST).url == own.get_absolute_url()


def test_new_default_takes_the_place_of_the_old_one(client, manager):
    old = SavedViewFactory(owner=manager, is_default=True)
    foreign = SavedViewFactory(is_default=True)
    client.force_login(manager)
    save(client, is_default="on")
    old.refresh_from_db()
    foreign.refresh_from_db()
    assert (old.is_default, foreign.is_default) == (False, True)


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (User.Role.CONTRIBUTOR, ["mine"]),
        (User.Role.DIRECTOR, ["mine", "everybody"]),
        (User.Role.ADMINISTRATOR, ["mine", "everybody"]),
    ],
)
def test_only_directors_and_administrators_share_with_everybody(client, db, role, offered):
    client.force_login(UserFactory(role=role))
    assert [value for value, _label in client.get(SAVE).context["form"].fields["scope"].choices] == offered
    save(client, scope="everybody")
    assert SavedView.objects.exists() == ("everybody" in offered)


def test_view_shared_with_the_team_is_seen_by_the_team_only(client, manager, outsider):
    client.force_login(manager)
    save(client, name="Ours", scope="team")
    assert SavedView.objects.get().team == manager.team
    colleague = UserFactory(role=User.Role.KAM, team=manager.team)
    for person, is_seen in ((colleague, True), (manager.team.director, True), (outsider, False)):
        client.force_login(person)
        assert ("Ours</a>" in client.get(f"{LIST}?view=all").content.decode()) == is_seen


def test_director_of_two_teams_says_which_one_shares_the_view(client, director):
    teams = [TeamFactory(director=director), TeamFactory(director=director)]
    client.force_login(director)
    assert save(client, scope="team").status_code == 200
    save(client, scope="team", team=teams[1].pk)
    assert SavedView.objects.get().team == teams[1]


def test_view_of_another_team_cannot_be_made(client, manager):
    client.force_login(manager)
    save(client, scope="team", team=TeamFactory().pk)
    assert SavedView.objects.get().team == manager.team


def test_name_serves_once_for_each_owner(client, manager):
    SavedViewFactory(owner=manager, name="Mine")
    SavedViewFactory(name="Other")
    client.force_login(manager)
    assert "You already have a view with this name." in save(client).content.decode()
    assert save(client, name="Other").status_code == 302


def test_view_can_be_renamed_without_touching_what_it_keeps(client, manager):
    view = SavedViewFactory(owner=manager, query="status=active")
    client.force_login(manager)
    client.post(f"/portfolio/views/{view.pk}/?sort=-index", {"name": "New", "scope": "mine"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("New", "status=active")


def test_view_takes_over_the_list_as_it_is_now_when_asked(client, manager):
    view = SavedViewFactory(owner=manager, query="status=active")
    client.force_login(manager)
    client.post(f"/portfolio/views/{view.pk}/?sort=-index", {"name": "New", "scope": "mine", "takes_over": "on"})
    view.refresh_from_db()
    assert view.query == "sort=-index"


def test_shared_view_no_longer_shared_forgets_its_team(client, manager):
    view = SavedViewFactory(owner=manager, scope="team", team=manager.team)
    client.force_login(manager)
    client.post(f"/portfolio/views/{view.pk}/", {"name": "New", "scope": "mine"})
    view.refresh_from_db()
    assert view.team is None


def test_view_is_deleted_by_its_owner_only(client, manager, outsider):
    view = SavedViewFactory(owner=manager, scope="everybody")
    client.force_login(outsider)
    assert client.post(f"/portfolio/views/{view.pk}/delete/").status_code == 404
    client.force_login(manager)
    assert client.post(f"/portfolio/views/{view.pk}/delete/").url == LIST
    assert not SavedView.objects.exists()


def test_very_long_address_is_refused_with_a_message(client, manager):
    client.force_login(manager)
    response = save(client, "&".join(f"country=somewhere-{number}" for number in range(200)))
    assert response.status_code == 200
    assert not SavedView.objects.exists()
