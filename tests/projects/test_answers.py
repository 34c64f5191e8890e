"""What stands on top of a project, told from the same runs."""

from datetime import date, timedelta

import pytest

from projects.answers import Answers
from projects.models import Project
from projects.worktime import A_DAY

ON = date(2026, 1, 5)


@pytest.fixture
def answers(project, dig, fill):
    dig.optimistic, dig.pessimistic = 2 * A_DAY, 30 * A_DAY
    dig.save()
    return Answers(Project.objects.with_plan().get(pk=project.pk), ON)


def kept(answers, day):
    """The share of the runs that are over on the evening of that day."""
    moments = [answers.timetable.moment(round(float(each))).date() for each in answers.forecast.finishes[::50]]
    return sum(each <= day for each in moments) / len(moments)


def test_five_runs_in_ten_are_over_by_the_likely_day_and_eight_by_the_safe_one(answers):
    assert answers.finishes[50] < answers.finishes[80]
    for confidence in (50, 80):
        day = answers.finishes[confidence]
        assert kept(answers, day) >= confidence / 100 - 0.01
        assert kept(answers, day - timedelta(days=1)) < confidence / 100 + 0.01


def test_the_chance_of_a_promised_day_is_that_of_the_runs_that_are_over_on_its_evening(answers):
    answers.project.promised_on = answers.finishes[80]
    assert answers.chance == pytest.approx(100 * kept(answers, answers.finishes[80]), abs=2)
    answers.project.promised_on = ON
    assert answers.chance == 0
    answers.project.promised_on = None
    assert answers.chance is None


def test_without_an_estimate_the_forecast_is_the_schedule(project, fill):
    answers = Answers(Project.objects.with_plan().get(pk=project.pk), ON)
    assert set(answers.finishes.values()) == {answers.timetable.finish.date()}
