"""How far apart the views of a person are: the one rule for the page, the table and the map.

Views differ when two of them lie at least two steps apart on one of the four scales: an ally and a neutral person, an
influence of 5 and of 3. One step is a nuance. The retained view counts as one more where somebody has chosen it: an
attitude or a relationship level once given, an influence or a contact strength once confirmed, because everybody begins
with one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.stakeholders.models import Opinion, Stakeholder, StakeholderQuerySet
from kam.users.models import User

APART = 2  # steps of a scale
CERTAINTY = {
    "influence": "is_influence_confirmed",
    "attitude": "is_attitude_confirmed",
    "contact_strength": "is_strength_confirmed",
    "relationship": "is_relationship_confirmed",
}
JUDGEMENTS = tuple(CERTAINTY)
GIVEN_TO_ALL = {"influence", "contact_strength"}  # scales on which every entry begins with a value
KINDS = {
    -2: gettext_lazy("an opponent"),
    -1: gettext_lazy("a reserved person"),
    0: gettext_lazy("a neutral person"),
    1: gettext_lazy("a favourable person"),
    2: gettext_lazy("an ally"),
}


def apart() -> Q:
    """Opinions that differ from the retained view or from another opinion on the same person."""
    found = Q()
    for name, confirmed in CERTAINTY.items():
        retained, other = f"stakeholder__{name}", f"stakeholder__opinions__{name}"
        counts = Q(**{f"stakeholder__{confirmed}": True}) if name in GIVEN_TO_ALL else Q()
        found |= counts & (Q(**{f"{name}__gte": F(retained) + APART}) | Q(**{f"{name}__lte": F(retained) - APART}))
        found |= Q(**{f"{name}__gte": F(other) + APART})
    return found


def with_disagreement(people: StakeholderQuerySet) -> StakeholderQuerySet:
    """Annotate `is_disputed`: whether the views of the person differ; no further query."""
    return people.annotate(is_disputed=Exists(Opinion.objects.filter(stakeholder=OuterRef("pk")).filter(apart())))


def disputed_people(account: Account) -> set[int]:
    """The people of the account on whom the views differ, in one query."""
    return set(Opinion.objects.of(account).filter(apart()).values_list("stakeholder", flat=True))


@dataclass(frozen=True)
class View:
    """How one colleague sees a person; the retained view has neither opinion nor author. `values` by judgement."""

    values: dict[str, int]
    opinion: Opinion | None = None

    @property
    def holder(self) -> str:
        return str(self.opinion.author) if self.opinion else _("the account")

    @property
    def seen_on(self) -> date | None:
        return self.opinion and self.opinion.seen_on

    @property
    def cells(self) -> list[tuple[str, str]]:
        """(scale, value) in the order of JUDGEMENTS, "" where the colleague says nothing."""
        return [(scale_of(name), label_of(name, self.values.get(name))) for name in JUDGEMENTS]


def scale_of(name: str) -> str:
    return str(Stakeholder._meta.get_field(name).verbose_name)


def label_of(name: str, value: int | None) -> str:
    return "" if value is None else str(dict(Stakeholder._meta.get_field(name).choices)[value])


def retained_view(person: Stakeholder) -> View:
    """What counts of it in a comparison."""
    chosen = [name for name in JUDGEMENTS if name not in GIVEN_TO_ALL or getattr(person, CERTAINTY[name])]
    return View({name: getattr(person, name) for name in chosen if getattr(person, name) is not None})


def view_of(opinion: Opinion) -> View:
    values = {name: getattr(opinion, name) for name in JUDGEMENTS}
    return View({name: value for name, value in values.items() if value is not None}, opinion)


def views_of(person: Stakeholder) -> list[View]:
    """Those of the colleagues, the latest first, in one query."""
    return [view_of(opinion) for opinion in person.opinions.select_related("author")]


def disagreements(views: Iterable[View]) -> list[str]:
    """A sentence for each scale on which the two views furthest apart differ."""
    views, told = list(views), []
    for name in JUDGEMENTS:
        given = sorted((view for view in views if name in view.values), key=lambda view: view.values[name])
        if given and given[-1].values[name] - given[0].values[name] >= APART:
            told.append(sentence(name, given[-1], given[0]))
    return told


def sentence(name: str, high: View, low: View) -> str:
    words = {"one": initial(high.holder), "other": low.holder}
    if name == "attitude":
        kinds = {"high": KINDS[high.values[name]], "low": KINDS[low.values[name]]}
        return _("%(one)s sees %(high)s, %(other)s %(low)s.") % (words | kinds)
    values = {
        "label": scale_of(name),
        "high": label_of(name, high.values[name]),
        "low": label_of(name, low.values[name]),
    }
    return _("%(one)s sees the %(label)s at “%(high)s”, %(other)s at “%(low)s”.") % (words | values)


def initial(words: str) -> str:
    return words[:1].upper() + words[1:]


def own_opinion(person: Stakeholder, user: User) -> Opinion:
    """The colleague's opinion of the person, or a blank one."""
    return Opinion.objects.filter(stakeholder=person, author=user).first() or Opinion(stakeholder=person, author=user)
