"""Look into files of schedules from the command line; one JSON line a file for whoever automates it."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from projects.interchange.report import report_of


class Command(BaseCommand):
    help = "Read schedules of Microsoft Project (XML) or tables (CSV, XLSX), and compute them anew."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="tell what the file holds, change nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a line for each file")

    def handle(self, files, **options):
        if not options["dry_run"]:
            raise CommandError(_("Schedules are looked into only so far: add --dry-run."))
        say = self.say_json if options["json"] else self.say
        results = [self.tell(path, say) for path in files]
        if not all(result["readable"] for result in results):
            raise SystemExit(1)

    def tell(self, path, say):
        result = report_of(path)
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
