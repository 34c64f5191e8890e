from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from kam.cockpit.demo import chronicle
from kam.cockpit.demo.people import COLLEAGUES, PASSWORD


class Command(BaseCommand):
    help = "Writes the demo: fictional companies with two years of history. Does nothing when it is there already."

    def add_arguments(self, parser):
        parser.add_argument("--sign-ins", action="store_true", help="only print who can sign in")
        parser.add_argument("--on", type=date.fromisoformat, help="the day taken for today (YYYY-MM-DD)")
        parser.add_argument("--force", action="store_true", help="also on a site that is served over https")

    @no_translations
    def handle(self, *, sign_ins, on, force, **options):
        if not sign_ins:
            self.seed(on or timezone.localdate(), force)
        self.print_sign_ins()

    def seed(self, on, force):
        if chronicle.is_written():
            self.stdout.write("The demo is already there; nothing was changed.")
            return
        if settings.SITE_URL.startswith("https://") and not force:
            raise CommandError(
                f"{settings.SITE_URL} looks like a real site: --force writes the demo there all the same."
            )
        accounts = chronicle.write(on)
        self.stdout.write(f"{len(accounts)} accounts and {len(COLLEAGUES)} people written.")

    def print_sign_ins(self):
        self.stdout.write(f"Sign in with the password {PASSWORD} as:")
        for each in COLLEAGUES:
            name = f"{each.first_name} {each.last_name}"
            self.stdout.write(f"  {each.email:<26} {name:<15} {each.role.label}")
