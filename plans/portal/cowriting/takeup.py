"""What the client says of us, taken up in the SWOT in his words."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.forms import SwotItemForm
from plans.portal.models import ClientView


class TakeUpForm(SwotItemForm):
    """An item of the SWOT proposed from a view of the client, who is its source."""

    def __init__(self, *args, view: ClientView, **kwargs):
        super().__init__(*args, initial=proposed_item(view), **kwargs)
        self.view = view

    @transaction.atomic
    def save(self, commit=True):
        item = super().save(commit)
        self.view.taken_up = item
        self.view.save(update_fields=["taken_up"])
        return item


def proposed_item(view: ClientView) -> dict:
    day = timezone.localdate(view.written_at)
    facts = {"name": view.guest, "day": date_format(day, "SHORT_DATE_FORMAT")}
    return {
        "quadrant": view.side,
        "text": view.text,
        "evidence": _("In the client’s words: “%(text)s”") % {"text": view.text},
        "weight": view.weight,
        "source": _("Client, %(name)s, %(day)s") % facts,
        "seen_on": day,
        "is_confirmed": True,
    }
