"""What the address asks of the table and the matrix: as of which day, and whom."""

from datetime import date

from django import forms
from django.core.validators import MinValueValidator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, PastDayField
from accounts.imports.values import fold
from accounts.stakeholders.models import Stakeholder
from accounts.stakeholders.models.relations import born_on
from accounts.stakeholders.people.ground import cities_of, is_in, within
from accounts.stakeholders.people.lines import Line, People
from accounts.stakeholders.people.matrix import NONE

ONLY = {
    "overdue": lambda line: line.is_late,
    "thread": lambda line: line.is_single_thread,
    "vacant": lambda line: line.person.is_placeholder,
    "departed": lambda line: not line.is_here,
}
FACTS, FACTUAL = ("q", "function", "entity"), {"vacant", "departed"}  # what narrows without telling what we think
ANY = {"function": _("All functions"), "entity": _("All entities")}


class DayForm(forms.Form):
    """As of which day a page is shown; `today` when nothing, or nothing possible, is asked."""

    on = PastDayField(label=_("As of"), required=False)

    def __init__(self, *args, account, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.account, self.today = account, today
        self.fields["on"].until(today)

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on and on < (birth := born_on(self.account)):
            day = date_format(birth, "SHORT_DATE_FORMAT")
            raise forms.ValidationError(_("This account begins on %(day)s: no day before.") % {"day": day})
        return on

    @cached_property
    def day(self) -> date:
        return (self.is_valid() and self.cleaned_data["on"]) or self.today

    @property
    def is_past(self) -> bool:
        return self.day < self.today

    @property
    def query(self) -> str:
        """What the address of another page says to be of the same day."""
        return f"?on={self.day.isoformat()}" if self.is_past else ""

    @property
    def refusals(self) -> list[str]:
        """Why the day asked for is not shown."""
        return [error for errors in self.errors.values() for error in errors]


class PeopleFilter(forms.Form):
    """The filters that the map, the table and the matrix share; what they do not understand narrows nothing."""

    q = forms.CharField(label=_("Name, title, function"), required=False, max_length=200)
    function = forms.ChoiceField(label=_("Function"), required=False)
    entity = forms.ChoiceField(label=_("Entity or site"), required=False)
    attitude = forms.ChoiceField(
        label=_("Attitude"),
        required=False,
        choices=[("", _("Any attitude")), *Stakeholder.Attitude.choices, (NONE, _("unknown"))],
    )
    influence = forms.TypedChoiceField(
        label=_("Influence at least"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Any influence")), *((value, f"≥ {value}") for value in range(2, 6))],
    )
    only = forms.MultipleChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("overdue", _("out of cadence")),
            ("thread", _("single thread")),
            ("vacant", _("vacant roles")),
            ("departed", _("departed")),
        ],
    )

    def __init__(self, *args, people: People, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["function"].choices = offered(people, "function")
        self.fields["entity"].choices = offered(people, "entity")

    @cached_property
    def asked(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @cached_property
    def is_narrow(self) -> bool:
        return bool(self.asked)

    @cached_property
    def lines(self) -> list[Line]:
        """Those who have all of what is asked; those who left, only if asked for."""
        tests = [getattr(self, f"has_{name}") for name in self.asked]
        return [line for line in self.people.lines if self.is_looked_for(line) and all(test(line) for test in tests)]

    @cached_property
    def lines_by_facts(self) -> list[Line]:
        """The same without what narrows by what we think: whoever is among them says nothing about it."""
        tests = [getattr(self, f"has_{name}") for name in FACTS if name in self.asked]
        kept = FACTUAL & set(self.asked.get("only", ()))
        here = [line for line in self.people.lines if self.is_looked_for(line)]
        return [line for line in here if all(ONLY[name](line) for name in kept) and all(test(line) for test in tests)]

    def is_looked_for(self, line) -> bool:
        return line.is_here or "departed" in self.asked.get("only", ())

    def has_q(self, line) -> bool:
        person = line.person
        function = person.function and f"{person.function.name_fr} {person.function.name_en}"
        text = fold(f"{person.name} {person.title} {function or ''}")
        return all(word in text for word in fold(self.asked["q"]).split())

    def has_function(self, line) -> bool:
        return str(line.person.function_id or NONE) == self.asked["function"]

    def has_entity(self, line) -> bool:
        return str(line.person.entity_id or NONE) == self.asked["entity"]

    def has_attitude(self, line) -> bool:
        attitude = line.person.attitude
        return (NONE if attitude is None else str(attitude)) == self.asked["attitude"]

    def has_influence(self, line) -> bool:
        return line.person.influence >= self.asked["influence"]

    def has_only(self, line) -> bool:
        return all(ONLY[name](line) for name in self.asked["only"])


def offered(people: People, name: str) -> list[tuple[str, str]]:
    """The functions, or entities, that somebody has, and none if somebody has none."""
    keys = {getattr(line.person, f"{name}_id") for line in people.lines}
    rows = (people.functions if name == "function" else people.entities).values()
    nothing = [(NONE, _("none given"))] if None in keys else []
    return [("", ANY[name]), *((str(row.pk), str(row)) for row in rows if row.pk in keys), *nothing]


class VisitForm(forms.Form):
    """On which day one will be where; the whole account, today, when nothing is said."""

    day = DayField(label=_("Day"), required=False)
    place = forms.ChoiceField(
        label=_("Place"), required=False, widget=forms.Select(attrs={"class": "form-select", "data-plain": ""})
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].validators += [MinValueValidator(today, _("A visit is still to come."))]

    def offer(self, people: People) -> None:
        sites = [(f"entity-{pk}", str(entity)) for pk, entity in people.entities.items()]
        towns = [(f"city-{fold(city)}", city) for city in cities_of(people)]
        groups = [(_("Entities and sites"), sites), (_("Towns"), towns)]
        self.fields["place"].choices = [("", _("anywhere")), *(group for group in groups if group[1])]

    @property
    def on(self) -> date:
        """The day asked for, if it is one to come."""
        field = self.fields["day"]
        try:
            return field.clean(self.data.get("day", "")) or self.today
        except forms.ValidationError:
            return self.today

    def test(self, people: People):
        """Whether somebody is at the place asked for."""
        self.is_valid()
        kind, _dash, key = self.cleaned_data.get("place", "").partition("-")
        if kind == "city":
            return is_in(key)
        if kind == "entity":
            inside = within(people.entities[int(key)], people.entities)
            return lambda line: line.person.entity_id in inside
        return lambda line: True
