"""Files whose days and estimates no table could hold: refused in words, or put right and said so."""

from datetime import date
from io import BytesIO

import pytest

from projects.interchange.reading import read_schedule
from projects.interchange.services import Refused, bring_in

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 5)


def xml(more):
    return (
        '<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-01-05T08:00:00</StartDate><Tasks><Task>'
        f"<UID>1</UID><Name>Dig</Name><OutlineLevel>1</OutlineLevel><Duration>PT8H0M0S</Duration>{more}"
        "</Task></Tasks></Project>"
    ).encode()


def brought(content, account, by, name="plan.xml"):
    project, told = bring_in(read_schedule(BytesIO(content), name), account, by=by, on=ON)
    return project.tasks.get(), told


@pytest.mark.parametrize("year", ["0001-01-01T00:00:00", "9999-12-31T23:00:00"])
@pytest.mark.parametrize(
    "more",
    [
        "<PercentComplete>100</PercentComplete><ActualFinish>{year}</ActualFinish>",
        "<PercentComplete>50</PercentComplete><ActualStart>{year}</ActualStart>",
        "<Baseline><Start>{year}</Start><Finish>{year}</Finish></Baseline>",
        "<ConstraintType>4</ConstraintType><ConstraintDate>{year}</ConstraintDate>",
    ],
)
def test_a_day_that_no_calendar_reaches_is_refused(more, year, account, editor):
    with pytest.raises(Refused):
        brought(xml(more.format(year=year)), account, editor)


def test_what_ends_before_it_begins_ends_when_it_begins(account, editor):
    facts = "<ActualStart>2026-02-02T00:00:00</ActualStart><ActualFinish>2026-01-06T00:00:00</ActualFinish>"
    task, _told = brought(xml(f"<PercentComplete>100</PercentComplete>{facts}"), account, editor)
    assert task.began_on == task.done_on == date(2026, 2, 2)


def test_estimates_on_the_wrong_side_are_put_right_and_said(account, editor):
    table = b"ID;Name;Duration;Start;At best;At worst\n1;Dig;5;05/01/2026;10;2\n"
    task, told = brought(table, account, editor, "plan.csv")
    assert task.optimistic == task.pessimistic == task.minutes
    assert any("Dig" in each for each in told)
