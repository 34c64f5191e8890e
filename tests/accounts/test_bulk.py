from datetime import UTC, datetime

import pghistory
import pytest
from django.apps import apps

from accounts import bulk
from accounts.models import Account, BulkChange, StageDeclaration
from accounts.services import start_bulk_edit, start_bulk_undo
from accounts.tasks import edit_in_bulk
from kam.jobs.models import Job
from kam.users.models import User
from tests.factories import AccountFactory, MembershipFactory, SectorFactory, TierFactory, UserFactory

Outcome = BulkChange.Outcome
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).isoformat()


@pytest.fixture
def edit(django_capture_on_commit_callbacks):
    """Start a bulk edit and let its task run."""

    def edit(user, field, value, accounts, **options):
        with django_capture_on_commit_callbacks(execute=True):
            job = start_bulk_edit(user=user, field=field, value=value, ids=[a.pk for a in accounts], **options)
        job.refresh_from_db()
        return job

    return edit


@pytest.fixture
def undo(django_capture_on_commit_callbacks):
    def undo(job, user):
        with django_capture_on_commit_callbacks(execute=True):
            job = start_bulk_undo(job=job, user=user)
        job.refresh_from_db()
        return job

    return undo


def values(field):
    return list(Account.objects.order_by("pk").values_list(field, flat=True))


def test_bulk_edit_changes_the_accounts_and_tells_how_many(manager, edit):
    tier = TierFactory(name_fr="Stratégique")
    accounts = [AccountFactory(kam=manager), AccountFactory(kam=manager), AccountFactory(kam=manager, tier=tier)]
    job = edit(manager, "tier", tier.pk, accounts)
    assert values("tier") == [tier.pk] * 3
    assert (job.status, job.percent) == (Job.Status.DONE, 100)
    assert job.result == {"changed": 2, "unchanged": 1, "refused": 0}
    assert job.label == "Tier: Stratégique"


def test_bulk_edit_leaves_accounts_out_of_reach_alone_and_counts_them(manager, edit):
    mine, seen, foreign = AccountFactory(kam=manager), MembershipFactory(user=manager).account, AccountFactory()
    job = edit(manager, "status", "former", [mine, seen, foreign])
    assert values("status") == ["former", "active", "active"]
    assert job.payload["out_of_reach"] == 2


def test_right_lost_before_the_task_runs_is_respected(manager, outsider, django_capture_on_commit_callbacks):
    account = AccountFactory(kam=manager)
    with django_capture_on_commit_callbacks(execute=True):
        start_bulk_edit(user=manager, field="status", value="former", ids=[account.pk])
        Account.objects.update(kam=outsider)
    assert values("status") == ["active"]


def test_task_run_twice_keeps_the_first_old_value(manager, edit):
    account = AccountFactory(kam=manager)
    job = edit(manager, "status", "former", [account])
    Job.objects.filter(pk=job.pk).update(status=Job.Status.RUNNING)
    Account.objects.update(status="prospect")
    edit_in_bulk(job.pk)
    assert values("status") == ["prospect"]
    assert BulkChange.objects.get().old == "active"


