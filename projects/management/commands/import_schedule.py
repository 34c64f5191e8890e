"""Bring schedules in from the command line, or only look into them; one JSON line a file for whoever automates it."""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from kam.users.models import User
from projects.interchange.report import Unreadable, read_file, report_of
from projects.interchange.services import bring_in


class Command(BaseCommand):
    help = "Read schedules of Microsoft Project (XML) or tables (CSV, XLSX), compute them anew, make projects of them."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--account", metavar="CODE", help="the account whose projects they become, by code")
        parser.add_argument(
            "--as", dest="person", metavar="EMAIL", help="who brings them in; else the KAM of the account"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what the file holds, change nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a line for each file")

    def handle(self, files, **options):
        write = None if options["dry_run"] else writer(options["account"], options["person"])
        results = [self.tell(path, write, is_json=options["json"]) for path in files]
        if not all(result["readable"] for result in results):
            raise SystemExit(1)

    def tell(self, path, write, *, is_json):
        """One file after the other: what is wrong with one keeps no other from being brought in."""
        result = report_of(path)
        if write and result["readable"]:
            result |= write(path)
        say = self.say_json if is_json else self.say
        say(result)
        return result

    def say_json(self, result):
        self.stdout.write(json.dumps(result, ensure_ascii=False))

    def say(self, result):
        if not result["readable"]:
            self.stderr.write(f"{result['file']}: {result['error']}")
            return
        project, tasks = result["project"], result["tasks"]
        told = _("%(file)s: %(count)s tasks, from %(start)s to %(finish)s, %(critical)s of them critical")
        critical = sum(task["critical"] for task in tasks)
        self.stdout.write(told % {"file": result["file"], "count": len(tasks), "critical": critical, **project})
        for warning in result["warnings"]:
            self.stdout.write(f"  {warning}")


def writer(code: str | None, email: str | None):
    """What makes a project of a file, in a transaction of its own. Raises CommandError for whom it could not be."""
    account = Account.objects.filter(code=code).select_related("kam").first() if code else None
    if account is None:
        raise CommandError(_("Say whose project it becomes: --account and the code of an account. Or add --dry-run."))
    by = User.objects.filter(email__iexact=email).first() if email else account.kam
    if by is None or not Account.objects.editable_by(by).filter(pk=account.pk).exists():
        raise CommandError(_("Nobody of that address may change the account: give --as and an e-mail address."))

    def write(path):
        try:
            project, warnings = bring_in(read_file(path), account, by=by, on=timezone.localdate())
        except (Unreadable, ValidationError) as reason:
            words = " ".join(reason.messages) if isinstance(reason, ValidationError) else str(reason)
            return {"readable": False, "error": words}
        return {"made": project.pk, "warnings": warnings}

    return write
