import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts.imports.delimited import Delimited
from accounts.models import Account, Import, ImportMapping
from kam.jobs.models import Job
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
TEXT = "Nom;Ville;Effectif;Couleur\nA;Lyon;12;red\nB;Paris;many;blue\n=1+1;Nice;;\n"


@pytest.fixture
def browse(client, manager, django_capture_on_commit_callbacks):
    """`browse(method, url, data)`: the page on which that ends, the jobs done."""
    client.force_login(manager)

    def go(method, url, data=None):
        with django_capture_on_commit_callbacks(execute=True):
            response = getattr(client, method)(url, data or {})
        return client.get(response.url, follow=True) if response.status_code == 302 else response

    return go


@pytest.fixture
def upload(browse):
    def send(content=TEXT, name="a.csv", kind="accounts"):
        file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
        return browse("post", "/imports/new/", {"kind": kind, "file": file})

    return send


def columns(**chosen):
    return {"match_key": "name", "column-0": "name", "column-1": "city", "column-2": "employees", **chosen}


@pytest.fixture
def checked(upload, browse):
    """An import whose dry run is done."""
    upload()
    imported = Import.objects.get()
    browse("post", f"/imports/{imported.pk}/columns/", columns())
    imported.refresh_from_db()
    return imported


def text_of(response):
    return response.content.decode()


