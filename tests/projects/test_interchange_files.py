"""What files of Microsoft Project and tables may hold beside the plain case, each in a few lines."""

import io
import socket
from datetime import date, datetime

import pytest
from django.utils import translation

from accounts.imports.problems import ReadError
from projects.interchange import words
from projects.interchange.calendars import Calendars
from projects.interchange.mspdi import minutes, tree_of
from projects.interchange.reading import read_schedule
from projects.interchange.report import report_of
from projects.mixed import timetable_of
from projects.outline import LinkLine
from projects.scheduling import Kind, Rule
from projects.worktime import A_DAY, OFF, OFFICE

NAMESPACE = "http://schemas.microsoft.com/project"
HEAD = "<StartDate>2026-01-05T08:00:00</StartDate><CalendarUID>1</CalendarUID>"


def project(inside, namespace=NAMESPACE):
    return f'<Project xmlns="{namespace}">{HEAD}{inside}</Project>'


def task(uid, inside="", name="", days=1):
    return (
        f"<Task><UID>{uid}</UID><Name>{name or f'T{uid}'}</Name><Duration>PT{8 * days}H0M0S</Duration>{inside}</Task>"
    )


def tasks(*rows, before=""):
    return project(f"{before}<Tasks>{''.join(rows)}</Tasks>")


def wait(before, lag=0, form=7, kind=1):
    return (
        f"<PredecessorLink><PredecessorUID>{before}</PredecessorUID><Type>{kind}</Type><LinkLag>{lag}</LinkLag>"
        f"<LagFormat>{form}</LagFormat></PredecessorLink>"
    )


def read(text, name="plan.xml", encoding="utf-8"):
    return read_schedule(io.BytesIO(text.encode(encoding)), name)


def times(text):
    return timetable_of(read(text)).times


