"""Keep the departures in step with the people: one for each who leaves and weighs, however his date was written."""

from collections.abc import Collection
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from accounts.models import Notice
from accounts.stakeholders.models import Departure
from accounts.stakeholders.models.departures import DELAY, WEIGHTY

TOLD = timedelta(days=365)  # who left longer ago is a matter of record: nobody is called to it

OPEN = """
    WITH leaving AS (
        SELECT person.id, person.account_id, person.name, person.departed_on, coalesce(owner.id, kam.id) AS in_charge
        FROM stakeholders_stakeholder AS person
        JOIN accounts_account AS account ON account.id = person.account_id AND account.trashed_at IS NULL
        LEFT JOIN users_user AS owner ON owner.id = person.owner_id AND owner.is_active
        LEFT JOIN users_user AS kam ON kam.id = account.kam_id AND kam.is_active
        WHERE person.departed_on IS NOT NULL AND person.influence >= %(weighty)s AND NOT person.is_placeholder
            AND person.anonymised_on IS NULL AND {here}
            AND NOT EXISTS (
                SELECT FROM stakeholders_departureevent AS deleted
                WHERE deleted.stakeholder_id = person.id AND deleted.pgh_label = 'delete'
                    AND person.departed_on = (
                        SELECT departed_on FROM stakeholders_stakeholderevent
                        WHERE pgh_obj_id = person.id AND pgh_created_at <= deleted.pgh_created_at
                        ORDER BY pgh_id DESC LIMIT 1)
                    AND NOT EXISTS (
                        SELECT FROM stakeholders_stakeholderevent AS since
                        WHERE since.pgh_obj_id = person.id AND since.pgh_created_at > deleted.pgh_created_at
                            AND since.departed_on IS DISTINCT FROM person.departed_on))
    ), opened AS (
        INSERT INTO stakeholders_departure (account_id, stakeholder_id, due_on, owner_id, handover, risk, risk_note)
        SELECT account_id, id, departed_on + %(delay)s, in_charge, '', '', '' FROM leaving
        ON CONFLICT (stakeholder_id) DO NOTHING
        RETURNING id, stakeholder_id
    ), told AS (
        INSERT INTO accounts_notice (user_id, account_id, kind, content_type_id, object_id, text, created_at)
        SELECT in_charge, account_id, %(kind)s, %(type)s, opened.id, name, now()
        FROM opened JOIN leaving ON leaving.id = opened.stakeholder_id
        WHERE in_charge IS NOT NULL AND departed_on > %(on)s::date - %(told)s
        ON CONFLICT DO NOTHING
    )
    SELECT count(*) FROM opened"""

POSTPONE = """
    UPDATE stakeholders_departure AS departure SET due_on = person.departed_on + %(delay)s
    FROM stakeholders_stakeholder AS person
    WHERE person.id = departure.stakeholder_id AND departure.settled_on IS NULL
        AND departure.due_on <> person.departed_on + %(delay)s AND {here}"""

CALL_OFF = """
    WITH gone AS (
        DELETE FROM stakeholders_departure AS departure USING stakeholders_stakeholder AS person
        WHERE person.id = departure.stakeholder_id AND person.departed_on IS NULL AND {here}
            AND departure.successor_id IS NULL AND departure.settled_on IS NULL
            AND departure.handover = '' AND departure.risk = '' AND departure.risk_note = ''
        RETURNING departure.id
    )
    DELETE FROM accounts_notice
    WHERE content_type_id = %(type)s AND kind = %(kind)s AND object_id IN (SELECT id FROM gone)"""


@transaction.atomic
def follow_departures(on: date, people: Collection[int] | None = None) -> int:
    """Open a departure for each of these people (None: everybody) who leaves with an influence ≥ 4; how many.

    It is due 5 days after the date of departure and in the charge of the relationship owner, else of the KAM, who is
    told once (domain.md 4.3). One whose date has moved is due anew; one that nobody touched goes with the date. An
    influence lowered later changes nothing. One that somebody deleted stays so until the date is written anew. A second run finds nothing left to do.
    """
    words = {
        "weighty": WEIGHTY,
        "delay": DELAY.days,
        "told": TOLD.days,
        "on": on,
        "kind": Notice.Kind.DEPARTURE.value,
        "type": ContentType.objects.get_for_model(Departure).pk,
        "people": None if people is None else list(people),
    }
    here = "TRUE" if people is None else "person.id = ANY(%(people)s)"
    with connection.cursor() as cursor:
        cursor.execute(CALL_OFF.format(here=here), words)
        cursor.execute(POSTPONE.format(here=here), words)
        cursor.execute(OPEN.format(here=here), words)
        return cursor.fetchone()[0]
