import re

import pytest

from accounts.models import Account, StageDeclaration
from kam.jobs.models import Job
from tests.factories import AccountFactory, MembershipFactory, SectorFactory, TierFactory

BULK = "/portfolio/bulk/"


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    """Confirm a bulk edit and let its task run."""

    def post(address=BULK, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, fields)

    return post


def statuses():
    return list(Account.objects.order_by("pk").values_list("status", flat=True))


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_dialog_tells_how_many_of_the_chosen_can_be_changed(client, manager):
    accounts = [AccountFactory(kam=manager), AccountFactory(kam=manager), MembershipFactory(user=manager).account]
    client.force_login(manager)
    page = client.get(BULK, {"field": "status", "ids": [account.pk for account in accounts]})
    assert "2 accounts of the 3 selected will be changed." in text_of(page)
    assert "1 is only shared with you for reading" in text_of(page)


def test_dialog_changes_nothing_by_itself(client, account):
    client.force_login(account.kam)
    client.get(BULK, {"field": "status", "value": "former", "ids": account.pk})
    assert statuses() == ["active"]


def test_chosen_accounts_are_changed_and_the_report_offers_to_undo(client, manager, post):
    accounts = AccountFactory.create_batch(2, kam=manager)
    other = AccountFactory(kam=manager)
    client.force_login(manager)
    response = post(field="status", value="former", ids=[account.pk for account in accounts])
    assert statuses() == ["former", "former", "active"]
    report = text_of(client.get(response.url))
    assert "2 · Changed" in report
    assert "Active Former Changed" in report
    assert "Undo this bulk edit" in report
    assert other.name not in report


def test_toast_offers_to_undo_at_once(client, account, post):
    client.force_login(account.kam)
    page = client.get(post(field="status", value="former", ids=account.pk).url).content.decode()
    job = Job.objects.get()
    assert f'action="/portfolio/bulk/{job.pk}/undo/"' in page
    assert "The change of 1 account has started." in page


def test_all_matching_means_the_filtered_list_across_its_pages(client, manager, post):
    AccountFactory.create_batch(60, kam=manager, status="prospect")
    AccountFactory(kam=manager)
    client.force_login(manager)
    query = "status=prospect&per_page=25&page=2"
    dialog = client.get(BULK, {"field": "status", "all": "1", "query": query})
    assert "60 accounts of the 60 selected" in text_of(dialog)
    post(field="status", value="former", all="1", query=query)
    assert statuses().count("former") == 60


def test_accounts_of_others_named_in_the_request_are_left_alone(client, account, outsider, post):
    client.force_login(outsider)
    mine = AccountFactory(kam=outsider)
    post(field="status", value="former", ids=[account.pk, mine.pk])
    assert statuses() == ["active", "former"]
    assert "Nothing" not in text_of(post(field="status", value="former", ids=account.pk))
    assert Job.objects.count() == 1


def test_reader_changes_nothing(client, account, reader, post):
    client.force_login(reader)
    page = client.get(BULK, {"field": "status", "ids": account.pk})
    assert " disabled>" in page.content.decode()
    post(field="status", value="former", ids=account.pk)
    assert statuses() == ["active"]


@pytest.mark.parametrize(
    "fields", [{}, {"field": "status"}, {"field": "search_text", "ids": 1}, {"field": "kam", "ids": "x"}]
)
def test_nothing_to_do_is_said(client, manager, fields):
    client.force_login(manager)
    assert "No account is selected" in text_of(client.get(BULK, fields))


def test_value_must_be_chosen(client, manager, post):
    account = AccountFactory(kam=manager, sector=SectorFactory())
    client.force_login(manager)
    assert post(field="sector", ids=account.pk, value="").status_code == 200
    assert post(field="sector", ids=account.pk, value="999").status_code == 200
    assert post(field="status", ids=account.pk, value="nonsense").status_code == 200
    assert not Job.objects.exists()


def test_field_can_be_emptied_on_purpose(client, manager, post):
    account = AccountFactory(kam=manager, sector=SectorFactory())
    client.force_login(manager)
    post(field="sector", ids=account.pk, value="none")
    account.refresh_from_db()
    assert account.sector is None


