"""A section written by several: autosave, comments, and what the page offers to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from plans.models import Passage, SectionComment, Status
from tests.factories import (
    FigureFactory,
    PassageFactory,
    SectionChargeFactory,
    SectionCommentFactory,
    SwotItemFactory,
)
from tests.plans.conftest import put


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def autosave(client, plan, text, section="market", field="size", **data):
    address = reverse("plans:passage-autosave", args=[plan.pk, section, field])
    return client.post(address, {"text": text, **data})


def read(client, plan, section="market", **query):
    return client.get(reverse("plans:section", args=[plan.pk, section]), query).content.decode()


# --- autosave --------------------------------------------------------------------------------------


def test_an_autosave_answers_with_its_hour_the_text_as_it_reads_and_the_next_token(desk, plan):
    first = autosave(desk, plan, "**Forty** billion", version=0, seen=0).json()
    assert first["told"].startswith("saved at ")
    assert "<strong>Forty</strong>" in first["html"]
    second = autosave(desk, plan, "Forty-one", version=first["version"], seen=first["version"])
    assert second.status_code == 200
    assert second.json()["version"] > first["version"]
    assert Passage.objects.get().text == "Forty-one"


def test_an_autosave_on_an_old_token_is_a_conflict_and_changes_nothing(desk, plan):
    token = autosave(desk, plan, "Mine", version=0, seen=0).json()["version"]
    Passage.objects.update(text="Theirs")
    answer = autosave(desk, plan, "Mine, longer", version=token, seen=token)
    assert (answer.status_code, answer.json()["conflict"]) == (409, True)
    assert Passage.objects.get().text == "Theirs"


def test_the_comparison_keeps_both_texts_and_the_choice_decides(desk, plan):
    token = autosave(desk, plan, "Mine", version=0, seen=0).json()["version"]
    Passage.objects.update(text="Theirs")
    address = reverse("plans:passage-edit", args=[plan.pk, "market", "size"])
    page = desk.post(address, {"text": "Mine, longer", "version": token, "seen": token})
    assert "Theirs" in page.content.decode()
    assert "Mine, longer" in page.content.decode()
    seen = page.context["form"]["seen"].value()
    answer = desk.post(address, {"text": "Mine, longer", "version": token, "seen": seen, "keep-text": "mine"})
    assert answer.status_code == 302
    assert Passage.objects.get().text == "Mine, longer"


def test_a_text_saved_again_unchanged_leaves_no_line_in_the_history(desk, plan):
    token = autosave(desk, plan, "Same", version=0, seen=0).json()["version"]
    assert autosave(desk, plan, "Same", version=token, seen=token).json()["version"] == token
    assert Passage.pgh_event_model.objects.count() == 1


def test_an_autosave_of_a_hundred_thousand_characters_is_refused_in_words(desk, plan):
    answer = autosave(desk, plan, "<script>alert(1)</script>" * 4000)
    assert answer.status_code == 422
    assert "at most" in answer.json()["error"]
    assert not Passage.objects.exists()


def test_an_autosave_after_the_plan_was_handed_in_is_refused_in_words(desk, plan):
    put(plan, Status.INTERNAL_VALIDATION)
    answer = autosave(desk, plan, "Late")
    assert answer.status_code == 422
    assert "has been handed in" in answer.json()["error"]


def test_scripts_in_a_text_are_answered_as_text(desk, plan):
    html = autosave(desk, plan, "<img src=x onerror=alert(1)> [x](javascript:alert(1))").json()["html"]
    assert "<img" not in html
    assert "href=" not in html


def test_the_client_reads_a_text_once_it_is_done_and_not_each_word_of_it(desk, plan):
    put(plan, Status.CLIENT_COWRITING)
    autosave(desk, plan, "Half a sen")
    assert not plan.shared_editions.exists()
    token = Passage.pgh_event_model.objects.latest("pk").pk
    autosave(desk, plan, "Half a sentence.", version=token, seen=token, done="1")
    assert plan.shared_editions.get().content["passages"] == {"market.size": "Half a sentence."}


@pytest.mark.parametrize("verb", ["create", "edit", "delete"])
def test_the_client_reads_a_line_as_soon_as_it_is_changed(desk, plan, verb):
    put(plan, Status.CLIENT_COWRITING)
    row = FigureFactory(plan=plan, label="Before", section="market")
    facts = {"section": "market", "label": "After", "value": "1"}
    desk.post(reverse(f"plans:figure-{verb}", args=[plan.pk if verb == "create" else row.pk]), facts)
    labels = {figure["label"] for figure in plan.shared_editions.first().content["figures"]}
    assert labels == {"create": {"Before", "After"}, "edit": {"After"}, "delete": set()}[verb]


# --- what the page offers --------------------------------------------------------------------------


def test_the_page_is_written_in_place_by_whoever_may_and_only_read_by_the_others(client, plan, manager, reader):
    PassageFactory(plan=plan)
    for person, count in ((manager, 5), (reader, 0)):
        client.force_login(person)
        assert read(client, plan).count("data-autosave=") == count


def test_an_expert_finds_the_forms_of_his_section_only(client, plan, reader):
    SectionChargeFactory(plan=plan, user=reader)
    client.force_login(reader)
    assert "data-autosave=" in read(client, plan)
    assert "data-autosave=" not in read(client, plan, "charter")


def test_a_text_that_is_too_long_is_not_cut_by_the_browser(desk, plan):
    assert "maxlength" not in read(desk, plan).split('class="passage-form"')[1].split("</form>")[0]


def test_the_number_of_queries_does_not_grow_with_what_is_said(desk, plan, django_assert_max_num_queries):
    for _number in range(10):
        SectionCommentFactory(plan=plan)
        SectionChargeFactory(plan=plan)
        FigureFactory(plan=plan)
    with django_assert_max_num_queries(26):
        read(desk, plan)


# --- comments --------------------------------------------------------------------------------------


def comment(client, plan, text, section="market", **data):
    return client.post(reverse("plans:comment-create", args=[plan.pk, section]), {"text": text, **data})


def test_a_comment_tells_the_colleague_it_names(client, plan, manager, reader):
    client.force_login(reader)
    assert comment(client, plan, f"@{manager} is this still true?").url.endswith("#comments")
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (manager, Notice.Kind.MENTION)
    assert notice.about == SectionComment.objects.get()


def test_who_does_not_see_the_account_is_not_told(client, plan, manager, outsider):
    client.force_login(manager)
    page = client.post(
        reverse("plans:comment-create", args=[plan.pk, "market"]), {"text": f"@{outsider} look"}, follow=True
    )
    assert "Not told" in page.content.decode()
    assert not Notice.objects.exists()


def test_a_comment_may_be_about_a_line_of_its_section_and_of_no_other(desk, plan):
    item = SwotItemFactory(plan=plan, text="Quick deliveries")
    assert "About: Quick deliveries" in read(desk, plan, "swot", line=item.lineage)
    comment(desk, plan, "Since when?", "swot", line=str(item.lineage))
    comment(desk, plan, "Elsewhere", "market", line=str(item.lineage))
    assert SectionComment.objects.get(section="swot").line == item.lineage
    assert SectionComment.objects.get(section="market").line is None


@pytest.mark.parametrize("text", ["", "x" * 5_001])
def test_a_comment_that_cannot_be_kept_stays_in_its_box(desk, plan, text):
    answer = comment(desk, plan, text)
    assert answer.status_code == 200
    assert "invalid-feedback" in answer.content.decode()
    assert text in answer.content.decode()
    assert not SectionComment.objects.exists()


def test_a_comment_is_settled_and_opened_again(desk, plan, manager):
    row = SectionCommentFactory(plan=plan)
    address = reverse("plans:comment-settle", args=[row.pk])
    desk.post(address)
    row.refresh_from_db()
    assert row.settled_by == manager
    desk.post(address)
    row.refresh_from_db()
    assert (row.settled_by, row.settled_at) == (None, None)


def test_whoever_wrote_it_or_is_in_charge_settles_a_comment_the_other_readers_do_not(client, plan, reader):
    others = SectionCommentFactory(plan=plan)
    own = SectionCommentFactory(plan=plan, author=reader)
    settleable = SectionComment.objects.editable_by(reader)
    assert list(settleable) == [own]
    SectionChargeFactory(plan=plan, user=reader)
    assert set(settleable.all()) == {own, others}


def test_comments_are_counted_beside_the_health_and_never_in_the_client_edition(desk, full_plan):
    SectionCommentFactory(plan=full_plan, text="Between us: CANARY")
    SectionCommentFactory(plan=full_plan, settled_at=timezone.now() - timedelta(days=1))
    content = desk.get(reverse("plans:health", args=[full_plan.pk])).content.decode()
    assert "1 open comment" in content
    put(full_plan, Status.CLIENT_COWRITING)
    autosave(desk, full_plan, "Shared", done="1")
    assert "CANARY" not in str(full_plan.shared_editions.get().content)
