"""A guest reads the client edition of the plans that are open to him, and nothing else."""

import logging
import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import AccountPlan, Status
from plans.sharing import publish
from tests.factories import ActionFactory, GuestFactory, PassageFactory, PlanFactory, StakeholderFactory
from tests.plans.portal.conftest import come_in

VISITED = datetime(2026, 3, 15, tzinfo=UTC)
LATER = datetime(2026, 4, 1, tzinfo=UTC)


def address(plan):
    return reverse("portal:plan", args=[plan.pk])


def test_the_only_plan_opens_at_once(visitor, plan):
    assert visitor.get("/portal/").url == address(plan)


def test_a_guest_reads_texts_figures_priorities_objectives_and_actions(visitor, plan):
    page = visitor.get(address(plan)).content.decode()
    told = ("<strong>your lines</strong>", "Size of the market", "Xerfi", "We plan together.", "Unplanned stops")
    assert [words for words in (*told, "Share the calendar") if words not in page] == []
    assert "Competition" not in page


def test_several_plans_are_listed(visitor, plan, account):
    other = PlanFactory(account=account, status=Status.APPROVED, starts_on=date(2023, 1, 1), ends_on=date(2025, 12, 31))
    publish(other, by=None, at=LATER)
    page = visitor.get("/portal/").content.decode()
    assert address(plan) in page
    assert address(other) in page


@pytest.mark.parametrize("status", [Status.DRAFT, Status.INTERNAL_VALIDATION, Status.ARCHIVED])
def test_a_plan_that_is_no_longer_open_is_not_found(visitor, plan, status):
    AccountPlan.objects.filter(pk=plan.pk).update(status=status)
    assert visitor.get(address(plan)).status_code == 404


def test_the_last_edition_is_read(visitor, plan):
    PassageFactory(plan=plan, section="charter", field="scope", text="All your sites")
    assert "All your sites" not in visitor.get(address(plan)).content.decode()
    publish(plan, by=None, at=LATER)
    assert "All your sites" in visitor.get(address(plan)).content.decode()


def test_what_is_of_another_client_or_of_nobody_is_not_found_and_logged(visitor, guest, plan, caplog):
    stranger = PlanFactory(status=Status.CLIENT_COWRITING)
    publish(stranger, by=None, at=LATER)
    with caplog.at_level(logging.WARNING, logger="plans.portal"):
        for url in (address(stranger), "/portal/plans/999999/", "/portal/../etc/passwd/", "/portal/swot/"):
            assert visitor.get(url).status_code == 404
    told = [record.fields for record in caplog.records if record.name == "plans.portal"]
    assert [line["path"] for line in told][0] == address(stranger)
    assert {(line["guest"], line["account"]) for line in told} == {(guest.pk, guest.account_id)}
    assert len(told) == 4


def test_nobody_gets_to_the_door(client, plan):
    answer = client.get(address(plan))
    assert answer.url == "/portal/door/"
    assert (
        "Open the link of your invitation again"
        in client.get(answer.url, headers={"accept-language": "en"}).content.decode()
    )


