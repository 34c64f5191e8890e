import io

import pytest

from accounts.imports import mapping
from accounts.imports.kinds.base import kinds
from accounts.imports.lookups import Scope
from accounts.imports.readers import open_table
from tests.factories import ListValueFactory

pytestmark = pytest.mark.django_db


def guessed(kind, header, *rows):
    lines = [header, *(rows or ["x" + ";" * header.count(";")])]
    table = open_table(io.BytesIO("\n".join(lines).encode()), "a.csv")
    return mapping.by_header(mapping.guess(kinds()[kind], table, Scope(None, None)), table.headers)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Raison sociale", "name"), ("Compte", "name"), ("companyName", "name"), ("account", "name"), ("nom", "name"),
        ("Code client", "code"), ("customerID", "code"), ("referenceId", "code"), ("CODE_CLIENT", "code"),
        ("subsidiary_of", "parent"), ("Maison mère", "parent"), ("MAISON MERE", "parent"),
        ("CA (M€)", "turnover"), ("revenue", "turnover"), ("Chiffre d'affaires", "turnover"), ("chiffre d’affaires", "turnover"),
        ("CA en M€", "turnover"), ("CA k€", "turnover"), ("Chiffre d'affaires (en milliers d'euros)", "turnover"),
        ("Effectif", "employees"), ("year_established", "founded_in"), ("Année de création", "founded_in"),
        ("office_location", "country"), ("Pays", "country"), ("postalCode", "postal_code"), ("Code postal", "postal_code"),
        ("ISIN", "isin"), ("ticker", "ticker"), ("Téléphone", "phone"), ("Secteur d'activité", "sector"),
        ("Commercial", "kam"), ("Statut", "status"), ("Stade visé", "target_stage"), ("Ville (siège)", "city"),
    ],
)  # fmt: skip
def test_headings_of_accounts_are_recognised(header, expected):
    assert guessed("accounts", f"{header};zzz") == {header: expected}


def test_columns_nobody_knows_are_left_out():
    assert guessed("accounts", "Name;Type;fax;contactName") == {"Name": "name"}


def test_the_likeliest_heading_wins_when_two_mean_the_same():
    assert guessed("accounts", "nom;Raison sociale") == {"Raison sociale": "name"}


def test_a_file_of_accounts_is_also_one_of_their_contacts():
    found = guessed("stakeholders", "customerID;companyName;contactName;contactTitle;phone;fax")
    assert found == {
        "customerID": "account_code", "companyName": "account", "contactName": "name", "contactTitle": "title",
        "phone": "phone",
    }  # fmt: skip


def test_fonction_is_the_job_title_unless_it_holds_our_functions():
    header = "Client;Nom du contact;Fonction"
    assert guessed("stakeholders", header, "ACME;Anne;Chef de projet")["Fonction"] == "title"
    ListValueFactory(kind="client_function", name_fr="Achats spéciaux")
    assert guessed("stakeholders", header, "ACME;Anne;achats speciaux")["Fonction"] == "function"


def test_a_deal_file_is_recognised_as_revenue():
    found = guessed("revenue", "opportunity_id;product;account;close_date;close_value")
    assert found == {"product": "offering", "account": "account", "close_date": "month", "close_value": "actual"}


def test_two_files_with_the_same_headings_have_one_signature():
    assert mapping.signature(["Code client", "Nom"]) == mapping.signature(["NOM", "code_client"])
    assert mapping.signature(["Nom"]) != mapping.signature(["Nom", "Code"])


def test_a_mapping_kept_by_heading_follows_moved_columns():
    kept = mapping.by_header({0: "code", 1: "name"}, ["Code", "Nom"])
    assert mapping.by_place(kept, ["Nom", "Fax", "Code"]) == {0: "name", 2: "code"}
