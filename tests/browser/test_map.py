"""The mêlée map in a real Chromium: built by mouse, built by keyboard, seen as of a past day."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Account
from accounts.stakeholders.models import Place, Stakeholder, Tie
from tests.factories import InteractionFactory, MembershipFactory, StakeholderFactory, TieFactory

MAP = "document.querySelector('[data-map]').map"


@pytest.fixture
def at(page, sign_in):
    """`at(account, user)`: the map of the account, drawn for that person."""

    def opened(account, user, query=""):
        sign_in(user)
        page.goto(f"/accounts/{account.pk}/map/{query}")
        page.wait_for_selector("[data-map][data-drawn]")
        return page

    return opened


def box(page, key):
    """The middle of a box on the screen."""
    place = page.evaluate(f"key => {MAP}.cy.$id(key).renderedPosition()", key)
    corner = page.locator(".map-canvas").bounding_box()
    return corner["x"] + place["x"], corner["y"] + place["y"]


def position(page, key):
    place = page.evaluate(f"key => {MAP}.cy.$id(key).position()", key)
    return round(place["x"]), round(place["y"])


def drag(page, start, end):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def save(page):
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()


def join(page, first, second):
    """Pull the handle of a box to another one."""
    page.mouse.move(*box(page, first))
    handle = page.locator(".map-handle")
    expect(handle).to_be_visible()
    corner = handle.bounding_box()
    drag(page, (corner["x"] + 11, corner["y"] + 11), box(page, second))
    save(page)


def joined(page, lines):
    page.wait_for_function(f"lines => {MAP}.cy.edges().length === lines", arg=lines)


def drawn(page, theirs):
    """Wait until so many of theirs are drawn, beside the KAM and his director."""
    expect(page.locator("[data-map]")).to_have_attribute("data-drawn", str(theirs + 2))


def faded(page):
    return set(page.evaluate(f"{MAP}.cy.nodes('.box.faded').map(box => box.data('name'))"))


def shown(page):
    return set(page.evaluate(f"{MAP}.cy.nodes('.box').not('.faded').map(box => box.data('name'))"))


def test_a_map_is_built_from_nothing_by_mouse_and_stays_where_it_was_put(page, at, account, manager):
    at(account, manager)
    expect(page.get_by_text("Nobody on the map yet")).to_be_visible()
    corner = page.locator(".map-canvas").bounding_box()
    for name, left in (("Anne Roy", 250), ("Paul Sarre", 560)):
        page.mouse.dblclick(corner["x"] + left, corner["y"] + 400)
        page.get_by_role("dialog").get_by_label("Name").fill(name)
        save(page)
    drawn(page, 2)
    anne, paul = Stakeholder.objects.order_by("name")
    key, ours = f"t{anne.pk}", f"o{manager.pk}"
    assert box(page, key) == pytest.approx((corner["x"] + 250, corner["y"] + 400), abs=2)

    join(page, ours, key)
    joined(page, 1)
    join(page, key, f"t{paul.pk}")
    joined(page, 2)
    ties = Tie.objects.order_by("pk").values_list("kind", "colleague", "source", "target")
    assert list(ties) == [("peer_of", manager.pk, None, anne.pk), ("influences", None, anne.pk, paul.pk)]

    x, y = box(page, key)
    with page.expect_response(re.compile("places")):
        drag(page, (x, y), (x - 60, y + 80))
    expect(page.get_by_text("Place saved.")).to_be_visible()
    there = position(page, key)
    page.reload()
    page.wait_for_selector("[data-map][data-drawn]")
    assert position(page, key) == there
    assert Place.objects.filter(stakeholder=anne).values_list("x", "y").get() == there

    page.get_by_role("button", name="Tidy up").click()
    page.get_by_role("dialog").get_by_role("button", name="Tidy up").click()
    page.wait_for_function(f"key => {MAP}?.drawing && {MAP}.cy.$id(key).position('x') !== {there[0]}", arg=key)
    assert not Place.objects.exists()


def test_the_same_map_is_built_by_keyboard_alone(page, at, account, manager):
    at(account, manager)
    for name in ("Anne Roy", "Paul Sarre"):
        page.get_by_role("link", name="Add a person").press("Enter")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").press("Control+A")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
    drawn(page, 2)
    anne, paul = Stakeholder.objects.order_by("name")
    people = page.get_by_role("region", name="The map as a list")
    for lines, (first, second) in enumerate(((manager, "Anne Roy"), ("Anne Roy", "Paul Sarre")), 1):
        people.get_by_role("button", name=str(first)).press("Enter")
        expect(page.locator("#map-panel-title")).to_be_focused()
        page.get_by_role("button", name="Join to…").press("Enter")
        people.get_by_role("button", name=second).press("Enter")
        page.get_by_role("dialog").get_by_role("button", name="Save").press("Enter")
        expect(page.get_by_role("dialog")).to_be_hidden()
        joined(page, lines)
    assert set(Tie.objects.values_list("kind", "target__name")) == {
        ("peer_of", "Anne Roy"),
        ("influences", "Paul Sarre"),
    }

    people.get_by_role("button", name="Anne Roy").press("Enter")
    before = position(page, f"t{anne.pk}")
    with page.expect_response(re.compile("places")):
        page.get_by_role("application").press("Shift+ArrowRight")
    assert position(page, f"t{anne.pk}") == (before[0] + 24, before[1])
    page.get_by_role("button", name="Neighbours").press("Enter")
    assert shown(page) == {str(manager), "Anne Roy", "Paul Sarre"}
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add a report").press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Reports to")).to_have_value(str(anne.pk))


def test_the_way_to_a_person_stands_out_with_its_words(page, at, account, manager):
    today = timezone.localdate()
    warm = {"attitude": 2, "attitude_on": today, "contact_strength": 3}
    anne = StakeholderFactory(account=account, name="Anne Roy", **warm)
    aim = StakeholderFactory(account=account, name="Hervé Morel", influence=5)
    StakeholderFactory(account=account, name="Zoé Aside")
    InteractionFactory(account=account, occurred_on=today, stakeholders=[anne], colleagues=[manager])
    TieFactory(account=account, source=anne, target=aim)
    at(account, manager)
    expect(page.get_by_text("0 / 1")).to_be_visible()
    page.locator("#map-aside").get_by_role("button", name="Hervé Morel never met").click()
    page.get_by_role("button", name="Path to this person").click()
    expect(page.locator("#map-door")).to_contain_text("Anne Roy has influence on Hervé Morel.")
    expect(page.locator(".map-say")).to_contain_text(f"{manager} → Anne Roy → Hervé Morel")
    assert faded(page) == {"Zoé Aside", str(manager.team.director)}
    assert page.evaluate(f"{MAP}.cy.edges('.lit').map(edge => edge.data('kind'))") == ["knows", "influences"]
    page.keyboard.press("Escape")
    assert faded(page) == set()


def test_filters_fade_and_stay_in_the_address(page, at, account, manager):
    StakeholderFactory(account=account, name="Anne Roy", influence=5)
    StakeholderFactory(account=account, name="Paul Sarre", influence=2)
    at(account, manager)
    page.get_by_label("Influence at least").select_option("4")
    assert faded(page) == {"Paul Sarre"}
    assert "influence=4" in page.url
    page.reload()
    page.wait_for_selector("[data-map][data-drawn]")
    assert faded(page) == {"Paul Sarre"}
    page.get_by_role("button", name="Show everybody").click()
    assert (faded(page), "influence" in page.url) == (set(), False)


def backdate(model, pk, days):
    """As if the database had recorded everything about this row so many days ago."""
    with connection.cursor() as cursor:
        sql = f"UPDATE {model._meta.db_table}event SET pgh_created_at = now() - %s WHERE pgh_obj_id = %s"
        cursor.execute(sql, [timedelta(days=days), pk])


def test_the_slider_shows_a_past_day_and_what_changed_since(page, at, account, manager):
    Account.objects.filter(pk=account.pk).update(created_at=timezone.now() - timedelta(days=90))
    anne = StakeholderFactory(account=account, name="Anne Roy", title="Buyer")
    backdate(Stakeholder, anne.pk, 60)
    Stakeholder.objects.filter(pk=anne.pk).update(title="Head of purchasing")
    StakeholderFactory(account=account, name="Paul Sarre")
    at(account, manager)
    drawn(page, 2)
    slider = page.get_by_role("slider")
    slider.press("PageDown")
    drawn(page, 1)
    expect(page.locator("[data-map-since]")).to_have_text("New since then: Paul Sarre. Changed since then: Anne Roy.")
    assert page.evaluate(f"{MAP}.cy.$id('t{anne.pk}').data('head')") == "Buyer"
    expect(page.get_by_role("link", name="Add a person")).to_be_hidden()
    assert "on=" in page.url
    day = timezone.localdate() - timedelta(days=30)
    expect(slider).to_have_attribute("aria-valuetext", f"{day:%B} {day.day}, {day.year}")
    x, y = box(page, f"t{anne.pk}")
    drag(page, (x, y), (x + 50, y))
    page.get_by_role("button", name="Today").click()
    drawn(page, 2)
    assert not Place.objects.exists()


def test_a_reader_looks_and_drags_without_saving(page, at, account, reader):
    anne = StakeholderFactory(account=account, name="<b>Anne</b> Roy")
    at(account, reader)
    before = position(page, f"t{anne.pk}")
    x, y = box(page, f"t{anne.pk}")
    drag(page, (x, y), (x + 80, y + 30))
    assert position(page, f"t{anne.pk}") != before
    page.mouse.click(*box(page, f"t{anne.pk}"))
    expect(page.locator("#map-panel-title")).to_have_text("<b>Anne</b> Roy")
    expect(page.get_by_role("button", name="Join")).to_have_count(0)
    assert not Place.objects.exists()


def test_a_place_that_is_refused_is_said(page, at, account, manager):
    anne = StakeholderFactory(account=account, name="Anne Roy")
    at(account, manager)
    Stakeholder.objects.all().delete()
    x, y = box(page, f"t{anne.pk}")
    drag(page, (x, y), (x + 80, y + 30))
    expect(page.locator(".map-say")).to_contain_text("Somebody has removed one of these people meanwhile")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_map(scheme, page, at, axe, account, manager):
    page.emulate_media(color_scheme=scheme)
    anne = StakeholderFactory(account=account, name="Anne Roy")
    MembershipFactory(account=account)
    at(account, manager)
    page.mouse.click(*box(page, f"t{anne.pk}"))
    expect(page.locator("#map-panel-title")).to_be_visible()
    page.get_by_text("Legend").click()
    assert axe() == []
    page.get_by_role("link", name="Add a person").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe() == []


def test_the_map_fits_a_phone_and_its_text_stays_readable(page, at, account, manager):
    page.set_viewport_size({"width": 360, "height": 740})
    for place in range(14):
        StakeholderFactory(account=account, level=place % 3)
    at(account, manager)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate(f"{MAP}.cy.zoom()") >= 0.8
    drawn(page, 14)
