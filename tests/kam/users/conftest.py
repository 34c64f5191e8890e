import pytest
from django.test import Client


@pytest.fixture
def client():
    """A browser set to English, so that what strangers read is English too."""
    return Client(headers={"accept-language": "en"})
