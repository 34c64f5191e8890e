"""What an account leaves to do today: notes, opinions that differ, departures to settle, what was named to whom."""

from datetime import date, timedelta

import pghistory

from accounts.models import Comment, Notice
from accounts.stakeholders.models import Departure, Opinion
from accounts.stakeholders.models.departures import DELAY
from kam.cockpit.demo.dates import afternoon
from kam.cockpit.demo.telling import Tale


def continue_from(tale: Tale, on: date) -> None:
    for said in tale.dossier.comments:
        comment(tale, said, on)
    for facts in tale.dossier.opinions:
        with pghistory.context(user=tale.cast.users[facts["by"]].pk):
            opinion(tale, facts, on).save()
    with pghistory.context(user=tale.account.kam_id):
        Departure.objects.bulk_create(departure(tale, facts, on) for facts in tale.dossier.departures)


def comment(tale: Tale, said: dict, on: date) -> None:
    """A note; whoever it names hears of it."""
    author, at = tale.cast.users[said["by"]], afternoon(on - timedelta(days=said["days"]))
    with pghistory.context(user=author.pk):
        note = Comment.objects.create(
            account=tale.account, author=author, text=said["text"], created_at=at, topic=said.get("topic", ""),
            is_confidential=said.get("confidential", False),
        )  # fmt: skip
    for who in said.get("names", ()):
        Notice.objects.create(
            user=tale.cast.users[who], account=tale.account, kind=Notice.Kind.MENTION, by=author, about=note,
            text=said["text"][:255], created_at=at,
        )  # fmt: skip


def opinion(tale: Tale, facts: dict, on: date) -> Opinion:
    values = {name: facts.get(name) for name in ("influence", "attitude", "contact_strength", "relationship")}
    return Opinion(
        stakeholder=tale.people[facts["of"]], author=tale.cast.users[facts["by"]], evidence=facts["evidence"],
        seen_on=on - timedelta(days=facts["days"]), **values,
    )  # fmt: skip


def departure(tale: Tale, facts: dict, on: date) -> Departure:
    person = tale.people[facts["who"]]
    settled = facts.get("settled")
    return Departure(
        account=tale.account, stakeholder=person, due_on=person.departed_on + DELAY, owner=tale.account.kam,
        successor=tale.people.get(facts.get("successor")), handover=facts.get("handover", ""),
        risk=facts.get("risk", ""), risk_note=facts.get("note", ""),
        settled_on=None if settled is None else on - timedelta(days=settled),
    )  # fmt: skip