def test_a_withdrawn_or_expired_guest_is_out_at_the_next_request(guest, visitor, plan):
    assert visitor.get(address(plan)).status_code == 200
    type(guest).objects.filter(pk=guest.pk).update(revoked_at=LATER)
    assert visitor.get(address(plan)).url == "/portal/door/"
    type(guest).objects.filter(pk=guest.pk).update(revoked_at=None, expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert visitor.get(address(plan)).url == "/portal/door/"


def test_a_visit_ends_after_its_hours(guest, plan):
    assert come_in(guest, until=datetime(2020, 1, 1, tzinfo=UTC)).get(address(plan)).url == "/portal/door/"


def test_a_new_link_ends_the_visits_of_the_old_one(guest, visitor, plan):
    type(guest).objects.filter(pk=guest.pk).update(token_digest="0" * 64)
    assert visitor.get(address(plan)).url == "/portal/door/"


def test_a_colleague_stays_out_even_with_a_visit_in_his_session(visitor, manager, plan):
    visitor.force_login(manager)
    assert visitor.get(address(plan)).url == "/portal/door/"
    assert "signed in as one of us" in visitor.get("/portal/door/", headers={"accept-language": "en"}).content.decode()


def test_a_guest_is_no_user(visitor, plan):
    for url in ("/", f"/plans/{plan.pk}/", f"/accounts/{plan.account_id}/"):
        assert visitor.get(url).url.startswith("/auth/login/")


def test_the_page_speaks_the_language_of_the_invitation_until_another_is_chosen(account, plan):
    browser = come_in(GuestFactory(account=account, language="fr"))
    assert 'lang="fr"' in browser.get(address(plan)).content.decode()
    browser.post("/people/me/display/", {"language": "en", "next": address(plan)})
    assert '<html lang="en"' in browser.get(address(plan)).content.decode()


def test_pages_are_kept_nowhere_and_framed_by_nobody(visitor, plan):
    headers = visitor.get(address(plan)).headers
    assert {"private", "no-store"} <= set(headers["Cache-Control"].split(", "))
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"


def test_what_was_written_after_the_end_of_a_visit_is_shown_again(client, plan):
    page = client.post(address(plan), {"text": "A <b>long</b> thought"})
    assert page.status_code == 403
    assert "A &lt;b&gt;long&lt;/b&gt; thought" in page.content.decode()


# his own agreements, and which of the actions of his edition are his to carry out
HIS_OWN = {"plans_endorsement", "plans_strategicpriority", "plans_signoff", "plans_planaction"}
NEVER = re.compile(r'"(investment|sponsor_id|weight|measure|measure_source|text|evidence)"')


def test_reading_touches_no_table_of_plans_but_that_of_client_editions(guest, plan):
    """Of the plan itself: how far it is. Of its lines: which are his, never what they say."""
    PassageFactory(plan=plan, section="charter", field="scope", text="All your sites")
    publish(plan, by=None, at=LATER)
    browser = come_in(guest, since=VISITED)
    with CaptureQueriesContext(connection) as asked:
        for url in ("/portal/", address(plan)):
            assert browser.get(url).status_code in (200, 302)
    touched = [each["sql"] for each in asked if '"plans_' in each["sql"]]
    assert touched
    for sql in touched:
        tables = {name for name in sql.split('"') if name.startswith("plans_")}
        assert tables <= {"plans_sharededition", "plans_accountplan"} | HIS_OWN
        assert not (tables - HIS_OWN and NEVER.search(sql))
        assert not re.search(r'"plans_planaction"\."(title|weight|progress)"', sql)


def test_a_guest_reads_word_by_word_what_changed_since_his_last_visit(guest, plan):
    plan.passages.update(text="Fewer stops of all your lines.")
    plan.actions.update(progress=40)
    publish(plan, by=None, at=LATER)
    page = come_in(guest, since=VISITED).get(address(plan)).content.decode()
    assert "What changed since your visit of 03/15/2026" in page
    assert "<del>**your</del> <ins>all your</ins>" in page or "<ins>all your" in page
    assert "progress (%)" in page


def test_nothing_is_said_of_changes_on_a_first_visit_or_when_nothing_changed(guest, plan):
    assert "What changed" not in come_in(guest, since=VISITED).get(address(plan)).content.decode()
    plan.passages.update(text="Fewer stops.")
    publish(plan, by=None, at=LATER)
    assert "What changed" not in come_in(guest).get(address(plan)).content.decode()


def test_what_was_shared_and_taken_back_between_two_visits_is_never_shown(guest, plan):
    """Shared by mistake for an hour, nobody of the client read it: the comparison does not tell it either."""
    kept = plan.objectives.get()
    plan.objectives.update(is_internal=False, title="Margin of 30 %")
    publish(plan, by=None, at=LATER)
    plan.objectives.update(title=kept.title)
    publish(plan, by=None, at=datetime(2026, 4, 2, tzinfo=UTC))
    assert "Margin of 30" not in come_in(guest, since=VISITED).get(address(plan)).content.decode()


def test_a_line_added_or_taken_out_is_told(guest, plan):
    ActionFactory(plan=plan, title="Visit the plant")
    plan.figures.all().delete()
    publish(plan, by=None, at=LATER)
    page = come_in(guest, since=VISITED).get(address(plan)).content.decode()
    assert "<ins>Visit the plant</ins>" in page
    assert "<del>Size of the market</del>" in page


WELCOME = re.compile(r'<details class="card portal-welcome"( open)?>')


def test_at_the_first_visit_the_page_says_who_invites_and_what_can_be_done(guest, plan, manager):
    guest.invited_by = manager
    guest.save()
    page = come_in(guest).get(address(plan)).content.decode()
    assert WELCOME.search(page)[1] == " open"
    assert f"{manager} invites you to this plan" in page
    assert f"mailto:{manager.email}" in page
    again = come_in(guest, since=VISITED).get(address(plan)).content.decode()
    assert WELCOME.search(again)[1] is None


def test_a_guest_whom_nobody_invites_any_more_still_reads(guest, plan):
    assert guest.invited_by is None
    page = come_in(guest).get(address(plan)).content.decode()
    assert "mailto:" not in page
    assert "None" not in page


def test_before_the_invitation_the_kam_sees_the_page_as_he_would_send_it(client, manager, person, plan):
    manager.language = "fr"
    manager.save()
    client.force_login(manager)
    page = client.get(reverse("guests:as-plan", args=[plan.account_id, person.pk, plan.pk])).content.decode()
    assert '<html lang="fr"' in page
    assert f"mailto:{manager.email}" in page


@pytest.fixture
def person(account):
    return StakeholderFactory(account=account, email="camille@client.example")
