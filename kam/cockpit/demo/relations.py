"""Who introduced whom and what ties people, written as it went; `asked` and the other steps are days ago."""

from datetime import date, timedelta

from accounts.stakeholders.models import Introduction, Step, Tie
from kam.cockpit.demo.telling import Tale


class Relations:
    """The introductions and the ties of one account; `tell` writes what lies between two days."""

    def __init__(self, tale: Tale):
        self.tale = tale
        self.made: dict[int, Introduction] = {}

    def tell(self, after: date, until: date) -> None:
        self.introduce(after, until)
        ties = [tie(self.tale, facts) for facts in self.tale.dossier.ties if after < self.tied_on(facts) <= until]
        Tie.objects.bulk_create(ties)

    def introduce(self, after: date, until: date) -> None:
        """An introduction begins with its first step and goes on with the others."""
        begun, moved = {}, []
        for place, facts in enumerate(self.tale.dossier.introductions):
            steps = self.steps(facts)
            if not any(after < day <= until for day in steps.values()):
                continue
            row = self.made.get(place)
            if row is None:
                row = begun[place] = introduction(self.tale, facts)
            else:
                moved.append(row)
            for name, day in steps.items():
                setattr(row, name, day if day <= until else None)
        self.made |= dict(zip(begun, Introduction.objects.bulk_create(begun.values()), strict=True))
        Introduction.objects.bulk_update(moved, [f"{step.value}_on" for step in Step])

    def steps(self, facts: dict) -> dict[str, date]:
        return {
            f"{step.value}_on": self.tale.on - timedelta(days=facts[step.value]) for step in Step if step.value in facts
        }

    def tied_on(self, facts: dict) -> date:
        """Since so many months, or since both are known."""
        known = {person.name: person.known for person in self.tale.dossier.people}
        latest = min(known[facts["to"]], known.get(facts.get("by"), known[facts["to"]]))
        return self.tale.day(facts.get("since", latest))


def introduction(tale: Tale, facts: dict) -> Introduction:
    """`by` names one of theirs, `ours` one of ours."""
    if "ours" in facts:
        start = {"introducing_colleague": tale.cast.users[facts["ours"]]}
    else:
        start = {"introducer": tale.people[facts["by"]]}
    return Introduction(
        account=tale.account, introduced=tale.people[facts["meet"]], introduced_to=tale.cast.users[facts["who"]],
        context=facts.get("context", ""), **start,
    )  # fmt: skip


def tie(tale: Tale, facts: dict) -> Tie:
    """`peer` names one of ours, `by` one of theirs."""
    if "peer" in facts:
        start = {"kind": Tie.Kind.PEER_OF, "colleague": tale.cast.users[facts["peer"]]}
    else:
        start = {"kind": facts["kind"], "source": tale.people[facts["by"]]}
    return Tie(account=tale.account, target=tale.people[facts["to"]], is_confirmed=facts.get("sure", False), **start)
