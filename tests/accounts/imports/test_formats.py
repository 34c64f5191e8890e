"""One table as a French spreadsheet saves it, as text or as a workbook: the same rows in the base, once only."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from accounts.models import RevenueLine
from accounts.stakeholders.models import Stakeholder

NNBSP, NBSP = "\u202f", "\u00a0"
ACCOUNTS = "Client;Code client;Ville\nÉlan;C-1;Saint-Étienne\nOcéane;0042;Lyon\n"
REVENUE = [["Client", "Mois", "Réalisé (€)", "Objectif (€)"], ["Élan", date(2026, 3, 1), 1234567.89, -1500]]
PEOPLE = [["Client", "Nom du contact", "Attitude", "Attitude au"], ["Élan", "Zoé", "Allié", date(2026, 4, 3)]]
SECOND_TIME = {
    "accounts": ACCOUNTS,
    "entities": "Client;Entité;Type;Rattachement\nÉlan;Élan Lyon;site;Élan France\nÉlan;Élan France;filiale;\n",
    "stakeholders": "Client;Nom du contact;Influence;Attitude;Attitude au\nÉlan;Zoé;forte;Allié;03/04/2026\n",
    "interactions": "Client;Date;Type;Objet;Interlocuteurs\nÉlan;28/02/2026;visite;Point annuel;Zoé\n",
    "revenue": "Client;Mois;Réalisé\nÉlan;31/03/2026;1 234,50\nOcéane;28/02/2026;10\n",
}


def written(value, blank):
    """A cell as a French spreadsheet writes it into a text."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        return f"{value:,.2f}".replace(",", blank).replace(".", ",")
    return value


def text(rows, encoding, blank):
    lines = [";".join(f'"{written(value, blank)}"' for value in row) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def workbook(rows):
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def files(rows):
    """(name, content) of every form of the table."""
    yield "a.xlsx", workbook(rows)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        for blank in [NBSP, *([NNBSP] if encoding != "cp1252" else [])]:
            yield "a.csv", text(rows, encoding, blank)


def test_amounts_and_months_are_the_same_out_of_every_form(bring, told):
    bring("accounts", ACCOUNTS)
    outcomes = [told(bring("revenue", content, name)) for name, content in files(REVENUE)]
    assert outcomes == [(1, 0, 0, 0), *[(0, 0, 1, 0)] * (len(outcomes) - 1)]
    line = RevenueLine.objects.get()
    assert (line.month, line.actual, line.target) == (date(2026, 3, 1), Decimal("1234567.89"), Decimal(-1500))


def test_people_and_days_are_the_same_out_of_every_form(bring, told):
    bring("accounts", ACCOUNTS)
    outcomes = [told(bring("stakeholders", content, name)) for name, content in files(PEOPLE)]
    assert outcomes == [(1, 0, 0, 0), *[(0, 0, 1, 0)] * (len(outcomes) - 1)]
    person = Stakeholder.objects.get()
    assert (person.name, person.attitude, person.attitude_on) == ("Zoé", 2, date(2026, 4, 3))


@pytest.mark.parametrize("kind", SECOND_TIME)
def test_a_second_import_of_the_same_file_changes_nothing_of_any_kind(kind, bring, told):
    for earlier in ("accounts", "stakeholders"):
        if earlier != kind:
            bring(earlier, SECOND_TIME[earlier])
    created, *_others = told(bring(kind, SECOND_TIME[kind]))
    assert created > 0
    assert told(bring(kind, SECOND_TIME[kind])) == (0, 0, created, 0)
