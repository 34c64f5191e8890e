"""Django's admin: off by default; for superusers, through our own sign-in and second factor."""

import pytest
from django.contrib import admin as django_admin
from django.urls import NoReverseMatch, include, path, reverse

from accounts.models import Account
from kam.jobs.models import Job
from kam.users import services
from kam.users.models import User
from tests.factories import AccountFactory, JobFactory, UserFactory

urlpatterns = [path("", include("kam.urls")), path("support/", django_admin.site.urls)]


@pytest.fixture
def enabled(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def boss(db):
    return UserFactory(is_superuser=True, is_staff=True, role=User.Role.ADMINISTRATOR)


def test_it_is_off_by_default(client, boss):
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")
    client.force_login(boss)
    assert client.get("/support/").status_code == 404


def test_a_stranger_goes_through_our_sign_in(enabled, client, db):
    response = client.get("/support/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/auth/login/?next=")


@pytest.mark.parametrize("model", [User, Account, Job])
def test_a_superuser_sees_and_opens_the_rows(enabled, client, boss, model):
    client.force_login(boss)
    row = {User: UserFactory, Account: AccountFactory, Job: JobFactory}[model]()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_changelist"), {"q": "x"}).status_code == 200
    assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


def test_an_administrator_of_the_application_does_not_get_in(enabled, client, admin):
    client.force_login(admin)
    assert client.get("/support/", follow=True).status_code == 403


def test_the_second_factor_holds_there_too(enabled, client, boss):
    services.require_second_factor(["administrator"])
    client.force_login(boss)
    assert client.get("/support/").url == "/auth/2fa/totp/activate/"
