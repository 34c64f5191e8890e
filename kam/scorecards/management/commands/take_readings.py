"""Measure every account, today or as of another day; a second run replaces the first."""

import json
import time
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from kam.scorecards import readings


class Command(BaseCommand):
    help = "Measure and score every account, today or as of another day."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day, today by default")
        parser.add_argument("--json", action="store_true", help="one JSON object on one line")

    def handle(self, *args, on, **options):
        day, start = on or timezone.localdate(), time.monotonic()
        report = {"on": day.isoformat(), "accounts": readings.take(day)}
        report["seconds"] = round(time.monotonic() - start, 2)
        words = "{accounts} accounts read as of {on} in {seconds} s".format(**report)
        self.stdout.write(json.dumps(report) if options["json"] else words)
