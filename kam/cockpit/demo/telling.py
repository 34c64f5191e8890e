"""One account's life, written as it went: people met, seen otherwise, gone; exchanges; stages."""

from collections.abc import Callable
from datetime import date, timedelta

from accounts.models import Account, StageDeclaration
from accounts.stakeholders.models import Interaction, Stakeholder
from kam.cockpit.demo import backdate, places
from kam.cockpit.demo.cast import Cast
from kam.cockpit.demo.dates import afternoon, months_ago
from kam.cockpit.demo.dossiers import Dossier, Person
from kam.cockpit.demo.exchanges import Exchange, Planner
from kam.cockpit.demo.moods import Mood, mood_on, moods
from kam.cockpit.demo.opening import open_account


class Tale:
    """What happens to one account; `tell` writes what lies between two days, in the order of things."""

    def __init__(self, dossier: Dossier, rank: int, cast: Cast, on: date):
        self.dossier, self.rank, self.cast, self.on = dossier, rank, cast, on
        self.account: Account | None = None
        self.people: dict[str, Stakeholder] = {}
        self.moods = {person.name: moods(dossier, person, on) for person in dossier.people}
        self.exchanges = list(Planner(dossier, on).exchanges()) if dossier.people else []

    def tell(self, after: date, until: date) -> None:
        def due(day: date) -> bool:
            return after < day <= until

        if due(self.day(self.dossier.since)):
            self.account = open_account(self.dossier, self.rank, self.cast, self.on)
            backdate.latest_change(self.account, self.account.created_at)
        if self.account:
            self.meet_people(due, until)
            self.see_people_otherwise(due, until)
            self.exchange(due)
            self.declare_stages(due)

    def day(self, ago: float) -> date:
        return months_ago(self.on, ago)

    def meet_people(self, due: Callable, until: date) -> None:
        found = [p for p in self.dossier.people if due(max(self.day(p.known), self.day(self.dossier.since)))]
        sites = {entity.name: entity for entity in self.account.entities.all()} if found else {}
        rows = [self.stakeholder(person, sites.get(person.at), until) for person in found]
        self.people |= {row.name: row for row in Stakeholder.objects.bulk_create(rows)}
        if found:
            self.draw_lines()

    def draw_lines(self) -> None:
        """Everybody below his manager, once both are known."""
        moved = []
        for person in self.dossier.people:
            boss = places.manager_of(person, self.dossier.people)
            row, above = self.people.get(person.name), self.people.get(boss.name) if boss else None
            if row and above and row.reports_to_id is None:
                row.reports_to = above
                moved.append(row)
        Stakeholder.objects.bulk_update(moved, ["reports_to"])

    def stakeholder(self, person: Person, place, until: date) -> Stakeholder:
        order = self.dossier.people.index(person)
        row = Stakeholder(
            account=self.account, name=person.name, title=person.title, is_placeholder=person.vacant, entity=place,
            function=self.cast.functions[person.function], level=person.level, influence=person.influence,
            email="" if person.vacant else address(person.name, self.dossier.domain),
            phone="" if person.vacant else f"06 39 98 {self.rank:02} {order:02}",
            **places.told(self.dossier, person, self.cast),
        )  # fmt: skip
        if mood := mood_on(self.moods[person.name], until):
            see(row, mood)
        return row

    def see_people_otherwise(self, due: Callable, until: date) -> None:
        changed = []
        for person in self.dossier.people:
            row, mood = self.people.get(person.name), mood_on(self.moods[person.name], until)
            leaves = bool(person.left) and due(self.day(person.left))
            if row and leaves:
                row.departed_on = self.day(person.left)
            if row and mood and due(mood.on):
                see(row, mood)
            if row and (leaves or (mood and due(mood.on))):
                changed.append(row)
        Stakeholder.objects.bulk_update(changed, ["attitude", "attitude_on", "contact_strength", "departed_on"])

    def exchange(self, due: Callable) -> None:
        told = [each for each in self.exchanges if due(each.on)]
        rows = Interaction.objects.bulk_create(self.interaction(each) for each in told)
        theirs, ours = Interaction.stakeholders.through, Interaction.colleagues.through
        theirs.objects.bulk_create(
            theirs(interaction=row, stakeholder=self.people[name])
            for row, each in zip(rows, told, strict=True)
            for name in each.people
        )
        ours.objects.bulk_create(
            ours(interaction=row, user=self.cast.users[who])
            for row, each in zip(rows, told, strict=True)
            for who in each.colleagues
        )

    def interaction(self, each: Exchange) -> Interaction:
        return Interaction(
            account=self.account, occurred_on=each.on, kind=each.kind, is_two_way=each.is_two_way,
            subject=each.subject, notes=each.notes, outcome=each.outcome, next_step=each.next_step,
            next_step_on=each.next_step_on, next_step_done_on=each.next_step_done_on,
        )  # fmt: skip

    def declare_stages(self, due: Callable) -> None:
        for facts in self.dossier.stages:
            if due(self.day(facts["ago"])):
                self.declare(facts, self.day(facts["ago"]))

    def declare(self, facts: dict, day: date) -> None:
        StageDeclaration.objects.create(
            account=self.account, aspect=facts["aspect"], stage=facts["stage"], reason=facts["reason"],
            declared_by=self.account.kam, declared_at=afternoon(day, 11),
        )  # fmt: skip
        setattr(self.account, facts["aspect"], facts["stage"])
        self.account.status = facts.get("status", self.account.status)
        self.account.save(update_fields=["declared_stage", "target_stage", "status"])
        backdate.latest_change(self.account, afternoon(day, 11))

    def trash(self) -> None:
        if self.dossier.trashed is not None:
            self.account.trash(afternoon(self.on - timedelta(days=self.dossier.trashed), 9))
            backdate.latest_change(self.account, self.account.trashed_at)


def see(row: Stakeholder, mood: Mood) -> None:
    row.attitude, row.attitude_on = mood.attitude, mood.on if mood.attitude is not None else None
    row.contact_strength = mood.strength


def address(name: str, domain: str) -> str:
    """«Anne Roy» at solvane.example: anne.roy@solvane.example."""
    words = name.translate(str.maketrans("éèêëàâîïôöùûüçÉÈÎ", "eeeeaaiioouuucEEI")).lower().replace("’", "").split()
    return f"{words[0]}.{'-'.join(words[1:])}@{domain}"