@pytest.mark.parametrize("namespace", [NAMESPACE, f"{NAMESPACE}/2007"])
def test_every_version_of_the_namespace_is_read(namespace):
    assert len(read(project(f"<Tasks>{task(1)}</Tasks>", namespace)).tasks) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003"/>',
        "<plan/>",
        f'<Task xmlns="{NAMESPACE}"/>',
    ],
)
def test_another_xml_is_refused(text):
    with pytest.raises(ReadError):
        read(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_of_the_file_is_found(encoding):
    assert read(tasks(task(1, name="Étude")), encoding=encoding).tasks[0].name == "Étude"


def test_an_encoding_declared_is_believed():
    text = '<?xml version="1.0" encoding="windows-1252"?>' + tasks(task(1, name="Étude à 5 €"))
    assert read(text, encoding="cp1252").tasks[0].name == "Étude à 5 €"


@pytest.mark.parametrize(
    ("lag", "form", "start"),
    [
        (4800, 7, datetime(2026, 1, 7, 8)),  # a day
        (-4800, 7, datetime(2026, 1, 5, 8)),
        (50, 19, datetime(2026, 1, 6, 13)),  # half of the first task
        (14400, 8, datetime(2026, 1, 7, 8)),  # from Monday evening to Tuesday evening
        (43200, 8, datetime(2026, 1, 9, 8)),
        (72000, 8, datetime(2026, 1, 12, 8)),  # to Saturday
        (150, 20, datetime(2026, 1, 6, 8)),  # twelve hours of the night
    ],
)
def test_a_lag_is_counted_in_the_time_that_its_format_names(lag, form, start):
    assert times(tasks(task(1), task(2, wait(1, lag, form))))["2"].start == start


def test_a_task_on_a_calendar_of_its_own_is_planned_on_it():
    calendars = """<Calendars><Calendar><UID>1</UID><IsBaseCalendar>1</IsBaseCalendar></Calendar>
    <Calendar><UID>7</UID><IsBaseCalendar>1</IsBaseCalendar><WeekDays><WeekDay><DayType>7</DayType><DayWorking>1</DayWorking>
    <WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>16:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay></WeekDays></Calendar>
    </Calendars>"""
    found = times(tasks(task(1), task(2, f"<CalendarUID>7</CalendarUID>{wait(1)}"), task(3, wait(2)), before=calendars))
    assert (found["2"].start, found["2"].finish) == (datetime(2026, 1, 10, 8), datetime(2026, 1, 10, 16))
    assert found["3"].start == datetime(2026, 1, 12, 8)


def test_the_level_is_taken_from_the_number_of_the_outline_and_uids_need_not_follow():
    plan = read(tasks(task(70, "<OutlineNumber>1</OutlineNumber>"), task(9, "<OutlineNumber>1.1</OutlineNumber>")))
    assert plan.below == {"70": ["9"]}


def test_two_tasks_of_one_uid_are_refused():
    with pytest.raises(ReadError, match="1"):
        read(tasks(task(1), task(1)))


def test_a_duration_that_was_not_understood_is_said_and_one_that_lacks_is_that_of_the_dates():
    days = "<Start>2026-01-05T08:00:00</Start><Finish>2026-01-06T17:00:00</Finish>"
    plan = read(tasks("<Task><UID>1</UID><Duration>two days</Duration></Task>", f"<Task><UID>2</UID>{days}</Task>"))
    assert ([each.minutes for each in plan.tasks], len(plan.warnings)) == ([0, 2 * A_DAY], 1)


@pytest.mark.parametrize(
    ("told", "expected"),
    [("PT8H0M0S", 480), ("PT7.5H", 450), ("P1DT1H", 1500), ("PT", None), ("8", None), ("-PT8H", 0)],
)
def test_durations_are_read_in_every_way_of_writing_them(told, expected):
    assert minutes(told) == expected


def test_a_pinned_task_stands_where_it_was_pinned_and_lasts_as_long():
    pinned = "<Manual>1</Manual><Start>2026-02-02T08:00:00</Start><Finish>2026-02-04T17:00:00</Finish>"
    found = times(tasks(task(1, pinned), task(2, wait(1))))
    assert (found["1"].finish, found["2"].start) == (datetime(2026, 2, 4, 17), datetime(2026, 2, 5, 8))


def test_an_inactive_task_moves_no_other():
    found = times(tasks(task(1, "<Active>0</Active>", days=50), task(2, wait(1))))
    assert found["2"].start == datetime(2026, 1, 5, 8)


@pytest.mark.parametrize("kind", range(8))
def test_every_kind_of_date_is_read_and_one_without_its_day_binds_nothing(kind):
    dated = task(1, f"<ConstraintType>{kind}</ConstraintType><ConstraintDate>2026-01-07T08:00:00</ConstraintDate>")
    dateless = task(2, f"<ConstraintType>{kind}</ConstraintType>")
    one, other = read(tasks(dated, dateless)).tasks
    assert one.rule == (Rule.SOON, Rule.LATE, Rule.START_ON, Rule.FINISH_ON, Rule.START_AFTER, Rule.START_BEFORE,
                        Rule.FINISH_AFTER, Rule.FINISH_BEFORE)[kind]  # fmt: skip
    assert (one.rule_at is None, other.rule) == (kind < 2, Rule.LATE if kind == 1 else Rule.SOON)


def test_a_project_without_tasks_is_read_and_one_without_start_is_refused():
    assert read(project("")).tasks == []
    with pytest.raises(ReadError):
        read(f'<Project xmlns="{NAMESPACE}"><Tasks>{task(1)}</Tasks></Project>')


def hours(inside, day):
    calendar = f"<Calendars><Calendar><UID>1</UID><IsBaseCalendar>1</IsBaseCalendar>{inside}</Calendar></Calendars>"
    return Calendars.of(tree_of(io.BytesIO(project(calendar).encode()))).hours_of("1")(day)


def exception(kind, first="2026-01-01", last="2028-12-31", **told):
    rows = "".join(f"<{name}>{value}</{name}>" for name, value in told.items())
    period = f"<TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate></TimePeriod>"
    return (
        f"<Exceptions><Exception>{period}<Type>{kind}</Type>{rows}<DayWorking>0</DayWorking></Exception></Exceptions>"
    )


@pytest.mark.parametrize(
    ("told", "off", "worked"),
    [
        (exception(1, Period=2), date(2026, 1, 5), date(2026, 1, 6)),
        (exception(2, Month=11, MonthDay=25), date(2028, 12, 25), date(2028, 12, 26)),
        (exception(3, Month=4, MonthItem=4, MonthPosition=1), date(2026, 5, 11), date(2026, 5, 4)),
        (exception(3, Month=4, MonthItem=4, MonthPosition=4), date(2026, 5, 25), date(2026, 5, 18)),
        (exception(4, MonthDay=15, Period=2), date(2026, 7, 15), date(2026, 6, 15)),
        (exception(5, MonthItem=7, MonthPosition=0, Period=1), date(2026, 7, 2), date(2026, 7, 9)),
        (exception(6, DaysOfWeek=32, Period=2), date(2026, 1, 2), date(2026, 1, 9)),
        (exception(6, DaysOfWeek=32, EnteredByOccurrences=1, Occurrences=1), date(2026, 1, 2), date(2026, 1, 9)),
    ],
)
def test_days_off_come_back_as_their_exception_says(told, off, worked):
    assert (hours(told, off), hours(told, worked)) == (OFF, OFFICE)


def test_weeks_of_their_own_come_before_the_week_and_spans_that_overlap_are_one():
    spans = "".join(
        f"<WorkingTime><FromTime>{first}:00</FromTime><ToTime>{last}:00</ToTime></WorkingTime>"
        for first, last in (("09:00", "12:00"), ("11:00", "13:00"), ("22:00", "00:00"))
    )
    day = f"<WeekDays><WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes>{spans}</WorkingTimes></WeekDay></WeekDays>"
    period = "<TimePeriod><FromDate>2026-03-01T00:00:00</FromDate><ToDate>2026-03-31T00:00:00</ToDate></TimePeriod>"
    told = f"<WorkWeeks><WorkWeek>{period}{day}</WorkWeek></WorkWeeks>"
    assert hours(told, date(2026, 3, 9)) == ((540, 780), (1320, 1440))
    assert hours(told, date(2026, 4, 6)) == OFFICE


# --- hostile ---------------------------------------------------------------------------------------
LAUGHS = "<!DOCTYPE p [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)


@pytest.mark.parametrize(
    "text",
    [
        f"{LAUGHS}]><p>&j;</p>",
        "<!DOCTYPE p [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><p>&x;</p>",
        "<!DOCTYPE p SYSTEM 'http://192.0.2.1/p.dtd'><p/>",
        "<!DOCTYPE p [<!ENTITY % x SYSTEM 'http://192.0.2.1/x'> %x;]><p/>",
        "<p>" * 200_000,
        "<?xml version='1.0' encoding='klingon'?><p/>",
    ],
)
def test_hostile_xml_is_refused_without_a_file_read_or_a_socket_opened(text, tmp_path, monkeypatch):
    path = tmp_path / "plan.xml"
    path.write_text(text)

    def forbidden(*args, **kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    with translation.override("en"):
        report = report_of(str(path))
    assert not report["readable"]
    assert report["error"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_time_are_refused_in_words(day, tmp_path):
    path = tmp_path / "plan.xml"
    path.write_text(tasks(task(1)).replace("2026-01-05", day))
    with translation.override("en"):
        assert "century" in report_of(str(path))["error"]


def test_a_circle_of_an_xml_file_is_refused_with_its_names(tmp_path):
    path = tmp_path / "plan.xml"
    path.write_text(tasks(task(1, wait(3), "Dig"), task(2, wait(1), "Fill"), task(3, wait(2), "Sow")))
    with translation.override("en"):
        error = report_of(str(path))["error"]
    assert "Dig → Fill → Sow → Dig" in error or "Fill → Sow → Dig → Fill" in error or "Sow → Dig → Fill → Sow" in error


def warnings_of(text):
    with translation.override("en"):
        return " ".join(read(text).warnings)


STANDING = "<Start>2026-01-05T08:00:00</Start><Finish>2026-01-{day}T17:00:00</Finish>"


def test_a_task_that_stands_longer_than_it_lasts_is_said_to_be_done_in_one_go():
    whole, split = task(1, STANDING.format(day="06"), days=2), task(2, STANDING.format(day="13"), "Paint", days=4)
    assert "one go: “Paint”." in warnings_of(tasks(whole, split))
    assert "one go" not in warnings_of(tasks(whole))


def test_what_a_phase_spans_and_what_is_pinned_is_not_called_interrupted():
    days = STANDING.format(day="13")
    assert "one go" not in warnings_of(
        tasks(task(1, f"<Summary>1</Summary>{days}"), task(2, f"<Manual>1</Manual>{days}"))
    )


def test_a_delay_of_levelling_is_said():
    rows = [task(uid, "<LevelingDelay>4800</LevelingDelay>") for uid in range(1, 8)]
    assert "“T1”, “T2”, “T3”, “T4”, “T5” (+2)." in warnings_of(tasks(*rows))
    assert "Delayed" not in warnings_of(tasks(task(1, "<LevelingDelay>0</LevelingDelay>")))


@pytest.mark.parametrize(
    ("cost", "is_said"), [("40000", True), ("12.5", True), ("0", False), ("0.00", False), ("", False)]
)
def test_costs_are_said_not_to_be_read(cost, is_said):
    assert ("Costs" in warnings_of(tasks(task(1, f"<Cost>{cost}</Cost>")))) == is_said


def test_a_limit_below_which_a_float_is_called_critical_is_said():
    assert "slip by 2 days" in warnings_of(project("<CriticalSlackLimit>2</CriticalSlackLimit>"))
    assert not warnings_of(project("<CriticalSlackLimit>0</CriticalSlackLimit>"))


def test_a_task_without_a_number_is_left_out_and_named():
    assert "left out: “Lost”." in warnings_of(tasks("<Task><Name>Lost</Name></Task>", task(1)))
    assert not warnings_of(tasks("<Task><IsNull>1</IsNull></Task>", task(1)))


@pytest.mark.parametrize(("base", "is_said"), [(1, False), (2, True)])
def test_somebody_whose_calendar_is_built_on_another_one_is_said(base, is_said):
    calendars = f"""<Calendars><Calendar><UID>1</UID><IsBaseCalendar>1</IsBaseCalendar><WeekDays/></Calendar>
    <Calendar><UID>2</UID><IsBaseCalendar>1</IsBaseCalendar><WeekDays><WeekDay><DayType>2</DayType><DayWorking>0</DayWorking>
    </WeekDay></WeekDays></Calendar><Calendar><UID>3</UID><BaseCalendarUID>{base}</BaseCalendarUID></Calendar></Calendars>"""
    people = """<Resources><Resource><UID>9</UID><Name>Ada</Name><CalendarUID>3</CalendarUID></Resource></Resources>
    <Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>9</ResourceUID></Assignment></Assignments>"""
    assert ("People have calendars" in warnings_of(tasks(task(1), before=calendars + people))) == is_said


# --- tables ----------------------------------------------------------------------------------------
FRENCH = """N°;Actif;Mode Tâche;Nom;Durée;Début;Fin;Prédécesseurs;Niveau hiérarchique;Remarques
1;Oui;Planification automatique;Phase;8 jours;Lun 05/01/26;Mer 14/01/26;;1;
2;Oui;Planification automatique;Étude;5 jours?;Lun 05/01/26;Ven 09/01/26;;2;à voir
3;Oui;Planification automatique;Suite;1 sem.;Lun 12/01/26;;2FD+50%;2;
4;Oui;Planification automatique;Fin;0 jour;;;3FD-1 sem;2DD+1,5 j
"""


def test_a_table_of_microsoft_project_in_french_is_read_in_windows_text():
    text = FRENCH.replace(
        "4;Oui;Planification automatique;Fin;0 jour;;;3FD-1 sem;2DD+1,5 j\n",
        "4;Oui;;Fin;0 jour;;;3FD-1 sem;2DD+1,5 j;;\n",
    )
    text = text.replace("3FD-1 sem;2DD+1,5 j;;", '"3FD-1 sem;2DD+1,5 j";2;')
    plan = read(text, "plan.csv", "cp1252")
    assert [each.minutes / A_DAY for each in plan.tasks] == [8, 5, 5, 0]
    assert (plan.tasks[1].name, plan.tasks[1].level, plan.tasks[1].note) == ("Étude", 2, "à voir")
    assert plan.start == datetime(2026, 1, 5, 8)
    assert set(plan.links) == {
        LinkLine("2", "3", Kind.FINISH_START, 0, 50),
        LinkLine("3", "4", Kind.FINISH_START, -5 * A_DAY),
        LinkLine("2", "4", Kind.START_START, round(1.5 * A_DAY)),
    }


def test_a_table_of_microsoft_project_in_english_is_read():
    text = """ID,Active,Task Mode,Name,Duration,Start_Date,Finish_Date,Predecessors,Outline_Level
1,Yes,Auto Scheduled,Dig,3 days,"January 5, 2026 8:00 AM","January 7, 2026 5:00 PM",,1
2,No,Auto Scheduled,Dream,2 wks,"January 5, 2026 1:30 PM",,"1FS+2 edays",1
3,Yes,Manually Scheduled,Fill,4 hrs,"January 9, 2026 8:00 AM","January 9, 2026 12:00 PM",,1
"""
    plan = read(text, "plan.csv")
    assert [(each.is_active, each.is_manual) for each in plan.tasks] == [(True, False), (False, False), (True, True)]
    assert plan.tasks[1].start == datetime(2026, 1, 5, 13, 30)
    assert plan.links == [LinkLine("1", "2", Kind.FINISH_START, 2 * 1440, 0, True)]


def test_the_order_of_day_and_month_is_that_which_one_date_shows():
    plan = read("id,name,duration,start\n1,Dig,1,02/03/2026\n2,Fill,1,02/27/2026\n", "plan.csv")
    assert [each.start.month for each in plan.tasks] == [2, 2]


def test_rows_without_a_number_are_numbered_and_those_without_duration_last_as_long_as_they_stand():
    plan = read("Task Name,Start,Finish\nDig,2026-01-05,2026-01-06\n", "plan.csv")
    assert [(each.uid, each.minutes) for each in plan.tasks] == [("1", 2 * A_DAY)]


@pytest.mark.parametrize(
    ("told", "minutes_", "is_elapsed"),
    [("5", 2400, False), ("2,5 j", 1200, False), ("3h", 180, False), ("2 sem.", 4800, False), ("1 mois", 9600, False),
     ("2 ed", 2880, True), ("3 jours écoulés", 4320, True), ("1 je", 1440, True), ("30 min?", 30, False)],
)  # fmt: skip
def test_lengths_are_read_in_every_unit(told, minutes_, is_elapsed):
    assert words.amount(told) == (minutes_, 0, is_elapsed)


@pytest.mark.parametrize("told", ["2FS+3", "2FS+3d", "2FS + 3 d", "2FD+3j", "2FD+3 jours", "2fs+3.0days"])
def test_a_lag_is_read_with_and_without_its_unit(told):
    assert list(words.waits(told, {"2"})) == [("2", Kind.FINISH_START, words.Amount(3 * A_DAY))]


def test_what_was_not_understood_is_given_back_and_the_rest_is_read():
    found = list(words.waits("2FS, 9SS; ???, 3", {"2", "3"}))
    assert [each if isinstance(each, str) else each[0] for each in found] == ["2", "9SS", "???", "3"]


@pytest.mark.parametrize("link", [LinkLine("2", "3", kind, lag, share, elapsed) for kind in Kind for lag, share, elapsed in
    ((0, 0, False), (-480, 0, False), (90, 0, False), (0, 50, False), (1440, 0, True))])  # fmt: skip
def test_a_link_is_read_as_it_is_written(link):
    ((before, kind, lag),) = words.waits(words.told(link), {"2"})
    assert LinkLine(before, "3", kind, *lag) == link


def test_the_columns_that_are_not_read_are_named():
    with translation.override("en"):
        plan = read("name,duration,start,Colour,Start date\nDig,1,2026-01-05,red,\n", "plan.csv")
    assert plan.warnings == ["Columns that are not read: Colour."]


def test_predecessors_by_uid_and_rules_in_capitals_are_read():
    rows = (
        "id,uid,name,duration_days,predecessors_by_uid,constraint,start\n1,70,Dig,1,,AS_LATE_AS_POSSIBLE,2026-01-05\n"
    )
    plan = read(rows + "2,9,Fill,1,70FS+2d,AS_SOON_AS_POSSIBLE,\n", "plan.csv")
    assert plan.links == [LinkLine("70", "9", Kind.FINISH_START, 2 * A_DAY)]
    assert [task.rule for task in plan.tasks] == [Rule.LATE, Rule.SOON]
