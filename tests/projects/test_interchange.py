"""Schedules of other programs: what is kept, what is computed anew, what is refused and how."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from accounts.imports.problems import ReadError
from projects.interchange.reading import read_schedule
from projects.interchange.report import report_of
from projects.scheduling import Kind, Loop, Rule
from projects.timetable import Timetable
from projects.worktime import A_DAY

CASES = Path(__file__).parents[2] / "../shared/cases"
SCHEDULES = CASES / "schedules"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the real inputs of ../shared/cases are not here")
LACKING = {("external_links", "11")}  # a task of another project, which the converted file does not hold


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def mspdi_files():
    return [row["name"] for row in rows(SCHEDULES / "index.csv")] if SCHEDULES.is_dir() else []


def opened(path):
    with open(path, "rb") as file:
        return read_schedule(file, path.name)


def read(text, name="plan.csv"):
    return read_schedule(io.BytesIO(text.encode()), name)


def told(line):
    lag = f"+{line.minutes / A_DAY:g}d" if line.minutes > 0 else f"{line.minutes / A_DAY:g}d" if line.minutes else ""
    return f"{line.before}{line.kind}{lag}"


@pytest.mark.parametrize("name", mspdi_files())
def test_tasks_hierarchy_links_and_stored_dates_are_kept(name):
    plan = opened(SCHEDULES / "mspdi" / f"{name}.xml")
    expected = [row for row in rows(SCHEDULES / "expected" / f"{name}.csv") if (name, row["uid"]) not in LACKING]
    assert [(t.uid, t.name, t.level) for t in plan.tasks] == [
        (row["uid"], row["name"].strip(), int(row["outline_level"])) for row in expected
    ]
    for task, row in zip(plan.tasks, expected, strict=True):
        assert (task.start.isoformat(), task.finish.isoformat()) == (row["start"], row["finish"])
        assert (task.is_milestone, task.is_manual) == (row["milestone"] == "1", row["manual"] == "1")
        assert task.rule == Rule[SPELLED.get(row["constraint"], "SOON")]
        assert task.percent == round(float(row["percent_complete"]))
        links = {told(line) for line in plan.links if line.after == task.uid and not line.percent}
        assert links <= set(row["predecessors_by_uid"].split()) or links == set()


SPELLED = {
    "AS_SOON_AS_POSSIBLE": "SOON", "START_NO_EARLIER_THAN": "START_AFTER", "MUST_FINISH_ON": "FINISH_ON",
    "FINISH_NO_LATER_THAN": "FINISH_BEFORE", "AS_LATE_AS_POSSIBLE": "LATE",
}  # fmt: skip


def test_every_link_of_the_index_is_read_with_its_kind():
    for row in rows(SCHEDULES / "index.csv"):
        plan = opened(SCHEDULES / "mspdi" / f"{row['name']}.xml")
        lacking = sum(name == row["name"] for name, _uid in LACKING)
        for kind in ("FS", "SS", "FF", "SF"):
            found = sum(line.kind == Kind(kind) for line in plan.links)
            assert found == int(row[kind.lower()]) - lacking * (kind == "FS")


@pytest.mark.parametrize("name", mspdi_files())
def test_every_confirmed_date_and_critical_task_is_found_anew(name):
    found = Timetable(opened(SCHEDULES / "mspdi" / f"{name}.xml")).times
    for row in rows(SCHEDULES / "expected" / f"{name}.csv"):
        if (name, row["uid"]) in LACKING:
            continue
        ours = found[row["uid"]]
        if row["start_finish_confirmed"] == "1":
            assert (ours.start.isoformat(), ours.finish.isoformat()) == (row["start"], row["finish"])
        if row["critical_confirmed"] == "1" and name != "aspose_project_xml":  # its author never computed it
            assert ours.is_critical == (row["critical"] == "1")


@pytest.mark.parametrize(
    "path", sorted((SCHEDULES / "generated_calendar_fr").glob("*_*.*")), ids=lambda path: path.name
)
def test_networks_on_the_french_calendar_are_found_anew_from_xml_and_from_csv(path):
    found = Timetable(opened(path)).times
    for row in rows(path.with_suffix(".csv")):
        ours = found[row["id"]]
        assert (ours.start.isoformat(timespec="minutes"), ours.finish.isoformat(timespec="minutes")) == (
            row["start"],
            row["finish"],
        )
        assert (ours.total_float, ours.is_critical) == (int(row["total_slack_days"]) * A_DAY, row["critical"] == "1")


def test_the_published_table_is_found_anew_but_for_the_row_that_its_readme_excepts():
    plan = opened(SCHEDULES / "published_msproject" / "linktypes_2013.csv")
    found = Timetable(plan).times
    for task in plan.tasks:
        if task.uid != "7":
            ours = found[task.uid]
            assert (ours.start.date(), ours.finish.date()) == (task.start.date(), task.finish.date())


@pytest.mark.parametrize("path", sorted((SCHEDULES / "other_formats").glob("*.*")), ids=lambda path: path.name)
def test_other_formats_are_read_or_called_by_their_name(path):
    with translation.override("en"):
        report = report_of(str(path))
    if path.suffix in (".xer", ".mpx", ".planner"):
        assert "save it as Microsoft Project XML or as CSV" in report["error"]
    assert report["readable"] or report["error"]


@pytest.mark.parametrize("path", sorted((CASES / "badinput").glob("[fx]*/*.*")), ids=lambda path: path.name)
def test_bad_files_are_refused_or_warned_of_in_words(path):
    report = report_of(str(path))
    assert report["warnings"] if report["readable"] else report["error"]


def test_an_outside_file_is_never_read():
    report = report_of(str(CASES / "badinput/xml/xxe_fichier_local.xml"))
    assert not report["readable"]
    assert "root:" not in json.dumps(report)


def test_a_circle_is_refused_with_the_names_on_it(tmp_path):
    path = tmp_path / "circle.csv"
    path.write_text("id;name;duration;predecessors;start\n1;Dig;2;2;2026-01-05\n2;Fill;1;1;2026-01-05\n")
    with translation.override("en"):
        error = report_of(str(path))["error"]
    assert error in (
        "Tasks wait for each other in a circle: Dig → Fill → Dig.",
        "Tasks wait for each other in a circle: Fill → Dig → Fill.",
    )


def test_headings_links_and_numbers_are_taken_in_french():
    plan = read(
        "id;tâche;durée;prédécesseurs;début\n1;Creuser;2,5;;05/01/2026\n2;Combler;1;1FD+2j;\n3;Voir;0;1DD, 2FF - 1,5 j;\n"
    )
    assert [task.minutes for task in plan.tasks] == [1200, 480, 0]
    assert {told(line) for line in plan.links} == {"1FS+2d", "1SS", "2FF-1.5d"}


def test_what_a_task_waits_for_and_is_not_there_is_said():
    plan = read("id,name,duration,predecessors,start\n1,Dig,2,9FS,2026-01-05\n")
    assert (len(plan.links), len(plan.warnings)) == (0, 1)


@pytest.mark.parametrize(
    "rows_",
    [
        "1,Dig,many,,2026-01-05",
        "1,Dig,-2,,2026-01-05",
        "1,,2,,2026-01-05",
        "1,Dig,2,,2026-01-05\n1,Fill,2,,2026-01-06",
        "1,Dig,2,,2026-13-45T08:00",
        "1,Dig,2,,",
    ],
)
def test_a_wrong_cell_is_refused(rows_):
    with pytest.raises(ReadError):
        read(f"id,name,duration,predecessors,start\n{rows_}\n")


def test_a_very_long_plan_is_refused():
    plan = read("id,name,duration,predecessors,start\n1,Dig,999999,,2026-01-05\n")
    with pytest.raises(ValueError, match="century"):
        len(Timetable(plan).times)


def test_an_outline_of_ten_thousand_levels_is_read():
    tasks = "\n".join(f"{number},Task,1,,2026-01-05,{number}" for number in range(1, 10_001))
    plan = read(f"id,name,duration,predecessors,start,level\n{tasks}\n")
    assert len(Timetable(plan).times) == 10_000


def test_a_loop_through_a_summary_task_is_found():
    plan = read("id,name,duration,predecessors,start,level\n1,All,0,3,2026-01-05,1\n2,Dig,1,,,2\n3,Fill,1,2,,2\n")
    with pytest.raises(Loop):
        len(Timetable(plan).times)


def test_the_command_prints_one_json_object_a_line_for_each_file(capsys):
    good = SCHEDULES / "mspdi" / "slack9.xml"
    bad = CASES / "badinput/xml/mspdi_tronque.xml"
    with pytest.raises(SystemExit):
        call_command("import_schedule", str(good), str(bad), "--dry-run", "--json")
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["project"]["finish"] == "2006-05-08T17:00:00"
    by_uid = {task["uid"]: task for task in first["tasks"]}
    assert (by_uid["10"]["total_float_days"], by_uid["10"]["critical"]) == (4, False)
    assert by_uid["7"]["total_float_days"] == -1
    assert set(by_uid["7"]) >= {
        "uid", "name", "start", "finish", "total_float_days", "critical", "stored_start", "stored_finish",
    }  # fmt: skip
    assert not second["readable"]
