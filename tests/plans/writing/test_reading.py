"""The director reads a plan section by section; what he notes becomes the remarks of the move."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.content import content_of
from plans.health import Kind
from plans.models import Figure, Passage, SectionReading, Status
from plans.moves import move_plan
from plans.versions import renew
from plans.writing.pulse import facts_of
from tests.factories import EndorsementFactory, PassageFactory, PlanFactory, SectionCommentFactory
from tests.plans.conftest import put

NOW = timezone.make_aware(datetime(2026, 3, 2, 10))


@pytest.fixture
def waiting(full_plan):
    return put(full_plan, Status.INTERNAL_VALIDATION)


@pytest.fixture
def chair(client, director):
    """The browser of the director."""
    client.force_login(director)
    return client


def turn(client, plan, section, text="", to=""):
    return client.post(reverse("plans:section-reading", args=[plan.pk, section]), {"text": text, "to": to})


def read(client, plan, section):
    return client.get(reverse("plans:section-reading", args=[plan.pk, section])).content.decode()


def test_the_reading_begins_where_the_director_left_it(chair, waiting):
    begin = reverse("plans:reading", args=[waiting.pk])
    assert chair.get(begin).url.endswith("/reading/governance/")
    turn(chair, waiting, "governance", to="summary")
    assert chair.get(begin).url.endswith("/reading/summary/")


def test_turning_a_page_ticks_it_and_keeps_the_remark(chair, waiting, director):
    answer = turn(chair, waiting, "market", "Which segments?", to="competition")
    assert answer.url == reverse("plans:section-reading", args=[waiting.pk, "competition"])
    note = SectionReading.objects.get()
    assert (note.reader, note.section, note.text) == (director, "market", "Which segments?")
    content = read(chair, waiting, "market")
    assert "Which segments?" in content
    assert content.count("bi-check-circle-fill") == 1


def test_a_remark_that_is_too_long_stays_on_the_page(chair, waiting):
    answer = turn(chair, waiting, "market", "x" * 5_001, to="summary")
    assert answer.status_code == 200
    assert "x" * 5_001 in answer.content.decode()


def test_the_remarks_await_the_director_where_he_sends_the_plan_back_and_are_spent_by_it(chair, waiting):
    turn(chair, waiting, "market", "Which segments?")
    page = chair.get(reverse("plans:move", args=[waiting.pk, "analysis"]))
    form = page.context["form"]
    assert form["remark-market"].value() == "Which segments?"
    chair.post(
        reverse("plans:move", args=[waiting.pk, "analysis"]), {"comment": "", "remark-market": "Which segments?"}
    )
    assert waiting.moves.first().remarks.get().text == "Which segments?"
    assert not SectionReading.objects.exists()


def test_the_notes_of_one_director_are_not_read_by_the_kam(client, waiting, manager, director):
    SectionReading.objects.create(plan=waiting, reader=director, section="market", text="CANARY")
    client.force_login(manager)
    assert "CANARY" not in client.get(waiting.get_absolute_url()).content.decode()
    assert client.get(reverse("plans:section-reading", args=[waiting.pk, "market"])).status_code == 404


def test_a_plan_that_does_not_wait_is_not_read_so(chair, full_plan):
    assert chair.get(reverse("plans:reading", args=[full_plan.pk])).status_code == 404


def test_what_changed_since_he_last_let_it_go_is_shown_and_marked(chair, waiting, manager, director):
    assert "What changed since" not in read(chair, waiting, "market")
    plan = move_plan(waiting, to=Status.ANALYSIS, by=director, at=NOW, comment="More")
    Passage.objects.filter(plan=plan, section="market", field="size").update(text="Forty-one billion")
    plan = move_plan(plan, to=Status.INTERNAL_VALIDATION, by=manager, at=NOW)
    content = read(chair, plan, "market")
    assert "<ins>Forty-one billion</ins>" in content
    assert "What changed since" not in read(chair, plan, "charter")


def test_figures_that_cannot_be_checked_and_open_comments_stand_beside_the_section(chair, waiting):
    Figure.objects.filter(plan=waiting, section="market").update(source="")
    SectionCommentFactory(plan=waiting, text="Still true?")
    content = read(chair, waiting, "market")
    assert "cannot be checked" in content
    assert "Still true?" in content


@pytest.mark.parametrize("section", ["governance", "swot", "tows", "priorities", "objectives", "actions", "risks"])
def test_each_kind_of_section_shows_what_it_holds(chair, waiting, section):
    rows = {"swot": waiting.swot, "tows": waiting.options, "governance": None}.get(section) or getattr(
        waiting, section, None
    )
    content = read(chair, waiting, section)
    assert rows is None or str(rows.first()) in content


# --- the facts of the health -----------------------------------------------------------------------


def facts(plan):
    return facts_of(plan, content_of(plan), NOW.date())


def test_a_comment_is_a_word_said_of_its_section_and_its_line(full_plan):
    priority = full_plan.priorities.first()
    SectionCommentFactory(plan=full_plan, section="priorities", line=priority.lineage)
    found = facts(full_plan)
    assert found.discussed == {"priorities"}
    assert found.spoken == {str(priority.lineage)}


def test_a_long_passage_that_an_earlier_plan_holds_word_for_word_is_copied(plan):
    text = "The market of packaging is worth forty-one billion euros in Europe, of which two thirds are local."
    earlier = PlanFactory(created_at=plan.created_at - timedelta(days=1))
    PassageFactory(plan=earlier, text=text)
    mine = PassageFactory(plan=plan, text=text)
    PassageFactory(plan=plan, field="growth", text="Short")
    PassageFactory(plan=earlier, field="growth", text="Short")
    assert facts(plan).copied == {"market.size"}
    assert facts(earlier).copied == frozenset()
    mine.text = f"{text} So we say."
    mine.save()
    assert facts(plan).copied == frozenset()


def test_a_new_version_copies_nothing_from_the_one_that_it_comes_from(plan):
    text = "The market of packaging is worth forty-one billion euros in Europe, of which two thirds are local."
    PassageFactory(plan=plan, text=text)
    told = {"previous": plan, "account": plan.account, "created_at": plan.created_at + timedelta(days=1)}
    version = PlanFactory(version=2, starts_on=date(2040, 1, 1), ends_on=date(2042, 12, 31), **told)
    PassageFactory(plan=version, text=text)
    assert facts(version).copied == frozenset()


def test_what_was_agreed_to_in_last_years_plan_does_not_count_for_a_copy_of_it(full_plan):
    priority = full_plan.priorities.first()
    EndorsementFactory(priority=priority, digest=priority.words_digest)
    years = {"starts_on": date(2040, 1, 1), "ends_on": date(2042, 12, 31)}
    fresh = PlanFactory(account=full_plan.account, **years)
    renew(full_plan, fresh)
    assert facts(full_plan).endorsed == {str(priority.lineage)}
    assert facts(fresh).endorsed == frozenset()


def test_the_history_tells_when_a_section_was_last_written(plan):
    PassageFactory(plan=plan, section="charter", field="scope")
    assert facts(plan).touched == {"charter": timezone.localdate()}


def test_the_health_of_a_plan_is_shown_with_reasons_that_lead_where_they_are_mended(client, manager, full_plan):
    client.force_login(manager)
    page = client.get(reverse("plans:health", args=[full_plan.pk]))
    kinds = {reason.kind for reason in page.context["health"].reasons}
    assert {Kind.SILENT, Kind.UNSPOKEN} <= kinds
    assert reverse("plans:section", args=[full_plan.pk, "governance"]) in page.content.decode()


def test_the_health_asks_the_same_number_of_questions_of_a_large_plan(
    client, manager, full_plan, django_assert_max_num_queries
):
    for _number in range(20):
        SectionCommentFactory(plan=full_plan)
    client.force_login(manager)
    with django_assert_max_num_queries(26):
        client.get(reverse("plans:health", args=[full_plan.pk]))


# --- what stands against a move --------------------------------------------------------------------


def test_each_reason_against_a_move_leads_to_where_it_is_mended(client, manager, plan):
    client.force_login(manager)
    content = client.get(reverse("plans:move", args=[put(plan, Status.ANALYSIS).pk, "internal_validation"])).content
    for address in (
        reverse("plans:section", args=[plan.pk, "market"]),
        reverse("plans:swot", args=[plan.pk]),
        reverse("plans:strategy", args=[plan.pk]),
    ):
        assert f'<li><a href="{address}">'.encode() in content