def test_only_those_who_may_carry_accounts_are_offered_as_kam(client, account, admin, outsider, reader):
    client.force_login(admin)
    page = client.get(BULK, {"field": "kam", "ids": account.pk}).content.decode()
    assert f'<option value="{outsider.pk}">' in page
    assert f'<option value="{reader.pk}">' not in page


def test_a_director_hands_accounts_to_his_own_people(client, account, director, outsider, post):
    client.force_login(director)
    assert post(field="kam", value=outsider.pk, ids=account.pk).status_code == 200
    assert post(field="kam", value=director.pk, ids=account.pk).status_code == 302
    account.refresh_from_db()
    assert account.kam == director


@pytest.mark.parametrize("member", ["manager", "editor"])
def test_whoever_only_works_on_an_account_does_not_hand_it_over(client, account, outsider, post, member, request):
    client.force_login(request.getfixturevalue(member))
    assert '<option value="kam">' not in client.get("/portfolio/").content.decode()
    post(field="kam", value=outsider.pk, ids=account.pk)
    assert Account.objects.get().kam == account.kam
    assert not Job.objects.exists()


def test_stage_asks_for_a_reason(client, account, post):
    client.force_login(account.kam)
    assert post(field="declared_stage", value="2", ids=account.pk).status_code == 200
    post(field="declared_stage", value="2", reason="Joint projects", ids=account.pk)
    account.refresh_from_db()
    assert account.declared_stage == 2
    assert StageDeclaration.objects.get().reason == "Joint projects"


def test_undo_from_the_page_puts_everything_back(client, manager, post):
    tiers = [TierFactory(), TierFactory()]
    accounts = [AccountFactory(kam=manager, tier=tier) for tier in tiers]
    client.force_login(manager)
    report = post(field="tier", value=tiers[0].pk, ids=[account.pk for account in accounts]).url
    post(f"{report}undo/")
    assert [account.tier for account in Account.objects.order_by("pk")] == tiers
    assert "1 · Put back" in text_of(client.get(report))
    assert "Undo this bulk edit" not in text_of(client.get(report))


def test_accounts_go_to_the_trash_and_back(client, manager, post):
    account = AccountFactory(kam=manager)
    client.force_login(manager)
    post(field="trash", ids=account.pk)
    assert not Account.objects.living().exists()
    assert "1 account of the 1 selected" in text_of(client.get(BULK, {"field": "restore", "ids": account.pk}))
    post(field="restore", ids=account.pk)
    assert Account.objects.living().exists()


def test_trash_offers_to_restore_several_at_once(client, manager):
    account = AccountFactory(kam=manager, trashed_at="2026-01-01T00:00Z")
    client.force_login(manager)
    page = client.get("/accounts/trash/").content.decode()
    assert f'action="{BULK}"' in page
    assert f'name="ids" value="{account.pk}" form="restore-many"' in page


def test_report_links_to_no_account_that_its_reader_lost(client, account, outsider, post):
    client.force_login(account.kam)
    url = post(field="status", value="former", ids=account.pk).url
    Account.objects.update(kam=outsider)
    report = client.get(url).content.decode()
    assert account.name in report
    assert f'href="{account.get_absolute_url()}"' not in report


def test_long_report_comes_in_pages(client, manager, post):
    accounts = AccountFactory.create_batch(101, kam=manager)
    client.force_login(manager)
    url = post(field="status", value="former", ids=[account.pk for account in accounts]).url
    assert client.get(url).content.decode().count('<th scope="row">') == 100
    assert client.get(f"{url}?page=2").content.decode().count('<th scope="row">') == 1


def test_other_kinds_of_jobs_cannot_be_undone_here(client, manager):
    job = Job.objects.create(kind=Job.Kind.IMPORT, label="Import", started_by=manager)
    client.force_login(manager)
    assert client.post(f"{BULK}{job.pk}/undo/").status_code == 404
    assert client.get(f"{BULK}{job.pk}/").status_code == 404
