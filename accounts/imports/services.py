"""Use cases of imports: bring a file, check it, confirm it, roll it back, forget it."""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.imports import mapping
from accounts.imports.kinds.base import ImportKind, kinds
from accounts.imports.lookups import Scope
from accounts.imports.readers import Table
from accounts.imports.runs import opened
from accounts.imports.tasks import apply_import, check_import, roll_back_import
from accounts.models import Import, ImportMapping
from kam.jobs.models import Job
from kam.users.models import User


def start_import(*, user: User, kind: ImportKind, file: BinaryIO, table: Table, scope: Scope) -> Import:
    """Store the file with the mapping that the person last used for these headings, else the guessed one."""
    imported = Import(kind=kind.key, name=file.name[:255], file=file, created_by=user)
    propose(imported, kind, table, scope)
    imported.save()
    return imported


def change_sheet(*, imported: Import, sheet: str, scope: Scope) -> None:
    """Begin again with another sheet of the workbook. Raises ReadError."""
    with opened(imported, sheet) as table:
        propose(imported, kinds()[imported.kind], table, scope)
    imported.status = Import.Status.MAPPING
    imported.save()


def propose(imported: Import, kind: ImportKind, table: Table, scope: Scope) -> None:
    imported.sheet, imported.format, imported.headers = table.source.sheet, table.source.description, table.headers
    known = ImportMapping.objects.filter(
        owner=imported.created_by, kind=kind.key, signature=mapping.signature(table.headers)
    ).first()
    if known:
        imported.mapping, imported.match_key, imported.hints = known.mapping, known.match_key, known.hints
        return
    guessed = mapping.guess(kind, table, scope)
    keys = kind.mapped_keys(guessed.values())
    imported.mapping = mapping.by_header(guessed, table.headers)
    imported.match_key, imported.hints = keys[0].key if keys else "", {}


@transaction.atomic
def start_check(*, imported: Import, user: User) -> Job:
    """Queue the dry run, and remember the mapping for the next file with these headings."""
    imported.status, imported.problem = Import.Status.MAPPING, ""
    ImportMapping.objects.update_or_create(
        owner=user,
        kind=imported.kind,
        signature=mapping.signature(imported.headers),
        defaults={"mapping": imported.mapping, "match_key": imported.match_key, "hints": imported.hints},
    )
    job = attach_job(imported, user, Job.Kind.IMPORT, _("Dry run: %(name)s"))
    check_import.delay_on_commit(imported.pk, job.pk)
    return job


@transaction.atomic
def start_apply(*, imported: Import, user: User) -> Job:
    job = attach_job(imported, user, Job.Kind.IMPORT, _("Import: %(name)s"))
    apply_import.delay_on_commit(imported.pk, job.pk)
    return job


@transaction.atomic
def start_roll_back(*, imported: Import, user: User) -> Job:
    job = attach_job(imported, user, Job.Kind.ROLL_BACK, _("Roll-back: %(name)s"))
    roll_back_import.delay_on_commit(imported.pk, job.pk)
    return job


def attach_job(imported: Import, user: User, kind: str, label: str) -> Job:
    imported.job = Job.objects.create(
        kind=kind,
        label=(label % {"name": imported.name})[:200],
        started_by=user,
        result_url=imported.get_absolute_url(),
    )
    imported.save()
    return imported.job


@transaction.atomic
def forget_import(*, imported: Import) -> None:
    """Delete the record and the file; what was imported stays."""
    file = imported.file
    imported.delete()
    if file:
        transaction.on_commit(lambda: file.storage.delete(file.name))
