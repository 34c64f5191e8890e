"""Reporting lines and the other new fields, brought in from files; the charts of ../shared/cases/org."""

import csv
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from accounts.imports.batch import Order, bring_in
from accounts.imports.kinds.base import kinds
from accounts.imports.rollback import Rollback
from accounts.models import Import
from accounts.stakeholders.models import Stakeholder
from accounts.trees import circle
from tests.factories import AccountFactory, StakeholderFactory, UserFactory

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 6, 15, 10, tzinfo=ZoneInfo("Europe/Paris"))
CASES = Path(__file__).parents[4] / "shared" / "cases" / "org"
CHARTS = sorted(path.name for path in CASES.glob("*organigramme*.csv"))
real_charts = pytest.mark.skipif(not CHARTS, reason="the real inputs of ../shared/cases are not here")


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def acme():
    return AccountFactory(name="ACME")


@pytest.fixture
def bring(tmp_path, acme):
    def people(text, **options):
        path = tmp_path / "people.csv"
        path.write_text(text)
        return bring_in(str(path), Order(kinds()["stakeholders"], account="ACME", **options), MOMENT)

    return people


def told(result):
    return tuple(result[name] for name in ("create", "update", "unchanged", "refused"))


def bosses(line="reports_to"):
    return dict(Stakeholder.objects.values_list("name", f"{line}__name"))


def test_a_manager_may_stand_in_a_later_row_and_be_named_in_any_way(bring):
    text = (
        "Nom;E-mail;Matricule;Responsable;Responsable fonctionnel\n"
        "Anne;;;bob@example.com;\nCarl;;;B1;ANNÉ\nDora;;;Bob;\nBob;bob@example.com;B1;;\n"
    )
    assert told(bring(text)) == (4, 0, 0, 0)
    assert bosses() == {"Anne": "Bob", "Carl": "Bob", "Dora": "Bob", "Bob": None}
    assert bosses("dotted_to")["Carl"] == "Anne"
    assert told(bring(text)) == (0, 0, 4, 0)


def test_a_manager_of_the_base_is_found_and_one_of_another_account_is_not(bring, acme):
    StakeholderFactory(account=acme, name="Bob")
    StakeholderFactory(name="Eve")
    result = bring("Nom;Responsable\nAnne;Bob\nCarl;Eve\n")
    assert bosses() == {"Anne": "Bob", "Bob": None, "Eve": None}
    assert result["errors"] == [
        {"row": 3, "column": "Responsable", "reason": "No stakeholder of this account is called “Eve”."}
    ]


def test_two_people_of_one_name_are_no_manager(bring):
    result = bring("Nom;Matricule;Responsable\nBob;1;\nBob;2;\nAnne;3;Bob\nCarl;4;2\n")
    assert [(error["row"], error["column"]) for error in result["errors"]] == [(4, "Responsable")]
    assert Stakeholder.objects.get(name="Carl").reports_to.code == "2"


def test_a_loop_is_refused_with_everybody_named_and_the_others_come_in(bring):
    text = "Nom;Responsable;Responsable fonctionnel\nAnne;Bob;\nBob;;Carl\nCarl;Anne;\nDora;Eve;\nEve;;\n"
    result = bring(text)
    assert told(result) == (2, 0, 0, 3)
    assert [error["reason"] for error in result["errors"]] == [
        "This would go round in a circle: Anne → Bob → Carl → Anne.",
        "This would go round in a circle: Bob → Carl → Anne → Bob.",
        "This would go round in a circle: Carl → Anne → Bob → Carl.",
    ]
    assert bosses() == {"Dora": "Eve", "Eve": None}


def test_reporting_to_oneself_is_refused(bring):
    result = bring("Nom;Responsable\nAnne;Anne\n")
    assert [error["reason"] for error in result["errors"]] == ["Anne cannot report to himself or herself."]


def test_a_loop_with_the_lines_of_the_base_is_refused(bring, acme):
    anne = StakeholderFactory(account=acme, name="Anne")
    StakeholderFactory(account=acme, name="Bob", reports_to=anne)
    result = bring("Nom;Responsable\nAnne;Bob\n")
    assert result["errors"][0]["reason"] == "This would go round in a circle: Anne → Bob → Anne."
    assert bosses() == {"Anne": None, "Bob": "Anne"}


def test_two_people_may_change_places_in_one_file(bring, acme):
    anne = StakeholderFactory(account=acme, name="Anne")
    StakeholderFactory(account=acme, name="Bob", reports_to=anne)
    assert told(bring("Nom;Responsable\nAnne;Bob\nBob;Zoé\nZoé;\n")) == (1, 2, 0, 0)
    assert bosses() == {"Anne": "Bob", "Bob": "Zoé", "Zoé": None}


