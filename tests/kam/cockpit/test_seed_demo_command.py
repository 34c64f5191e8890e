from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kam.cockpit.demo import chronicle, people
from kam.users.models import Team


@pytest.mark.django_db
def test_sign_ins_are_printed_without_writing_anything():
    said = StringIO()
    call_command("seed_demo", sign_ins=True, stdout=said)
    assert all(each.email in said.getvalue() for each in people.COLLEAGUES)
    assert people.PASSWORD in said.getvalue()
    assert not chronicle.is_written()


@pytest.mark.django_db
def test_a_real_site_is_not_filled_with_inventions(settings):
    settings.SITE_URL = "https://boussole.example.com"
    with pytest.raises(CommandError, match="--force"):
        call_command("seed_demo", on=date(2026, 6, 17))
    assert Team.objects.count() == 0
