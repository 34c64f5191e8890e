"""Logs can be read by a machine, and all lines of one request or task be found."""

import json
import logging
import sys

import pytest
from celery import Celery

from kam.observability import JsonFormatter, names_of_work, request_id


def formatted(message, *arguments, **fields):
    record = logging.LogRecord(
        "kam.test", logging.WARNING, __file__, 1, message, arguments, fields.pop("exc_info", None)
    )
    record.__dict__.update(fields)
    return json.loads(JsonFormatter().format(record))


def test_a_line_is_one_json_object_with_its_text_as_it_was_meant():
    line = formatted("« %s »\nis new", "Énergie", fields={"status": 200})
    assert line["message"] == "« Énergie »\nis new"
    assert (line["level"], line["logger"], line["status"]) == ("warning", "kam.test", 200)
    assert line["time"].endswith("+00:00")


def test_an_exception_is_part_of_its_line():
    try:
        raise ValueError("broken")
    except ValueError:
        assert "ValueError: broken" in formatted("failed", exc_info=sys.exc_info())["exception"]


def test_lines_of_a_request_carry_its_name():
    token = request_id.set("request-1")
    assert formatted("seen")["request_id"] == "request-1"
    request_id.reset(token)


def test_lines_of_a_task_carry_its_name():
    task = Celery("probe", set_as_current=False).task(names_of_work, name="probe")
    assert task.apply(task_id="task-1").get().items() >= {"task": "probe", "task_id": "task-1"}.items()


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a1b2c3d4-e5", True), ("short", False), ("x" * 65, False), ('"},{"level":"forged', False)],
)
def test_the_name_a_proxy_gave_is_kept_only_when_it_is_harmless(client, given, kept):
    answered = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (answered == given) == kept
    assert len(answered) >= 8


def test_a_request_is_logged_without_what_was_searched(client, caplog):
    with caplog.at_level(logging.INFO, logger="kam.observability"):
        client.get("/nowhere/?q=Dupont")
    (record,) = [each for each in caplog.records if each.name == "kam.observability"]
    assert record.fields["path"] == "/nowhere/"
    assert record.fields["status"] == 404
    assert "Dupont" not in JsonFormatter().format(record)


def test_health_checks_do_not_fill_the_log(client, caplog):
    with caplog.at_level(logging.INFO, logger="kam.observability"):
        client.get("/healthz")
    assert caplog.records == []
