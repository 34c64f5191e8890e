"""What is typed about committees and their meetings."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.fields import DayField
from accounts.forms.parts import lines
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from plans.reviews.minutes import one_line
from projects.forms import ProjectRowForm
from projects.governance import services
from projects.governance.planning import plan_ahead
from projects.governance.seats import Role, proposed, seat, seat_reference
from projects.models import Committee, Meeting, Side
from projects.sharing import republish

OURS, THEIRS = "u", "s"  # by which the keys of people begin
SCORES = [("", _("not asked")), *((n, str(n)) for n in range(11))]


class CommitteeForm(ProjectRowForm):
    """Its meetings follow its series; a new one has the people who lead the project."""

    rows = ("name", "kind"), ("frequency", "starts_on", "ends_on"), ("begins_at", "length"), "place", "is_at_client"

    class Meta:
        model = Committee
        fields = [
            "name", "kind", "frequency", "starts_on", "ends_on", "begins_at", "length", "place", "is_at_client",
        ]  # fmt: skip
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        widgets = {"begins_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
        help_texts = {"ends_on": _("Without a day: as long as the project.")}

    def clean_length(self):
        if self.cleaned_data["length"] > 600:
            raise forms.ValidationError(_("A meeting takes ten hours at most."))
        return self.cleaned_data["length"]

    def save(self, commit=True):
        is_new = self.instance.pk is None
        committee = super().save(commit)
        if is_new:
            seat(committee, proposed(committee))
        seat_reference(self.project)
        plan_ahead(committee, self.on)
        return committee


class ActForm(forms.Form):
    """What is done with a row: `save` does it. It stands on the page of forms, and knows of no two writers."""

    merged = warnings = conflicts = ()
    rows: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer()
        self.helper = lines(self, *self.rows)

    def offer(self):
        """Choices and what is proposed."""


def people_of(account, user):
    """The colleagues and the people of the client who may be named, by key."""
    ours = {f"{OURS}{each.pk}": each for each in User.objects.colleagues_of(user)}
    people = Stakeholder.objects.of(account).present().known().real().order_by("name")
    return ours, {f"{THEIRS}{each.pk}": each for each in people}


class PeopleForm(ActForm):
    """Who sits on a committee, of both sides."""

    theirs = forms.MultipleChoiceField(label=_("For the client"), required=False)
    ours = forms.MultipleChoiceField(label=_("For us"), required=False)
    chair = forms.ChoiceField(label=pgettext_lazy("committee", "Chair"), required=False)
    guests = forms.MultipleChoiceField(label=_("Guests, who listen and advise"), required=False)
    rows = "theirs", "ours", "chair", "guests"

    def __init__(self, *args, committee: Committee, user: User, **kwargs):
        self.committee, self.user = committee, user
        super().__init__(*args, **kwargs)

    def offer(self):
        account = self.committee.project.account
        members = list(self.committee.members.select_related("user", "stakeholder"))
        standing = {key_of(each): str(each) for each in members}
        ours, theirs = ({key: str(each) for key, each in side.items()} for side in people_of(account, self.user))
        for key, name in standing.items():  # who has left since keeps his seat until somebody takes it away
            (ours if key.startswith(OURS) else theirs).setdefault(key, name)
        both = [(_("For us"), list(ours.items())), (str(account), list(theirs.items()))]
        for name, choices in (("ours", ours.items()), ("theirs", theirs.items()), ("guests", both)):
            self.fields[name].choices = list(choices)
        self.fields["chair"].choices = [("", _("nobody")), *both]
        self.initial = self.seated(members)
        if self.committee.kind == Committee.Kind.STEERING:
            told = _("%(name)s, reference KAM, keeps his seat whatever is chosen.")
            self.fields["ours"].help_text = told % {"name": self.committee.project.reference_kam}

    @staticmethod
    def seated(members) -> dict:
        keys = {role: [key_of(each) for each in members if each.role == role] for role in Role}
        plain = keys[Role.MEMBER]
        return {
            "ours": [key for key in plain if key.startswith(OURS)],
            "theirs": [key for key in plain if key.startswith(THEIRS)],
            "chair": next(iter(keys[Role.CHAIR]), ""),
            "guests": keys[Role.GUEST],
        }

    def save(self):
        chosen = self.cleaned_data
        roles = dict.fromkeys([*chosen["ours"], *chosen["theirs"]], Role.MEMBER)
        roles |= dict.fromkeys(chosen["guests"], Role.GUEST)
        roles |= {chosen["chair"]: Role.CHAIR} if chosen["chair"] else {}
        seat(self.committee, {seat_named(key): role for key, role in roles.items()})


def key_of(member) -> str:
    return f"{OURS}{member.user_id}" if member.user_id else f"{THEIRS}{member.stakeholder_id}"


def seat_named(key: str) -> tuple[str, int]:
    return ("user" if key.startswith(OURS) else "stakeholder", int(key[1:]))


class MeetingForm(ActForm):
    """A form about one meeting; `on` is today."""

    def __init__(self, *args, meeting: Meeting, on=None, **kwargs):
        self.meeting, self.on = meeting, on
        super().__init__(*args, **kwargs)


def worked_day(committee: Committee, day):
    """The day, or ValidationError when nobody works on the project then."""
    if not committee.project.calendar().is_worked(day):
        raise forms.ValidationError(_("Nobody works on this project that day: choose another one."))
    return day


class ExtraForm(ActForm):
    """One more meeting, beside the series."""

    planned_on = DayField(label=_("Day"))
    reason = forms.CharField(label=_("Why one more"), max_length=300)
    rows = "planned_on", "reason"

    def __init__(self, *args, committee: Committee, **kwargs):
        self.committee = committee
        super().__init__(*args, **kwargs)

    def clean_planned_on(self):
        return worked_day(self.committee, self.cleaned_data["planned_on"])

    def save(self):
        meeting = Meeting(committee=self.committee, **self.cleaned_data)
        meeting.full_clean()
        meeting.save()
        republish(self.committee.project)


class CancelForm(MeetingForm):
    """Who asked for it, and why: it is counted on the page of committees."""

    side = forms.ChoiceField(label=_("Who asked for it"), choices=Side, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=300)
    rows = "side", "reason"

    def save(self):
        services.cancel(self.meeting, side=self.cleaned_data["side"], reason=self.cleaned_data["reason"])


class PostponeForm(CancelForm):
    to = DayField(label=_("Moved to"))
    rows = "to", "side", "reason"
    field_order = ["to", "side", "reason"]

    def clean_to(self):
        return worked_day(self.meeting.committee, self.cleaned_data["to"])

    def save(self):
        services.postpone(self.meeting, **self.cleaned_data)


class HoldForm(MeetingForm):
    """Who was there, what the client thinks of it, and whether the journal tells of it."""

    theirs = forms.ModelMultipleChoiceField(Stakeholder.objects.none(), label=_("For the client"), required=False)
    ours = forms.ModelMultipleChoiceField(User.objects.none(), label=_("For us"), required=False)
    score = forms.TypedChoiceField(
        label=_("Satisfaction of the client, out of 10"), choices=SCORES, coerce=int, empty_value=None, required=False,
        help_text=_("Ask at the end: how satisfied are you with the project?"),
    )  # fmt: skip
    to_journal = forms.BooleanField(
        label=_("Write it into the journal of the account, as a meeting with these people"),
        required=False,
        initial=True,
    )
    rows = "theirs", "ours", "score", "to_journal"

    def __init__(self, *args, user: User, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def offer(self):
        """Whoever was there, else whoever sits on the committee."""
        meeting = self.meeting
        there = list(meeting.attendances.all()) or list(meeting.committee.members.all())
        ours, theirs = [each.user_id for each in there], [each.stakeholder_id for each in there]
        people = Stakeholder.objects.of(meeting.committee.project.account).known().real()
        colleagues = User.objects.colleagues_of(self.user)
        self.fields["ours"].queryset = colleagues | User.objects.filter(pk__in=filter(None, ours))
        self.fields["theirs"].queryset = people
        self.initial = {
            "ours": [pk for pk in ours if pk],
            "theirs": [pk for pk in theirs if pk],
            "score": meeting.score,
        }
        if meeting.interaction_id:
            del self.fields["to_journal"]

    def clean(self):
        told = super().clean()
        if not told.get("ours") and not told.get("theirs") and not self.errors:
            raise forms.ValidationError(_("Say who was there."))
        return told

    def save(self):
        told = self.cleaned_data
        services.hold(
            self.meeting, users={each.pk for each in told["ours"]}, stakeholders={each.pk for each in told["theirs"]},
            score=told["score"], to_journal=told.get("to_journal", False), on=self.on,
        )  # fmt: skip


class DecideForm(forms.Form):
    """A decision noted while the meeting is held."""

    text = forms.CharField(label=_("In a few words"), max_length=500)
    is_internal = forms.BooleanField(label=capfirst(_("ours only")), required=False)

    def clean_text(self):
        return one_line(self.cleaned_data["text"])
