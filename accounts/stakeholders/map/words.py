"""What the script of the map says; it writes these as text, never as HTML."""

import json

from django.utils.translation import gettext_lazy as _

WORDS = {
    "saved": _("Place saved."),
    "unsaved": _("The place could not be saved: %s"),
    "offline": _("The server does not answer. Check your connection and try again."),
    "asOf": _("As of %s"),
    "asOfToday": _("As of today"),
    "today": _("today"),
    "arrived": _("New since then: %s."),
    "changed": _("Changed since then: %s."),
    "gone": _("Gone since then: %s."),
    "same": _("Nothing has changed since then."),
    "joinFirst": _("Choose the first of the two people, on the map or in the list."),
    "joinSecond": _("%s and whom? Choose the second person. Escape to stop."),
    "bothOurs": _("A tie has one of theirs at one end at least."),
    "joinStopped": _("Nobody is joined."),
    "neighbours": _("%s and those joined to this person stand out."),
    "everybody": _("Everybody is shown."),
    "path": _("The way stands out: %s."),
}


def words_as_json() -> str:
    """In the language of the reader; for an attribute, since htmx takes every script out of the pages it swaps."""
    return json.dumps({key: str(text) for key, text in WORDS.items()}, ensure_ascii=False)