def test_the_report_of_a_refused_manager_is_refused(bring):
    result = bring("Nom;Influence;Responsable\nAnne;3;Bob\nBob;99;\n")
    assert told(result) == (0, 0, 0, 2)
    assert "Row 3, which it belongs to, is refused." in [error["reason"] for error in result["errors"]]


def test_a_dry_run_of_lines_writes_nothing(bring):
    assert told(bring("Nom;Responsable\nAnne;Bob\nBob;\n", is_dry_run=True)) == (2, 0, 0, 0)
    assert not Stakeholder.objects.exists()


def test_the_new_fields_are_read_and_updated(bring):
    UserFactory(email="claire@example.com")
    heading = "Nom;Rôles;Pouvoir informel;Niveau de relation;Référent;Langues;Canal préféré;Ville;Enjeux;Source"
    row = "Anne;champion / Buyer;inside;problem solver;claire@example.com;fr, de;téléphone;Lyon;Coûts;Salon"
    assert told(bring(f"{heading}\n{row}\n"))[0] == 1
    person = Stakeholder.objects.get()
    assert (person.buying_roles, person.informal_power) == (["buyer", "champion"], "inside")
    assert (person.owner.email, person.preferred_channel) == ("claire@example.com", "call")
    assert (person.relationship, person.location, person.stakes, person.source) == (3, "Lyon", "Coûts", "Salon")
    StakeholderFactory(account=person.account, name="Bob")
    assert told(bring("Nom;Rôles\nAnne;decider\nBob;filtre | champion\n")) == (0, 2, 0, 0)
    assert dict(Stakeholder.objects.values_list("name", "buying_roles")) == {
        "Anne": ["decider"],
        "Bob": ["gatekeeper", "champion"],
    }


def test_an_unknown_role_names_its_column(bring):
    assert [error["column"] for error in bring("Nom;Rôles\nAnne;roi\n")["errors"]] == ["Rôles"]


def test_a_roll_back_keeps_the_manager_whom_somebody_else_has_chosen_since(bring, acme):
    anne = StakeholderFactory(account=acme, name="Anne")
    bring("Nom;Titre;Responsable\nAnne;Buyer;\nBob;;\n")
    anne.reports_to = Stakeholder.objects.get(name="Bob")
    anne.save(update_fields=["reports_to"])
    Rollback(Import.objects.get()).run()
    assert bosses() == {"Anne": "Bob", "Bob": None}


def test_a_roll_back_takes_the_lines_and_roles_back(bring, acme):
    anne = StakeholderFactory(account=acme, name="Anne", buying_roles=["user"])
    bring("Nom;Responsable;Rôles\nAnne;Bob;buyer\nBob;;\n")
    Rollback(Import.objects.get()).run()
    anne.refresh_from_db()
    assert (anne.reports_to, anne.buying_roles, Stakeholder.objects.count()) == (None, ["user"], 1)


@real_charts
@pytest.mark.parametrize("name", CHARTS)
def test_a_real_chart_gives_everybody_the_right_manager_and_no_loop(name, acme):
    with (CASES / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    order = Order(kinds()["stakeholders"], account="ACME")
    assert told(bring_in(str(CASES / name), order, MOMENT)) == (len(rows), 0, 0, 0)
    named = {row.get("id"): full_name(row) for row in rows}
    expected = {full_name(row): manager(row, named) for row in rows}
    assert bosses() == expected
    above = dict(Stakeholder.objects.values_list("pk", "reports_to"))
    assert not any(circle(pk, lambda key: filter(None, [above[key]])) for pk in above)
    assert told(bring_in(str(CASES / name), order, MOMENT)) == (0, 0, len(rows), 0)


def full_name(row):
    return f"{row['prenom']} {row['nom']}" if "prenom" in row else row["nom"]


def manager(row, named):
    return named[row["responsable_id"]] if row.get("responsable_id") else row.get("responsable") or None


def test_a_loop_longer_than_anybody_reads_is_told_by_its_ends(bring):
    """Deeper than the stack of Python too: nothing may call itself once a level."""
    rows = "".join(f"P{number};P{number - 1}\n" for number in range(1, 1500))
    result = bring(f"Nom;Responsable\nP0;P1499\n{rows}", is_dry_run=True)
    assert result["refused"] == 1500
    assert result["errors"][0]["reason"] == "This would go round in a circle: P0 → P1499 → … → P0."
