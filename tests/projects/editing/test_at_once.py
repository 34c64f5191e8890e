"""Two change one plan at the same moment, in real transactions: the second is told, and nothing is half written."""

import threading

import pytest
from django.db import connection
from django.utils import translation

from projects.editing.services import Stale, confirm, undo
from projects.models import PlanningStep, Project
from projects.services import Refused
from tests.projects.editing.conftest import ON, asked

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Run the acts at once, each in a thread with a connection of its own; what each raised."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        start.wait()
        try:
            with translation.override("en"):
                act()
        except (Stale, Refused) as error:
            answers[number] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def test_of_two_who_confirm_at_once_one_is_told(project, dig, fill, editor, manager):
    longer, later = (
        asked(project, change)
        for change in ({"op": "length", "task": dig.pk, "days": 5}, {"op": "move", "task": fill.pk, "days": 3})
    )
    found = together(
        lambda: confirm(project, longer, by=editor, on=ON), lambda: confirm(project, later, by=manager, on=ON)
    )
    assert sorted(found, key=str) == [Stale, None]
    assert PlanningStep.objects.count() == 1


def test_what_one_takes_back_while_another_changes_it_is_done_once(project, dig, fill, editor, manager):
    confirm(project, asked(project, {"op": "length", "task": dig.pk, "days": 5}), by=editor, on=ON)
    more = asked(project, {"op": "length", "task": dig.pk, "days": 8})
    found = together(
        lambda: undo(Project(pk=project.pk), more.version, on=ON), lambda: confirm(project, more, by=manager, on=ON)
    )
    assert sorted(found, key=str) == [Stale, None]
    dig.refresh_from_db()
    assert dig.minutes in (3 * 480, 8 * 480)
