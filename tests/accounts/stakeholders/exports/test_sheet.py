"""What the drawings hold: facts, placed as on the map, and nothing that we think."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.stakeholders.exports.paper import fit, paged, pictured, resolution, room_on
from accounts.stakeholders.exports.sheet import SIZES, Box, Sheet, chart_sheet, clean, map_sheet
from accounts.stakeholders.exports.svg import svg
from accounts.stakeholders.models import Opinion, Place, Stakeholder, Tie
from kam import typesetting
from tests.factories import (
    ClientEntityFactory,
    InteractionFactory,
    IntroductionFactory,
    ListValueFactory,
    StakeholderFactory,
    TieFactory,
    UserFactory,
)
from tests.pdf import pages_of

ON = date(2026, 6, 1)
NASTY = '<script>alert(1)</script> & "Zoé" #x *y* $z$'


@pytest.fixture
def people(account, manager):
    """A boss, somebody under her, a vacant role; a meeting and an introduction."""
    boss = StakeholderFactory(
        account=account,
        name="Anne Ledoux",
        title="Head of purchases",
        level=1,
        entity=ClientEntityFactory(account=account, name="Nantes"),
    )
    paul = StakeholderFactory(
        account=account,
        name="Paul Mercier",
        reports_to=boss,
        function=ListValueFactory(name_fr="Achats", name_en="Purchasing"),
    )
    role = StakeholderFactory(account=account, name="Head of quality", is_placeholder=True, dotted_to=boss)
    InteractionFactory(account=account, occurred_on=date(2026, 5, 4), stakeholders=[paul], colleagues=[manager])
    IntroductionFactory(
        account=account, introducer=paul, introduced=boss, introduced_to=manager, made_on=date(2026, 5, 20)
    )
    IntroductionFactory(account=account, introducer=boss, introduced=role, introduced_to=manager)
    return boss, paul, role


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def kinds(sheet):
    return sorted(line.kind for line in sheet.lines)


def test_the_map_shows_both_sides_and_what_is_known_to_have_happened(account, people, manager, english):
    sheet = map_sheet(account, ON)
    assert {box.full for box in sheet.boxes} >= {
        "Anne Ledoux · Head of purchases · Nantes",
        "Paul Mercier · Purchasing",
        "Head of quality",
        f"{manager} · KAM",
    }
    assert kinds(sheet) == ["dotted", "introduced", "met", "reports"]
    assert [kind for kind, _words in sheet.legend] == [
        "ours",
        "theirs",
        "vacant",
        "met",
        "reports",
        "dotted",
        "introduced",
    ]


def test_the_chart_shows_their_side_with_its_lines_and_the_boss_above(account, people, english):
    sheet = chart_sheet(account, ON)
    assert kinds(sheet) == ["reports"]
    assert "Head of quality · dotted line to Anne Ledoux" in {box.full for box in sheet.boxes}
    assert {box.kind for box in sheet.boxes} == {"theirs", "vacant"}
    height = {box.lines[0]: box.y for box in sheet.boxes}
    assert height["Anne Ledoux"] < height["Paul Mercier"]


def test_the_lists_say_who_met_whom_and_who_introduced_whom(account, people, manager, english):
    everybody, met, introduced = map_sheet(account, ON).listings
    assert ["Paul Mercier", "", "Purchasing", "", "Anne Ledoux", ""] in everybody.rows
    assert met.rows == [[str(manager), "Paul Mercier", "05/04/2026"]]
    assert introduced.rows == [["Paul Mercier", "Anne Ledoux", str(manager), "05/20/2026"]]


def test_a_box_stands_where_somebody_put_it(account, people):
    Place.objects.create(account=account, stakeholder=people[0], x=1234, y=567)
    assert (1234, 567) in {(box.x, box.y) for box in map_sheet(account, ON).boxes}


def test_a_past_day_knows_nothing_of_what_came_later(account, people):
    before = map_sheet(account, date(2026, 5, 10))
    assert "introduced" not in kinds(before)
    assert "met" not in kinds(map_sheet(account, date(2026, 5, 1)))


OPINIONS = {
    "influence": 5, "attitude": -2, "attitude_on": date(2019, 7, 23), "attitude_evidence": "ZqEvidence",
    "contact_strength": 4, "relationship": 4, "relationship_target": 4, "informal_power": "inner_circle",
    "buying_roles": ["decider", "gatekeeper", "champion"], "stakes": "ZqStakes", "is_influence_confirmed": True,
    "is_attitude_confirmed": True, "is_strength_confirmed": True, "is_relationship_confirmed": True,
}  # fmt: skip


def words_of_opinions():
    """Whatever a reader could see of them, in words or as stored."""
    person = Stakeholder(**OPINIONS)
    labels = [person.get_influence_display(), person.get_attitude_display(), person.get_contact_strength_display()]
    labels += [person.get_relationship_display(), person.get_informal_power_display(), *person.buying_role_labels]
    stored = [
        "ZqEvidence",
        "ZqStakes",
        "ZqOpinion",
        "inner_circle",
        "decider",
        "gatekeeper",
        "champion",
        "2019",
        "07/23",
    ]
    ties = [str(label) for value, label in Tie.Kind.choices] + [value for value, _label in Tie.Kind.choices]
    shades = ["never met", "confirmed", "assumed", "overdue", "decides", "vetoes", "attitude", "influence", "strength"]
    return [str(word) for word in (*labels, *stored, *ties, *shades)]


@pytest.fixture
def judged(account, people, manager):
    """All of them with an opinion in every field, and every kind of tie between them."""
    boss, paul, role = people
    Stakeholder.objects.filter(account=account).update(**OPINIONS)
    Opinion.objects.create(
        stakeholder=boss, author=manager, influence=1, evidence="ZqOpinion", seen_on=date(2019, 7, 23)
    )
    TieFactory(account=account, source=boss, target=paul)
    TieFactory(account=account, source=paul, target=role, kind="in_tension_with")
    TieFactory(account=account, source=None, colleague=UserFactory(last_name="ZqPeer"), target=boss, kind="peer_of")
    return people


def test_every_field_of_opinion_has_an_unusual_value_in_this_test():
    assert OPINIONS.keys() == Stakeholder.OPINION_FIELDS


def squeezed(text):
    return text.replace(" ", "").casefold()


@pytest.mark.parametrize("what", ["map", "chart"])
def test_no_opinion_is_in_any_file(what, account, judged, client, reader):
    client.force_login(reader)
    drawing = client.get(reverse(f"stakeholders:{what}-svg", args=[account.pk])).content.decode()
    document = client.get(reverse(f"stakeholders:{what}-pdf", args=[account.pk])).content
    written = {"svg": "".join(ElementTree.fromstring(drawing).itertext()), "pdf": "".join(pages_of(document))}
    for text in written.values():
        assert squeezed("Anne Ledoux") in squeezed(text)
        assert [word for word in words_of_opinions() if squeezed(word) in squeezed(text)] == []
    assert "Zq" not in drawing


def test_opinions_change_nothing_in_the_drawing(account, people, manager, english):
    """Neither a colour nor a place nor an order tells them."""
    before = [(svg(sheet), paged(sheet, "en")) for sheet in (map_sheet(account, ON), chart_sheet(account, ON))]
    Stakeholder.objects.filter(pk=people[1].pk).update(**OPINIONS)
    TieFactory(account=account, source=people[0], target=people[1])
    TieFactory(account=account, source=people[1], target=people[2], kind="in_tension_with")
    TieFactory(account=account, source=None, colleague=UserFactory(), target=people[0], kind="peer_of")
    after = [(svg(sheet), paged(sheet, "en")) for sheet in (map_sheet(account, ON), chart_sheet(account, ON))]
    assert before == after


def test_markup_in_names_stays_text(account, english):
    StakeholderFactory(account=account, name=NASTY, title="</text><a href='x'>\x0b")
    sheet = map_sheet(account, ON)
    drawing = svg(sheet)
    root = ElementTree.fromstring(drawing)
    assert "<script" not in drawing
    assert not [each for each in root.iter() if each.tag.rpartition("}")[2] in ("script", "a")]
    assert any(NASTY in (text or "") for text in root.itertext())
    document = "".join(pages_of(typesetting.pdf("relations", paged(sheet, "en"))))
    assert "<script>alert" in document.replace(" ", "")


def test_a_long_title_goes_on_in_the_third_line_of_its_box(account, english):
    StakeholderFactory(
        account=account, name="Maud Ferrand", title="Directrice des achats et de la logistique Europe du Sud"
    )
    nantes = ClientEntityFactory(account=account, name="Nantes")
    StakeholderFactory(account=account, name="Paul Mercier", title="Buyer", entity=nantes)
    long, short = sorted(map_sheet(account, ON).boxes, key=lambda box: box.lines)[-2:]
    assert " ".join(long.lines) == "Maud Ferrand Directrice des achats et de la logistique Europe du Sud"
    assert len(long.lines) == 3
    assert short.lines == ("Paul Mercier", "Buyer", "Nantes")


def test_a_long_name_goes_on_before_the_title(account, english):
    StakeholderFactory(account=account, name="Directeur administratif et financier", title="Finance")
    assert chart_sheet(account, ON).boxes[-1].lines == ("Directeur", "administratif et financier", "Finance")


def test_the_bounds_hold_every_line(account, english):
    boss = StakeholderFactory(account=account)
    StakeholderFactory.create_batch(6, account=account, reports_to=boss)
    StakeholderFactory(account=account, reports_to=StakeholderFactory(account=account, reports_to=boss))
    sheet = chart_sheet(account, ON)
    left, top, right, bottom = sheet.bounds
    points = [point for line in sheet.lines for point in line.points]
    assert all(left < x < right and top < y < bottom for x, y in points)
    assert min(x for x, _y in points) < min(box.x for box in sheet.boxes) - 84


def test_the_lines_of_the_map_have_no_days_beside_them(account, people, english):
    assert "05/04/2026" not in svg(map_sheet(account, ON))


def test_a_text_is_one_clean_line():
    assert clean(" a\x00\nb \x0b\tc ") == "a b c"


@pytest.mark.parametrize(
    ("width", "height", "paper", "pages"),
    [(1000, 600, "a4", 1), (1900, 900, "a3", 1), (4000, 2200, "a3", 4), (300, 9000, "a3", 7)],
)
def test_the_paper_is_the_smallest_on_which_the_drawing_is_readable(width, height, paper, pages):
    fitted = fit(width, height)
    assert (fitted.paper, fitted.across * fitted.down) == (paper, pages)
    assert fitted.scale * SIZES[-1] >= 4.2


def test_every_box_of_a_large_drawing_is_whole_on_some_page(account, english):
    StakeholderFactory.create_batch(150, account=account)
    sheet = map_sheet(account, ON)
    printed = paged(sheet, "en")
    across, down = room_on(printed["paper"])
    whole = set()
    for page in printed["pages"]:
        for box in page["boxes"]:
            (x, y), (width, height) = box["at"], page["box"]
            if x >= 0 and y >= 0 and x + width <= across + 0.01 and y + height <= down + 0.01:
                whole.add(box["lines"])
    assert len(printed["pages"]) > 1
    assert {box.lines for box in sheet.boxes} <= whole


def test_an_empty_account_has_a_drawing_too(account, english):
    for sheet in (map_sheet(account, ON), chart_sheet(account, ON)):
        assert ElementTree.fromstring(svg(sheet)).tag.endswith("svg")
        assert pages_of(typesetting.pdf("relations", paged(sheet, "en")))


def test_pages_are_numbered_and_say_title_and_day(account, people, english):
    document = typesetting.pdf("relations", paged(map_sheet(account, ON), "en"))
    pages = [page.replace(" ", "") for page in pages_of(document)]
    assert all(f"Relationswith{account}".replace(" ", "") in page for page in pages)
    assert "AsofJune1,2026" in pages[0]
    assert [f"{number}/{len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)


def test_an_image_is_one_page_of_a_bearable_size(account, people, english):
    sheet = map_sheet(account, ON)
    assert typesetting.png("relations", pictured(sheet, "en"), ppi=resolution(sheet))[1:4] == b"PNG"
    assert 96 <= resolution(sheet) <= 192


@pytest.mark.parametrize(("width", "height"), [(100, 50), (4000, 2000), (5000, 5000), (30_000, 20_000)])
def test_an_image_stays_within_what_a_server_bears(width, height):
    boxes = [Box("theirs", 0, 0, ("A",), "A"), Box("theirs", width, height, ("B",), "B")]
    sheet = Sheet("", "", boxes, [])
    left, top, right, bottom = sheet.bounds
    a_unit = resolution(sheet) / 96
    assert (right - left) * (bottom - top) * a_unit**2 <= 40_000_001
    assert a_unit <= 2


def test_the_queries_do_not_grow_with_the_people(account, people, manager, django_assert_max_num_queries):
    for n in range(20):
        person = StakeholderFactory(
            account=account, entity=ClientEntityFactory(account=account), function=ListValueFactory()
        )
        InteractionFactory(
            account=account, occurred_on=ON - timedelta(days=n), stakeholders=[person], colleagues=[UserFactory()]
        )
        IntroductionFactory(account=account, introducer=people[1], introduced=person, introduced_to=manager, made_on=ON)
    with django_assert_max_num_queries(14):
        map_sheet(account, ON)


@pytest.mark.parametrize("what", ["map", "chart"])
@pytest.mark.parametrize(("kind", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_each_file_is_what_it_says_and_is_saved_under_a_name(what, kind, start, account, people, client, manager):
    client.force_login(manager)
    response = client.get(reverse(f"stakeholders:{what}-{kind}", args=[account.pk]), {"on": "2026-05-10"})
    assert response.content.startswith(start)
    assert response.headers["Content-Disposition"].endswith(f'-{what}-2026-05-10.{kind}"')
    assert response.headers["Content-Disposition"].startswith("attachment")
