import time
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Account
from kam.cockpit.scale import load
from kam.cockpit.scale.plan import PREFIX

SIZES = ("accounts", "people", "exchanges", "months", "introductions", "items", "users")


class Command(BaseCommand):
    help = "Writes a large base with COPY, for the measures of bench/. Its accounts have codes that begin with SCALE-."

    def add_arguments(self, parser):
        parser.add_argument("--accounts", type=int, default=10_000)
        parser.add_argument("--stakeholders-per-account", type=int, default=10, dest="people")
        parser.add_argument("--interactions-per-account", type=int, default=100, dest="exchanges")
        parser.add_argument("--months", type=int, default=24, help="of revenue lines")
        parser.add_argument("--introductions-per-account", type=int, default=5, dest="introductions")
        parser.add_argument("--knowledge-items-per-account", type=int, default=12, dest="items")
        parser.add_argument("--users", type=int, default=200, help="key account managers")
        parser.add_argument("--on", type=date.fromisoformat, help="the day taken for today (YYYY-MM-DD)")
        parser.add_argument("--clear", action="store_true", help="remove what this command wrote, and nothing else")

    def handle(self, *, clear, on, **options):
        self.began = time.monotonic()
        if clear:
            self.say(f"{load.clear()} accounts removed")
        elif Account.objects.filter(code__startswith=PREFIX).exists():
            raise CommandError("The large base is already there; remove it first with --clear.")
        else:
            self.write(on or timezone.localdate(), options)

    def write(self, on, options):
        load.write(**{name: options[name] for name in SIZES}, on=on, say=self.say)
        load.analyze()
        self.say(f"{load.measure(on)} accounts measured")

    def say(self, words):
        self.stdout.write(f"{time.monotonic() - self.began:6.1f} s  {words}")
