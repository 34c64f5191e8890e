from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import ForeignKey

from accounts.models import Account, RevenueLine
from accounts.stakeholders.models import Interaction, Introduction, KnowledgeItem, Stakeholder
from kam.cockpit.scale.load import Stream
from kam.cockpit.scale.plan import LARGE, PREFIX
from kam.scorecards.models import Reading, Standing
from kam.users.models import User
from tests.factories import AccountFactory, InteractionFactory, StakeholderFactory

SIZES = {"accounts": 12, "people": 3, "exchanges": 40, "months": 5, "users": 3, "on": date(2026, 6, 17)}


@pytest.fixture
def small_base(account):
    call_command("seed_scale", **SIZES, stdout=StringIO())
    return Account.objects.filter(code__startswith=PREFIX)


def is_stored(model) -> bool:
    return model._meta.managed and not model._meta.proxy


def dangling() -> list[str]:
    """Foreign keys that lead nowhere: COPY with silent triggers does not check them."""
    keys = [f for m in apps.get_models() if is_stored(m) for f in m._meta.fields if isinstance(f, ForeignKey)]
    return [
        str(key)
        for key in keys
        if key.db_constraint
        and key.model._base_manager.exclude(**{key.name: None})
        .exclude(**{f"{key.attname}__in": key.related_model._base_manager.values(key.target_field.attname)})
        .exists()
    ]


def test_small_base_has_the_sizes_asked_for(small_base):
    assert small_base.count() == 12
    assert Stakeholder.objects.filter(account__in=small_base).count() == sum(LARGE) + 10 * 3
    assert Interaction.objects.filter(account__in=small_base).count() == 12 * 40
    assert RevenueLine.objects.filter(account__in=small_base).count() == 12 * 5
    assert Introduction.objects.filter(account__in=small_base).count() == 12 * 5
    assert KnowledgeItem.objects.filter(account__in=small_base).count() == 12 * 12
    assert User.objects.filter(email__startswith="kam", email__endswith="@scale.example").count() == 3


def test_small_base_holds_no_key_that_leads_nowhere(small_base):
    assert dangling() == []


def test_every_account_of_the_small_base_has_a_carrier_and_a_director_who_sees_it(small_base):
    director = User.objects.get(email="director1@scale.example")
    assert small_base.visible_to(director).count() == 12


def test_accounts_of_the_small_base_show_figures(small_base):
    measured = Standing.objects.filter(account__in=small_base, index__isnull=False, revenue_12m__gt=0)
    assert measured.count() == 12
    assert all(len(standing.trend) == 12 and None not in standing.trend for standing in measured)


def test_introductions_links_and_information_vary_in_the_small_base(small_base):
    for key in ("client_introductions", "expert_links", "information_access"):
        taken = Reading.objects.filter(account__in=small_base, indicator=key, on=SIZES["on"])
        assert len(set(taken.values_list("figure", flat=True))) > 1, key


def test_introductions_of_the_small_base_are_ones_that_the_tables_allow(small_base):
    for row in Introduction.objects.filter(account__in=small_base):
        row.validate_constraints()


def test_rows_can_be_added_after_the_small_base(small_base):
    person = StakeholderFactory(account=AccountFactory())
    assert InteractionFactory(account=person.account, stakeholders=[person]).pk


def test_a_second_large_base_is_refused(small_base):
    with pytest.raises(CommandError, match="--clear"):
        call_command("seed_scale", **SIZES)


def test_clearing_removes_the_small_base_and_nothing_else(account, small_base):
    person = StakeholderFactory(account=account)
    InteractionFactory(account=account, stakeholders=[person])
    call_command("seed_scale", clear=True, stdout=StringIO())
    assert list(Account.objects.all()) == [account]
    assert list(Stakeholder.objects.all()) == [person]
    assert Interaction.objects.count() == 1
    assert not User.objects.filter(email__endswith="@scale.example").exists()
    assert dangling() == []


def test_a_stream_gives_its_lines_in_pieces_of_any_size():
    stream = Stream(iter(["one\n", "two\n", "three\n"]))
    assert [stream.read(3), stream.read(6), stream.read(100), stream.read(1)] == ["one", "\ntwo\nt", "hree\n", ""]
