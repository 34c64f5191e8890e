"""The contracts of the house that import-linter cannot see."""

import re
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(__file__).parent.parent
FOLDERS = ("kam", "accounts", "plans", "projects", "agenda")
OURS = ("kam.", *FOLDERS[1:])


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith(OURS)]


def code():
    return [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]


def guilty(paths, pattern):
    """Where the pattern stands in these files."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]


def room(model):
    return apps.get_app_config(model._meta.app_label).name


def test_no_accessor_leads_from_a_lower_app_up_to_another():
    crossing = [
        f"{model.__name__}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.related_model.__module__.startswith(OURS)
        and room(field.related_model) != room(model)
        and not field.remote_field.hidden
    ]
    assert crossing == []


def test_no_template_holds_an_inline_style_or_script():
    inline = re.compile(
        r"""<style|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|\sstyle=|\son[a-z]+=|javascript:""",
        re.IGNORECASE,
    )
    pages = [page for page in (ROOT / "templates").rglob("*.html") if "email" not in page.parts]
    assert [str(page.relative_to(ROOT)) for page in pages if inline.search(page.read_text())] == []


def test_fragments_never_extend_a_page():
    assert [p.name for p in (ROOT / "templates").rglob("_*.html") if "{% extends" in p.read_text()] == []


def test_no_view_filters_rows():
    views = [path for path in code() if path.stem == "views" or path.parent.name == "views"]
    assert len(views) > 10
    assert guilty(views, re.compile(r"\.filter\(")) == []


def test_only_views_tasks_and_commands_ask_the_clock():
    asking = re.compile(r"timezone\.(now|localdate|localtime)\(\)|date\.today\(\)|datetime\.now\(")
    allowed = re.compile(r"views|tasks|commands|migrations|kam/jobs/models|kam/embedded|observability|templatetags")
    assert guilty([path for path in code() if not allowed.search(str(path.relative_to(ROOT)))], asking) == []


def test_nothing_is_imported_inside_a_function():
    assert guilty(code(), re.compile(r"^\s+(from \S+ )?import ")) == []


def test_every_migration_can_be_taken_back():
    migrations = [each for each in MigrationLoader(None).disk_migrations.values() if each.__module__.startswith(OURS)]
    assert len(migrations) > 10
    one_way = [str(each) for each in migrations if not all(step.reversible for step in each.operations)]
    assert one_way == []
