"""The Gantt of 1,000 tasks: its page and its JSON beside a bare view of the same rows; what looking at a change takes.

`python -m bench.gantt_page [--rounds N]`
"""

import argparse
import json
from datetime import date, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db.models import F
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from bench import floor
from bench.gantt_frames import ready
from bench.measure import in_turns, publish, queries
from bench.plans import got, signed_in
from kam import launch
from kam.users.models import User
from projects.editing.changes import read_change
from projects.editing.plan import Plan
from projects.editing.preview import Preview
from projects.models import Project

GOALS = {"ratio": 3, "queries": 8, "kB": 150, "preview ms": 150}


def measure_pages(project: Project, rounds: int) -> list[dict]:
    kam = project.reference_kam
    ours, theirs = signed_in(kam, settings.MIDDLEWARE), floored(kam)
    names = {
        "JSON": "gantt-data",
        "page": "detail",
        "answers, fetched apart": "answers",
        "table, fetched apart": "table",
    }
    addresses = {what: reverse(f"projects:{name}", args=[project.pk]) for what, name in names.items()}
    bare = f"/floor/projects/{project.pk}/"
    calls = {name: lambda url=url: got(ours, url) for name, url in addresses.items()}
    for call in calls.values():
        call()  # what a first visit alone asks, the forecast too
    times = in_turns({**calls, "floor": lambda: got(theirs, bare)}, rounds)
    return [
        {
            "what": name, "ms": times[name]["ms"], "cpu ms": times[name]["cpu_ms"], "floor cpu": times["floor"]["cpu_ms"], "floor ms": times["floor"]["ms"],
            "ratio": times[name]["ms"] / times["floor"]["ms"], "goal": GOALS["ratio"], "queries": len(queries(call)),
            "goal q": GOALS["queries"], "kB": len(call().content) / 1000, "goal kB": GOALS["kB"],
        }
        for name, call in calls.items()
    ]  # fmt: skip


def floored(user: User) -> Client:
    return signed_in(user, floor.MIDDLEWARE)


def measure_previews(project: Project, on: date, rounds: int) -> list[dict]:
    """One task moved by three days, early in the plan: most of it follows."""
    task = project.tasks.exclude(parent=None).first()
    asked = [read_change({"op": "move", "task": task.pk, "days": 3})]

    def looked() -> Preview:
        plan = Plan(Project.objects.with_plan().get(pk=project.pk), on)
        plan.version  # noqa: B018  compared with that of the request
        preview = Preview(plan, asked)
        preview.times, preview.committees, preview.followers  # noqa: B018
        return preview

    times = in_turns(
        {"dates": looked, "dates and forecast": lambda: json.dumps(looked().as_json(), default=str)}, rounds
    )
    goals = {"dates": GOALS["preview ms"], "dates and forecast": None}
    return [
        {"preview": name, "ms": each["ms"], "p95": each["p95"], "goal": goals[name]} for name, each in times.items()
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with launch.static_files():
        call_command("migrate", verbosity=0)
    on = timezone.localdate()
    project = ready(on + timedelta(days=7))
    project.tasks.filter(optimistic=None, is_milestone=False).update(
        optimistic=F("minutes") / 2, pessimistic=F("minutes") * 2
    )
    with override_settings(ROOT_URLCONF="bench.floor"):
        publish("gantt-page", measure_pages(project, rounds))
    publish("gantt-previews", measure_previews(project, on, rounds))


if __name__ == "__main__":
    main()
