"""Logs as one JSON object a line, each with the request or the task it belongs to."""

import json
import logging
import re
import time
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime

from celery import current_task

logger = logging.getLogger(__name__)
request_id: ContextVar[str] = ContextVar("request_id", default="")
GIVEN_BY_PROXY = re.compile(r"[\w-]{8,64}")
NOT_LOGGED = ("/healthz", "/readyz")  # asked every few seconds


class RequestIdMiddleware:
    """Give each request a name, or keep the proxy's, and log how it ended: without the query, which holds what people seek."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        name = given if GIVEN_BY_PROXY.fullmatch(given) else uuid.uuid4().hex
        request_id.set(name)  # until the next request of this thread: Django logs an error after we have returned
        began = time.monotonic()
        response = self.get_response(request)
        response.headers["X-Request-ID"] = name
        if request.path not in NOT_LOGGED:
            log_request(request, response, time.monotonic() - began)
        return response


def log_request(request, response, seconds):
    fields = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000),
    }
    logger.info("request", extra={"fields": fields})


class JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **names_of_work(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def names_of_work():
    names = {"request_id": request_id.get()}
    if current_task and current_task.request.id:
        names.update(task=current_task.name, task_id=current_task.request.id)
    return {key: value for key, value in names.items() if value}
