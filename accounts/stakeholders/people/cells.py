"""The cells of the table of people, as HTML; no cell compiles a template."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.stakeholders.models import Stakeholder
from accounts.stakeholders.people.lines import Line

TONES = {-2: "red", -1: "amber", 0: "stone", 1: "green", 2: "green"}
ATTITUDES = dict(Stakeholder.Attitude.choices)
INFLUENCES = dict(Stakeholder.Influence.choices)
STRENGTHS = dict(Stakeholder.ContactStrength.choices)
RELATIONS = dict(Stakeholder.Relationship.choices)
ROLES = dict(Stakeholder.BuyingRole.choices)
COVERED = {  # c → how the pill looks, the sign that says it without colour, the word
    1: ("green", "check2", gettext_lazy("covered")),
    0.5: ("amber", "circle-half", gettext_lazy("half covered")),
    0: ("red", "x-lg", gettext_lazy("not covered")),
}
NAMED = 1  # of ours, in a cell: more would make the rows high; the others are told where one points
ACTIONS = (  # the name of the page, the parameter that names the person, icon, words
    ("tie-create", "source", "share", gettext_lazy("Join to somebody: %(name)s")),
    ("introduction-create", "introduced", "person-plus", gettext_lazy("Introduce: %(name)s")),
    ("interaction-create", "stakeholders", "chat-dots", gettext_lazy("Log an exchange: %(name)s")),
)


def short(day) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def row_class(line: Line) -> str:
    return "" if line.is_known else format_html(' class="{}"', "is-vacant" if line.is_here else "is-departed")


def name(line: Line, *, has_page: bool = True) -> str:
    person = line.person
    link = format_html('<a href="{}">{}</a>', person.get_absolute_url(), person.name) if has_page else person.name
    return format_html("{} {}<small>{}</small>", link, badges(line), person.title)


def badges(line: Line) -> str:
    """What is to be known of the person before anything else."""
    told = []
    if line.person.departed_on:
        told.append(("stone", _("left on %(day)s") % {"day": short(line.person.departed_on)}))
    if line.person.is_placeholder:
        told.append(("unknown", _("vacant role")))
    if line.person.is_estimated:
        told.append(("unknown", _("estimated")))
    if line.is_single_thread:
        told.append(("amber", _("single thread")))
    if line.is_disputed:
        told.append(("amber", _("views differ")))
    return format_html_join(" ", '<span class="pill pill-{}">{}</span>', told)


def level(line: Line) -> str:
    number = line.person.level
    return "" if number is None else f"N-{number}" if number else "N"


def certainty(is_confirmed: bool) -> str:
    return _("confirmed") if is_confirmed else _("assumed")


def influence(line: Line) -> str:
    person = line.person
    return format_html(
        '<span title="{}">{}</span><small>{}</small>',
        INFLUENCES[person.influence], person.influence, certainty(person.is_influence_confirmed),
    )  # fmt: skip


def attitude(line: Line) -> str:
    person = line.person
    if person.attitude is None:
        return format_html('<span class="muted">{}</span>', _("unknown"))
    told = f"{short(person.attitude_on)} · {certainty(person.is_attitude_confirmed)}"
    tone, words = TONES[person.attitude], ATTITUDES[person.attitude]
    return format_html('<span class="pill pill-{}">{}</span><small>{}</small>', tone, words, told)


def strength(line: Line) -> str:
    person = line.person
    return format_html(
        "{}<small>{}</small>", STRENGTHS[person.contact_strength], certainty(person.is_strength_confirmed)
    )


def relation(line: Line) -> str:
    """What we are to the person, and what we aim at."""
    now, aim = line.person.relationship, line.person.relationship_target
    if now is None and aim is None:
        return ""
    return format_html("{}<small>→ {}</small>", RELATIONS.get(now, "–"), RELATIONS.get(aim, "–"))


def coverage(line: Line) -> str:
    if not line.is_here:
        return "–"
    tone, icon, words = COVERED[line.covered]
    return format_html(
        '<span class="pill pill-{}"><i class="bi bi-{}" aria-hidden="true"></i>{}</span>', tone, icon, words
    )


def contact(line: Line) -> str:
    """The day of the last two-way exchange; how long ago beside how often, in red when it is too long."""
    if not line.is_known:
        return short(line.last_contact_on) if line.last_contact_on else "–"
    if line.last_contact_on is None:
        return format_html('<span class="warn">{}</span><small>{}</small>', _("never"), cadence(line))
    told = _("%(days)s d / %(cadence)s d") % {"days": line.days_ago, "cadence": line.cadence}
    late = format_html(' <b class="warn">{}</b>', _("late")) if line.is_late else ""
    return format_html("{}{}<small>{}</small>", short(line.last_contact_on), late, told)


def cadence(line: Line) -> str:
    return _("cadence %(days)s d") % {"days": line.cadence}


def known_by(line: Line) -> str:
    more = len(line.known_by) - NAMED
    names = ", ".join(line.known_by[:NAMED])
    if more <= 0:
        return names or _("nobody")
    return format_html('<span title="{}">{} +{}</span>', ", ".join(line.known_by), names, more)


def roles(line: Line) -> str:
    return ", ".join(str(ROLES[role]) for role in line.person.buying_roles)


def actions(line: Line) -> str:
    """What may be done with the person; somebody who left is only corrected."""
    person = line.person
    links = [(reverse("stakeholders:edit", args=[person.pk]), "pencil", _("Edit: %(name)s") % {"name": person.name})]
    if line.is_here:
        for page, parameter, icon, words in ACTIONS:
            url = f"{reverse(f'stakeholders:{page}', args=[person.account_id])}?{parameter}={person.pk}"
            links.append((url, icon, words % {"name": person.name}))
    link = '<a class="icon-btn" href="{}" title="{}" aria-label="{}"><i class="bi bi-{}" aria-hidden="true"></i></a>'
    inside = format_html_join("", link, ((url, words, words, icon) for url, icon, words in links))
    return format_html('<div class="row-actions">{}</div>', inside)
