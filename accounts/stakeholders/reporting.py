"""Who reports to whom: the loops that no organisation has, and the tree that is drawn."""

from accounts.trees import circle

Lines = dict[int, tuple[str, tuple[int, ...]]]  # person → name, managers by solid and dotted line


def loop_through(person: int, boss: int, lines: Lines) -> list[str]:
    """The names around the loop that `person` would close by reporting to `boss`, from him to him; [] without one.

    Solid and dotted lines count alike: nobody answers, by whichever line, to somebody who answers to him.
    """

    def managers(key: int) -> tuple[int, ...]:
        return (boss,) if key == person else lines[key][1] if key in lines else ()

    return [lines[key][0] for key in circle(person, managers)]
