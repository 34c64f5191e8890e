"""A bulletin is drafted from facts, in the language of its readers, and holds nothing that is ours only."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from projects.models import (
    Assignment,
    Bulletin,
    CommitteeMember,
    ComputedStatus,
    Decision,
    DeclaredStatus,
    Meeting,
    ResultRecognition,
)
from projects.telling.services import draft_bulletin, refusals
from projects.telling.standing import standing_of
from tests.factories import (
    BulletinFactory,
    CommitteeFactory,
    DeliverableFactory,
    MeetingFactory,
    ResultFactory,
    StakeholderFactory,
    TaskFactory,
)

TODAY = date(2026, 3, 2)
CANARY = "Zqcanary"


def at(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Roy", influence=5, email="anne@client.example")


def draft(project, manager, language="en", on=TODAY):
    return draft_bulletin(project, language=language, by=manager, on=on)


def fill(project, anne, *, name, is_internal=False):
    """A project that holds one of everything that a bulletin tells."""
    TaskFactory(project=project, name=f"{name} done", done_on=date(2026, 2, 3), is_internal=is_internal)
    TaskFactory(
        project=project, name=f"{name} reached", is_milestone=True, done_on=date(2026, 2, 4), is_internal=is_internal
    )
    TaskFactory(
        project=project, name=f"{name} coming", is_milestone=True, starts_at=at(date(2026, 3, 20)),
        ends_at=at(date(2026, 3, 20)), is_internal=is_internal,
    )  # fmt: skip
    theirs = TaskFactory(
        project=project, name=f"{name} theirs", starts_at=at(date(2026, 3, 9)), ends_at=at(date(2026, 3, 12)),
        is_internal=is_internal,
    )  # fmt: skip
    Assignment.objects.create(task=theirs, stakeholder=anne)
    DeliverableFactory(
        project=project, name=f"{name} file", state="accepted", delivered_on=date(2026, 2, 5), accepted_by=anne,
        is_internal=is_internal,
    )  # fmt: skip
    Decision.objects.create(project=project, text=f"{name} taken", decided_on=date(2026, 2, 6), is_internal=is_internal)
    Decision.objects.create(project=project, text=f"{name} asked", due_on=date(2026, 3, 9), is_internal=is_internal)
    result = ResultFactory(project=project, metric=f"{name} delay", unit="days", is_internal=is_internal)
    ResultRecognition.objects.create(
        result=result, stakeholder=anne, level="validated", recognised_on=TODAY, quote=f"{CANARY} said in confidence"
    )


def test_a_draft_tells_what_was_done_obtained_comes_and_is_needed(project, manager, anne):
    fill(project, anne, name="Pump")
    bulletin = draft(project, manager)
    for words in (
        "Milestone reached: Pump reached (02/04/2026)",
        "Pump done: done",
        "accepted by Anne Roy: Pump file",
        "Decided: Pump taken",
    ):
        assert words in bulletin.achieved
    assert bulletin.results == "- Pump delay: from 12 to 7 days (target 6) — recognised by Anne Roy (validated)"
    assert bulletin.coming == "- 03/20/2026: Pump coming"
    assert bulletin.needed == "- Anne Roy: Pump theirs, by 03/12/2026\n- To be decided by 03/09/2026: Pump asked"


def test_what_is_ours_only_is_never_in_a_draft(project, manager, anne):
    fill(project, anne, name=CANARY, is_internal=True)
    phase = TaskFactory(project=project, name="Hidden", is_internal=True)
    TaskFactory(project=project, name=f"{CANARY} below", parent=phase, done_on=date(2026, 2, 3))
    among_us = CommitteeFactory(project=project, name=f"{CANARY} among us")
    MeetingFactory(committee=among_us, state=Meeting.State.HELD, planned_on=date(2026, 2, 3), minutes=CANARY)
    fill(project, anne, name="Pump")
    told = Bulletin.objects.filter(pk=draft(project, manager).pk).values().get()
    assert "Pump done" in told["achieved"]
    assert CANARY not in str(told)


def test_committees_with_the_client_are_told(project, manager, anne):
    committee = CommitteeFactory(project=project, name="Steering")
    CommitteeMember.objects.create(committee=committee, stakeholder=anne)
    MeetingFactory(committee=committee, state=Meeting.State.HELD, planned_on=date(2026, 2, 3))
    assert "Steering held on 02/03/2026" in draft(project, manager).achieved


def test_a_draft_is_in_the_language_of_its_readers_whatever_ours(project, manager):
    TaskFactory(project=project, name="Pump", done_on=date(2026, 2, 3))
    with translation.override("en"):
        assert "03/02/2026" in draft(project, manager, language="fr").achieved


def test_the_next_bulletin_begins_where_the_last_one_ended_and_repeats_nothing(project, manager):
    TaskFactory(project=project, name="Before", done_on=date(2026, 2, 3))
    TaskFactory(project=project, name="That day", done_on=date(2026, 2, 5))
    TaskFactory(project=project, name="Late that day", done_on=date(2026, 2, 5))
    BulletinFactory(project=project, achieved="- That day: done", confirmed_at=at(date(2026, 2, 5)))
    bulletin = draft(project, manager)
    assert bulletin.period_from == date(2026, 2, 5)
    assert bulletin.achieved == "- Late that day: done (02/05/2026)"


def test_a_milestone_that_was_moved_is_told_with_the_day_that_was_promised(project, manager):
    TaskFactory(
        project=project, name="Pump", is_milestone=True, promised_on=date(2026, 3, 10), starts_at=at(date(2026, 3, 20)),
        ends_at=at(date(2026, 3, 20)),
    )  # fmt: skip
    TaskFactory(
        project=project, name="Tap", is_milestone=True, starts_at=at(date(2026, 2, 1)), ends_at=at(date(2026, 2, 1))
    )
    far = date(2026, 6, 1)
    TaskFactory(project=project, name="Far", is_milestone=True, starts_at=at(far), ends_at=at(far))
    told = draft(project, manager).coming
    assert told == "- 02/01/2026: Tap (late)\n- 03/20/2026: Pump (promised for 03/10/2026)"


def test_a_project_has_one_draft_at_a_time(project, manager):
    assert draft(project, manager) == draft(project, manager)


def test_the_colour_is_the_declared_one_while_it_is_believed_then_the_computed_one(project, manager):
    for day in (date(2026, 1, 20), date(2026, 3, 30)):
        ComputedStatus.objects.create(project=project, on=day, colour="amber")
    DeclaredStatus.objects.create(
        project=project, colour="red", reason="?", recovery="Two people more", declared_on=date(2026, 1, 25)
    )
    assert standing_of(project, date(2026, 1, 30)).colour == "red"
    assert standing_of(project, date(2026, 3, 30)).colour == "amber"
    assert draft(project, manager, on=date(2026, 1, 30)).recovery == "Two people more"


def test_without_a_colour_of_the_night_before_the_facts_of_the_day_are_looked_at(project):
    for number in range(2):
        DeliverableFactory(project=project, name=f"Late {number}", due_on=TODAY - timedelta(days=9))
    assert standing_of(project, TODAY).colour == "red"
    assert not ComputedStatus.objects.exists()


def test_a_project_that_is_over_keeps_its_last_colour(project):
    project.status = "finished"
    assert standing_of(project, TODAY).colour == ""
    ComputedStatus.objects.create(project=project, on=date(2026, 1, 20), colour="amber")
    assert standing_of(project, TODAY).colour == "amber"


def test_positive_is_not_embellished(project):
    ComputedStatus.objects.create(project=project, on=TODAY, colour="red")
    bulletin = BulletinFactory(project=project, colour="amber", achieved="Much")
    standing = standing_of(project, TODAY)
    assert "colour_reason" in refusals(bulletin, standing)
    bulletin.colour_reason = "The part came this morning"
    assert refusals(bulletin, standing) == {}
    bulletin.colour = "red"
    assert set(refusals(bulletin, standing)) == {"recovery"}


def test_a_bulletin_that_says_nothing_does_not_leave(project):
    assert "achieved" in refusals(BulletinFactory(project=project), standing_of(project, TODAY))


def test_drafting_asks_the_same_queries_whatever_the_project_holds(
    project, manager, anne, django_assert_max_num_queries
):
    for number in range(20):
        TaskFactory(project=project, name=f"{number}", done_on=TODAY - timedelta(days=number))
    with django_assert_max_num_queries(32):
        draft(project, manager)


def test_of_each_person_the_furthest_that_he_went_is_told(project, manager, anne):
    result = ResultFactory(project=project, metric="Delay")
    for level, day in (("validated", 1), ("acknowledged", 2), ("advocated", 20)):
        ResultRecognition.objects.create(result=result, stakeholder=anne, level=level, recognised_on=date(2026, 3, day))
    assert draft(project, manager).results.endswith("recognised by Anne Roy (validated)")
