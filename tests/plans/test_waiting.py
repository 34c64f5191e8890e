"""Actions that wait for one another never go round in a circle, whoever else is writing at that moment."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from plans.models import PlanAction
from tests.factories import ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """First, then second, then third."""
    plan, last = PlanFactory(), None
    for title in ("First", "Second", "Third"):
        last = ActionFactory(plan=plan, title=title, after=last)
    return plan.actions.order_by("pk")


def test_a_chain_is_fine(chain):
    for action in chain:
        action.full_clean()


def test_a_circle_is_refused_with_the_names_on_it(chain):
    first, _second, third = chain
    first.after = third
    with translation.override("en"), pytest.raises(ValidationError, match="First → Third → Second → First"):
        first.full_clean()


def test_an_action_does_not_wait_for_itself(chain):
    first = chain[0]
    first.after = first
    with pytest.raises(ValidationError, match="First → First"):
        first.full_clean()


def test_what_a_colleague_saved_since_the_form_was_opened_counts(chain):
    first, second, _third = chain
    PlanAction.objects.update(after=None)
    first.after = PlanAction.objects.get(pk=second.pk)  # waits for nothing, as far as this form knows
    PlanAction.objects.filter(pk=second.pk).update(after=first)
    with pytest.raises(ValidationError):
        first.full_clean()


def test_others_that_go_round_in_a_circle_hold_nobody_up(chain):
    first, second, third = chain
    PlanAction.objects.filter(pk=second.pk).update(after=third)
    first.after = PlanAction.objects.get(pk=second.pk)
    first.full_clean()
