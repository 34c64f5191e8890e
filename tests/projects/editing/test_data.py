"""What the Gantt page is told of a project."""

import pytest
from django.urls import reverse

from projects.models import Dependency


@pytest.fixture
def chart(client, editor, project):
    """Ask for the data as the editor; its rows as dicts."""
    client.force_login(editor)

    def told():
        data = client.get(reverse("projects:gantt-data", args=[project.pk])).json()
        rows = [dict(zip(data["columns"], row, strict=False)) for row in data["tasks"]]
        return data, {row["name"]: row for row in rows}

    return told


def test_tasks_are_told_with_their_days_and_their_links(chart, dig, fill):
    data, rows = chart()
    assert (rows["Dig"]["start"], rows["Dig"]["finish"], rows["Dig"]["days"]) == ("2026-01-05", "2026-01-07", 3)
    assert (rows["Fill"]["start"], rows["Fill"]["critical"]) == ("2026-01-08", 1)
    assert data["links"] == [[Dependency.objects.get().pk, dig.pk, fill.pk]]
    assert (data["finish"], data["safe"], data["editable"]) == ("2026-01-09", "2026-01-09", True)
