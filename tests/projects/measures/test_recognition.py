"""Which results count as obtained, and which of them as recognised, for indicator 15."""

from datetime import date, timedelta

import pytest

from projects.measures.recognition import results_recognised
from projects.models import ResultRecognition
from tests.factories import ProjectFactory, ResultFactory, StakeholderFactory

ON = date(2026, 6, 30)


@pytest.fixture
def obtained(account):
    def obtained(ago=10, **told):
        day = ON - timedelta(days=ago)
        return ResultFactory(project=ProjectFactory(account=account), delivered_on=day, **told)

    return obtained


@pytest.mark.parametrize(
    ("level", "influence", "ago", "counts"),
    [
        ("acknowledged", 5, 0, False),
        ("validated", 2, 0, False),
        ("validated", 3, 0, True),
        ("advocated", 3, 0, True),
        ("validated", 5, -1, False),
    ],
)
def test_a_result_is_recognised_once_somebody_heeded_has_validated_or_advocated_it(
    level, influence, ago, counts, obtained, account
):
    result, person = obtained(), StakeholderFactory(account=account, influence=influence)
    said_on = ON - timedelta(days=ago)
    ResultRecognition.objects.create(result=result, stakeholder=person, level=level, recognised_on=said_on)
    assert results_recognised(ON, account.pk) == {result.pk: counts}


@pytest.mark.parametrize(
    ("ago", "is_internal", "counts"), [(364, False, True), (365, False, False), (-1, False, False), (10, True, False)]
)
def test_a_result_counts_for_a_year_and_never_when_it_is_ours_only(ago, is_internal, counts, obtained, account):
    result = obtained(ago, is_internal=is_internal)
    assert (result.pk in results_recognised(ON, account.pk)) is counts
