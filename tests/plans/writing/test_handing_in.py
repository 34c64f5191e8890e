"""What is saved while the plan is handed in: it comes in before, or is refused in words with the text kept."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.urls import reverse

from plans.models import AccountPlan, Passage, Status
from tests.factories import MembershipFactory, PassageFactory, SectionChargeFactory, SwotItemFactory, UserFactory
from tests.plans.conftest import put

HANDED_IN = "has been handed in since you opened this page"


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def meanwhile(plan, act):
    """What `act` answers when it begins while another connection hands the plan in, and ends after that."""
    frozen, answers = Event(), []

    def hand_in():
        with transaction.atomic():
            row = AccountPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
            row.status = Status.INTERNAL_VALIDATION
            row.save(update_fields=["status"])
            frozen.set()
            other.join(timeout=1)  # the other would have ended long ago if it did not wait
        connection.close()

    def send():
        frozen.wait(timeout=20)
        answers.append(act())
        connection.close()

    first, other = Thread(target=hand_in), Thread(target=send)
    for thread in (first, other):
        thread.start()
    for thread in (first, other):
        thread.join(timeout=30)
    return answers[0]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_passage_sent_while_the_plan_is_handed_in_is_refused_and_stays_on_the_page(client, manager, plan):
    client.force_login(manager)
    address = reverse("plans:passage-edit", args=[plan.pk, "market", "size"])
    answer = meanwhile(plan, lambda: client.post(address, {"text": "Forty-one billion"}))
    content = answer.content.decode()
    assert HANDED_IN in content
    assert "Forty-one billion" in content
    assert not Passage.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_line_deleted_while_the_plan_is_handed_in_stays(client, manager, plan):
    item = SwotItemFactory(plan=plan)
    client.force_login(manager)
    answer = meanwhile(plan, lambda: client.post(reverse("plans:swot-delete", args=[item.pk])))
    assert answer.status_code == 302
    assert plan.swot.count() == 1


@pytest.mark.parametrize(
    ("name", "more", "data"),
    [
        ("plans:passage-edit", ["market", "size"], {"text": "Kept"}),
        ("plans:swot-create", [], {"quadrant": "strength", "text": "Kept", "weight": 3}),
        ("plans:edit", [], {"starts_on": "2026-01-01", "ends_on": "2028-12-31", "investment": "4321"}),
    ],
)
def test_what_is_sent_after_the_plan_was_handed_in_is_refused_in_words(desk, plan, name, more, data):
    put(plan, Status.INTERNAL_VALIDATION)
    content = desk.post(reverse(name, args=[plan.pk, *more]), data).content.decode()
    assert HANDED_IN in content
    assert ("Kept" if "text" in data else "4321") in content
    assert not Passage.objects.exists()
    assert not plan.swot.exists()


def test_a_line_changed_after_the_plan_was_handed_in_stays_as_it_was(desk, plan):
    item = SwotItemFactory(plan=plan, text="Before")
    put(plan, Status.INTERNAL_VALIDATION)
    answer = desk.post(
        reverse("plans:swot-edit", args=[item.pk]), {"quadrant": "strength", "text": "After", "weight": 3}
    )
    assert HANDED_IN in answer.content.decode()
    item.refresh_from_db()
    assert item.text == "Before"


def test_whoever_writes_a_passage_first_is_not_overwritten_by_whoever_had_it_open_empty(desk, plan):
    address = reverse("plans:passage-edit", args=[plan.pk, "market", "size"])
    form = desk.get(address).context["form"]
    opened = {name: form[name].value() for name in ("version", "seen")}
    PassageFactory(plan=plan, section="market", field="size", text="Theirs")
    content = desk.post(address, {"text": "Mine", **opened}).content.decode()
    assert "Theirs" in content
    assert "Mine" in content
    assert Passage.objects.get().text == "Theirs"


# --- who is in charge of a section -----------------------------------------------------------------


@pytest.fixture
def expert(account, plan):
    """Of the account team, without the right to change the account; in charge of the market."""
    member = MembershipFactory(account=account).user
    SectionChargeFactory(plan=plan, section="market", user=member)
    return member


def writes(client, person, plan, section, field):
    """What the person gets when he sends a passage: 302 saved, 200 refused in words, 404 not his."""
    client.force_login(person)
    address = reverse("plans:passage-edit", args=[plan.pk, section, field])
    return client.post(address, {"text": "Written"}).status_code


@pytest.mark.parametrize(
    ("status", "section", "expected"),
    [
        (Status.DRAFT, "market", 302),
        (Status.ANALYSIS, "market", 302),
        (Status.INTERNAL_VALIDATION, "market", 200),
        (Status.CLIENT_COWRITING, "market", 200),
        (Status.IN_EXECUTION, "market", 200),
        (Status.ARCHIVED, "market", 200),
        (Status.DRAFT, "charter", 404),
        (Status.ANALYSIS, "charter", 404),
        (Status.CLIENT_COWRITING, "charter", 404),
    ],
)
def test_an_expert_writes_his_section_until_the_plan_is_handed_in_and_no_other(
    client, plan, expert, status, section, expected
):
    put(plan, status)
    field = {"market": "size", "charter": "scope"}[section]
    assert writes(client, expert, plan, section, field) == expected
    assert Passage.objects.exists() == (expected == 302)


LINES = {
    "swot": ("swot", {"quadrant": "strength", "text": "Line", "weight": 3}),
    "risk": ("risks", {"text": "Line", "probability": 3, "impact": 3}),
    "priority": ("priorities", {"title": "Line"}),
    "objective": ("objectives", {"title": "Line", "measure": "manual"}),
    "action": ("actions", {"title": "Line", "due_on": "2026-06-01", "weight": 3, "progress": 0}),
    "figure": ("market", {"section": "market", "label": "Line", "value": "1"}),
}


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize("is_his", [True, False])
def test_an_expert_adds_changes_and_deletes_the_lines_of_his_section_only(client, account, plan, kind, is_his):
    section, facts = LINES[kind]
    member = MembershipFactory(account=account).user
    SectionChargeFactory(plan=plan, section=section if is_his else "charter", user=member)
    client.force_login(member)
    made = client.post(reverse(f"plans:{kind}-create", args=[plan.pk]), facts)
    assert made.status_code == (302 if is_his else 404)
    model = {"figure": "figures", "swot": "swot", "risk": "risks", "priority": "priorities"}.get(kind, f"{kind}s")
    rows = getattr(plan, model)
    assert rows.count() == is_his
    if is_his:
        row = rows.get()
        assert client.get(reverse(f"plans:{kind}-edit", args=[row.pk])).status_code == 200
        assert client.post(reverse(f"plans:{kind}-delete", args=[row.pk])).status_code == 302
        assert not rows.exists()


def test_an_expert_puts_no_figure_into_a_section_of_others(client, plan, expert):
    client.force_login(expert)
    address = reverse("plans:figure-create", args=[plan.pk])
    offered = client.get(f"{address}?section=market").context["form"].fields["section"].choices
    assert [key for key, _title in offered] == ["market"]
    assert client.post(address, {"section": "financials", "label": "X", "value": "1"}).status_code == 404
    assert not plan.figures.exists()


def test_a_charge_opens_nothing_to_whoever_no_longer_sees_the_account(client, plan):
    stranger = UserFactory()
    SectionChargeFactory(plan=plan, section="market", user=stranger)
    assert writes(client, stranger, plan, "market", "size") == 404


def test_an_expert_neither_moves_the_plan_nor_changes_its_period(client, plan, expert):
    client.force_login(expert)
    assert client.post(reverse("plans:edit", args=[plan.pk])).status_code == 404
    assert client.get(reverse("plans:move", args=[plan.pk, "analysis"])).status_code == 404
