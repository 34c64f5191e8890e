"""What a load balancer asks: does the process live, may it get visitors."""

import logging

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


class NotReady(Exception):
    """A part answers, but not as this code needs it."""


@login_not_required
@never_cache
@require_safe
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request):
    parts = {name: is_well(name, check) for name, check in CHECKS.items()}
    words = {name: "ok" if well else "failed" for name, well in parts.items()}
    return JsonResponse(words, status=200 if all(parts.values()) else 503)


def is_well(name, check):
    """The reason goes to the log and not to a stranger."""
    try:
        check()
    except Exception:
        logger.exception("not ready: %s", name)
        return False
    return True


def ask_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_broker():
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
        client.ping()


def ask_migrations():
    executor = MigrationExecutor(connection)
    due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if due:
        raise NotReady(f"{len(due)} migrations are not applied, first {due[0][0]}")


CHECKS = {"database": ask_database, "broker": ask_broker, "migrations": ask_migrations}

urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
