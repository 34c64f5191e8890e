"""Bringing a schedule in through the page and the command, and taking one away."""

import io
import json
from datetime import date, datetime

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Account
from projects.interchange.leaving import leaving
from projects.interchange.reading import read_schedule
from projects.interchange.services import bring_in
from projects.interchange.tasks import forget_schedules
from projects.models import Assignment, Baseline, Closure, Project, Task
from projects.services import Refused, change, freeze_baseline
from projects.worktime import A_DAY
from tests.factories import StakeholderFactory

PLAN = "id;tâche;durée;prédécesseurs;début;qui\n1;Creuser;2;;04/01/2027;Anna Roche\n2;Combler;1;1;;Inconnu\n"
CIRCLE = "id;name;duration;predecessors;start\n1;Dig;2;2;2027-01-04\n2;Fill;1;1;2027-01-04\n"


@pytest.fixture
def page(client, editor):
    client.force_login(editor)
    return client


def send(page, account, text, name="plan.csv"):
    data = {"file": SimpleUploadedFile(name, text.encode())}
    return page.post(reverse("projects:import", args=[account.pk]), data)


def read(text, name="plan.csv"):
    return read_schedule(io.BytesIO(text.encode()), name)


def test_a_file_is_shown_before_anything_is_made_of_it(page, account):
    answer = send(page, account, PLAN)
    shown = page.get(answer.url)
    assert [line.task.name for line in shown.context["preview"].lines] == ["Creuser", "Combler"]
    assert not Project.objects.exists()


def test_what_was_shown_is_what_is_made_and_the_file_is_forgotten(page, account):
    address = send(page, account, PLAN).url
    lines = page.get(address).context["preview"].lines
    page.post(address)
    project = Project.objects.get()
    made = [
        (task.name, timezone.localdate(task.starts_at), timezone.localdate(task.ends_at))
        for task in project.tasks.all()
    ]
    assert made == [(line.task.name, line.times.start.date(), line.times.finish.date()) for line in lines]
    assert default_storage.listdir("schedules")[1] == []
    assert page.get(address).status_code == 404


def test_an_address_of_a_dry_run_is_of_one_person_and_one_account(page, client, account, manager):
    address = send(page, account, PLAN).url
    assert page.get(f"{address[:-3]}x/").status_code == 404
    client.force_login(manager)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("ERMHDR\t20.12", "plan.xer", "Primavera"),
        ("<?xml version='1.0'?><!DOCTYPE p [<!ENTITY a 'b'>]><p>&a;</p>", "plan.xml", "entities"),
        ("<Project xmlns='http://schemas.microsoft.com/project'><Tasks>", "plan.xml", "breaks off"),
        ("", "plan.csv", "empty"),
        ("id,name,duration,start\n1,Dig,many,2027-01-04\n", "plan.csv", "row 2"),
    ],
)
def test_a_file_that_is_no_schedule_says_so_in_words(page, account, text, name, words):
    answer = send(page, account, text, name)
    assert words in str(answer.context["form"].errors)
    assert not default_storage.exists("schedules") or default_storage.listdir("schedules")[1] == []


def test_a_circle_is_refused_by_its_names_on_the_page(page, account):
    address = send(page, account, CIRCLE).url
    for answer in (page.get(address), page.post(address)):
        assert "Dig → Fill → Dig" in answer.content.decode() or "Fill → Dig → Fill" in answer.content.decode()
    assert not Project.objects.exists()


def test_names_of_tasks_stay_text_on_the_page(page, account):
    text = "id,name,duration,start\n1,<img src=x onerror=alert(1)>,2,2027-01-04\n"
    assert b"<img src=x" not in page.get(send(page, account, text).url).content


def test_whoever_is_known_by_name_is_assigned_and_the_others_are_named(account, editor):
    anna = StakeholderFactory(account=account, name="Anna Roche")
    _project, told = bring_in(read(PLAN), account, by=editor)
    assert Assignment.objects.get().stakeholder == anna
    assert "Inconnu" in told[-1]


def test_days_off_of_the_file_become_closures_and_its_hours_our_days(account, editor):
    plan = read(MSPDI.format(calendar=CLOSED, task="<Duration>PT14H0M0S</Duration>", minutes=420), "plan.xml")
    project, told = bring_in(plan, account, by=editor)
    closure, task = Closure.objects.get(), project.tasks.get()
    assert (closure.starts_on, closure.ends_on, task.minutes) == (date(2027, 1, 5), date(2027, 1, 6), 2 * A_DAY)
    assert timezone.localdate(task.ends_at) == date(2027, 1, 7)
    assert any("7" in words for words in told)


def test_elapsed_time_and_pinned_tasks_keep_their_place(account, editor):
    task = """<Duration>PT72H0M0S</Duration><DurationFormat>8</DurationFormat></Task>
    <Task><UID>2</UID><Name>Pinned</Name><Manual>1</Manual><Duration>PT8H0M0S</Duration>
    <Start>2027-02-01T08:00:00</Start><Finish>2027-02-01T17:00:00</Finish>"""
    project, told = bring_in(read(MSPDI.format(calendar="", task=task, minutes=480), "plan.xml"), account, by=editor)
    elapsed, pinned = project.tasks.order_by("position")
    assert elapsed.minutes == 3 * A_DAY
    assert timezone.localtime(pinned.starts_at).replace(tzinfo=None) == datetime(2027, 2, 1, 8)
    assert len(told) == 1


