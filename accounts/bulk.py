"""Bulk edit: one value for many accounts, in steps of some hundreds, each of which can be repeated and undone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Account, AccountQuerySet, BulkChange, StageDeclaration
from kam.jobs.models import Job
from kam.users.models import User

STEP = 500  # accounts changed in one transaction


@dataclass(frozen=True)
class BulkField:
    """What may be changed for many accounts at once; values are JSON: primary keys, choices, moments in ISO form."""

    key: str
    label: str
    column: str
    reach: Callable[[AccountQuerySet, User], AccountQuerySet] = AccountQuerySet.editable_by
    needs_reason: bool = False

    @property
    def model_field(self):
        return Account._meta.get_field(self.column)

    def value_of(self, account: Account) -> Any:
        value = getattr(account, self.model_field.attname)
        return value.isoformat() if isinstance(value, datetime) else value

    def parse(self, text: str) -> Any:
        """The value behind what a form sends."""
        return int(text) if self.model_field.is_relation else self.model_field.to_python(text)

    def labels(self, values: Iterable[Any]) -> dict[Any, str]:
        """Words for the values, in the language of the moment; one query for a relation."""
        values = set(values)
        if self.model_field.is_relation:
            found = self.model_field.related_model._default_manager.in_bulk(values - {None})
            words = {key: str(row) for key, row in found.items()}
        else:
            words = {key: str(label) for key, label in self.model_field.flatchoices}
        return {value: words.get(value, "" if value is None else str(value)) for value in values}


FIELDS = {
    field.key: field
    for field in (
        BulkField("kam", gettext_lazy("KAM"), "kam"),
        BulkField("tier", gettext_lazy("Tier"), "tier"),
        BulkField("sector", gettext_lazy("Sector"), "sector"),
        BulkField("status", gettext_lazy("Status"), "status"),
        BulkField("declared_stage", gettext_lazy("Declared stage"), "declared_stage", needs_reason=True),
        BulkField("target_stage", gettext_lazy("Target stage"), "target_stage", needs_reason=True),
        BulkField("trash", gettext_lazy("Move to the trash"), "trashed_at"),
        BulkField("restore", gettext_lazy("Restore from the trash"), "trashed_at", reach=AccountQuerySet.in_trash_of),
    )
}


def offered_to(user: User) -> dict[str, BulkField]:
    """The fields that the person may change in bulk: who hands accounts over is the same as on the account's form."""
    return {key: field for key, field in FIELDS.items() if key != "kam" or user.may_hand_accounts_over}


def steps(ids: Iterable[int]) -> Iterable[list[int]]:
    ids = iter(ids)
    while step := list(islice(ids, STEP)):
        yield step


