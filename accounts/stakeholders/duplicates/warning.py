"""A form that says who may be entered already, and lets the person decide."""

from django.utils.translation import gettext as _

from accounts.stakeholders.duplicates.finding import Twin, likely_twins
from accounts.stakeholders.duplicates.likeness import Card

TELLING = ("name", "email", "phone")


class DuplicateMixin:
    """For a form of a person with `account` and `data`: call `warn_of_twins` at the end of `clean`.

    The first time the form comes back with everything typed and `twins`; sent again with a button named `anyway`
    (templates/stakeholders/_twins.html) it is saved.
    """

    twins: list[Twin] = []

    def warn_of_twins(self, cleaned: dict) -> None:
        is_new_to_us = self.instance.pk is None or set(self.changed_data) & set(TELLING)
        if "anyway" in self.data or not is_new_to_us or not cleaned.get("name"):
            return
        card = Card(self.instance.pk, *(cleaned.get(name) or "" for name in TELLING))
        self.twins = likely_twins(self.account, card)
        if self.twins:
            self.add_error(None, _("This person may be entered already. Look below, then decide."))
