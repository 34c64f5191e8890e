"""Bring files in from the command line, as the system or as a person; one JSON line a file for whoever automates it."""

import json
from pathlib import Path

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.imports.batch import Order, bring_in
from accounts.imports.kinds.base import kinds
from kam.users.models import User


class Command(BaseCommand):
    help = "Import accounts, entities, stakeholders, interactions or revenue lines from CSV, XLSX or JSON files."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--kind", required=True, choices=list(kinds()))
        parser.add_argument("--mapping", help="JSON file: heading → field")
        parser.add_argument("--key", default="", help="match key, such as code or name")
        parser.add_argument("--sheet", default="", help="sheet of a workbook")
        parser.add_argument("--account", default="", help="name or code of the account that all rows are about")
        parser.add_argument("--as", dest="email", help="import as this person, with that person's rights")
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, change nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a line for each file")

    def handle(self, files, kind, mapping, key, sheet, account, email, **options):
        order = Order(
            kind=kinds()[kind],
            user=self.person(email) if email else None,
            chosen=self.read_mapping(mapping) if mapping else None,
            key=key,
            sheet=sheet,
            account=account,
            is_dry_run=options["dry_run"],
        )
        say = self.say_json if options["json"] else self.say
        with pghistory.context(user=order.user.pk if order.user else None, command="import_portfolio"):
            results = [self.bring(path, order, say) for path in files]
        if not all(result["readable"] for result in results):
            raise SystemExit(1)

    def bring(self, path, order, say):
        result = bring_in(path, order, timezone.now())
        say(result)
        return result

    def person(self, email):
        person = User.objects.active().filter(email__iexact=email).first()
        if not person or not person.may_manage_accounts:
            raise CommandError(_("Nobody who may import has the address %(email)s.") % {"email": email})
        return person

    def read_mapping(self, path):
        try:
            chosen = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{path}: {error}") from None
        if not isinstance(chosen, dict) or not all(isinstance(name, str | None) for name in chosen.values()):
            raise CommandError(_("%(path)s: an object {heading: field} is expected.") % {"path": path})
        return chosen

    def say_json(self, result):
        self.stdout.write(json.dumps(result, ensure_ascii=False))

    def say(self, result):
        counts = _(
            "%(rows)s rows: %(create)s to create, %(update)s to update, %(unchanged)s unchanged, %(refused)s refused"
        )
        self.stdout.write(f"{result['file']}: {counts % result}")
        for error in result["errors"]:
            place = _("row %(row)s, %(column)s") % error if error["row"] else _("file")
            self.stderr.write(f"  {place}: {error['reason']}")
