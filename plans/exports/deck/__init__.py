"""A paper as a presentation: texts, tables and charts that stay editable."""

from plans.exports.deck.writing import deck

__all__ = ["deck"]
