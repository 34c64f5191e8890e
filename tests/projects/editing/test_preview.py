"""What a change would do."""

from datetime import date

import pytest
from django.utils import translation

from projects.editing.told import preview_json
from projects.models import Project, Task
from projects.services import Refused
from projects.worktime import A_DAY
from tests.factories import CommitteeFactory, DependencyFactory, MeetingFactory, ProjectFactory, TaskFactory


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def texts(preview):
    return {each["text"]: each["tone"] for each in preview_json(preview)["told"]}


def rule(preview, key):
    task = preview.draft.tasks[key]
    return task.rule, task.rule_at and task.rule_at.date()


def test_a_bar_that_is_moved_draws_its_followers_behind_it(look, dig, fill):
    found = look({"op": "move", "task": dig.pk, "days": 2})
    assert found.times[dig.pk][:2] == [date(2026, 1, 7), date(2026, 1, 9)]
    assert found.times[fill.pk][:2] == [date(2026, 1, 12), date(2026, 1, 13)]
    assert found.followers == [fill.pk]
    assert rule(found, dig.pk) == ("start_no_earlier_than", date(2026, 1, 7))


def test_nothing_is_written_by_looking(look, dig, fill, project):
    look({"op": "delete", "task": dig.pk}, {"op": "add", "name": "New"})
    assert list(project.tasks.values_list("name", flat=True)) == ["Dig", "Fill"]


def test_a_bar_put_back_to_where_its_links_hold_it_has_no_date_any_more(look, do, dig, fill):
    do({"op": "move", "task": fill.pk, "days": 4})
    assert Task.objects.get(pk=fill.pk).rule == "start_no_earlier_than"
    found = look({"op": "move", "task": fill.pk, "days": -4})
    assert rule(found, fill.pk) == ("as_soon_as_possible", None)


def test_a_bar_that_its_links_hold_says_so(look, dig, fill):
    found = look({"op": "move", "task": fill.pk, "days": -2})
    assert found.times == {}
    assert "“Fill” starts on 01/08/2026 at the earliest: it waits for “Dig”" in texts(found)


def test_nothing_starts_before_today(look, dig, fill):
    found = look({"op": "start", "task": dig.pk, "on": "2026-01-02"})
    assert "“Dig” starts on 01/05/2026 at the earliest: neither in the past nor before the project" in texts(found)


def test_a_phase_takes_along_what_is_below_it(look, project, dig, fill):
    phase = TaskFactory(project=project, name="Works")
    Task.objects.filter(pk__in=[dig.pk, fill.pk]).update(parent=phase)
    found = look({"op": "move", "task": phase.pk, "days": 5})
    assert found.times[phase.pk][:2] == [date(2026, 1, 12), date(2026, 1, 16)]
    assert rule(found, dig.pk) == ("start_no_earlier_than", date(2026, 1, 12))
    assert rule(found, fill.pk) == ("as_soon_as_possible", None)  # its link draws it along


def test_a_pin_holds_a_task_to_its_day_and_moves_with_its_bar(look, do, dig):
    do({"op": "pin", "task": dig.pk, "on": "2026-01-14"})
    found = look({"op": "move", "task": dig.pk, "days": 1})
    assert rule(found, dig.pk) == ("must_start_on", date(2026, 1, 15))
    assert rule(look({"op": "pin", "task": dig.pk, "on": None}), dig.pk) == ("as_soon_as_possible", None)


def test_a_milestone_stays_on_the_evening_of_the_day_it_is_drawn_to(look, project, fill):
    milestone = TaskFactory(project=project, name="Done", is_milestone=True, position=9)
    DependencyFactory(before=fill, after=milestone)
    found = look({"op": "start", "task": milestone.pk, "on": "2026-01-16"})
    assert found.after.times[str(milestone.pk)].start.isoformat() == "2026-01-16T17:00:00"


def test_what_has_begun_does_not_move(look, dig):
    Task.objects.filter(pk=dig.pk).update(began_on=date(2026, 1, 5))
    with pytest.raises(Refused, match="has begun"):
        look({"op": "move", "task": dig.pk, "days": 1})


