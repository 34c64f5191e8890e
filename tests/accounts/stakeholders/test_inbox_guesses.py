"""What a line seems to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.stakeholders.inbox.guesses import LONGEST, kind_in, named_in, person_in, subject_in


@pytest.mark.parametrize(
    ("line", "name", "title"),
    [
        ("Vu Anne Roy, nouvelle DAF", "Anne Roy", "DAF"),
        ("Met John Smith (Head of Procurement) at the fair", "John Smith", "Head of Procurement"),
        ("Rencontré Jean-Pierre de La Tour : directeur industriel. À revoir", "Jean-Pierre de La Tour", "directeur industriel"),
        ("Appelé Mme Éva Ünal", "Éva Ünal", ""),
        ("Anne ROY est la nouvelle directrice achats", "Anne ROY", "directrice achats"),
        ("Paul Sarre quitte la société en juin", "Paul Sarre", ""),
        ("Le DAF Marc Vidal nommé directeur général", "Marc Vidal", "directeur général"),
        ("CEO Jane Doe - new sponsor", "Jane Doe", "sponsor"),
        ("le budget passe en mars", "", ""),
        ("Réunion budget", "", ""),
        ("Ludwig van Beethoven, compositeur", "Ludwig van Beethoven", "compositeur"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_person_and_the_title_are_guessed(line, name, title):
    assert person_in(line) == (name, title)


@given(st.text(max_size=300))
def test_what_is_guessed_stands_in_the_line_and_fits_its_field(text):
    name, title = person_in(text)
    assert name in text
    assert title in text
    assert len(name) <= LONGEST
    assert len(title) <= LONGEST


@given(st.text(max_size=600))
def test_a_subject_fits_its_field_and_begins_as_the_line_does(text):
    subject = subject_in(text)
    assert len(subject) <= LONGEST
    assert text.strip().startswith(subject.removesuffix("…"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Appel de Paul", "call"),
        ("Visio avec l'équipe, rappel demain", "visio"),
        ("Mail from Anne", "email"),
        ("Déjeuner au siège", "meeting"),
        ("Il rapporte que le marché recule", "meeting"),
    ],
)
def test_the_kind_of_an_interaction_is_guessed(line, kind):
    assert kind_in(line) == kind


def test_those_whose_whole_name_stands_in_the_line_are_found_without_accents():
    people = [(1, "Éva Ünal"), (2, "Anne Roy"), (3, "Anne Royer"), (4, ""), (5, "Paul (Jr)")]
    assert named_in("Vu EVA UNAL et Anne Roy.", people) == [1, 2]
    assert named_in("Paul (Jr) est passé", people) == [5]
