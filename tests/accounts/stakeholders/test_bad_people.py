"""What cannot be true of people is refused by name, and nothing typed is lost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.stakeholders.models import Stakeholder
from tests.factories import InteractionFactory, StakeholderFactory

NAME = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def signed_in(client, manager):
    client.force_login(manager)


def save(client, person, **typed):
    facts = {"name": person.name, "influence": person.influence, "contact_strength": 0, **typed}
    return client.post(reverse("stakeholders:edit", args=[person.pk]), facts)


@pytest.mark.parametrize("line", ["reports_to", "dotted_to"])
def test_nobody_reports_to_himself_by_whichever_line(line, client, account):
    person = StakeholderFactory(account=account, name="Anne")
    page = save(client, person, title="Head of buying", **{line: person.pk}).content.decode()
    assert "Anne cannot report to himself or herself." in page
    assert "Head of buying" in page


def test_a_loop_is_refused_with_everybody_in_it(client, account):
    anne = StakeholderFactory(account=account, name="Anne")
    bob = StakeholderFactory(account=account, name="Bob", reports_to=anne)
    carl = StakeholderFactory(account=account, name="Carl", dotted_to=bob)
    page = save(client, anne, reports_to=carl.pk).content.decode()
    assert "Anne → Carl → Bob → Anne" in page
    assert Stakeholder.objects.get(pk=anne.pk).reports_to is None


@pytest.mark.parametrize("typed", [{"departed_on": "2020-01-01"}, {"attitude": 1, "attitude_on": "2020-01-01"}])
def test_a_day_before_the_account_began_is_refused_with_the_day(typed, client, account):
    person = StakeholderFactory(account=account)
    page = save(client, person, **typed).content.decode()
    assert "This account begins on" in page
    InteractionFactory(account=account, occurred_on=date(2019, 12, 31))
    assert save(client, person, **typed).status_code == 302


def test_a_day_that_stood_there_already_is_not_asked_about_again(client, account):
    person = StakeholderFactory(account=account, attitude=1, attitude_on=date(2020, 1, 1))
    assert save(client, person, attitude=1, attitude_on="2020-01-01", title="New").status_code == 302


def test_html_in_names_stays_text_on_every_page_of_the_relations(client, account, manager):
    boss = StakeholderFactory(account=account, name=NAME, title=NAME, influence=5, attitude=1, contact_strength=2,
                              attitude_on=timezone.localdate())  # fmt: skip
    StakeholderFactory(account=account, name=NAME, reports_to=boss, is_placeholder=True)
    day = timezone.localdate() - timedelta(days=1)
    InteractionFactory(account=account, occurred_on=day, subject=NAME, stakeholders=[boss], colleagues=[manager])
    for view in ("list", "matrix", "matrix-cell", "chart", "answers", "answers-visit", "answers-dependency"):
        page = client.get(reverse(f"stakeholders:{view}", args=[account.pk])).content.decode()
        assert NAME not in page
        assert escape(NAME) in page
