"""The pages of a guest: what he reads, what he may say, and what the database is asked for."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Notice
from projects.models import Committee, ProjectResult, ResultRecognition, SharedProject
from projects.sharing import publish, shared_of, withdraw
from tests.factories import GuestFactory, ProjectFactory
from tests.plans.portal.conftest import come_in
from tests.projects.portal.world import SENT

pytestmark = pytest.mark.django_db


def page(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


def address(world, result=None):
    return reverse("shared:recognise", args=[world.project.pk, (result or world.result).pk])


def read(world, browser, result=None):
    """The digest that the page holds."""
    return re.search(r'name="read" value="(\w+)"', browser.get(address(world, result)).content.decode())[1]


def say(world, browser, **facts):
    told = {"read": read(world, browser), "level": "validated", "quote": "So it is"} | facts
    return browser.post(address(world), told, follow=True)


def mine(guest):
    return ResultRecognition.objects.filter(stakeholder=guest.stakeholder, channel="portal", quote="So it is")


def test_a_guest_reads_the_project_with_its_people_days_and_results(visitor, project):
    told = page(visitor, "shared:project", project.pk)
    for words in ("Pilot", "Order online", "Measure", "Paul Petit", "Signed by both", "Lyon", "We go on", "Done"):
        assert words in told, words
    for words in ("Our own check", "Careful", "They may leave", "Between us", "A draft", "drive.example", "Said"):
        assert words not in told, words


def test_a_bulletin_says_both_colours_as_its_mail_does_and_shows_no_sign_of_markdown(visitor, project):
    told = page(visitor, "shared:project", project.pk)
    assert "The figures say red; we see it better: Came" in told
    assert "Done <strong>well</strong>" in told
    content = shared_of(project)
    same = replace(content.bulletins[0], known_colour="", colour_reason="")
    SharedProject.objects.update(content=replace(content, bulletins=(same,)).to_json())
    assert "The figures say" not in page(visitor, "shared:project", project.pk)


def test_the_list_leads_to_it_and_the_page_of_plans_leads_to_the_list(visitor, project):
    assert reverse("shared:project", args=[project.pk]) in page(visitor, "shared:list")
    assert reverse("shared:list") in page(visitor, "portal:list")
    withdraw(project)
    assert "No project is shown" in page(visitor, "shared:list")
    assert reverse("shared:list") not in page(visitor, "portal:list")


def test_withdrawn_it_is_gone_at_the_next_request(visitor, project):
    url = reverse("shared:project", args=[project.pk])
    assert visitor.get(url).status_code == 200
    withdraw(project)
    assert visitor.get(url).status_code == 404


def test_a_guest_of_another_client_finds_nothing_of_it(world):
    stranger = come_in(GuestFactory())
    assert "Pilot" not in page(stranger, "shared:list")
    for name, args in world.arguments.items():
        if args:
            ask = stranger.post if name == "shared:recognition-back" else stranger.get
            assert ask(reverse(name, args=args)).status_code == 404


def test_a_result_of_another_project_cannot_be_recognised_through_this_one(world, visitor, account):
    other = ProjectResult.objects.create(project=ProjectFactory(account=account), metric="Hidden", actual=1)
    told = visitor.get(reverse("shared:recognise", args=[world.project.pk, other.pk]), follow=True).content.decode()
    assert "Hidden" not in told


def test_a_guest_recognises_a_result_in_his_words_once(world, visitor, guest):
    assert "So it is" in say(world, visitor).content.decode()
    (said,) = mine(guest)
    assert (said.level, said.channel, said.recorded_by) == ("validated", "portal", None)
    visitor.post(address(world), {"read": "-", "level": "validated"})
    assert mine(guest).count() == 1


@pytest.mark.parametrize(("level", "asks"), [("acknowledged", True), ("validated", False), ("advocated", False)])
def test_what_he_has_confirmed_elsewhere_is_not_asked_of_him_again(world, visitor, guest, level, asks):
    ResultRecognition.objects.create(
        result=world.result, stakeholder=guest.stakeholder, level=level, channel="call", recognised_on=SENT.date()
    )
    publish(world.project)
    assert (address(world) in page(visitor, "shared:project", world.project.pk)) is asks
    assert (visitor.get(address(world)).status_code == 200) is asks


def test_a_committee_is_not_named_twice(project, visitor):
    Committee.objects.update(name="Steering committee", kind=Committee.Kind.STEERING)
    publish(project)
    assert "Steering committee ·" not in page(visitor, "shared:project", project.pk).replace(
        "Steering committee · Lyon", ""
    )


def test_figures_that_have_changed_meanwhile_are_shown_again_and_nothing_he_wrote_is_lost(world, visitor, guest):
    before = read(world, visitor)
    ProjectResult.objects.filter(pk=world.result.pk).update(actual=8)
    publish(world.project)
    told = say(world, visitor, read=before).content.decode()
    assert "have changed" in told
    assert "So it is" in told
    assert not mine(guest).exists()


def test_a_guest_cannot_say_more_than_the_page_offers(world, visitor, guest):
    say(world, visitor, level="advocated")
    assert not mine(guest).exists()


def test_he_takes_back_what_he_said_and_nothing_else(world, visitor, guest):
    say(world, visitor)
    written = ResultRecognition.objects.filter(stakeholder=guest.stakeholder, channel="call").first()
    assert visitor.post(reverse("shared:recognition-back", args=[written.pk])).status_code == 404
    (said,) = mine(guest)
    visitor.post(reverse("shared:recognition-back", args=[said.pk]))
    assert not mine(guest).exists()
    assert "So it is" not in page(visitor, "shared:project", world.project.pk)


def test_nobody_takes_back_what_a_colleague_of_his_said(world, account):
    colleague = come_in(GuestFactory(account=account))
    assert colleague.post(reverse("shared:recognition-back", args=[world.recognition.pk])).status_code == 404


def test_ours_hear_of_a_recognition_in_their_language(world, visitor):
    say(world, visitor)
    notice = Notice.objects.get(user=world.project.reference_kam)
    assert world.result.metric in notice.text
    assert "Camille Roy" in notice.text
    assert notice.about == world.project


def test_what_he_writes_stays_text(world, visitor):
    told = say(world, visitor, quote="<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in told
    assert "&lt;script&gt;alert" in told


ALLOWED = {  # tables from which a page of projects may take anything: the edition, the door and the session
    "projects_sharedproject", "portal_guest", "accounts_account", "stakeholders_stakeholder", "users_user",
    "django_session",
}  # fmt: skip


@pytest.mark.parametrize("name", ["shared:list", "shared:project", "shared:recognise"])
def test_a_page_of_a_guest_reads_nothing_of_projects_but_the_edition(name, world, visitor):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page(visitor, name, *world.arguments[name])
    for query in captured.captured_queries:
        taken = re.split(r" (?:WHERE|ORDER BY|LIMIT) ", query["sql"])[0].split(" FROM ")[0]
        if query["sql"].startswith("SELECT"):
            assert set(re.findall(r'"(\w+)"\."', taken)) <= ALLOWED, query["sql"]
    assert len(captured) <= 6


def test_the_page_asks_for_as_little_of_a_large_project(world, visitor, django_assert_max_num_queries):
    content = SharedProject.objects.get(project=world.project).content
    content["tasks"] *= 50
    SharedProject.objects.filter(project=world.project).update(content=content)
    with django_assert_max_num_queries(6):
        page(visitor, "shared:project", world.project.pk)


def test_whoever_shares_reads_the_same_page_first(client, manager, account):
    client.force_login(manager)
    project = ProjectFactory(account=account, name="Pilot", purpose="Order online", budget=424242)
    told = page(client, "sharing:project", project.pk)
    assert "Order online" in told
    assert "424" not in told.replace(f"/{project.pk}/", "")
    assert not SharedProject.objects.exists()


def test_a_click_shows_it_and_another_withdraws_it(client, manager, account, visitor):
    client.force_login(manager)
    project = ProjectFactory(account=account)
    client.post(reverse("sharing:share", args=[project.pk]))
    assert visitor.get(reverse("shared:project", args=[project.pk])).status_code == 200
    client.post(reverse("sharing:withdraw", args=[project.pk]))
    assert visitor.get(reverse("shared:project", args=[project.pk])).status_code == 404


def test_a_reader_sees_the_page_without_the_button(client, reader, account):
    client.force_login(reader)
    project = ProjectFactory(account=account)
    assert reverse("sharing:share", args=[project.pk]) not in page(client, "sharing:project", project.pk)
