"""A likely duplicate is said before it is entered; two entries are compared and merged from their page."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from accounts.stakeholders.duplicates.choices import Pair
from accounts.stakeholders.duplicates.finding import twins, twins_of
from accounts.stakeholders.duplicates.forms import MergeForm
from accounts.stakeholders.models import Merge, Stakeholder
from accounts.stakeholders.privacy.erasure import anonymise
from accounts.views.page import saved
from tests.factories import InteractionFactory, StakeholderFactory

NEW = {"influence": 3, "contact_strength": 0}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Roy", title="Buyer", email="a@roy.example")


@pytest.fixture
def twin(account, anne):
    return StakeholderFactory(account=account, name="Roy Anne", title="Head of buying")


def send(client, user, page, *args, **facts):
    client.force_login(user)
    return client.post(reverse(f"stakeholders:{page}", args=args), facts, follow=True)


def merge_page(client, user, kept, gone):
    client.force_login(user)
    return client.get(reverse("stakeholders:merge", args=[kept.pk, gone.pk]))


def answers(page):
    """What the page would send as it stands."""
    form = page.context["form"]
    return {form[name].html_name: form[name].value() for name in form.fields}


# --- the warning -----------------------------------------------------------------------------------


def test_a_likely_duplicate_is_said_with_its_reason_and_nothing_is_lost(client, account, manager, anne):
    page = send(client, manager, "create", account.pk, name="ROY Anné", phone="01 02 03 04 05", **NEW)
    (twin,) = page.context["form"].twins
    assert (twin.other, twin.why) == (anne, ["same name"])
    assert page.context["form"]["phone"].value() == "01 02 03 04 05"
    assert anne.get_absolute_url() in page.content.decode()
    assert Stakeholder.objects.count() == 1


def test_it_is_created_anyway_when_asked_a_second_time(client, account, manager, anne):
    send(client, manager, "create", account.pk, name="Anne Roy", anyway="create", **NEW)
    assert Stakeholder.objects.count() == 2


def test_create_and_merge_later_leads_to_the_duplicates(client, account, manager, anne):
    page = send(client, manager, "create", account.pk, name="Anne Roy", anyway="merge", **NEW)
    assert page.redirect_chain[-1][0] == reverse("stakeholders:duplicate-list", args=[account.pk])
    assert len(page.context["twins"]) == 1


def test_editing_warns_when_the_name_changes_and_only_then(client, account, manager, anne):
    other = StakeholderFactory(account=account, name="Paul Sarre")
    page = send(client, manager, "edit", other.pk, name="Anne Roi", **NEW)
    assert page.context["form"].twins[0].why == ["almost the same name"]
    StakeholderFactory(account=account, name="Paul Sarre")
    send(client, manager, "edit", other.pk, name="Paul Sarre", title="Buyer", **NEW)
    other.refresh_from_db()
    assert (other.name, other.title) == ("Paul Sarre", "Buyer")


def test_people_of_other_accounts_and_the_anonymised_warn_of_nothing(client, account, manager):
    StakeholderFactory(name="Anne Roy")
    StakeholderFactory(account=account, name="Anne Roy", anonymised_on=date(2026, 1, 1))
    send(client, manager, "create", account.pk, name="Anne Roy", **NEW)
    assert Stakeholder.objects.of(account).count() == 2


def test_a_warning_costs_two_queries_whatever_the_number_of_people(account, django_assert_num_queries):
    Stakeholder.objects.bulk_create(Stakeholder(account=account, name=f"Anne Roy {'a' * n}") for n in range(40))
    with django_assert_num_queries(2):
        assert twins(twins_of(account))


# --- the pages -------------------------------------------------------------------------------------


def test_the_list_names_each_pair_with_its_reason(client, account, reader, anne, twin):
    client.force_login(reader)
    page = client.get(reverse("stakeholders:duplicate-list", args=[account.pk]))
    assert [(each.one, each.other, each.why) for each in page.context["twins"]] == [(twin, anne, ["same name"])]
    assert reverse("stakeholders:merge", args=[twin.pk, anne.pk]) not in page.content.decode()


def test_any_two_people_can_be_chosen(client, account, manager, anne):
    other = StakeholderFactory(account=account, name="Paul Sarre")
    client.force_login(manager)
    url = reverse("stakeholders:duplicate-list", args=[account.pk])
    page = client.get(url, {"kept": anne.pk, "gone": other.pk})
    assert page.url == reverse("stakeholders:merge", args=[anne.pk, other.pk])
    assert "two different people" in client.get(url, {"kept": anne.pk, "gone": anne.pk}).content.decode()
    assert client.get(url, {"kept": anne.pk, "gone": StakeholderFactory().pk}).status_code == 200


def test_the_page_shows_both_values_and_proposes_one(client, manager, anne, twin):
    page = merge_page(client, manager, anne, twin)
    assert answers(page) | {"take_title": "gone", "take_email": "kept"} == answers(page)
    assert "Head of buying" in page.content.decode()


def test_merging_takes_the_chosen_values_and_leads_to_the_person(client, manager, anne, twin):
    sent = answers(merge_page(client, manager, anne, twin)) | {"take_title": "kept", "take_name": "gone"}
    page = send(client, manager, "merge", anne.pk, twin.pk, **sent)
    person = Stakeholder.objects.get()
    assert (person.pk, person.name, person.title, person.email) == (anne.pk, "Roy Anne", "Buyer", "a@roy.example")
    assert page.redirect_chain[-1][0] == anne.get_absolute_url()
    assert Merge.objects.get().merged_by == manager


def test_it_is_undone_from_the_page_of_the_person(client, manager, anne, twin):
    interaction = InteractionFactory(account=anne.account, stakeholders=[twin])
    send(client, manager, "merge", anne.pk, twin.pk, **answers(merge_page(client, manager, anne, twin)))
    row = Merge.objects.get()
    undo = reverse("stakeholders:merge-undo", args=[row.pk])
    assert undo in client.get(anne.get_absolute_url()).content.decode()
    client.post(undo)
    assert set(Stakeholder.objects.values_list("name", flat=True)) == {"Anne Roy", "Roy Anne"}
    assert list(interaction.stakeholders.values_list("pk", flat=True)) == [twin.pk]
    page = client.post(undo, follow=True)
    assert "already been undone" in page.content.decode()


def test_an_entry_changed_meanwhile_is_shown_again_with_the_answers(client, manager, anne, twin):
    sent = answers(merge_page(client, manager, anne, twin)) | {"take_title": "kept"}
    Stakeholder.objects.filter(pk=twin.pk).update(phone="0102030405")
    page = send(client, manager, "merge", anne.pk, twin.pk, **sent)
    assert "changed Roy Anne meanwhile" in page.content.decode()
    assert page.context["form"]["take_title"].value() == "kept"
    assert Stakeholder.objects.count() == 2
    again = answers(page) | {"take_phone": "gone"}
    send(client, manager, "merge", anne.pk, twin.pk, **again)
    assert Stakeholder.objects.get().phone == "0102030405"


def test_whoever_comes_second_is_led_to_the_entry_that_stayed(client, manager, anne, twin):
    sent = answers(merge_page(client, manager, anne, twin))
    send(client, manager, "merge", anne.pk, twin.pk, **sent)
    page = send(client, manager, "merge", anne.pk, twin.pk, **sent)
    assert page.redirect_chain[-1][0] == anne.get_absolute_url()
    assert "already been made part" in page.content.decode()
    assert Merge.objects.count() == 1


def test_a_circle_is_refused_with_the_names(client, account, manager, anne, twin):
    middle = StakeholderFactory(account=account, name="Paul Sarre", reports_to=anne)
    Stakeholder.objects.filter(pk=twin.pk).update(reports_to=middle)
    sent = answers(merge_page(client, manager, anne, twin)) | {"take_reports_to": "gone"}
    page = send(client, manager, "merge", anne.pk, twin.pk, **sent)
    assert "Anne Roy → Paul Sarre → Anne Roy" in page.content.decode()
    assert Stakeholder.objects.count() == 3


@pytest.mark.parametrize("side", ["anne", "twin"])
def test_somebody_anonymised_is_not_merged(client, request, manager, anne, twin, side):
    page = merge_page(client, manager, anne, twin)
    anonymise(request.getfixturevalue(side).pk, on=date(2026, 1, 1))
    client.post(page.request["PATH_INFO"], answers(page))
    assert merge_page(client, manager, anne, twin).status_code == 404
    assert Stakeholder.objects.count() == 2


def test_somebody_anonymised_while_the_form_is_checked_is_not_merged_either(manager, anne, twin):
    form = MergeForm({}, pair=Pair(anne, twin), user=manager, at=timezone.now())
    anonymise(twin.pk, on=date(2026, 1, 1))
    assert not form.is_valid()
    assert "anonymised cannot be merged" in str(form.errors)


@pytest.mark.parametrize("page", ["create", "map-add"])
def test_every_form_that_adds_a_person_offers_to_go_on(client, account, manager, anne, page):
    answer = send(client, manager, page, account.pk, name="Anne Roy", **NEW)
    assert 'name="anyway"' in answer.content.decode()
    send(client, manager, page, account.pk, name="Anne Roy", anyway="create", **NEW)
    assert Stakeholder.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_one_waits_and_is_told(manager, anne, twin):
    """The second one is checked once the first has locked both entries, and finds one of them gone."""
    third = StakeholderFactory(account=anne.account, name="A. Roy")
    told, ready = [], Barrier(2)

    def run(kept, gone):
        try:
            with translation.override("en"):
                facts = {"pair": Pair(kept, gone), "user": manager, "at": timezone.now()}
                shown = MergeForm(**facts)
                form = MergeForm({name: shown[name].value() for name in shown.fields}, **facts)
                ready.wait(10)
                told.append((saved(form), str(form.errors)))
        finally:
            connection.close()

    runs = [Thread(target=run, args=pair) for pair in ((anne, twin), (third, twin))]
    for each in runs:
        each.start()
    for each in runs:
        each.join(30)
    assert sorted(done for done, _errors in told) == [False, True]
    assert "has just been merged or deleted" in "".join(errors for _done, errors in told)
    assert Stakeholder.objects.count() == 2


def test_people_of_two_accounts_are_not_merged(client, manager, anne):
    assert merge_page(client, manager, anne, StakeholderFactory(account__kam=manager)).status_code == 404
    assert merge_page(client, manager, anne, anne).status_code == 404


def test_names_stay_text(client, manager, anne, twin):
    Stakeholder.objects.filter(pk=twin.pk).update(name="<img src=x>")
    assert "&lt;img src=x&gt;" in merge_page(client, manager, anne, twin).content.decode()
