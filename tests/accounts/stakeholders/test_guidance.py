"""“Help me choose”: the answers propose a value, all values of a scale can be proposed."""

from itertools import product

import pytest

from accounts.stakeholders.guidance import GUIDES, attitude, influence, relationship


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        (("yes", "no", "no"), 5),
        (("no", "usually", "no"), 4),
        (("no", "sometimes", "yes"), 3),
        (("no", "no", "yes"), 2),
        (("no", "no", "no"), 1),
    ],
)
def test_influence_follows_who_decides_then_whose_advice_counts(answers, value):
    assert influence(dict(zip(("decides", "advice", "informs"), answers, strict=True))) == value


@pytest.mark.parametrize(
    ("says", "does", "value"),
    [
        ("for", "for", 2),
        ("for", "nothing", 1),
        ("for", "against", 0),
        ("nothing", "against", -1),
        ("against",) * 2 + (-2,),
    ],
)
def test_words_and_deeds_count_one_step_each(says, does, value):
    assert attitude({"says": says, "does": does}) == value


@pytest.mark.parametrize(
    ("answers", "value"),
    [(("yes", "no", "no"), 4), (("no", "yes", "no"), 3), (("no", "no", "yes"), 2), (("no", "no", "no"), 1)],
)
def test_the_highest_step_reached_is_the_relationship_level(answers, value):
    assert relationship(dict(zip(("asks", "solved", "relies"), answers, strict=True))) == value


@pytest.mark.parametrize("aspect", GUIDES)
def test_every_set_of_answers_proposes_a_value_and_every_value_can_be_proposed(aspect):
    guide = GUIDES[aspect]
    sets = product(*([key for key, _label in question.options] for question in guide.questions))
    keys = [question.key for question in guide.questions]
    assert {guide.propose(dict(zip(keys, answers, strict=True))) for answers in sets} == set(guide.choices.values)


def test_the_page_proposes_a_value_without_any_script(client, manager):
    client.force_login(manager)
    page = client.get("/stakeholders/guide/influence/", {"decides": "no", "advice": "usually", "informs": "no"})
    assert 'data-guide-value="4"' in page.content.decode()


def test_a_missing_or_wrong_answer_proposes_nothing_and_says_why(client, manager):
    client.force_login(manager)
    page = client.get("/stakeholders/guide/influence/", {"decides": "no", "advice": "<b>"}).content.decode()
    assert "data-guide-value" not in page
    assert "is-invalid" in page


def test_there_is_no_guide_about_anything_else(client, manager):
    client.force_login(manager)
    assert client.get("/stakeholders/guide/salary/").status_code == 404
