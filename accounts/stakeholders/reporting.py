"""Who reports to whom: the loops that no organisation has, and the tree that is drawn."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.trees import circle

MANY = 60  # posts from which only the top and its reports are unfolded
Lines = dict[int, tuple[str, tuple[int, ...]]]  # person → name, managers by solid and dotted line


def loop_through(person: int, boss: int, lines: Lines) -> list[str]:
    """The names around the loop that `person` would close by reporting to `boss`, from him to him; [] without one.

    Solid and dotted lines count alike: nobody answers, by whichever line, to somebody who answers to him.
    """

    def managers(key: int) -> tuple[int, ...]:
        return (boss,) if key == person else lines[key][1] if key in lines else ()

    return [lines[key][0] for key in circle(person, managers)]


@dataclass
class Post:
    """A person in the reading order of the chart, with what a template needs to nest lists."""

    person: Any
    reports: int = 0
    dotted_to: str = ""
    closes: str = ""  # one character for each list that ends after this post
    depth: int = 0
    below: int = 0  # everybody who reports to him, directly or not
    is_open: bool = True  # whether those below are shown at once


@dataclass(frozen=True)
class Chart:
    posts: list[Post]  # the trees, from the top, depth first
    alone: list[Post]  # neither a manager nor reports


def chart_of(people: Iterable[Any]) -> Chart:
    """The organisation of people with `pk`, `name`, `reports_to_id` and `dotted_to_id`, in the order given.

    A manager who is not among them is no manager here. Should two people ever report to each other, the first given
    is the top.
    """
    people = list(people)
    names = {person.pk: person.name for person in people}
    below = defaultdict(list)
    for person in people:
        if person.reports_to_id in names:
            below[person.reports_to_id].append(person)
    posts = {person.pk: Post(person, 0, names.get(person.dotted_to_id, "")) for person in people}
    tops = [person for person in people if person.reports_to_id not in names]
    found = walk([person for person in tops if below[person.pk]], people, below, posts)
    count_below(found)
    for post in found:
        post.is_open = post.depth == 0 or len(found) <= MANY
    return Chart(found, [posts[person.pk] for person in tops if not below[person.pk]])


def walk(tops: list, people: list, below: dict, posts: dict[int, Post]) -> list[Post]:
    """Depth first without recursion: a chart may be deeper than the stack."""
    found, seen = [], set()
    rest = [person for person in people if person.reports_to_id]  # only those of a circle are still unseen then
    for top in [*tops, *rest]:
        waiting = [(top, "", 0)]
        while waiting:
            person, closes, depth = waiting.pop()
            if person.pk in seen:
                continue
            seen.add(person.pk)
            reports = [other for other in below[person.pk] if other.pk not in seen]
            post = posts[person.pk]
            post.reports, post.closes, post.depth = len(reports), "" if reports else closes, depth
            found.append(post)
            last = len(reports) - 1
            children = [(each, closes + "." if place == last else "", depth + 1) for place, each in enumerate(reports)]
            waiting += reversed(children)
    return found


def count_below(posts: list[Post]) -> None:
    """From the last to the first: whoever stands one level deeper, up to the next of the same level, is below."""
    waiting = defaultdict(int)
    for post in reversed(posts):
        post.below = waiting.pop(post.depth + 1, 0)
        waiting[post.depth] += 1 + post.below
