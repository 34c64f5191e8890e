"""Two years of exchanges, planned person by person from the rhythm of the account."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kam.cockpit.demo.dates import MONTHS, months_ago
from kam.cockpit.demo.dossiers import Dossier, Person, along, read
from kam.cockpit.demo.moods import mood_on, moods

CADENCE = {5: 30, 4: 45, 3: 60, 2: 120, 1: 180}  # days by influence (domain.md 1.2)
KINDS = (("meeting", 0.36), ("visio", 0.62), ("call", 0.84), ("email", 1.0))  # up to which draw
EXPERT_OF = {"logistics": "sophie", "it": "sophie", "events": "sophie"} | dict.fromkeys(
    ("innovation", "quality", "production", "sustainability"), "thomas"
)


@dataclass(frozen=True)
class Exchange:
    on: date
    kind: str
    is_two_way: bool
    subject: str
    notes: str
    people: tuple[str, ...]
    colleagues: tuple[str, ...]
    outcome: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    next_step_done_on: date | None = None


class Planner:
    """Walks through the working days; whoever has waited his cadence, stretched by the rhythm, is met."""

    def __init__(self, dossier: Dossier, on: date):
        self.dossier, self.on = dossier, on
        self.texts = read("exchanges.toml", on)
        self.dice, self.guests = Random(dossier.code), Random(f"guests of {dossier.code}")
        self.ends = Random(f"ends of {dossier.code}")
        self.start = months_ago(on, min(MONTHS + 3, dossier.since))
        self.waiting_since = {
            person.name: months_ago(on, person.known) - timedelta(days=self.dice.random() * CADENCE[person.influence])
            for person in dossier.people
        }
        self.tried_on: dict[str, date] = {}
        self.moods = {person.name: moods(dossier, person, on) for person in dossier.people}

    def exchanges(self) -> Iterator[Exchange]:
        day = self.start
        while day < self.on:
            day += timedelta(days=1)
            if is_worked(day) and (host := self.most_overdue(day)):
                yield self.exchange(host, day)

    def most_overdue(self, day: date) -> Person | None:
        reachable = [
            person for person in self.present(day) if self.waited(person, day) >= 1 and self.may_try(person, day)
        ]
        return max(reachable, key=lambda person: self.waited(person, day), default=None)

    def present(self, day: date) -> list[Person]:
        return [
            person
            for person in self.dossier.people
            if not person.vacant
            and months_ago(self.on, person.known) <= day
            and not (person.left and day >= months_ago(self.on, person.left))
        ]

    def waited(self, person: Person, day: date) -> float:
        """Days since the last two-way exchange, in cadences at the rhythm of that day."""
        rhythm = self.rhythm(day) * person.tempo
        return (day - self.waiting_since[person.name]).days * rhythm / CADENCE[person.influence]

    def may_try(self, person: Person, day: date) -> bool:
        pause = 7 if self.is_reached(person, day) else 50
        return (day - self.tried_on.get(person.name, date.min)).days >= pause

    def is_reached(self, person: Person, day: date) -> bool:
        """Somebody with whom there is no contact gets messages and does not answer."""
        mood = mood_on(self.moods[person.name], day)
        return mood is not None and mood.strength > 0

    def rhythm(self, day: date) -> float:
        """The account's rhythm that day, on straight lines between its values."""
        return along(self.dossier.rhythm, (day - self.start) / (self.on - self.start))

    def exchange(self, host: Person, day: date) -> Exchange:
        draw = self.dice.random()
        kind = next(kind for kind, up_to in KINDS if draw < up_to)
        if not self.is_reached(host, day):
            kind = "email"
        is_two_way = kind != "email" or (self.dice.random() < 0.6 and self.is_reached(host, day))
        subject, notes, *only_as = self.words(host, is_two_way)
        kind = only_as[0] if only_as else kind
        people = [host, *self.companions(host, day)] if kind in {"meeting", "visio"} else [host]
        self.remember(people, day, is_two_way)
        names = tuple(person.name for person in people)
        sequel = self.sequel(day) if kind in {"meeting", "visio"} else {}
        return Exchange(day, kind, is_two_way, subject, notes, names, self.colleagues(people, day), **sequel)

    def sequel(self, day: date) -> dict:
        """What was agreed, often with a next step; one in six of them is still to be done."""
        dice, found = self.ends, {}
        if dice.random() < 0.7:
            found["outcome"] = dice.choice(self.texts["outcomes"])
        if dice.random() < 0.5:
            due = day + timedelta(days=7 + int(dice.random() * 28))
            found |= {"next_step": dice.choice(self.texts["next_steps"]), "next_step_on": due}
            done = due + timedelta(days=int(dice.random() * 6) - 3)
            if done <= self.on and (dice.random() < 0.8 or due < self.on - timedelta(days=60)):
                found["next_step_done_on"] = done
        return found

    def companions(self, host: Person, day: date) -> list[Person]:
        """Those of neighbouring rank whose turn comes soon join."""
        near = [p for p in self.present(day) if p != host and abs((p.level or 0) - (host.level or 0)) <= 1]
        soon = [person for person in near if self.waited(person, day) >= 0.8 and self.is_reached(person, day)]
        return sorted(soon, key=lambda person: -self.waited(person, day))[: int(self.dice.random() * 3)]

    def remember(self, people: list[Person], day: date, is_two_way: bool) -> None:
        for person in people:
            self.tried_on[person.name] = day
            if is_two_way:
                self.waiting_since[person.name] = day

    def words(self, host: Person, is_two_way: bool) -> tuple[str, ...]:
        """Subject, notes and, of what is done on the spot only, the kind."""
        choices = self.texts[host.function if is_two_way else "unanswered"]
        subject, notes, *only_as = choices[int(self.dice.random() * len(choices))]
        topic = self.dossier.topics[int(self.dice.random() * len(self.dossier.topics))]
        return subject, notes.format(topic=topic) if self.dice.random() < 0.75 else "", *only_as

    def colleagues(self, people: list[Person], day: date) -> tuple[str, ...]:
        """The KAM, the experts of the functions met, the director with a top manager; experts go alone sometimes."""
        come = self.guests.random() < along(self.dossier.experts, (day - self.start) / (self.on - self.start))
        team = {member["who"] for member in self.dossier.team}
        experts = sorted({EXPERT_OF[p.function] for p in people if p.function in EXPERT_OF} & team)
        sponsor = ["marc"] if people[0].level == 0 and "marc" in team and self.dice.random() < 0.4 else []
        alone = bool(experts) and self.dice.random() < 0.25
        if not come:
            return (self.dossier.kam,)
        return tuple(([] if alone else [self.dossier.kam]) + experts + sponsor)


def is_worked(day: date) -> bool:
    """Neither weekend, nor the heart of August, nor the end of the year."""
    return day.weekday() < 5 and not (day.month == 8 and day.day < 21) and not (day.month == 12 and day.day > 23)
