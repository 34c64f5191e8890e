"""Texts in which colleagues are named."""

from django import template

register = template.Library()


@register.filter
def marked_by(text, colleagues):
    """The text as HTML, with the names of colleagues (accounts.mentions.Colleagues) marked."""
    return colleagues.mark(text)
