import contextlib
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account, Import
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
GOOD = "Nom;Ville\nA;Lyon\nB;Paris\n"


@pytest.fixture
def run(capsys):
    def with_json(*words, code=0):
        with pytest.raises(SystemExit) if code else contextlib.nullcontext():
            call_command("import_portfolio", *words, "--json")
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return with_json


def test_each_file_has_one_json_line(run, write):
    first, second = write("a.csv", GOOD), write("b.csv", "Nom;Effectif\nC;x\n")
    one, two = run(first, second, "--kind", "accounts")
    assert (one["file"], one["rows"], one["create"], one["update"], one["unchanged"], one["errors"]) == (
        first,
        2,
        2,
        0,
        0,
        [],
    )
    assert [(error["row"], error["column"]) for error in two["errors"]] == [(2, "Effectif")]


def test_an_unreadable_file_does_not_stop_the_others_and_ends_in_failure(run, write):
    lines = run("nowhere.csv", write("vide.csv", ""), write("a.csv", GOOD), "--kind", "accounts", code=1)
    assert [line["readable"] for line in lines] == [False, False, True]
    assert "empty" in lines[1]["errors"][0]["reason"]
    assert Account.objects.count() == 2


def test_a_dry_run_changes_nothing(run, write):
    (line,) = run(write("a.csv", GOOD), "--kind", "accounts", "--dry-run")
    assert (line["create"], line["import"]) == (2, None)
    assert not Account.objects.exists() | Import.objects.exists()


def test_an_import_can_be_found_and_rolled_back_in_the_pages(run, write, admin, client):
    (line,) = run(write("a.csv", GOOD), "--kind", "accounts")
    client.force_login(admin)
    assert "2 rows imported" in client.get(f"/imports/{line['import']}/").content.decode()


@pytest.mark.parametrize("chosen", [{"x": "name", "y": "city", "z": None}, {"name": "x", "city": "y"}])
def test_a_mapping_is_taken_from_a_file_in_either_direction(run, write, chosen):
    run(write("a.csv", "x;y;z\nA;Lyon;1\n"), "--kind", "accounts", "--mapping", write("m.json", json.dumps(chosen)))
    assert Account.objects.values_list("name", "city").get() == ("A", "Lyon")


def test_a_mapping_that_names_what_is_not_there_says_so(run, write):
    (line,) = run(write("a.csv", GOOD), "--kind", "accounts", "--mapping", write("m.json", '{"Nom": "nome"}'), code=1)
    assert "nome" in line["errors"][0]["reason"]


def test_a_broken_mapping_file_is_an_error_of_the_command(run, write):
    with pytest.raises(CommandError):
        run(write("a.csv", GOOD), "--kind", "accounts", "--mapping", write("m.json", "[1]"))


def test_the_match_key_can_be_named(run, write):
    AccountFactory(name="A", code="C1")
    path = write("a.csv", "Code;Nom;Ville\nC1;B;Lyon\n")
    assert run(path, "--kind", "accounts", "--dry-run")[0]["update"] == 1
    assert run(path, "--kind", "accounts", "--key", "name", "--dry-run")[0]["errors"][0]["column"] == "Code"
    assert (
        "isin" not in run(path, "--kind", "accounts", "--key", "isin", code=1)[0]["errors"][0]["reason"].split(":")[1]
    )


def test_the_command_acts_with_the_rights_of_the_person_it_names(run, write, account, outsider, manager, editor):
    path = write("a.csv", f"Nom;Ville\n{account.name};Lyon\n")
    assert run(path, "--kind", "accounts", "--dry-run", "--as", outsider.email.upper())[0]["create"] == 1
    assert run(path, "--kind", "accounts", "--dry-run", "--as", manager.email)[0]["update"] == 1
    with pytest.raises(CommandError):
        run(path, "--kind", "accounts", "--as", editor.email)


def test_people_read_sentences(capsys, write):
    call_command("import_portfolio", write("a.csv", "Nom;Effectif\nA;1\nB;x\n"), "--kind", "accounts")
    said = capsys.readouterr()
    assert "2 rows: 1 to create" in said.out
    assert "row 3, Effectif: “x” is not a whole number." in said.err
