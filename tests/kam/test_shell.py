"""The shell as the server writes it: policy, menu, palette, figures, error pages, published assets."""

import re
from datetime import date

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views.defaults import permission_denied

from kam.cockpit.navigation import MENU, PERSONAL, current_page, menu_of, pages_matching
from kam.cockpit.templatetags.figures import sparkline_runs
from kam.staticfiles import VendorFinder
from kam.users.models import User
from tests.factories import AccountFactory, StakeholderFactory


def labels(sections):
    return [str(page.view) for section in sections for page in section.pages]


# --- policy -----------------------------------------------------------------------------------------------------------
def test_every_answer_carries_a_policy_that_allows_nothing_inline_and_no_other_host(client, db):
    policy = client.get(reverse("account_login")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "worker-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_browser_keeps_no_page_of_a_person_who_signed_in(client, manager):
    client.force_login(manager)
    assert client.get(reverse("cockpit:portfolio")).headers["Cache-Control"] == "no-store"


# --- menu -------------------------------------------------------------------------------------------------------------
def test_administration_is_in_the_menu_of_administrators_only(manager, admin):
    assert "users:user-list" in labels(menu_of(admin))
    assert "users:user-list" not in labels(menu_of(manager))
    assert "imports:list" in labels(menu_of(manager))


def test_a_contributor_is_not_offered_imports(reader):
    assert "imports:list" not in labels(menu_of(reader))


@pytest.mark.django_db  # the cast is asked for by name, which alone sets up no test database
@pytest.mark.parametrize("place", ["admin", "director", "manager", "reader"])
def test_every_page_of_a_menu_opens_for_the_person_who_sees_it_and_for_nobody_else(place, request, client):
    person = request.getfixturevalue(place)
    client.force_login(person)
    offered = labels(menu_of(person))
    for view in labels(MENU):
        assert client.get(reverse(view)).status_code == (200 if view in offered else 404), view


def test_a_page_stands_under_the_entry_that_covers_most_of_its_name():
    assert current_page("accounts:detail").view == "cockpit:portfolio"
    assert current_page("accounts:trash").view == "accounts:trash"
    assert current_page("accounts:sector-edit").view == "accounts:sector-list"
    assert current_page("mfa_index") is None


# --- palette ----------------------------------------------------------------------------------------------------------
def test_the_palette_shows_only_accounts_that_the_person_sees(client, account, manager, outsider):
    for person, seen in ((manager, True), (outsider, False)):
        client.force_login(person)
        page = client.get(reverse("cockpit:palette"), {"q": account.name}).content.decode()
        assert (account.get_absolute_url() in page) is seen


def test_the_palette_ignores_accents_and_case(client, manager):
    AccountFactory(kam=manager, name="Société Générale")
    client.force_login(manager)
    assert "Société Générale" in client.get(reverse("cockpit:palette"), {"q": "SOCIETE gen"}).content.decode()


def test_the_palette_finds_people_by_any_word_of_their_name_with_their_account(client, account, manager, outsider):
    anne = StakeholderFactory(account=account, name="Anne Röy")
    erased = StakeholderFactory(account=account, name="Roy erased", anonymised_on=date(2026, 1, 1))
    for person, seen in ((manager, True), (outsider, False)):
        client.force_login(person)
        page = client.get(reverse("cockpit:palette"), {"q": "ROY an"}).content.decode()
        assert (anne.get_absolute_url() in page) is seen
        assert (account.name in page) is seen
        assert erased.get_absolute_url() not in client.get(reverse("cockpit:palette"), {"q": "roy"}).content.decode()


def test_the_palette_reads_people_in_one_query_however_many(client, account, manager, django_assert_max_num_queries):
    StakeholderFactory.create_batch(20, account=account, name="Paul Mercier")
    client.force_login(manager)
    client.get("/palette/")
    with django_assert_max_num_queries(6):
        page = client.get(reverse("cockpit:palette"), {"q": "mercier"}).content.decode()
    assert page.count("Paul Mercier") == 8


def test_the_palette_takes_six_queries_however_many_accounts(client, manager, django_assert_max_num_queries):
    AccountFactory.create_batch(20, kam=manager, name="Norvia")
    client.force_login(manager)
    client.get("/palette/")  # the first request also looks at the second factor
    with django_assert_max_num_queries(6):
        page = client.get(reverse("cockpit:palette"), {"q": "norvia"}).content.decode()
    assert page.count("Norvia") == 8


@pytest.mark.parametrize("text", ["\0", "%", "<script>alert(1)</script>", "é" * 5000, "' OR 1=1 --"])
def test_the_palette_answers_whatever_is_typed(client, manager, text):
    client.force_login(manager)
    response = client.get(reverse("cockpit:palette"), {"q": text})
    assert response.status_code == 200
    assert "<script" not in response.content.decode()


def test_pages_are_found_by_their_name_in_the_language_of_the_person(admin, manager):
    with translation.override("fr"):
        assert [page.view for page in pages_matching(admin, "equipes")] == ["users:team-list"]
        assert pages_matching(manager, "equipes") == []
    assert set(PERSONAL) <= set(pages_matching(manager, ""))


# --- figures ----------------------------------------------------------------------------------------------------------
def test_a_sparkline_breaks_where_nothing_is_known():
    assert sparkline_runs([0, 10, None, 5]) == [[(0.0, 18.0), (26.7, 2.0)], [(80.0, 10.0)]]
    assert sparkline_runs([None, None]) == []
    assert sparkline_runs([]) == []


def test_a_bar_stays_in_its_box_and_writes_its_lengths_with_a_dot():
    with translation.override("fr"):
        page = Template("{% load figures %}{% bar 66.5 target=120 label='Note' %}{% bar None %}").render(Context())
    assert "H66.5" in page
    assert "M100.0" in page
    assert page.count("bar-fill") == 1


# --- pieces -----------------------------------------------------------------------------------------------------------
def test_an_undo_address_of_a_message_becomes_a_button():
    messages = [{"message": "Moved", "level_tag": "success", "extra_tags": "undo:/accounts/3/restore/"}]
    page = render_to_string("_toasts.html", {"messages": messages}, RequestFactory().get("/"))
    assert 'action="/accounts/3/restore/"' in page


def test_an_empty_state_says_what_to_do():
    page = render_to_string(
        "_empty.html", {"title": "No import", "text": "Bring a file.", "url": "/x/", "action": "Go"}
    )
    assert "Bring a file." in page
    assert 'href="/x/"' in page


# --- errors -----------------------------------------------------------------------------------------------------------
def test_a_missing_page_keeps_the_menu_for_those_who_are_in_and_shows_the_door_to_others(client, manager):
    stranger = client.get("/nowhere/")
    client.force_login(manager)
    insider = client.get("/nowhere/")
    assert (stranger.status_code, insider.status_code) == (404, 404)
    assert "sidebar" not in stranger.content.decode()
    assert "sidebar" in insider.content.decode()


@pytest.mark.parametrize(("language", "words"), [("fr", "Page introuvable"), ("en", "Page not found")])
def test_a_missing_page_speaks_the_language_of_the_reader(client, manager, language, words):
    User.objects.filter(pk=manager.pk).update(language=language)
    assert words in client.get("/nowhere/", headers={"accept-language": language}).content.decode()
    client.force_login(manager)
    assert words in client.get("/nowhere/").content.decode()


@pytest.mark.parametrize(("language", "words"), [("fr", "Action non autorisée"), ("en", "Not allowed")])
def test_a_refusal_speaks_the_language_of_the_reader(rf, manager, language, words):
    request = rf.get("/")
    request.user, request.resolver_match = manager, None
    with translation.override(language):
        refusal = permission_denied(request, PermissionDenied())
    assert refusal.status_code == 403
    assert words in refusal.content.decode()


@pytest.mark.parametrize("template", ["400.html", "500.html", "403_csrf.html"])
@pytest.mark.parametrize(("language", "words"), [("fr", "Retour à mes comptes"), ("en", "Back to my accounts")])
def test_error_pages_need_neither_request_nor_database(template, language, words):
    with translation.override(language):
        page = render_to_string(template)
    assert words in page
    assert f'lang="{language}"' in page


# --- assets -----------------------------------------------------------------------------------------------------------
def test_only_the_listed_files_of_a_package_are_published(settings, tmp_path):
    (tmp_path / "dist").mkdir()
    for name in ("used.js", "unused.js"):
        (tmp_path / "dist" / name).touch()
    settings.STATICFILES_DIRS = [("vendor/thing", tmp_path / "dist")]
    settings.VENDOR = {"vendor/thing": ("thing/dist", ["used.js"])}
    finder = VendorFinder()
    assert [path for path, storage in finder.list([])] == ["used.js"]
    assert finder.find("vendor/thing/used.js")
    assert finder.find("vendor/thing/unused.js") == []


def test_every_file_that_the_pages_name_is_published(settings):
    head = (settings.BASE_DIR / "templates/_head.html").read_text()
    names = re.findall(r"{% static '([^']+)' %}", head)
    assert len(names) > 10
    assert [name for name in names if not finders.find(name)] == []


def test_every_map_that_a_published_file_names_is_published_too(settings):
    missing = []
    for prefix, (folder, files) in settings.VENDOR.items():
        storage = FileSystemStorage(settings.NODE_MODULES / folder)
        for name in (name for name in files if name.endswith((".js", ".css"))):
            found = re.search(rb"sourceMappingURL=([\w.-]+)", storage.open(name).read()[-300:])
            wanted = found and name.rpartition("/")[0] + "/" + found[1].decode()
            if wanted and wanted.lstrip("/") not in files:
                missing.append(f"{prefix}/{wanted}")
    assert missing == []