# --- the file ----------------------------------------------------------------------------------------------------
def test_a_file_leads_to_its_columns_with_a_guess_and_examples(upload):
    page = text_of(upload())
    assert Import.objects.get().mapping == {"Nom": "name", "Ville": "city", "Effectif": "employees"}
    assert '<option value="city" selected>City</option>' in page
    assert "Lyon" in page


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "The file is empty."),
        (b"a;b\n", "a.xlsx", "The name says workbook"),
        (b"a\n\x00\n", "a.csv", "Line 2"),
        (b'a,b\n1,2\n3,"open\n', "a.csv", "row 3 is never closed"),
        (b"a,b\n1,2\n" + b"x" * 10_000_000 + b",2\n", "a.csv", "Row 3: a cell longer than"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_spot(upload, content, name, reason):
    response = upload(content, name)
    assert response.status_code == 200
    assert reason in text_of(response)
    assert not Import.objects.exists()


def test_a_file_larger_than_the_limit_is_refused_with_the_limit(upload, settings):
    settings.IMPORT_MAX_BYTES = 1_000_000
    assert "1 MB" in text_of(upload("a\n" + "x\n" * 600_000))


def test_a_sheet_can_be_chosen(upload, browse):
    book = Workbook()
    book.active.append(["Nom"])
    book.active.append(["A"])
    for row in (["Compte", "Pays"], ["B", "France"]):
        (book["other"] if "other" in book.sheetnames else book.create_sheet("other")).append(row)
    file = io.BytesIO()
    book.save(file)
    upload(file.getvalue(), "a.xlsx")
    imported = Import.objects.get()
    page = text_of(browse("post", f"/imports/{imported.pk}/sheet/", {"sheet": "other"}))
    imported.refresh_from_db()
    assert (imported.sheet, imported.headers) == ("other", ["Compte", "Pays"])
    assert "France" in page
    assert "No sheet is named" in text_of(browse("post", f"/imports/{imported.pk}/sheet/", {"sheet": "none"}))


# --- the columns ---------------------------------------------------------------------------------------------------
def test_two_columns_cannot_hold_the_same(upload, browse):
    upload()
    response = browse("post", f"/imports/{Import.objects.get().pk}/columns/", columns(**{"column-3": "city"}))
    assert "Another column already holds this." in text_of(response)


def test_the_match_key_needs_its_column(upload, browse):
    upload()
    response = browse("post", f"/imports/{Import.objects.get().pk}/columns/", columns(match_key="code"))
    assert "No column holds what this key needs." in text_of(response)


def test_a_corrected_mapping_is_proposed_again_for_the_same_headings(checked, upload, browse):
    browse("post", f"/imports/{checked.pk}/columns/", columns(**{"column-3": "description", "mark": ","}))
    upload("ville;NOM;Effectif;couleur\nLyon;Z;1;green\n")
    again = Import.objects.first()
    assert again.pk != checked.pk
    assert ImportMapping.objects.get().mapping["Couleur"] == "description"
    assert again.hints == {"mark": ","}


# --- the dry run -----------------------------------------------------------------------------------------------------
def test_the_dry_run_shows_each_row_and_changes_nothing(checked, browse):
    page = text_of(browse("get", f"/imports/{checked.pk}/dry-run/"))
    assert checked.counts == {"rows": 3, "create": 2, "error": 1}
    assert "“many” is not a whole number." in page
    assert "Import 2 rows" in page
    assert not Account.objects.exists()


def test_old_and_new_values_are_shown(upload, browse, manager):
    AccountFactory(name="A", kam=manager, city="Nantes")
    upload()
    imported = Import.objects.get()
    page = text_of(browse("post", f"/imports/{imported.pk}/columns/", columns()))
    assert "<del>Nantes</del> → Lyon" in page


def test_rows_can_be_filtered_by_outcome(checked, browse):
    page = text_of(browse("get", f"/imports/{checked.pk}/dry-run/?outcome=error"))
    assert "many" in page
    assert "Lyon" not in page


def test_what_a_file_holds_is_shown_as_text(upload, browse):
    upload("Nom;Ville\n<script>alert(1)</script>;<img src=x onerror=alert(2)>\n")
    imported = Import.objects.get()
    page = text_of(
        browse(
            "post", f"/imports/{imported.pk}/columns/", {"match_key": "name", "column-0": "name", "column-1": "city"}
        )
    )
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_failed_dry_run_says_why_and_offers_the_columns(upload, browse, settings):
    upload("Nom\n" + "A\n" * 20)
    settings.IMPORT_MAX_ROWS = 10
    imported = Import.objects.get()
    page = text_of(browse("post", f"/imports/{imported.pk}/columns/", {"match_key": "name", "column-0": "name"}))
    assert "More than the 10 rows allowed." in page
    assert "Correct the columns" in page


# --- the import ------------------------------------------------------------------------------------------------------
def test_confirming_imports_in_a_job_and_leads_to_the_report(checked, browse, manager):
    page = text_of(browse("post", f"/imports/{checked.pk}/confirm/"))
    assert set(Account.objects.values_list("name", "kam")) == {("A", manager.pk), ("=1+1", manager.pk)}
    assert "2 rows imported." in page
    assert f'href="/accounts/{Account.objects.get(name="A").pk}/"' in page
    assert set(Job.objects.values_list("status", flat=True)) == {Job.Status.DONE}


def test_an_import_that_was_not_checked_is_not_confirmed(upload, browse):
    upload()
    browse("post", f"/imports/{Import.objects.get().pk}/confirm/")
    assert not Account.objects.exists()


def test_confirming_twice_imports_once(checked, browse):
    browse("post", f"/imports/{checked.pk}/confirm/")
    browse("post", f"/imports/{checked.pk}/confirm/")
    assert Account.objects.count() == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_refused_rows_come_back_corrected(checked, upload, browse, form):
    browse("post", f"/imports/{checked.pk}/confirm/")
    response = browse("get", f"/imports/{checked.pk}/refused/?format={form}")
    content = b"".join(response.streaming_content)
    if form == "csv":
        assert content.count(b"\n") == 2
        content = content.replace(b"many", b"7")
    else:
        book = load_workbook(io.BytesIO(content))
        assert book.active.max_row == 2
        book.active["C2"] = "7"
        file = io.BytesIO()
        book.save(file)
        content = file.getvalue()
    upload(content, f"refused.{form}")
    again = Import.objects.first()
    browse("post", f"/imports/{again.pk}/columns/", columns())
    browse("post", f"/imports/{again.pk}/confirm/")
    assert Account.objects.get(name="B").employees == 7


def test_no_cell_of_the_refused_file_is_run_and_all_are_read_back(upload, browse):
    upload("Nom;Effectif;Note\n=cmd|' /C calc'!A0;many;+1+2\n@SUM(1);many;-x\n")
    imported = Import.objects.get()
    browse(
        "post", f"/imports/{imported.pk}/columns/", {"match_key": "name", "column-0": "name", "column-1": "employees"}
    )
    content = b"".join(browse("get", f"/imports/{imported.pk}/refused/").streaming_content)
    cells = [cell for _number, row in Delimited(io.BytesIO(content)).records() for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    upload(content)
    page = text_of(browse("get", f"/imports/{Import.objects.first().pk}/columns/"))
    assert "=cmd|&#x27; /C calc&#x27;!A0" in page
    assert "&#x27;=cmd" not in page


# --- back ---------------------------------------------------------------------------------------------------------------
def test_one_click_rolls_the_import_back(checked, browse):
    browse("post", f"/imports/{checked.pk}/confirm/")
    page = text_of(browse("post", f"/imports/{checked.pk}/roll-back/"))
    assert not Account.objects.exists()
    assert "2 deleted" in page
    assert "roll-back" not in page
    assert Job.objects.filter(kind=Job.Kind.ROLL_BACK, status=Job.Status.DONE).exists()


def test_deleting_forgets_the_report_and_the_file_and_keeps_the_accounts(checked, browse):
    path = checked.file.path
    browse("post", f"/imports/{checked.pk}/confirm/")
    page = browse("post", f"/imports/{checked.pk}/delete/")
    assert not Import.objects.exists()
    assert Account.objects.count() == 2
    assert "a.csv" not in text_of(page)
    assert not Path(path).exists()


def test_the_list_shows_ones_own_imports(checked, browse, client, outsider):
    assert "a.csv" in text_of(browse("get", "/imports/"))
    client.force_login(outsider)
    assert "a.csv" not in text_of(client.get("/imports/"))


def test_the_number_of_queries_of_a_page_does_not_grow_with_rows(browse, upload, client, django_assert_max_num_queries):
    upload("Nom;Ville\n" + "".join(f"Account {n};Lyon\n" for n in range(300)))
    imported = Import.objects.get()
    browse("post", f"/imports/{imported.pk}/columns/", {"match_key": "name", "column-0": "name", "column-1": "city"})
    with django_assert_max_num_queries(9):
        client.get(f"/imports/{imported.pk}/dry-run/")
