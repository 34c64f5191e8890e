"""Two texts compared: nothing is lost, and no text takes long."""

from hypothesis import given
from hypothesis import strategies as st

from plans.difference import words
from plans.editing import MOST, edits, runs, shortest

sequences = st.lists(st.sampled_from("abc"), max_size=12)
texts = st.text(alphabet="ab \n", max_size=40)


@given(sequences, sequences)
def test_the_steps_lead_from_one_sequence_to_the_other(old, new):
    steps = edits(old, new)
    assert [item for kind, item in steps if kind != "insert"] == old
    assert [item for kind, item in steps if kind != "delete"] == new


def common(old, new):
    """The length of the longest common subsequence, by the book."""
    best = [[0] * (len(new) + 1) for _each in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            best[i + 1][j + 1] = best[i][j] + 1 if a == b else max(best[i][j + 1], best[i + 1][j])
    return best[-1][-1]


@given(sequences, sequences)
def test_the_greedy_algorithm_keeps_as_much_as_can_be_kept(old, new):
    kept = [item for kind, item in shortest(old, new, MOST) if kind == "equal"]
    assert len(kept) == common(old, new)


@given(texts, texts)
def test_both_texts_can_be_read_from_their_comparison(before, after):
    told = words(before, after)
    mark = " " if edits(before.split(" "), after.split(" ")) is not None else "\n"
    assert mark.join(text for kind, text in told if kind != "insert") == before
    assert mark.join(text for kind, text in told if kind != "delete") == after


def test_more_edits_than_allowed_are_not_looked_for():
    assert shortest("abcdef", "uvwxyz", 11) is None
    assert shortest("abcdef", "uvwxyz", 12) is not None


def test_a_rewritten_stretch_says_what_went_before_what_came():
    assert runs(edits(["a", "b", "c", "d"], ["a", "x", "y", "d"])) == [
        ("equal", ["a"]), ("delete", ["b", "c"]), ("insert", ["x", "y"]), ("equal", ["d"]),
    ]  # fmt: skip


def test_a_long_text_rewritten_in_one_line_is_compared_by_lines():
    lines = [f"{n} " + " ".join(f"w{n}-{place}" for place in range(200)) for n in range(40)]
    other = [*lines[:20], " ".join(f"x{place}" for place in range(400)), *lines[21:]]
    told = words("\n".join(lines), "\n".join(other))
    assert [kind for kind, _text in told] == ["equal", "delete", "insert", "equal"]
    assert told[1][1] == lines[20]


class Counted(str):
    """A word that counts how often it is compared."""

    __slots__ = ()
    comparisons = 0

    def __eq__(self, other):
        Counted.comparisons += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_fifty_thousand_characters_written_anew_are_not_compared_word_with_each_word():
    old, new = ([Counted(f"{side}{place % 97}") for place in range(9_000)] for side in "ab")
    Counted.comparisons = 0
    assert edits(old, new) is None
    assert Counted.comparisons < (MOST + 2) ** 2
