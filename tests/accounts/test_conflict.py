"""Two people edit the same account at once."""

import pghistory
import pytest

from accounts.models import Account, ClientEntity
from tests.factories import ClientEntityFactory, InteractionFactory, StakeholderFactory


@pytest.fixture
def opened(client, account, manager):
    """The fields of the edit page as the manager's browser has them."""
    client.force_login(manager)
    Account.objects.filter(pk=account.pk).update(city="Lyon", phone="01", potential=100)
    return fields_of(client.get(f"/accounts/{account.pk}/edit/"))


def fields_of(page):
    form = page.context["form"]
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


def change(account, person, **values):
    with pghistory.context(user=person.pk):
        Account.objects.filter(pk=account.pk).update(**values)


def send(client, account, fields):
    return client.post(f"/accounts/{account.pk}/edit/", fields)


def test_without_a_conflict_the_form_saves(client, account, opened):
    assert send(client, account, {**opened, "city": "Paris"}).status_code == 302
    account.refresh_from_db()
    assert (account.city, account.phone) == ("Paris", "01")


def test_changes_of_different_fields_are_merged(client, account, editor, opened):
    change(account, editor, phone="02")
    page = client.post(f"/accounts/{account.pk}/edit/", {**opened, "city": "Paris"}, follow=True)
    account.refresh_from_db()
    assert (account.city, account.phone) == ("Paris", "02")
    assert "Phone" in str(*page.context["messages"])


def test_changes_of_the_same_field_are_both_shown_and_nothing_is_saved(client, account, editor, opened):
    change(account, editor, city="Nice", phone="02")
    page = send(client, account, {**opened, "city": "Paris"})
    (conflict,) = page.context["form"].conflicts
    assert (conflict.name, conflict.theirs, conflict.mine) == ("city", "Nice", "Paris")
    assert str(editor) in page.content.decode()
    account.refresh_from_db()
    assert account.city == "Nice"


@pytest.mark.parametrize(("answer", "city"), [("mine", "Paris"), ("theirs", "Nice")])
def test_the_answer_decides_and_what_only_they_changed_stays(answer, city, client, account, editor, opened):
    change(account, editor, city="Nice", phone="02")
    page = send(client, account, {**opened, "city": "Paris"})
    again = {**fields_of(page), "city": "Paris", "keep-city": answer}
    assert send(client, account, again).status_code == 302
    account.refresh_from_db()
    assert (account.city, account.phone) == (city, "02")


def test_an_answer_given_before_having_seen_their_version_does_not_count(client, account, editor, opened):
    change(account, editor, city="Nice")
    assert send(client, account, {**opened, "city": "Paris", "keep-city": "mine"}).context["form"].conflicts


def test_a_third_version_is_shown_before_an_answer_counts(client, account, editor, opened):
    change(account, editor, city="Nice")
    page = send(client, account, {**opened, "city": "Paris"})
    change(account, editor, city="Brest")
    page = send(client, account, {**fields_of(page), "city": "Paris", "keep-city": "mine"})
    assert [conflict.theirs for conflict in page.context["form"].conflicts] == ["Brest"]


def test_the_same_change_on_both_sides_is_no_conflict(client, account, editor, opened):
    change(account, editor, city="Paris")
    assert send(client, account, {**opened, "city": "Paris"}).status_code == 302


def test_a_version_that_is_not_of_this_account_counts_as_not_knowing_anything(client, account, editor, opened):
    change(account, editor, city="Nice")
    page = send(client, account, {**opened, "version": "1", "city": "Lyon"})
    assert [conflict.name for conflict in page.context["form"].conflicts] == ["city"]


def test_what_is_not_in_the_form_is_never_written(client, account, opened):
    with pghistory.context():
        Account.objects.filter(pk=account.pk).update(declared_stage=2)
    send(client, account, {**opened, "city": "Paris"})
    account.refresh_from_db()
    assert account.declared_stage == 2


def test_a_part_that_was_deleted_meanwhile_says_so(client, account, manager, monkeypatch):
    client.force_login(manager)
    entity = ClientEntityFactory(account=account, name="Lyon plant")
    lock = ClientEntity.objects.select_for_update

    def gone(*args, **kwargs):
        ClientEntity.objects.filter(pk=entity.pk).delete()
        return lock(*args, **kwargs)

    monkeypatch.setattr("accounts.models.ClientEntity._default_manager.select_for_update", gone)
    page = client.post(f"/accounts/entities/{entity.pk}/", {"kind": "entity", "name": "Lyon"})
    assert "Somebody deleted this meanwhile." in page.content.decode()


def test_participants_that_either_side_added_or_took_away_are(client, account, manager):
    client.force_login(manager)
    stays, taken_by_me, taken_by_them, added_by_me, added_by_them = StakeholderFactory.create_batch(5, account=account)
    interaction = InteractionFactory(account=account, stakeholders=[stays, taken_by_me, taken_by_them])
    page = client.get(f"/interactions/{interaction.pk}/")
    opened = fields_of(page)
    was = page.context["form"]["stakeholders"]
    assert was.as_hidden(only_initial=True) in page.content.decode()
    interaction.stakeholders.set([stays, taken_by_me, added_by_them])
    client.post(
        f"/interactions/{interaction.pk}/",
        {
            **{name: value for name, value in opened.items() if name not in ("stakeholders", "colleagues")},
            "initial-stakeholders": [stays.pk, taken_by_me.pk, taken_by_them.pk],
            "stakeholders": [stays.pk, taken_by_them.pk, added_by_me.pk],
        },
    )
    assert set(interaction.stakeholders.all()) == {stays, added_by_me, added_by_them}
