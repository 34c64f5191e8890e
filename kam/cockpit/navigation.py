"""The pages of the menu: one list for the sidebar and for the palette."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kam.users.models import User


def everybody(user: User) -> bool:
    return True


def account_managers(user: User) -> bool:
    return user.may_manage_accounts


def administrators(user: User) -> bool:
    return user.is_administrator


def leaders(user: User) -> bool:
    return user.is_administrator or user.role == User.Role.DIRECTOR


def directors(user: User) -> bool:
    return user.role == User.Role.DIRECTOR


@dataclass(frozen=True)
class Page:
    """A page of the menu; `covers` are the beginnings of the URL names of the pages reached from it."""

    view: str
    label: str
    icon: str
    covers: tuple[str, ...] = ()
    may_open: Callable[[User], bool] = everybody


@dataclass(frozen=True)
class Section:
    label: str
    pages: tuple[Page, ...]


INBOX = Page("stakeholders:inbox", _("Inbox"), "inbox", ("stakeholders:inbox",))
MENU = (
    Section(_("My activity"), (INBOX,)),
    Section(
        _("My accounts"),
        (
            Page(
                "cockpit:portfolio",
                _("Portfolio"),
                "columns-gap",
                ("accounts:", "stakeholders:", "scorecards:", "plans:", "guests:"),
            ),
            Page("projects:portfolio", _("Projects"), "bar-chart-steps", ("projects:",)),
            Page("plans:to-validate", _("Plans to validate"), "clipboard-check", ("plans:to-validate",), directors),
            Page("imports:list", _("Imports"), "box-arrow-in-down", ("imports:",), account_managers),
            Page("accounts:trash", pgettext_lazy("page", "Trash"), "trash3"),
        ),
    ),
    Section(_("Follow-up"), (Page("jobs:list", pgettext_lazy("page", "Jobs"), "hourglass-split", ("jobs:",)),)),
    Section(
        _("Administration"),
        (
            Page("users:user-list", _("Users"), "person", ("users:user",), administrators),
            Page("users:team-list", _("Teams"), "people", ("users:team",), administrators),
            Page("accounts:sector-list", _("Sectors"), "tags", ("accounts:sector",), administrators),
            Page("accounts:tier-list", _("Tiers"), "bar-chart-steps", ("accounts:tier",), administrators),
            Page("accounts:value-list", _("Lists of values"), "list-ul", ("accounts:value",), administrators),
            Page("stakeholders:retention", _("Personal data"), "incognito", ("stakeholders:reading",), leaders),
            Page("guests:all", _("Guests"), "door-open", ("guests:all",), administrators),
            Page("scorecards:grid", _("Scoring grid"), "sliders2", ("scorecards:grid",), leaders),
            Page("jobs:schedule-list", _("Schedules"), "calendar2-week", ("jobs:schedule",), administrators),
            Page("users:security-policy", _("Security"), "shield-lock", ("users:security",), administrators),
        ),
    ),
)
PERSONAL = (
    Page("accounts:capture", _("Note something"), "pencil-square"),
    Page("cockpit:notices", _("Notices"), "bell"),
    Page("users:preferences", _("Preferences"), "sliders"),
    Page("mfa_index", _("Account security"), "shield-check"),
    Page("usersessions_list", _("Signed-in devices"), "laptop"),
)


def menu_of(user: User) -> list[Section]:
    """The sections with the pages that the person may open; an empty section is not shown."""
    sections = [Section(section.label, tuple(p for p in section.pages if p.may_open(user))) for section in MENU]
    return [section for section in sections if section.pages]


def current_page(view_name: str) -> Page | None:
    """The page of the menu under which a view stands: the one that covers the longest part of its name."""
    reach = [
        (len(beginning), page)
        for section in MENU
        for page in section.pages
        for beginning in (page.view, *page.covers)
        if view_name.startswith(beginning)
    ]
    return max(reach, key=lambda found: found[0])[1] if reach else None


def plain(text: str) -> str:
    """Lower case without accents, as the database compares accounts."""
    decomposed = unicodedata.normalize("NFD", str(text).lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def pages_matching(user: User, text: str) -> list[Page]:
    """The pages that the person may open and whose label holds every word of the text."""
    words = plain(text).split()
    pages = [page for section in menu_of(user) for page in section.pages] + list(PERSONAL)
    return [page for page in pages if all(word in plain(page.label) for word in words)]
