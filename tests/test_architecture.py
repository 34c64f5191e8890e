"""The contracts of the house that import-linter cannot see."""

import re
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(__file__).parent.parent
OURS = ("kam.", "accounts", "plans", "projects", "agenda")


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith(OURS)]


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


def test_no_template_holds_inline_style_or_script():
    guilty = [
        str(page.relative_to(ROOT))
        for page in (ROOT / "templates").rglob("*.html")
        if "email" not in page.parts
        and re.search(
            r'\sstyle="|<style|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|\son[a-z]+="', page.read_text()
        )
    ]
    assert guilty == []


def test_fragments_never_extend_a_page():
    assert [p.name for p in (ROOT / "templates").rglob("_*.html") if "{% extends" in p.read_text()] == []


def test_views_neither_filter_nor_ask_anybody_but_the_clock():
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in ROOT.glob("[akp]*/**/views*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if ".filter(" in line
    ]
    assert guilty == []


def test_only_views_tasks_and_commands_ask_the_clock():
    asking = re.compile(r"timezone\.(now|localdate|localtime)\(\)|date\.today\(\)|datetime\.now\(")
    allowed = re.compile(r"views|tasks|commands|migrations|kam/jobs/models|kam/embedded|observability|templatetags")
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("kam", "accounts", "plans", "projects", "agenda")
        for path in (ROOT / folder).rglob("*.py")
        if not allowed.search(str(path.relative_to(ROOT)))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if asking.search(line)
    ]
    assert guilty == []
