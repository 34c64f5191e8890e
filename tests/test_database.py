"""What the tests that commit rely on: nothing of theirs stays, nothing of the migrations is lost."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission

from kam.users.models import User
from tests import database
from tests.factories import AccountFactory, TeamFactory, UserFactory


def rows():
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {table: sorted(map(str, models[table]._base_manager.values_list())) for table in database.tables()}


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_gone_and_what_the_migrations_wrote_is_back():
    before = rows()
    assert before[Permission._meta.db_table]
    AccountFactory(kam=UserFactory(team=TeamFactory()))
    Permission.objects.all().delete()
    database.bring_rows_back()
    assert rows() == before
    assert not before[User._meta.db_table]
