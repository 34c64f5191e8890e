"""What the page says of the past, from events that the database wrote."""

from collections import Counter
from datetime import date

import pghistory
import pytest
from django.core.paginator import Paginator
from django.utils import translation

from accounts.history import History, Trail, kinds, sheet, trails
from accounts.models import Account, ClientEntity, IndexMembership, Listing
from accounts.services import declare_stage
from accounts.stakeholders.models import Stakeholder
from kam.jobs.models import Job
from tests.factories import (
    AccountFactory,
    ClientEntityFactory,
    CommentFactory,
    InteractionFactory,
    JobFactory,
    ListValueFactory,
    MembershipFactory,
    RevenueLineFactory,
    SectorFactory,
    StakeholderFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def lines(account, reader, **choice):
    return History(account, reader, **choice)[0:500]


def test_everything_that_belongs_to_an_account_is_followed():
    assert {trail.key for trail in trails()} >= {
        "accounts.account", "accounts.cliententity", "accounts.comment",
        "accounts.indexmembership", "accounts.listing", "accounts.membership", "accounts.revenueline",
        "accounts.stagedeclaration", "stakeholders.interaction", "stakeholders.ourside", "stakeholders.stakeholder",
        "stakeholders.theirside",
    }  # fmt: skip


def test_a_change_tells_who_which_object_and_the_old_and_new_values(account, manager):
    with pghistory.context(user=manager.pk):
        account.status, account.potential = Account.Status.FORMER, 1_250_000
        account.save()
    (entry,) = [entry for entry in lines(account, manager) if entry.action == "update"]
    assert (entry.who, entry.kind, entry.name) == (manager, "account", account.name)
    assert {(str(c.label), c.old, c.new) for c in entry.changes} == {
        ("status", "Active", "Former"),
        ("yearly potential (€)", "", "1,250,000"),
    }


def test_values_are_told_in_the_language_of_the_reader(account, manager):
    sector = SectorFactory(name_fr="Énergie", name_en="Energy")
    Account.objects.filter(pk=account.pk).update(sector=sector)
    with translation.override("fr"):
        assert [change.new for change in lines(account, manager)[0].changes] == ["Énergie"]
    assert [change.new for change in lines(account, manager)[0].changes] == ["Energy"]


def test_a_bulk_update_by_a_job_is_told_with_the_job(account, manager):
    job = JobFactory(kind=Job.Kind.BULK_EDIT, label="Status: Former", started_by=manager)
    with pghistory.context(user=manager.pk, job=job.pk):
        Account.objects.filter(pk=account.pk).update(status="former")
    entry = lines(account, manager)[0]
    assert (entry.who, entry.job, entry.changes[0].new) == (manager, "Status: Former", "Former")


def test_a_change_outside_of_any_request_has_no_author(account, manager):
    assert lines(account, manager)[-1].who is None


def test_a_deleted_row_is_told_by_what_it_was(account, manager):
    entity = ClientEntityFactory(account=account, name="Lyon plant", city="Lyon")
    ClientEntity.objects.filter(pk=entity.pk).delete()
    entry = lines(account, manager, kind="accounts.cliententity")[0]
    assert (entry.action, entry.name) == ("delete", "Lyon plant")
    assert ("Lyon", "") in {(change.old, change.new) for change in entry.changes}


def test_participants_are_told_by_name_even_when_they_are_deleted(account, manager):
    person = StakeholderFactory(account=account, name="Anne Roy")
    InteractionFactory(account=account, subject="Review", stakeholders=[person], colleagues=[manager])
    Stakeholder.objects.filter(pk=person.pk).delete()
    told = [(entry.name, entry.action) for entry in lines(account, manager, kind="stakeholders.theirside")]
    assert told == [("Anne Roy", "delete"), ("Anne Roy", "insert")]
    assert lines(account, manager, kind="stakeholders.ourside")[0].name == str(manager)


def test_what_belongs_through_another_row_is_found_after_both_are_gone(account, manager):
    listing = Listing.objects.create(account=account, ticker="AIR")
    IndexMembership.objects.create(listing=listing, index="CAC 40")
    listing.delete()
    assert [e.action for e in lines(account, manager, kind="accounts.indexmembership")] == ["delete", "insert"]


def test_another_account_is_never_told(account, manager, outsider):
    StakeholderFactory(account=AccountFactory(kam=outsider), name="Not ours")
    assert "Not ours" not in {entry.name for entry in lines(account, manager)}


def test_a_group_that_the_reader_does_not_see_is_told_by_its_number(account, manager, outsider):
    group = AccountFactory(kam=outsider, name="Secret Group")
    Account.objects.filter(pk=account.pk).update(parent=group)
    assert lines(account, manager)[0].changes[0].new == f"#{group.pk}"


def test_the_history_is_narrowed_to_a_kind_of_object_and_to_a_person(account, manager, editor):
    with pghistory.context(user=editor.pk):
        StakeholderFactory(account=account, name="By the editor")
    with pghistory.context():
        StakeholderFactory(account=account, name="By nobody")
    assert {e.kind for e in lines(account, manager, kind="stakeholders.stakeholder")} == {"stakeholder"}
    assert [e.name for e in lines(account, manager, person=editor.pk)] == ["By the editor"]
    assert list(History(account, manager).people()) == [editor]


def a_rich_past(account, manager, times):
    """Every kind of event, `times` times."""
    function = ListValueFactory(kind="team_function")
    with pghistory.context(user=manager.pk):
        for n in range(times):
            person = StakeholderFactory(account=account, function=ListValueFactory())
            InteractionFactory(account=account, stakeholders=[person], colleagues=[manager])
            MembershipFactory(account=account, function=function)
            parent = ClientEntityFactory(account=account)
            ClientEntityFactory(account=account, parent=parent)
            RevenueLineFactory(account=account, month=date(2026, n + 1, 1), offering=ListValueFactory(kind="offering"))
            CommentFactory(account=account, author=manager)
            declare_stage(account, aspect="declared_stage", stage=n % 5, reason="", by=manager, at=account.created_at)
            Account.objects.filter(pk=account.pk).update(name=f"Name {n}", sector=SectorFactory())
            person.delete()


@pytest.mark.parametrize("times", [1, 6])
def test_a_page_costs_as_many_queries_for_many_lines_as_for_few(times, account, manager, django_assert_num_queries):
    a_rich_past(account, manager, times)
    kinds()
    with django_assert_num_queries(21):
        page = Paginator(History(account, manager), 500).get_page(1)
        assert len([change for entry in page for change in entry.changes]) > 20 * times


def test_the_page_writes_the_query_of_a_model_twice_only(client, account, manager, monkeypatch):
    asked, told = [], Trail.told
    monkeypatch.setattr(Trail, "told", lambda trail, *whose: (asked.append(trail.key), told(trail, *whose))[1])
    client.force_login(manager)
    client.get(f"/accounts/{account.pk}/history/", {"kind": "", "person": manager.pk})
    assert max(Counter(asked).values()) == 2  # for the lines and for the people who wrote them


def test_the_sheet_has_a_row_for_each_changed_field_and_spans_pages(account, manager):
    a_rich_past(account, manager, 2)
    rows = list(sheet(History(account, manager), step=7))
    assert rows[0][:3] == ("When", "Who", "What")
    assert len(rows) - 1 == sum(max(1, len(entry.changes)) for entry in lines(account, manager))


def test_the_page_shows_the_history_and_the_file_holds_it(client, account, reader):
    Account.objects.filter(pk=account.pk).update(name="=cmd()")
    client.force_login(reader)
    page = client.get(f"/accounts/{account.pk}/history/", {"kind": "accounts.account", "person": "x", "page": "99"})
    assert "=cmd()" in page.content.decode()
    sheet_text = b"".join(client.get(f"/accounts/{account.pk}/history.csv").streaming_content).decode()
    assert "'=cmd()" in sheet_text


def test_a_person_who_changed_nothing_has_an_empty_history(client, account, reader):
    client.force_login(reader)
    page = client.get(f"/accounts/{account.pk}/history/", {"person": UserFactory().pk})
    assert "No change matches." in page.content.decode()
