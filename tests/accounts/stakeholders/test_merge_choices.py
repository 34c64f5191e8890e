"""Of two entries of one person: which values are proposed, united or left out when they become one."""

from datetime import UTC, date, datetime

import pytest

from accounts.stakeholders.duplicates.choices import Pair, choices, chosen_values, loops, named_rows
from accounts.stakeholders.duplicates.merging import merge
from accounts.stakeholders.models import Stakeholder
from tests.factories import StakeholderFactory

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def pair(account):
    return Pair(
        StakeholderFactory(account=account, name="Anne Roy"), StakeholderFactory(account=account, name="Roy Anne")
    )


def proposals(pair, reader):
    return {choice.name: choice.proposed for choice in choices(pair, named_rows(pair, reader))}


def test_what_is_filled_is_proposed_and_what_agrees_is_not_asked(account, manager):
    kept = StakeholderFactory(account=account, name="Anne Roy", title="Buyer", email="")
    gone = StakeholderFactory(account=account, name="Anne Roy", title="", email="a@roy.example")
    assert proposals(Pair(kept, gone), manager) == {"title": "kept", "email": "gone"}


def test_of_two_filled_values_the_newer_is_proposed(account, manager, pair):
    Stakeholder.objects.filter(pk=pair.kept.pk).update(title="Buyer")
    Stakeholder.objects.filter(pk=pair.gone.pk).update(title="Head of buying")
    Stakeholder.objects.filter(pk=pair.kept.pk).update(phone="01")
    pair.kept.refresh_from_db()
    pair.gone.refresh_from_db()
    assert proposals(pair, manager)["title"] == "gone"


def test_whoever_is_known_by_name_fills_the_vacant_role(account, manager):
    gone = StakeholderFactory(account=account, name="Anne Roy")
    kept = StakeholderFactory(account=account, name="Head of buying", is_placeholder=True)
    assert proposals(Pair(kept, gone), manager)["name"] == "gone"


def test_a_judgement_keeps_its_day_its_evidence_and_its_certainty(account, manager, pair):
    Stakeholder.objects.filter(pk=pair.kept.pk).update(attitude=-1, attitude_on=date(2026, 1, 1))
    Stakeholder.objects.filter(pk=pair.gone.pk).update(
        attitude=2, attitude_on=date(2026, 2, 1), attitude_evidence="Opened a door", is_attitude_confirmed=True
    )
    pair.kept.refresh_from_db()
    pair.gone.refresh_from_db()
    assert proposals(pair, manager)["attitude"] == "gone"
    values = chosen_values(pair, {"attitude": "gone"})
    merge(pair.kept, pair.gone, values=values, by=manager, at=AT)
    pair.kept.refresh_from_db()
    assert (pair.kept.attitude, pair.kept.attitude_on) == (2, date(2026, 2, 1))
    assert (pair.kept.attitude_evidence, pair.kept.is_attitude_confirmed) == ("Opened a door", True)


def test_an_influence_that_nobody_chose_gives_way_to_a_confirmed_one(account, manager):
    kept = StakeholderFactory(account=account, name="A")
    gone = StakeholderFactory(account=account, name="A", influence=2, is_influence_confirmed=True)
    assert proposals(Pair(kept, gone), manager)["influence"] == "gone"


def test_lists_are_united(account, manager):
    kept = StakeholderFactory(account=account, buying_roles=["buyer", "user"], languages="Français, anglais")
    gone = StakeholderFactory(account=account, buying_roles=["user", "decider"], languages="anglais ; Deutsch")
    values = Pair(kept, gone).united
    assert values == {"buying_roles": ["buyer", "user", "decider"], "languages": "Français, anglais, Deutsch"}


def test_languages_too_long_to_unite_stay_one_of_both(account):
    kept = StakeholderFactory(account=account, languages="a" * 80)
    gone = StakeholderFactory(account=account, languages="b" * 100)
    assert Pair(kept, gone).languages == "b" * 100


def test_one_who_reported_to_the_other_reports_to_nobody(account, manager):
    gone = StakeholderFactory(account=account, name="Boss")
    kept = StakeholderFactory(account=account, name="Deputy", reports_to=gone)
    pair = Pair(kept, gone)
    merge(kept, gone, values=chosen_values(pair, {}), by=manager, at=AT)
    kept.refresh_from_db()
    assert kept.reports_to is None


def test_a_circle_of_reporting_lines_is_named(account):
    kept = StakeholderFactory(account=account, name="Anne")
    middle = StakeholderFactory(account=account, name="Paul", reports_to=kept)
    gone = StakeholderFactory(account=account, name="Anna", reports_to=middle)
    pair, lines = Pair(kept, gone), Stakeholder.objects.of(account).reporting_lines()
    assert list(loops(pair, chosen_values(pair, {"reports_to": "gone"}), lines)) == [["Anne", "Paul", "Anne"]]
    assert list(loops(pair, chosen_values(pair, {"reports_to": "kept"}), lines)) == []
