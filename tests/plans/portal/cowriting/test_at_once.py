"""Two act at the same moment, in real transactions: one waits for the other, and nothing is decided or signed blindly."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from plans.content import content_of
from plans.models import SignOff, Status
from plans.portal.cowriting import services
from plans.portal.cowriting.decisions import Proposal, Undecided, accept, refuse
from plans.portal.models import Suggestion
from plans.sharing import publish, republish, shared_of
from tests.factories import GuestFactory, PlanFactory, PriorityFactory, UserFactory
from tests.plans.portal.cowriting.conftest import NOW, propose

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
S = Suggestion.Status


def together(*acts):
    """Run the acts at once, each in a thread with a connection of its own; what each gave or raised."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        start.wait()
        try:
            with translation.override("en"):  # what another thread speaks is not known here
                answers[number] = act()
        except (Undecided, services.Refused) as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.fixture
def scene():
    plan = PlanFactory(status=Status.CLIENT_COWRITING)
    priority = PriorityFactory(plan=plan, title="One calendar", sentence="We plan.")
    edition = publish(plan, by=None, at=datetime(2026, 3, 1, tzinfo=UTC))
    guest = GuestFactory(account=plan.account)
    suggestion = propose(plan, guest, priority, "sentence", "We plan together.")
    return plan, priority, edition, guest, suggestion, Proposal(suggestion, plan).stamp


def test_two_who_decide_at_once_one_decides_and_the_other_is_told(scene):
    plan, priority, _edition, _guest, suggestion, stamp = scene
    one, other = UserFactory(), UserFactory()
    answers = together(
        lambda: accept(suggestion, by=one, at=NOW, stamp=stamp),
        lambda: refuse(suggestion, by=other, at=NOW, answer="No"),
    )
    assert sum(isinstance(each, Undecided) and "Already decided" in str(each) for each in answers) == 1
    suggestion.refresh_from_db()
    priority.refresh_from_db()
    assert (suggestion.status, priority.sentence) in (
        (S.ACCEPTED, "We plan together."), (S.REFUSED, "We plan."),
    )  # fmt: skip


def test_a_signature_given_while_the_text_changes_is_on_the_text_read_or_refused(scene):
    plan, _priority, edition, guest, suggestion, stamp = scene
    read = edition.digest
    signed, accepted = together(
        lambda: services.sign(guest, plan.pk, read=read, sentence="I agree", at=NOW, on=date(2026, 4, 1)),
        lambda: accept(suggestion, by=UserFactory(), at=NOW, stamp=stamp),
    )
    assert isinstance(accepted, Proposal)
    if isinstance(signed, services.Reworded):
        assert not SignOff.objects.exists()
        assert signed.edition.digest != read
    else:
        assert SignOff.objects.get().digest == read
    assert shared_of(content_of(plan)).digest != read  # so that it does not count for the new text


def test_taking_back_while_it_is_accepted_leaves_one_truth(scene):
    _plan, priority, _edition, _guest, suggestion, stamp = scene
    answers = together(
        lambda: accept(suggestion, by=UserFactory(), at=NOW, stamp=stamp), lambda: services.take_back(suggestion)
    )
    assert sum(isinstance(each, Exception) for each in answers) == 1
    suggestion.refresh_from_db()
    priority.refresh_from_db()
    assert (suggestion.status == S.ACCEPTED) == (priority.sentence == "We plan together.")


def test_what_the_client_reads_is_read_anew_once_whoever_writes_has_done(scene):
    plan, *_more = scene
    with CaptureQueriesContext(connection) as asked:
        republish(plan, by=UserFactory(), at=NOW)
    told = [each["sql"] for each in asked if "plans_" in each["sql"] or "INSERT" in each["sql"]]
    held = next(place for place, sql in enumerate(told) if "FOR NO KEY UPDATE" in sql)
    assert held < next(place for place, sql in enumerate(told) if "plans_passage" in sql)
