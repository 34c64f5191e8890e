"""People, ties and introductions as they stood at the end of a past day, read from what the database recorded
(kam.users.history). The rows are model instances that were never saved: to be read, not written."""

from datetime import date, datetime, time, timedelta

from django.db.models import Model
from django.utils import timezone

from accounts.models import Account
from accounts.stakeholders.models import Introduction, Stakeholder, Step, Tie

# The last state of each row at the end of the day. A row recorded afterwards is shown, as an estimate, from its first
# state that something dated vouches for. What was deleted by then is not there.
STATES = """
    SELECT {columns}, is_estimated FROM (
        SELECT DISTINCT ON (event.pgh_obj_id) event.*, event.pgh_created_at >= %(until)s AS is_estimated
        FROM {events} AS event
        WHERE event.pgh_obj_id IN (SELECT pgh_obj_id FROM {events} WHERE account_id = ANY(%(accounts)s))
            AND (event.pgh_created_at < %(until)s OR {existed})
        ORDER BY event.pgh_obj_id, event.pgh_created_at >= %(until)s,
            CASE WHEN event.pgh_created_at < %(until)s THEN -event.pgh_id ELSE event.pgh_id END
    ) AS state
    WHERE pgh_label <> 'delete' AND account_id = ANY(%(accounts)s)"""

# Somebody was there when met, judged, or named in an introduction; an introduction, from its first step; a tie has no
# day but that of its recording.
EXISTED = {
    Stakeholder: """
        event.attitude_on <= %(on)s OR EXISTS (
            SELECT FROM stakeholders_interaction_stakeholders AS present
            JOIN stakeholders_interaction AS interaction ON interaction.id = present.interaction_id
            WHERE present.stakeholder_id = event.pgh_obj_id AND interaction.occurred_on <= %(on)s
        ) OR EXISTS (
            SELECT FROM stakeholders_introduction AS introduction
            WHERE event.pgh_obj_id IN (introduction.introducer_id, introduction.introduced_id)
                AND introduction.account_id = event.account_id
                AND least(introduction.asked_on, introduction.promised_on, introduction.made_on) <= %(on)s
        )""",
    Introduction: "least(event.asked_on, event.promised_on, event.made_on) <= %(on)s",
    Tie: "FALSE",
}


def states_sql(model: type[Model]) -> str:
    """The query of the rows of some accounts (`accounts`) as of a day (`on`), with the parameters of `as_of`."""
    columns = ", ".join(field.column for field in model._meta.concrete_fields if not field.generated)
    return STATES.format(columns=columns, events=f"{model._meta.db_table}event", existed=f"({EXISTED[model]})")


def as_of(on: date) -> dict:
    """The parameters that say until when: the end of the day, where the reader is."""
    return {"on": on, "until": timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))}


def rows_on(model: type[Model], account: Account, on: date) -> list:
    return list(model.objects.raw(states_sql(model), {"accounts": [account.pk], **as_of(on)}))


def people_on(account: Account, on: date) -> list[Stakeholder]:
    """Everybody of the account at the end of that day, those who had left included, the most influential first.

    One query. `is_estimated` on each says that the person was recorded later. A departure or an attitude dated after
    the day was not known yet.
    """
    people = [undo_later(person, on) for person in rows_on(Stakeholder, account, on)]
    join(people)
    return sorted(people, key=lambda person: (-person.influence, person.name, person.pk))


def undo_later(person: Stakeholder, on: date) -> Stakeholder:
    if person.departed_on and person.departed_on > on:
        person.departed_on = None
    if person.attitude_on and person.attitude_on > on:
        person.attitude = person.attitude_on = None
        person.attitude_evidence, person.is_attitude_confirmed = "", False
    return person


def join(people: list[Stakeholder]) -> None:
    """Give each person the manager of that day; one who was not there yet is none."""
    there = {person.pk: person for person in people}
    for name in ("reports_to", "dotted_to"):
        point(people, name, there)


def point(people: list[Stakeholder], name: str, rows: dict) -> None:
    """Let what a field points to be one of these rows, or nothing; setting it as usual costs ten times as much."""
    field = Stakeholder._meta.get_field(name)
    for person in people:
        row = rows.get(getattr(person, field.attname))
        if row is None:
            setattr(person, field.attname, None)
        field.set_cached_value(person, row)


def ties_on(account: Account, on: date) -> list[Tie]:
    """The ties recorded by the end of that day, in the order of their recording; one query."""
    return sorted(rows_on(Tie, account, on), key=lambda tie: tie.pk)


def introductions_on(account: Account, on: date) -> list[Introduction]:
    """The introductions begun by the end of that day, without the steps taken later; one query."""
    rows = [forget_later_steps(row, on) for row in rows_on(Introduction, account, on)]
    return sorted((row for row in rows if row.has_begun), key=lambda row: row.pk)


def forget_later_steps(introduction: Introduction, on: date) -> Introduction:
    for step in Step:
        if (day := introduction.day_of(step)) and day > on:
            introduction.reach(step, None)
    return introduction
