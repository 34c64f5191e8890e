"""The checklist: advice on the quality of a review, which more rows never satisfy."""

import pytest
from django.utils import translation

from plans.reviews.advice import Preparation, advice

READY = Preparation(
    minutes=(10, 20, 10), has_theirs=True, has_heavy=True, has_sponsor=True, has_open_decisions=True,
    begins_with_decisions=True,
)  # fmt: skip


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def missing(prepared):
    return [each.text for each in advice(prepared) if not each.is_met]


def with_(**facts):
    return Preparation(**{**vars(READY), **facts})


def test_a_review_that_is_ready_lacks_nothing():
    assert missing(READY) == []


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"has_theirs": False}, "Somebody of the client"),
        ({"has_heavy": False}, "Somebody who decides"),
        ({"has_sponsor": False}, "Our executive sponsor"),
        ({"begins_with_decisions": False}, "What was decided last time"),
        ({"minutes": (5,) * 9}, "Few topics"),
        ({"minutes": (20, 2)}, "Time is left"),
        ({"unowned": ("Send it",)}, "Late, and nobody’s: Send it"),
        ({"unspoken": ("Delays",)}, "Not said in one sentence yet: Delays"),
    ],
)
def test_each_thing_that_is_lacking_is_said_alone(facts, told):
    (text,) = missing(with_(**facts))
    assert text.startswith(told)


def test_more_topics_never_make_it_better():
    assert len(missing(with_(minutes=(5,) * 30))) > len(missing(READY))
