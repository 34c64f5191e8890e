"""Who of ours works with whom of theirs without the KAM in between: indicator 4 of domain.md 1.3."""

from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.stakeholders.measures.links import WINDOW, Links, Pair, links_by_account
from kam.scorecards.indicators import base
from kam.scorecards.indicators.base import Evidence, Figure, Indicator, Theme, counted
from kam.scorecards.indicators.ground import Ground
from kam.scorecards.models import State


def expert_links(row: Links) -> Figure:
    """Pairs of one of ours other than the KAM and one of theirs who shared 2 exchanges or more in 180 days."""
    if row.colleagues <= 1:
        return Figure(None, State.NOT_APPLICABLE, badge="alone_at_work")
    return counted(row.pairs, row.days, WINDOW)


def link_evidence(facts: Ground) -> Evidence:
    return Evidence(
        headers=[_("Stakeholder"), _("Our expert"), _("Shared interactions"), _("Last exchange"), _("Counted")],
        rows=[
            [facts.theirs[p.stakeholder_id].name, str(facts.ours[p.user_id]), p.shared, p.last_on, int(p.counts)]
            for p in facts.pairs
        ],
        addresses=[reverse("stakeholders:detail", args=[pair.stakeholder_id]) for pair in facts.pairs],
        is_for_editors=True,
        total=[_("Total"), None, sum(p.shared for p in facts.pairs), None, sum(p.counts for p in facts.pairs)],
    )


def advise_links(facts: Ground) -> str:
    """The pair that is nearest to a link: peers on the map, those who met once, the team and the most influential."""
    chosen = next(chain.from_iterable(step(facts) for step in (missing_peers, begun, possible)), None)
    if chosen is None:
        return _("Bring an expert into the account team: nobody but you meets the client.")
    expert, person = chosen
    return _("Invite %(expert)s to the next meeting with %(person)s.") % {"expert": expert, "person": person}


def missing_peers(facts: Ground) -> list[tuple[str, str]]:
    linked, names = joined(facts), {person.pk: person.name for person in facts.guests}
    return [
        (str(user), names[pk])
        for user, pk in facts.peers
        if pk in names and user.pk != facts.kam_id and (pk, user.pk) not in linked
    ]


def begun(facts: Ground) -> list[tuple[str, str]]:
    once = {pair.stakeholder_id: pair for pair in facts.pairs if not pair.counts}
    return [(str(facts.ours[once[p.pk].user_id]), p.name) for p in facts.guests if p.pk in once]


def possible(facts: Ground) -> list[tuple[str, str]]:
    linked, team = joined(facts), [user for user in facts.team if user.pk != facts.kam_id]
    return [(str(user), p.name) for p in facts.guests for user in team if (p.pk, user.pk) not in linked]


def joined(facts: Ground) -> set[tuple[int, int]]:
    return {key_of(pair) for pair in facts.pairs if pair.counts}


def key_of(pair: Pair) -> tuple[int, int]:
    return pair.stakeholder_id, pair.user_id


EXPERT_LINKS = Indicator(
    key="expert_links",
    label=gettext_lazy("Links of the mêlée"),
    formula=gettext_lazy(
        "Number of pairs of one of ours, other than the KAM, and a stakeholder still there who shared at least 2 two-way "
        "interactions in the last 180 days. The target depends on the tier of the account. Known for less "
        "than 180 days: the count is multiplied by 180 over the days of history, by 2 at most; below 90 days it is not "
        "measured. Not applicable to a company of one."
    ),
    unit=base.pairs,
    measure=links_by_account,
    read=expert_links,
    facts=Ground,
    evidence=link_evidence,
    advise=advise_links,
    theme=Theme.RELATIONS,
)
