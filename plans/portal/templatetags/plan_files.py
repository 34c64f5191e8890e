"""The files that a guest is offered beside his plan."""

from django import template

from plans.exports.formats import Type
from plans.portal.files import types

register = template.Library()


@register.simple_tag
def client_files() -> list[tuple[str, Type]]:
    return types()
