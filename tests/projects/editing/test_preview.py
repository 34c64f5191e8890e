"""What a change would do."""

from datetime import date

import pytest
from django.utils import translation

from projects.services import Refused


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_a_bar_that_is_moved_draws_its_followers_behind_it(look, dig, fill):
    found = look({"op": "move", "task": dig.pk, "days": 2})
    assert found.times[dig.pk][:2] == [date(2026, 1, 7), date(2026, 1, 9)]
    assert found.times[fill.pk][:2] == [date(2026, 1, 12), date(2026, 1, 13)]
    assert found.followers == [fill.pk]


def test_nothing_is_written_by_looking(look, dig, fill, project):
    look({"op": "delete", "task": dig.pk}, {"op": "add", "name": "New"})
    assert list(project.tasks.values_list("name", flat=True)) == ["Dig", "Fill"]


def test_a_task_of_another_project_is_refused(look, dig):
    with pytest.raises(Refused):
        look({"op": "move", "task": dig.pk + 1_000, "days": 2})