def test_interrupted_edit_goes_on_where_it_stopped(manager, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(bulk, "STEP", 2)
    accounts = AccountFactory.create_batch(5, kam=manager)
    job = start_bulk_edit(user=manager, field="status", value="former", ids=[a.pk for a in accounts])
    bulk.change_step(job, [accounts[0].pk, accounts[1].pk])
    edit_in_bulk(job.pk)
    job.refresh_from_db()
    assert job.result["changed"] == 5
    assert BulkChange.objects.standing().count() == 5


def test_number_of_queries_follows_the_steps_not_the_accounts(manager, django_assert_num_queries):
    jobs = [
        start_bulk_edit(user=manager, field="status", value="former", ids=[a.pk for a in AccountFactory.create_batch(n, kam=manager)])
        for n in (3, 60)
    ]  # fmt: skip
    for job in jobs:
        with django_assert_num_queries(7):
            bulk.change_step(job, job.payload["ids"])


def test_history_names_who_edited_in_bulk(manager, edit):
    account = AccountFactory(kam=manager)
    edit(manager, "status", "former", [account])
    event = apps.get_model("accounts", "AccountEvent").objects.filter(pgh_label="update").get(id=account.pk)
    assert event.pgh_context.metadata["user"] == manager.pk
    assert pghistory.models.Context.objects.count() == 1


def test_stage_is_declared_with_its_reason(manager, edit):
    account = AccountFactory(kam=manager)
    edit(manager, "declared_stage", 2, [account], reason="Three joint projects")
    declaration = StageDeclaration.objects.get()
    assert values("declared_stage") == [2]
    assert (declaration.stage, declaration.reason, declaration.declared_by) == (2, "Three joint projects", manager)
    assert declaration.aspect == StageDeclaration.Aspect.DECLARED


def test_undo_puts_the_old_values_back(manager, edit, undo):
    old = [SectorFactory(), None]
    accounts = [AccountFactory(kam=manager, sector=sector) for sector in old]
    job = edit(manager, "sector", SectorFactory().pk, accounts)
    result = undo(job, manager).result
    assert values("sector") == [old[0].pk, None]
    assert result == {"undone": 2, "kept": 0}


def test_undo_leaves_and_reports_what_somebody_changed_since(manager, edit, undo):
    accounts = AccountFactory.create_batch(2, kam=manager)
    job = edit(manager, "status", "former", accounts)
    Account.objects.filter(pk=accounts[0].pk).update(status="prospect")
    assert undo(job, manager).result == {"undone": 1, "kept": 1}
    assert values("status") == ["prospect", "active"]
    assert BulkChange.objects.get(account=accounts[0]).outcome == Outcome.KEPT


def test_undo_of_a_sector_deleted_since_leaves_the_account_as_it_is(manager, edit, undo):
    sector = SectorFactory()
    job = edit(manager, "sector", SectorFactory().pk, [AccountFactory(kam=manager, sector=sector)])
    sector.delete()
    assert undo(job, manager).result == {"undone": 0, "kept": 1}


def test_undo_takes_the_declarations_away(manager, edit, undo):
    job = edit(manager, "target_stage", 3, [AccountFactory(kam=manager, target_stage=2)], reason="Ambition")
    undo(job, manager)
    assert values("target_stage") == [2]
    assert not StageDeclaration.objects.exists()


def test_undo_gives_back_the_accounts_that_one_gave_away(manager, outsider, edit, undo):
    job = edit(manager, "kam", outsider.pk, [AccountFactory(kam=manager)])
    assert values("kam") == [outsider.pk]
    undo(job, manager)
    assert values("kam") == [manager.pk]


def test_a_step_that_was_waiting_while_somebody_stopped_the_edit_changes_nothing(account, manager):
    job = start_bulk_edit(user=manager, field="status", value="former", ids=[account.pk])
    job.cancel()
    assert bulk.change_step(job, [account.pk]) is False
    assert values("status") == ["active"]


def test_undo_stops_an_edit_that_has_not_run_yet(manager, undo):
    account = AccountFactory(kam=manager)
    job = start_bulk_edit(user=manager, field="status", value="former", ids=[account.pk])
    undo(job, manager)
    edit_in_bulk(job.pk)
    assert values("status") == ["active"]
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED


def test_second_undo_changes_nothing(manager, edit, undo):
    job = edit(manager, "status", "former", [AccountFactory(kam=manager)])
    undo(job, manager)
    Account.objects.update(status="former")
    undo(job, manager)
    assert values("status") == ["former"]


def test_accounts_go_to_the_trash_and_come_back_together(manager, edit, undo):
    accounts = AccountFactory.create_batch(2, kam=manager)
    job = edit(manager, "trash", NOON, accounts)
    assert Account.objects.living().count() == 0
    undo(job, manager)
    assert Account.objects.living().count() == 2


def test_restore_takes_from_the_trash_only_what_the_person_could_change(manager, edit):
    AccountFactory(trashed_at=NOON)
    mine = AccountFactory(kam=manager, trashed_at=NOON)
    edit(manager, "restore", None, Account.objects.all())
    assert list(Account.objects.living()) == [mine]


def test_account_whose_code_was_taken_meanwhile_stays_in_the_trash(manager, edit, undo):
    account = AccountFactory(kam=manager, code="C1")
    job = edit(manager, "trash", NOON, [account])
    AccountFactory(code="C1")
    assert edit(manager, "restore", None, [account]).result == {"changed": 0, "unchanged": 0, "refused": 1}
    undo(job, manager)
    account.refresh_from_db()
    assert account.trashed_at


def test_two_accounts_of_the_trash_with_one_code_do_not_both_come_back(manager, edit):
    accounts = AccountFactory.create_batch(2, kam=manager, code="C1", trashed_at=NOON)
    assert edit(manager, "restore", None, accounts).result["refused"] == 1
    assert Account.objects.living().count() == 1


def test_words_of_a_job_are_those_of_the_person(edit, db):
    chief = UserFactory(role=User.Role.ADMINISTRATOR, language="en")
    job = edit(chief, "kam", None, AccountFactory.create_batch(2, kam=chief))
    assert (job.label, job.message) == ("KAM: none", "2 accounts changed")
