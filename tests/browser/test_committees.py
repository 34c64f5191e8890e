"""A committee is held in the browser: its agenda, minutes saved while they are written, words that become a decision."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.stakeholders.models import Interaction
from projects.governance.seats import seat
from projects.models import Decision, Meeting
from tests.factories import CommitteeFactory, DeliverableFactory, MeetingFactory, ProjectFactory, StakeholderFactory


@pytest.fixture
def meeting(account, manager):
    on = timezone.localdate()
    project = ProjectFactory(account=account, name="Pilot", reference_kam=manager, status="running", starts_on=on)
    anne = StakeholderFactory(account=account, name="Anne Roy", email="anne@client.example")
    committee = CommitteeFactory(project=project, name="Steering", starts_on=on)
    seat(committee, {("stakeholder", anne.pk): "chair"})
    DeliverableFactory(project=project, name="Pilot report", due_on=on - timedelta(days=3))
    return MeetingFactory(committee=committee, planned_on=on)


def test_a_committee_is_held_from_its_agenda_to_the_journal(page, sign_in, manager, meeting):
    sign_in(manager)
    page.goto(f"/projects/meetings/{meeting.pk}/")
    expect(page.get_by_role("link", name="Pilot report")).to_be_visible()
    page.get_by_role("button", name="Put the agenda into the minutes").click()
    minutes = page.get_by_role("textbox", name="Minutes", exact=True)
    expect(minutes).to_have_value(re.compile("## Deliverables late or at risk\n\n- Pilot report"))
    minutes.fill("Anne is worried. We deliver on Friday.")
    expect(page.get_by_text("Saved at")).to_be_visible()
    minutes.evaluate("area => { area.focus(); area.setSelectionRange(17, 37); }")
    page.keyboard.press("Alt+Shift+KeyD")
    expect(page.locator("#decisions")).to_contain_text("We deliver on Friday")
    page.get_by_role("link", name="It was held").click()
    expect(page.get_by_label("Write it into the journal")).to_be_checked()
    page.get_by_label("Satisfaction of the client").select_option("8")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("satisfaction 8/10")).to_be_visible()
    expect(page.get_by_role("link", name="in the journal")).to_be_visible()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes) == (Meeting.State.HELD, "Anne is worried. We deliver on Friday.")
    assert Decision.objects.get().text == "We deliver on Friday"
    assert [str(person) for person in Interaction.objects.get().stakeholders.all()] == ["Anne Roy"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_committees_break_no_rule_of_accessibility(page, sign_in, axe, manager, meeting, theme):
    page.emulate_media(color_scheme=theme)
    project = meeting.committee.project
    project.risks.create(text="Strike", probability=4, impact=4)
    project.decisions.create(text="Which site?")
    sign_in(manager)
    for place in (
        f"{project.pk}/governance/", f"{project.pk}/scope/", f"{project.pk}/decisions/", f"meetings/{meeting.pk}/",
        f"meetings/{meeting.pk}/hold/", f"meetings/{meeting.pk}/postpone/", f"committees/{meeting.committee_id}/people/",
    ):  # fmt: skip
        page.goto(f"/projects/{place}")
        assert axe() == [], place
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.HELD, minutes="Held")
    meeting.attendances.create(user=manager)
    page.goto(f"/projects/meetings/{meeting.pk}/send/")
    assert axe() == []
