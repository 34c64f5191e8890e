"""The cast of every test: who may do what around one account."""

import os
from uuid import uuid4

import pytest
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck, settings

from kam.users.models import User
from tests import database
from tests.factories import AccountFactory, MembershipFactory, TeamFactory, UserFactory


def pytest_configure():
    # Playwright leaves a running event loop in the process, and Django would then refuse the ORM.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.register_profile("boussole", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("boussole")  # a busy machine is slow; that is no fault of the code


@pytest.fixture(autouse=True, scope="session")
def plain_environment():
    """Static files without a manifest, quick passwords: for all tests at once, since a page of the browser that asks
    for something late would otherwise meet the settings between two tests."""
    with override_settings(
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        WHITENOISE_AUTOREFRESH=True,  # else each client lists the static files anew
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def own_environment(settings, tmp_path):
    """Files in a folder of the test, and a cache of its own: what others counted is none of its business."""
    settings.MEDIA_ROOT = tmp_path
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Whatever a test commits is gone after it, and the rows of the migrations are back."""
    with django_db_blocker.unblock():
        database.keep_rows()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: database.bring_rows_back())
        yield


@pytest.fixture(autouse=True, scope="session")
def eager_tasks():
    from kam.celery import app

    app.conf.update(task_always_eager=True, task_eager_propagates=True)


@pytest.fixture
def director(db):
    return UserFactory(role=User.Role.DIRECTOR)


@pytest.fixture
def manager(director):
    """The KAM who carries the account."""
    return UserFactory(role=User.Role.KAM, team=TeamFactory(director=director))


@pytest.fixture
def account(manager):
    return AccountFactory(kam=manager)


@pytest.fixture
def editor(account):
    """A contributor who may change the account."""
    return MembershipFactory(account=account, may_edit=True).user


@pytest.fixture
def reader(account):
    """A contributor who may only read it."""
    return MembershipFactory(account=account).user


@pytest.fixture
def outsider(db):
    """The KAM of another team."""
    return UserFactory(role=User.Role.KAM, team=TeamFactory())


@pytest.fixture
def admin(db):
    return UserFactory(role=User.Role.ADMINISTRATOR)
