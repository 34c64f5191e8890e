from decimal import Decimal

import pytest
from django.utils import translation

from accounts.templatetags.money import euros, percent, short_euros


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (Decimal("4820000"), "4,82 M€", "€4.82M"),
        (Decimal("9500000"), "9,5 M€", "€9.5M"),
        (Decimal("58400000"), "58,4 M€", "€58.4M"),
        (Decimal("640000"), "640 k€", "€640k"),
        (Decimal("950"), "950 €", "€950"),
        (Decimal("0"), "0 €", "€0"),
        (Decimal("-1250000"), "−1,25 M€", "−€1.25M"),
        (Decimal("999999999999"), "1 000 000 M€", "€1,000,000M"),
    ],
)
def test_an_amount_is_told_to_three_figures(amount, french, english):
    with translation.override("fr"):
        assert short_euros(amount).replace("\u00a0", " ").replace("\u202f", " ") == french
    with translation.override("en"):
        assert short_euros(amount) == english


def test_an_unknown_amount_is_a_dash_and_never_a_zero():
    assert (euros(None), short_euros(None), percent(None)) == ("–", "–", "–")


def test_an_amount_in_full_leaves_its_cents_out():
    with translation.override("en"):
        assert euros(Decimal("1234567.60")) == "€1,234,568"


def test_a_percentage_tells_its_direction_when_asked():
    with translation.override("en"):
        assert [percent(6.24, "signed"), percent(-3.06, "signed"), percent(98.6)] == ["+6.2%", "−3.1%", "99%"]