def test_an_estimate_follows_the_length_of_its_task(look, dig):
    Task.objects.filter(pk=dig.pk).update(optimistic=2 * A_DAY, pessimistic=4 * A_DAY)
    found = look({"op": "length", "task": dig.pk, "days": 6})
    assert found.draft.tasks[dig.pk].pessimistic == 6 * A_DAY
    assert texts(found)["The estimate of “Dig” is brought to its new length"] == "amber"


@pytest.mark.parametrize(("day", "must_move"), [(8, False), (9, True), (16, True), (19, False)])
def test_a_committee_moves_when_what_it_was_to_see_would_end_after_it(look, project, dig, fill, day, must_move):
    """Fill ends on Friday the 9th, and would on the 23rd: what is planned up to five working days after the 9th sees it."""
    committee = CommitteeFactory(project=project, name="Steering")
    MeetingFactory(committee=committee, planned_on=date(2026, 1, day))
    found = look({"op": "move", "task": fill.pk, "days": 10})
    assert bool(found.committees) is must_move
    assert (f"Steering of 01/{day:02}/2026 must move" in texts(found)) is must_move


def test_a_committee_after_the_new_end_still_sees_it(look, project, fill):
    MeetingFactory(committee=CommitteeFactory(project=project), planned_on=date(2026, 1, 14))
    assert look({"op": "move", "task": fill.pk, "days": 2}).committees == []


def test_the_chance_and_the_safe_day_are_told_before_and_after(look, project, dig, fill):
    Project.objects.filter(pk=project.pk).update(promised_on=date(2026, 1, 16))
    Task.objects.filter(pk=fill.pk).update(optimistic=A_DAY, pessimistic=9 * A_DAY)
    told = preview_json(look({"op": "move", "task": dig.pk, "days": 3}))
    assert told["chance"] < told["chance_before"]
    assert told["safe"] > told["safe_before"]
    assert {"red"} == {each["tone"] for each in told["told"] if "instead of" in each["text"]}


def test_a_circle_is_refused_by_its_names(look, dig, fill):
    with pytest.raises(Refused, match="Dig → Fill → Dig|Fill → Dig → Fill"):
        look({"op": "link", "before": fill.pk, "after": dig.pk})


def test_what_is_added_can_be_linked_in_the_same_step(look, dig, fill):
    found = look(
        {"op": "add", "name": "Plant", "after": dig.pk, "days": 2}, {"op": "link", "before": fill.pk, "after": -1}
    )
    assert found.times[-1][:2] == [date(2026, 1, 12), date(2026, 1, 13)]
    assert [line.name for line in found.after.outline.tasks] == ["Dig", "Plant", "Fill"]


@pytest.mark.parametrize("change", [
    {"op": "move", "task": "stranger", "days": 1}, {"op": "link", "before": "dig", "after": "stranger"},
    {"op": "place", "task": "dig", "parent": "stranger"}, {"op": "add", "name": "x", "parent": "stranger"},
    {"op": "place", "task": "dig", "parent": "dig"}, {"op": "link", "before": "dig", "after": "fill"},
    {"op": "link", "before": "dig", "after": "dig"}, {"op": "length", "task": "dig", "days": 0}, {"op": "unlink", "link": 10**9},
])  # fmt: skip
def test_what_cannot_be_is_refused(look, dig, fill, change):
    stranger = TaskFactory(project=ProjectFactory(account=dig.project.account))
    keys = {"dig": dig.pk, "fill": fill.pk, "stranger": stranger.pk}
    with pytest.raises(Refused):
        look({name: keys.get(value, value) if name != "name" else value for name, value in change.items()})


def test_a_phase_does_not_lie_within_itself(look, project, dig):
    inner = TaskFactory(project=project, parent=dig)
    with pytest.raises(Refused):
        look({"op": "place", "task": dig.pk, "parent": inner.pk})
