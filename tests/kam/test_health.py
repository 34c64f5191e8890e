"""What a load balancer is told."""

import pytest

from kam import health


def test_a_living_process_says_so_without_touching_the_database(client):
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_a_ready_process_names_its_parts(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "broker": "ok", "migrations": "ok"}
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_a_broker_that_is_away_takes_the_process_out_of_service_without_telling_where_it_was(client, settings):
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["broker"] == "failed"
    assert "nowhere" not in response.content.decode()


@pytest.mark.django_db
def test_a_migration_that_is_due_takes_the_process_out_of_service(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [("accounts.0099", False)])
    assert client.get("/readyz").json()["migrations"] == "failed"


def test_nothing_can_be_posted_there(client):
    assert client.post("/healthz").status_code == 405
