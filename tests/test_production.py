"""Production runs the demo's code: one image, the same settings, and only variables that the README names."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(TEXT)["services"]


def test_the_five_parts_of_the_application_are_there():
    assert {"db", "redis", "web", "worker", "beat"} <= SERVICES.keys()


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "beat"])
def test_each_process_of_ours_runs_from_the_one_image_with_the_same_variables(name):
    service = SERVICES[name]
    assert (service["image"], service["env_file"]) == ("boussole", ".env")
    assert service["environment"].items() >= SERVICES["web"]["environment"].items()


def test_no_password_and_no_key_is_written_down():
    assert re.findall(r"(?i)(?:password|secret\w*): (?!\$\{)\S+", TEXT) == []


def test_the_readme_names_every_variable_that_may_be_given():
    readme = (ROOT / "README.md").read_text()
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT))
    assert {name for name in asked if f"`{name}`" not in readme} == set()
