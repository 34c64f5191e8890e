"""What the Gantt page is told of a project."""

from datetime import date

import pytest

from projects.editing.data import gantt_data, with_chart
from projects.models import Dependency, Project
from tests.projects.editing.conftest import ON


@pytest.fixture
def chart(editor, project):
    """The data as the editor reads it, and its rows as dicts by name."""

    def told(user=editor, on=ON):
        data = gantt_data(with_chart(Project.objects.all(), user).get(pk=project.pk), on)
        return data, {row[3]: dict(zip(data["columns"], row, strict=False)) for row in data["tasks"]}

    return told


def test_tasks_are_told_with_their_days_and_their_links(chart, dig, fill):
    data, rows = chart()
    assert (rows["Dig"]["start"], rows["Dig"]["finish"], rows["Dig"]["days"]) == (date(2026, 1, 5), date(2026, 1, 7), 3)
    assert (rows["Fill"]["start"], rows["Fill"]["critical"]) == (date(2026, 1, 8), 1)
    assert data["links"] == [[Dependency.objects.get().pk, dig.pk, fill.pk]]
    assert (data["finish"], data["safe"], data["editable"]) == (date(2026, 1, 9), date(2026, 1, 9), True)