def test_a_baseline_of_the_file_is_kept_as_the_first(account, editor):
    task = "<Duration>PT8H0M0S</Duration><Baseline><Number>0</Number><Start>2027-01-04T08:00:00</Start><Finish>2027-01-05T17:00:00</Finish></Baseline>"
    project, _told = bring_in(read(MSPDI.format(calendar="", task=task, minutes=480), "plan.xml"), account, by=editor)
    assert Baseline.objects.get(project=project).ends_on == date(2027, 1, 5)


MSPDI = """<Project xmlns="http://schemas.microsoft.com/project"><Name>P</Name><StartDate>2027-01-04T08:00:00</StartDate>
<FinishDate>2027-01-29T17:00:00</FinishDate><CalendarUID>1</CalendarUID><MinutesPerDay>{minutes}</MinutesPerDay>
<Calendars><Calendar><UID>1</UID><Name>S</Name><IsBaseCalendar>1</IsBaseCalendar>{calendar}</Calendar></Calendars>
<Tasks><Task><UID>1</UID><Name>Dig</Name><Start>2027-01-04T08:00:00</Start><Finish>2027-01-07T17:00:00</Finish>{task}</Task></Tasks></Project>"""
CLOSED = """<Exceptions><Exception><TimePeriod><FromDate>2027-01-05T00:00:00</FromDate><ToDate>2027-01-06T23:59:00</ToDate>
</TimePeriod><DayWorking>0</DayWorking></Exception></Exceptions>"""


@pytest.mark.parametrize("kind", ["mspdi", "table"])
def test_a_project_comes_back_from_its_file_as_it_was(page, project, dig, fill, editor, kind):
    change(
        project, lambda: Closure.objects.create(project=project, starts_on=date(2026, 1, 7), ends_on=date(2026, 1, 7))
    )
    freeze_baseline(project, by=editor)
    Task.objects.filter(pk=dig.pk).update(criterion="Seen", name="=1+1")
    answer = page.get(reverse(f"projects:export-{kind}", args=[project.pk]))
    content = b"".join(answer.streaming_content)
    plan = read_schedule(io.BytesIO(content), "plan.csv" if kind == "table" else "plan.xml")
    if kind == "table":
        assert b"'=1+1" in content
        Closure.objects.all().delete()
        change(project, lambda: None)
    again, _told = bring_in(plan, project.account, by=editor)
    assert rows_of(again) == rows_of(project)


def rows_of(project):
    tasks = project.tasks.order_by("position")
    return [
        (
            task.name,
            task.minutes,
            task.starts_at,
            task.ends_at,
            task.total_float,
            [link.lag for link in task.waits.all()],
        )
        for task in tasks
    ]


def test_a_file_of_a_project_is_made_in_a_few_queries_however_many_tasks(project, fill, django_assert_max_num_queries):
    Task.objects.bulk_create(Task(project=project, name="More") for _each in range(50))
    with django_assert_max_num_queries(9):
        leaving(project)


def test_the_command_makes_a_project_a_file_and_goes_on_after_a_bad_one(account, editor, tmp_path, capsys):
    Account.objects.filter(pk=account.pk).update(code="AC-1")
    (tmp_path / "good.csv").write_text(PLAN)
    (tmp_path / "circle.csv").write_text(CIRCLE)
    paths = [str(tmp_path / name) for name in ("circle.csv", "good.csv")]
    with pytest.raises(SystemExit):
        call_command("import_schedule", *paths, "--account", "AC-1", "--as", editor.email, "--json")
    refused, made = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (refused["readable"], made["made"]) == (False, Project.objects.get().pk)


def test_the_command_writes_for_nobody_who_may_not(account, reader, tmp_path):
    Account.objects.filter(pk=account.pk).update(code="AC-1")
    (tmp_path / "good.csv").write_text(PLAN)
    for options in (["--account", "AC-1", "--as", reader.email], ["--account", "NOBODY"], []):
        with pytest.raises(CommandError):
            call_command("import_schedule", str(tmp_path / "good.csv"), *options)
    assert not Project.objects.exists()


def test_a_schedule_of_more_than_a_century_is_refused_and_nothing_is_written(account, editor):
    with translation.override("en"), pytest.raises(Refused, match="century"):
        bring_in(read("id,name,duration,start\n1,Dig,999999,2027-01-04\n"), account, by=editor)
    assert not Project.objects.exists()


def test_files_that_nobody_confirmed_are_forgotten(page, account, settings):
    send(page, account, PLAN)
    assert forget_schedules() == 0
    settings.EXPORT_HOURS = -1
    assert forget_schedules() == 1


def test_pressing_twice_makes_one_project(page, account):
    address = send(page, account, PLAN)["Location"]
    assert [page.post(address).status_code for _press in range(2)] == [302, 404]
    assert Project.objects.count() == 1
