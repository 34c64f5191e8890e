"""What is done on the map: people added and joined in a few fields, boxes moved, the map narrowed."""

import re

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.forms.parts import lines
from accounts.models import Account, ListValue
from accounts.stakeholders.forms import StakeholderForm
from accounts.stakeholders.map.drawing import EDGES
from accounts.stakeholders.map.facts import ours, theirs
from accounts.stakeholders.models import Place, Stakeholder, Tie
from accounts.stakeholders.relations.forms import TieForm
from kam.users.models import User

FAR = 100_000  # the map ends there
AT_ONCE = 2000  # boxes moved by one sending
ESSENTIAL = (
    "name", "is_placeholder", "title", "function", "level", "reports_to", "influence", "attitude", "contact_strength",
)  # fmt: skip
KEY = re.compile(r"[ot][1-9]\d{0,17}")
EDGE_LABELS = dict(
    zip(
        EDGES,
        (
            _("exchanges"), _("peers"), _("reports to"), _("dotted line"), _("influence"), _("tension"),
            _("introductions"),
        ),
        strict=True,
    )
)  # fmt: skip


class PlaceFieldsMixin(forms.Form):
    """Where on the map somebody clicked."""

    x = forms.IntegerField(min_value=-FAR, max_value=FAR, required=False, widget=forms.HiddenInput)
    y = forms.IntegerField(min_value=-FAR, max_value=FAR, required=False, widget=forms.HiddenInput)

    @property
    def place(self) -> tuple[int, int] | None:
        x, y = self.cleaned_data.get("x"), self.cleaned_data.get("y")
        return None if x is None or y is None else (x, y)


class QuickPersonForm(PlaceFieldsMixin, StakeholderForm):
    """The essential fields of a person; the others wait on his or her page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(StakeholderForm.Meta.fields) - set(ESSENTIAL):
            del self.fields[name]
        self.helper = lines(
            self, "name", "is_placeholder", "title", ("function", "level"), "reports_to", ("influence", "attitude"),
            "contact_strength", "x", "y",
        )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        self.instance.attitude_on = self.on if cleaned.get("attitude") is not None else None
        return cleaned

    def save(self, *args, **kwargs):
        person = super().save(*args, **kwargs)
        if self.place:
            Place.objects.create(account=self.account, stakeholder=person, x=self.place[0], y=self.place[1])
        return person


class JoinForm(TieForm):
    """A tie between the two people that were joined on the map (`ends`, two keys of boxes), whatever their order."""

    def __init__(self, *args, ends=(), **kwargs):
        super().__init__(*args, **kwargs)
        found = sorted((end for end in ends if KEY.fullmatch(end)), key=lambda end: end[0] != "o")
        if len(found) == 2 and found[1][0] == "t":
            is_ours = found[0][0] == "o"
            self.initial |= {"colleague" if is_ours else "source": int(found[0][1:]), "target": int(found[1][1:])}
            self.initial["kind"] = Tie.Kind.PEER_OF if is_ours else Tie.Kind.INFLUENCES


class PlacesForm(forms.Form):
    """Boxes that somebody of `user`'s house moved: [{"id": "t12", "x": 40, "y": 170}, …], all of this account."""

    places = forms.JSONField(error_messages={"invalid": _("The moved boxes did not arrive whole: move them again.")})

    def __init__(self, *args, account: Account, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.account, self.user = account, user

    def clean_places(self) -> dict[str, tuple[int, int]]:
        sent = self.cleaned_data["places"]
        if not isinstance(sent, list) or not 0 < len(sent) <= AT_ONCE or not all(map(is_place, sent)):
            raise forms.ValidationError(_("The moved boxes did not arrive whole: move them again."))
        moved = {each["id"]: (each["x"], each["y"]) for each in sent}
        if not moved.keys() <= self.known(moved):
            raise forms.ValidationError(_("Somebody has removed one of these people meanwhile: load the map again."))
        return moved

    def known(self, moved) -> set[str]:
        """Those of the boxes who may stand on this map."""
        wanted = {side: {int(key[1:]) for key in moved if key[0] == side} for side in "ot"}
        people = Stakeholder.objects.of(self.account).filter(pk__in=wanted["t"])
        colleagues = User.objects.colleagues_of(self.user).filter(pk__in=wanted["o"])
        return {theirs(pk) for pk in pks(people)} | {ours(pk) for pk in pks(colleagues)}

    def save(self) -> None:
        """One upsert, whatever the number of boxes."""
        rows = [self.row(key, *place) for key, place in self.cleaned_data["places"].items()]
        once = ["account", "stakeholder", "colleague"]
        Place.objects.bulk_create(rows, update_conflicts=True, unique_fields=once, update_fields=["x", "y"])

    def row(self, key: str, x: int, y: int) -> Place:
        who = {"stakeholder_id" if key[0] == "t" else "colleague_id": int(key[1:])}
        return Place(account=self.account, x=x, y=y, **who)


def pks(rows: models.QuerySet) -> list[int]:
    return rows.order_by().values_list("pk", flat=True)


def is_place(sent) -> bool:
    """Whether it is one box with a place on the map."""
    if not isinstance(sent, dict) or not KEY.fullmatch(str(sent.get("id"))):
        return False
    return all(type(sent.get(axis)) is int and abs(sent[axis]) <= FAR for axis in "xy")


class NarrowForm(forms.Form):
    """What of the map is faded, as the address keeps it; the browser does the fading."""

    function = forms.ChoiceField(label=_("Function"), required=False)
    entity = forms.ChoiceField(label=_("Entity or site"), required=False)
    attitude = forms.ChoiceField(
        label=_("Attitude"), required=False, choices=[("", _("Any attitude")), *Stakeholder.Attitude.choices]
    )
    influence = forms.ChoiceField(
        label=_("Influence at least"),
        required=False,
        choices=[("", _("Any influence")), *((value, f"≥ {value}") for value in range(2, 6))],
    )
    only = forms.MultipleChoiceField(
        required=False, label=_("Only"),
        choices=[("overdue", _("out of cadence")), ("thread", _("single thread")), ("vacant", _("vacant roles"))],
    )  # fmt: skip
    edges = forms.MultipleChoiceField(required=False, label=_("Lines"), choices=list(EDGE_LABELS.items()))

    def __init__(self, *args, account: Account, **kwargs):
        super().__init__(*args, **kwargs)
        used = Stakeholder.objects.of(account).order_by()
        functions = ListValue.objects.filter(pk__in=used.values("function"))
        entities = account.entities.filter(pk__in=used.values("entity"))
        self.fields["function"].choices = [("", _("All functions")), *((each.pk, each.name) for each in functions)]
        self.fields["entity"].choices = [("", _("All entities")), *((each.pk, str(each)) for each in entities)]
