"""The rows of the boards of a plan; `lines` is the plans.board.lines.Lines of the page."""

from django import template

register = template.Library()


@register.simple_tag
def grip(lines, card):
    return lines.grip(card)


@register.simple_tag
def its_chain(lines, card):
    return lines.chain(card)


@register.simple_tag
def changes(lines, card):
    return lines.changes(card)


@register.simple_tag
def action_lines(lines, cards):
    return lines.actions(cards)
