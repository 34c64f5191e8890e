"""Creating, reading and editing an account."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Account, IndexMembership, Listing, StageDeclaration
from accounts.services import declare_stage
from tests.factories import (
    AccountFactory,
    CommentFactory,
    InteractionFactory,
    MembershipFactory,
    RevenueLineFactory,
    SectorFactory,
    StakeholderFactory,
    TierFactory,
    UserFactory,
)

NEW = {"name": "Solvane Industrie", "status": "active"}


def test_a_kam_who_creates_an_account_carries_it(client, manager):
    client.force_login(manager)
    answer = client.post("/accounts/new/", {**NEW, "potential": "9 500 000,00"})
    account = Account.objects.get()
    assert answer.url == f"/accounts/{account.pk}/"
    assert (account.name, account.kam, account.potential) == ("Solvane Industrie", manager, Decimal("9500000"))


def test_a_kam_cannot_hand_an_account_to_a_colleague_even_by_forging_the_field(client, manager, outsider):
    client.force_login(manager)
    client.post("/accounts/new/", {**NEW, "kam": outsider.pk})
    assert Account.objects.get().kam == manager


def test_a_director_hands_accounts_to_the_kams_of_the_teams_he_leads(client, director, manager, outsider):
    client.force_login(director)
    assert client.post("/accounts/new/", {**NEW, "kam": outsider.pk}).status_code == 200
    assert client.post("/accounts/new/", {**NEW, "kam": manager.pk}).status_code == 302
    assert Account.objects.get().kam == manager


def test_an_administrator_hands_accounts_to_any_kam(client, admin, outsider):
    client.force_login(admin)
    client.post("/accounts/new/", {**NEW, "kam": outsider.pk})
    assert Account.objects.get().kam == outsider


def test_the_group_is_chosen_among_visible_accounts(client, account, manager, outsider):
    client.force_login(manager)
    hidden = AccountFactory(kam=outsider)
    assert client.post("/accounts/new/", {**NEW, "parent": hidden.pk}).status_code == 200
    client.post("/accounts/new/", {**NEW, "parent": account.pk})
    assert Account.objects.get(name=NEW["name"]).parent == account


def test_a_group_that_the_editor_does_not_see_is_neither_shown_nor_lost(client, account, manager, outsider):
    hidden = AccountFactory(kam=outsider, name="Secret Group")
    Account.objects.filter(pk=account.pk).update(parent=hidden)
    client.force_login(manager)
    assert "Secret Group" not in client.get(f"/accounts/{account.pk}/edit/").content.decode()
    assert "Secret Group" not in client.get(f"/accounts/{account.pk}/").content.decode()
    client.post(f"/accounts/{account.pk}/edit/", NEW)
    account.refresh_from_db()
    assert account.parent == hidden


def test_a_circle_of_groups_is_refused_with_its_names(client, account, manager):
    client.force_login(manager)
    below = AccountFactory(kam=manager, parent=account, name="Below")
    page = client.post(f"/accounts/{account.pk}/edit/", {**NEW, "parent": below.pk})
    assert f"{account.name} → Below → {account.name}" in page.content.decode()


def test_a_code_that_another_living_account_has_is_refused(client, account, manager):
    AccountFactory(code="C-1")
    client.force_login(manager)
    page = client.post(f"/accounts/{account.pk}/edit/", {**NEW, "code": "C-1"})
    assert "Another account already has this code." in page.content.decode()


def test_the_edit_page_does_not_show_what_was_refused_as_if_it_were_saved(client, account, manager):
    client.force_login(manager)
    page = client.post(f"/accounts/{account.pk}/edit/", {**NEW, "name": "Other name", "founded_in": "12"})
    assert page.context["account"].name == account.name


def test_the_search_finds_visible_accounts_whatever_the_accents(client, manager, outsider):
    seen = AccountFactory(kam=manager, name="Énergie de l'Ouest")
    AccountFactory(kam=outsider, name="Énergie cachée")
    client.force_login(manager)
    answer = client.get("/accounts/search/", {"q": "energie \0"})
    assert answer.json() == {"results": [{"value": seen.pk, "text": seen.name}]}


def test_the_header_tells_what_the_account_is_today(client, account, manager):
    MembershipFactory.create_batch(6, account=account)
    listing = Listing.objects.create(account=account)
    IndexMembership.objects.create(listing=listing, index="SBF 120", from_on=date(2014, 1, 1))
    IndexMembership.objects.create(listing=listing, index="CAC 40", to_on=date(2015, 1, 1))
    Account.objects.filter(pk=account.pk).update(
        sector=SectorFactory(name_en="Industry"), tier=TierFactory(name_en="Strategic"), potential=9_500_000
    )
    client.force_login(manager)
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    for word in ("SBF 120", "Industry", "Strategic", f"{manager}, KAM", "team of 7", "€9.5M"):
        assert word in page
    assert "CAC 40" not in page


def test_a_declared_stage_is_told_with_who_and_why(client, account, manager, reader):
    client.force_login(manager)
    client.post(
        f"/accounts/{account.pk}/stage/", {"aspect": "declared_stage", "stage": 2, "reason": "First joint project"}
    )
    account.refresh_from_db()
    assert account.declared_stage == 2
    client.force_login(reader)
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert "First joint project" in page
    assert str(manager) in page


def test_a_stage_is_not_declared_without_saying_why(client, account, manager):
    client.force_login(manager)
    assert client.post(f"/accounts/{account.pk}/stage/", {"aspect": "target_stage", "stage": 3}).status_code == 200
    account.refresh_from_db()
    assert account.target_stage is None


def test_only_the_latest_declaration_of_each_aspect_is_shown(account, manager):
    for stage in (1, 2):
        declare_stage(
            account,
            aspect="declared_stage",
            stage=stage,
            reason="-",
            by=manager,
            at=account.created_at.replace(day=stage),
        )
    declare_stage(account, aspect="target_stage", stage=4, reason="-", by=manager, at=account.created_at)
    latest = StageDeclaration.objects.latest_of_each()
    assert [(declaration.aspect, declaration.stage) for declaration in latest] == [
        ("declared_stage", 2),
        ("target_stage", 4),
    ]


def test_what_people_wrote_is_shown_and_never_run(client, account, manager):
    nasty = "<img src=x onerror=alert(1)> {{ 7*7 }}"
    Account.objects.filter(pk=account.pk).update(description=nasty, city=nasty)
    CommentFactory(account=account, text=nasty, author=manager)
    InteractionFactory(account=account, subject=nasty, stakeholders=[StakeholderFactory(account=account, name=nasty)])
    client.force_login(manager)
    for path in ("", "people/", "interactions/", "history/"):
        page = client.get(f"/accounts/{account.pk}/{path}").content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


@pytest.mark.parametrize("many", [1, 40])
def test_the_page_costs_the_same_for_any_number_of_relations(many, client, account, manager, django_assert_num_queries):
    people = StakeholderFactory.create_batch(many, account=account)
    for n in range(min(many, 12)):
        InteractionFactory(account=account, stakeholders=people, colleagues=[manager, UserFactory()])
        AccountFactory(parent=account, kam=manager)
        RevenueLineFactory(account=account, month=date(2025, n + 1, 1))
    CommentFactory.create_batch(many, account=account, author=manager)
    MembershipFactory.create_batch(many, account=account)
    client.force_login(manager)
    client.get(f"/accounts/{account.pk}/")  # the session learns that no second factor is asked for
    with django_assert_num_queries(14, exact=False):  # the last one: when the plan was last reviewed
        page = client.get(f"/accounts/{account.pk}/")
    assert len(page.content) < 120_000
