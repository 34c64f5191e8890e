"""A judgement that a colleague replaces stays as the opinion of whoever had given it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.stakeholders.models import Opinion, Stakeholder
from accounts.stakeholders.opinions.comparing import JUDGEMENTS, retained_view
from kam.users.models import User

REMEMBERED = 200  # events searched for whoever gave a value


@transaction.atomic
def keep_former_views(pk: int, new: Mapping[str, Any], *, by: User) -> None:
    """Before `by` writes new judgements of a person: the former ones become opinions of those who had given them.

    Only what somebody chose (see comparing.py), outside of a job, and on which he has not spoken himself since.
    """
    person = Stakeholder.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    former = retained_view(person).values if person else {}
    replaced = [name for name in JUDGEMENTS if name in new and name in former and new[name] != former[name]]
    if not replaced:
        return
    by_author = defaultdict(dict)
    for name, (author, day) in authors(person, replaced).items():
        by_author[author][name] = day
    for author in User.objects.active().exclude(pk=by.pk).in_bulk(by_author).values():
        remember(person, author, by_author[author.pk])


def authors(person: Stakeholder, names: list[str]) -> dict[str, tuple[int, date]]:
    """Judgement → who gave the value that it has, and on which day; those nobody is known for are left out."""
    events = person.pgh_event_model.objects.filter(pgh_obj=person.pk).select_related("pgh_context").order_by("-pk")
    found, open_names = {}, set(names)
    for event in events[:REMEMBERED]:
        for name in {name for name in open_names if getattr(event, name) != getattr(person, name)}:
            open_names.remove(name)
        for name in open_names:
            found[name] = event
    given = {name: (event, event.pgh_context.metadata if event.pgh_context else {}) for name, event in found.items()}
    return {
        name: (told["user"], timezone.localdate(event.pgh_created_at))
        for name, (event, told) in given.items()
        if told.get("user") and not told.get("job")
    }


def remember(person: Stakeholder, author: User, days: dict[str, date]) -> None:
    """Fill what the opinion of the author leaves open; what he says in it himself stays."""
    opinion = Opinion.objects.filter(stakeholder=person, author=author).first()
    opinion = opinion or Opinion(stakeholder=person, author=author, seen_on=day_of(person, days))
    for name in days:
        if getattr(opinion, name) is None:
            setattr(opinion, name, getattr(person, name))
            if name == "attitude" and not opinion.evidence:
                opinion.evidence = person.attitude_evidence
    opinion.save()


def day_of(person: Stakeholder, days: dict[str, date]) -> date:
    """An attitude has a day of its own; any other judgement has that on which it was written."""
    return max(person.attitude_on if name == "attitude" and person.attitude_on else day for name, day in days.items())
