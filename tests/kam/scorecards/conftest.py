"""An account old enough for every count, and the words of a figure in English."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from tests.factories import AccountFactory

ON = date(2026, 6, 30)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def old(manager):
    """Known for years."""
    return AccountFactory(kam=manager, created_at=datetime(2020, 1, 1, tzinfo=UTC))