def edit(job: Job) -> None:
    """Do all that is left of a bulk edit, unless somebody stops it."""
    ids, done = job.payload["ids"], 0
    for step in steps(ids):
        if not change_step(job, step):
            return
        done += len(step)
        job.progress(100 * done // len(ids), progress_message(done, len(ids)))
    changed = BulkChange.objects.of(job).standing().count()
    refused = BulkChange.objects.of(job).count() - changed
    finish(job, changed=changed, unchanged=len(ids) - changed - refused, refused=refused)


def undo(job: Job) -> None:
    """Undo what is left of the bulk edit that the job names."""
    edited = Job.objects.select_related("started_by").get(pk=job.payload["undoes"])
    total, done = max(1, BulkChange.objects.of(edited).standing().count()), 0
    for step in standing_steps(edited):
        undo_step(edited, step)
        done += len(step)
        job.progress(100 * done // total, progress_message(done, total))
    outcomes = BulkChange.objects.of(edited).outcomes()
    kept = outcomes.get(BulkChange.Outcome.KEPT, 0) + outcomes.get(BulkChange.Outcome.REFUSED, 0)
    finish(job, undone=outcomes.get(BulkChange.Outcome.UNDONE, 0), kept=kept)


def progress_message(done: int, total: int) -> str:
    return _("%(done)s of %(total)s accounts") % {"done": number_format(done), "total": number_format(total)}


@transaction.atomic
def finish(job: Job, **counts: int) -> None:
    """Close the job with its figures in words; one that was stopped meanwhile stays stopped."""
    words = {
        "changed": ngettext("%(n)s account changed", "%(n)s accounts changed", counts.get("changed", 0)),
        "unchanged": ngettext("%(n)s had the value already", "%(n)s had the value already", counts.get("unchanged", 0)),
        "refused": ngettext("%(n)s refused", "%(n)s refused", counts.get("refused", 0)),
        "undone": ngettext("%(n)s account put back", "%(n)s accounts put back", counts.get("undone", 0)),
        "kept": ngettext("%(n)s left as it is", "%(n)s left as they are", counts.get("kept", 0)),
    }
    told = [words[key] % {"n": number_format(n)} for key, n in counts.items() if n or key in {"changed", "undone"}]
    if not locked(job).is_over:
        job.finish(" · ".join(told), **counts)


def locked(job: Job) -> Job:
    """The job as it is now, its row locked: an undo waits for the step under way, two copies take turns."""
    return Job.objects.select_for_update().get(pk=job.pk)


@transaction.atomic
def change_step(job: Job, ids: list[int]) -> bool:
    """Give the job's value to those of the accounts that its author may still change; False when it was stopped.

    Repeatable: an account that has its line is left alone, one that has the value already gets no line.
    """
    if locked(job).is_over:
        return False
    field, value = FIELDS[job.payload["field"]], job.payload["value"]
    reachable = field.reach(Account.objects.all(), job.started_by).filter(pk__in=ids)
    accounts = list(reachable.select_for_update(of=("self",)).order_by("pk"))
    done = set(BulkChange.objects.of(job).filter(account__in=ids).values_list("account", flat=True))
    accounts = [account for account in accounts if account.pk not in done and field.value_of(account) != value]
    refused = clashing(accounts) if field.key == "restore" else set()
    accepted = [account for account in accounts if account.pk not in refused]
    record(job, field, accepted, [account for account in accounts if account.pk in refused])
    write(field, value, [account.pk for account in accepted])
    return True


def record(job: Job, field: BulkField, accepted: list[Account], refused: list[Account]) -> None:
    """Keep what the accounts had before, and what was refused."""
    declarations = declare(job, field, accepted)
    outcomes = [(BulkChange.Outcome.CHANGED, accepted), (BulkChange.Outcome.REFUSED, refused)]
    BulkChange.objects.bulk_create(
        BulkChange(
            job=job,
            account=account,
            old=field.value_of(account),
            outcome=outcome,
            declaration=declarations.get(account.pk),
        )
        for outcome, accounts in outcomes
        for account in accounts
    )


def declare(job: Job, field: BulkField, accounts: list[Account]) -> dict[int, StageDeclaration]:
    """The declarations (who, which stage, why) that go with a change of stage, by account."""
    if not field.needs_reason:
        return {}
    made = StageDeclaration.objects.bulk_create(
        StageDeclaration(
            account=account,
            aspect=field.column,
            stage=job.payload["value"],
            reason=job.payload["reason"],
            declared_by=job.started_by,
        )
        for account in accounts
    )
    return {declaration.account_id: declaration for declaration in made}


def write(field: BulkField, value: Any, ids: list[int]) -> None:
    Account.objects.filter(pk__in=ids).update(**{field.column: value})


def clashing(accounts: list[Account]) -> set[int]:
    """Accounts of the trash that cannot come back: a living one, or an earlier one of the list, has their code."""
    codes = [account.code for account in accounts if account.code]
    taken = set(Account.objects.living().filter(code__in=codes).values_list("code", flat=True))
    found = set()
    for account in accounts:
        if account.code in taken:
            found.add(account.pk)
        elif account.code:
            taken.add(account.code)
    return found


@transaction.atomic
def undo_step(job: Job, changes: list[BulkChange]) -> None:
    """Put the old values back where the account still has the job's value; the others are left and told."""
    locked(job)
    field = FIELDS[job.payload["field"]]
    for change, outcome in undo_outcomes(job, field, changes).items():
        change.outcome = outcome
    BulkChange.objects.bulk_update(changes, ["outcome"])
    undone = [change for change in changes if change.outcome == BulkChange.Outcome.UNDONE]
    for old in {change.old for change in undone}:
        write(field, old, [change.account_id for change in undone if change.old == old])
    declarations = [change.declaration_id for change in undone if change.declaration_id]
    StageDeclaration.objects.filter(pk__in=declarations).delete()


def undo_outcomes(job: Job, field: BulkField, changes: list[BulkChange]) -> dict[BulkChange, str]:
    """What can become of each change; the accounts are locked until the end of the transaction."""
    accounts = Account.objects.select_for_update().order_by("pk").in_bulk([change.account_id for change in changes])
    gone = vanished(field, changes)
    refused = clashing(list(accounts.values())) if field.key == "trash" else set()
    outcomes = {}
    for change in changes:
        is_touched = field.value_of(accounts[change.account_id]) != job.payload["value"]
        if is_touched or change.old in gone:
            outcomes[change] = BulkChange.Outcome.KEPT
        elif change.account_id in refused:
            outcomes[change] = BulkChange.Outcome.REFUSED
        else:
            outcomes[change] = BulkChange.Outcome.UNDONE
    return outcomes


def vanished(field: BulkField, changes: list[BulkChange]) -> set[Any]:
    """Old values that name a row deleted since (a sector, for example)."""
    if not field.model_field.is_relation:
        return set()
    old = {change.old for change in changes} - {None}
    return old - set(field.model_field.related_model._default_manager.filter(pk__in=old).values_list("pk", flat=True))


def standing_steps(job: Job) -> Iterable[list[BulkChange]]:
    """The changes of a job that are not undone yet, a step at a time."""
    changes: QuerySet[BulkChange] = BulkChange.objects.of(job).standing().order_by("account")
    while step := list(changes[:STEP]):
        yield step
