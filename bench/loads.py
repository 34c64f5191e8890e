"""The load of 500 people over 13 weeks beside bare SQL and a bare loop, on rows written and rolled back: `python -m bench.loads`."""

import argparse
from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

import holidays
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Account
from bench.measure import in_turns, publish, queries
from kam.users.models import User
from projects.delegation.load import load_in
from projects.delegation.loading import periods_of, works_of
from projects.models import Assignment, Project, Task
from projects.worktime import A_DAY

PEOPLE, PROJECTS, TASKS = 500, 500, 10  # tasks of a project, each done by two people

BARE = """
    SELECT given.user_id, task.starts_at::date, task.ends_at::date, task.minutes, given.share
    FROM projects_assignment AS given JOIN projects_task AS task ON task.id = given.task_id
    WHERE task.done_on IS NULL AND given.user_id = ANY(%s)"""


def write(dice: Random, on) -> list[int]:
    """Tasks of some days within the next months, and who does them; the keys of the people."""
    people = User.objects.bulk_create(User(email=f"load{n}@example.com", last_name=f"L{n}") for n in range(PEOPLE))
    account = Account.objects.create(name="Load", kam=people[0])
    projects = Project.objects.bulk_create(
        Project(account=account, name=f"P{n}", status="running", starts_on=on, reference_kam=people[0])
        for n in range(PROJECTS)
    )
    tasks = Task.objects.bulk_create(task_of(project, dice, on) for project in projects for _each in range(TASKS))
    Assignment.objects.bulk_create(
        Assignment(task=task, user=person, share=dice.choice([20, 50, 100]))
        for task in tasks
        for person in dice.sample(people, 2)
    )
    return [person.pk for person in people]


def task_of(project: Project, dice: Random, on) -> Task:
    first = timezone.make_aware(datetime.combine(on, datetime.min.time())) + timedelta(
        days=dice.randint(-20, 90), hours=8
    )
    days = dice.randint(1, 30)
    return Task(
        project=project, name="T", minutes=days * A_DAY, starts_at=first, ends_at=first + timedelta(days=days * 1.4),
    )  # fmt: skip


def ours(people: list[int], on) -> dict:
    works, calendars = works_of(people, on)
    return load_in(works, periods_of("week", on), calendars.is_worked)


def bare(people: list[int], on) -> dict:
    """Day after day, as one would write it first."""
    with connection.cursor() as cursor:
        cursor.execute(BARE, [people])
        rows = cursor.fetchall()
    off, found, last_day = holidays.France(), defaultdict(float), on + timedelta(weeks=13)
    for user, first, last, minutes, share in rows:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        worked = [day for day in days if day.weekday() < 5 and day not in off]
        for day in worked:
            if on <= day < last_day:
                found[user, (day - on).days // 7] += minutes * share / 100 / len(worked)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds, on = parser.parse_args().rounds, timezone.localdate()
    with transaction.atomic():
        people = write(Random("Boussole"), on)
        name = f"load of {PEOPLE} people, 13 weeks, {2 * PROJECTS * TASKS} assignments"
        times = in_turns({name: lambda: ours(people, on), "bare SQL and a loop": lambda: bare(people, on)}, rounds)
        asked = len(queries(lambda: ours(people, on)))
        transaction.set_rollback(True)
    floor = times["bare SQL and a loop"]["ms"]
    publish("loads", [
        {"what": what, "ms": each["ms"], "p95": each["p95"], "ratio": each["ms"] / floor, "queries": asked if what == name else 1}
        for what, each in times.items()
    ])  # fmt: skip


if __name__ == "__main__":
    main()
