"""What is typed into a review."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django import forms
from django.db.models import Manager
from django.utils.translation import gettext_lazy as _

from accounts.forms.conflict import ConflictMixin
from accounts.forms.fields import DayField, keys_in
from accounts.forms.parts import lines
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from plans.models import AccountPlan, PlanAction, PlanReview, ReviewDecision, ReviewPresence, ReviewTopic, SwotItem
from plans.models.strategy import refuse_outside
from plans.reviews.minutes import one_line
from plans.reviews.services import ACTION, DECISION, RISK

LENGTHS = (30, 45, 60, 90, 120)
USUAL = 60
SOON = relativedelta(months=1)  # by when an action born in a review is done, unless somebody says otherwise
OURS, THEIRS = "u", "s"  # by which the keys of people begin


def lengths() -> list[tuple[int, str]]:
    return [(minutes, _("%(n)s minutes") % {"n": minutes}) for minutes in LENGTHS]


class LengthForm(forms.Form):
    """`length` in minutes."""

    length = forms.TypedChoiceField(
        label=_("Length"),
        choices=lengths,
        coerce=int,
        initial=USUAL,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class ReviewForm(LengthForm):
    """A new review, which may lie ahead."""

    held_on = DayField(label=_("Day of the review"))
    field_order = ["held_on", "length"]

    def __init__(self, *args, plan: AccountPlan, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["held_on"].initial = on
        self.helper = lines(self, ("held_on", "length"))

    def clean_held_on(self):
        refuse_outside_period(self.plan, self.cleaned_data["held_on"])
        return self.cleaned_data["held_on"]


def refuse_outside_period(plan: AccountPlan, day: date) -> None:
    """Raise ValidationError for a day outside the years of the plan."""
    try:
        refuse_outside(plan, day=day)
    except forms.ValidationError as error:
        raise forms.ValidationError(error.message_dict["day"]) from error


class OfReviewForm(ConflictMixin, forms.ModelForm):
    """A row of `review`, or the review itself."""

    rows: tuple = ()

    def __init__(self, *args, review: PlanReview, **kwargs):
        super().__init__(*args, **kwargs)
        self.review = review
        self.offer()
        self.helper = lines(self, *self.rows)

    def offer(self):
        """Choices of this review only."""


class PrepareForm(OfReviewForm):
    rows = "held_on", "private_notes"

    class Meta:
        model = PlanReview
        fields = ["held_on", "private_notes"]
        field_classes = {"held_on": DayField}
        widgets = {"private_notes": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"private_notes": _("Only we read them: they are on no screen and in no mail of the client.")}

    def clean_held_on(self):
        refuse_outside_period(self.review.plan, self.cleaned_data["held_on"])
        return self.cleaned_data["held_on"]


class TopicForm(OfReviewForm):
    rows = ("title", "minutes_planned"), "reason", "is_shown"

    class Meta:
        model = ReviewTopic
        fields = ["title", "minutes_planned", "reason", "is_shown"]
        help_texts = {"reason": _("What we know of it: only we read it.")}

    def offer(self):
        self.fields["minutes_planned"].max_value = 600

    def clean_minutes_planned(self):
        if self.cleaned_data["minutes_planned"] > 600:
            raise forms.ValidationError(_("A topic takes ten hours at most."))
        return self.cleaned_data["minutes_planned"]

    def save(self, commit=True):
        topic = super().save(commit)
        if not topic.is_shown:
            topic.decisions.update(is_shown=False)
        return topic


class MinutesForm(OfReviewForm):
    rows = ("minutes",)

    class Meta:
        model = PlanReview
        fields = ["minutes"]
        widgets = {"minutes": forms.Textarea(attrs={"rows": 22})}
        help_texts = {"minutes": _("Markdown: # title, **bold**, - list, | table |. Both sides read them.")}


class PeopleForm(forms.Form):
    """Who takes part, of both sides."""

    ours = forms.ModelMultipleChoiceField(User.objects.none(), label=_("For us"), required=False)
    theirs = forms.ModelMultipleChoiceField(Stakeholder.objects.none(), label=_("For the client"), required=False)

    def __init__(self, *args, review: PlanReview, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        there = list(review.presences.all())
        ours, theirs = [each.user_id for each in there], [each.stakeholder_id for each in there]
        people = Stakeholder.objects.of(review.plan.account).known()
        self.fields["ours"].queryset = User.objects.colleagues_of(user) | User.objects.filter(pk__in=filter(None, ours))
        self.fields["theirs"].queryset = people.filter(is_placeholder=False)
        self.initial = {"ours": [pk for pk in ours if pk], "theirs": [pk for pk in theirs if pk]}
        self.helper = lines(self, "theirs", "ours")

    def chosen(self) -> dict[str, set[int]]:
        found = self.cleaned_data
        return {"users": {each.pk for each in found["ours"]}, "stakeholders": {each.pk for each in found["theirs"]}}


class OutcomeForm(forms.Form):
    """What is born of a few words: the button that was pressed says what."""

    KINDS = [
        (DECISION, _("Decision")),
        (ACTION, _("Action")),
        (RISK, _("Risk")),
        *SwotItem.Quadrant.choices,
    ]
    LONGEST = {DECISION: 500, ACTION: 200}

    text = forms.CharField(label=_("In a few words"), max_length=2_000)
    kind = forms.ChoiceField(choices=KINDS)
    who = forms.ChoiceField(label=_("Who does it"), required=False)
    due_on = DayField(label=_("By when"), required=False)

    def __init__(self, *args, review: PlanReview, user: User, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = review.plan
        self.ours = {f"{OURS}{each.pk}": each for each in User.objects.colleagues_of(user)}
        people = Stakeholder.objects.of(self.plan.account).present().known().filter(is_placeholder=False)
        self.theirs = {f"{THEIRS}{each.pk}": each for each in people.order_by("name")}
        self.fields["who"].choices = [
            ("", _("nobody yet")),
            (_("For us"), [(key, str(each)) for key, each in self.ours.items()]),
            (str(self.plan.account), [(key, str(each)) for key, each in self.theirs.items()]),
        ]
        self.fields["who"].initial = f"{OURS}{self.plan.account.kam_id or user.pk}"
        self.fields["who"].widget.attrs["class"] = "form-select"
        self.fields["due_on"].widget.attrs["class"] = "form-control"
        self.quadrants = SwotItem.Quadrant.choices
        self.usual = min(max(on + SOON, self.plan.starts_on), self.plan.ends_on)
        self.fields["due_on"].initial = self.usual

    def clean_text(self):
        return one_line(self.cleaned_data["text"])

    def clean_who(self):
        return (self.ours | self.theirs).get(self.cleaned_data["who"])

    def clean(self):
        told = super().clean()
        longest = self.LONGEST.get(told.get("kind"), 300)
        if len(told.get("text", "")) > longest:
            self.add_error("text", _("Say it in %(count)s characters at most.") % {"count": longest})
        if told.get("due_on") and told.get("kind") == ACTION:
            try:
                refuse_outside_period(self.plan, told["due_on"])
            except forms.ValidationError as error:
                self.add_error("due_on", error)
        return told

    def outcome(self) -> dict:
        """What the service takes."""
        told = self.cleaned_data
        return {
            "kind": told["kind"],
            "text": told["text"],
            "owner": told["who"],
            "due_on": told["due_on"] or self.usual,
        }


class DecisionForm(OfReviewForm):
    rows = "text", "is_shown"

    class Meta:
        model = ReviewDecision
        fields = ["text", "is_shown"]

    def offer(self):
        if self.instance.risk_id or self.instance.swot_item_id:
            del self.fields["is_shown"]

    def clean_text(self):
        return one_line(self.cleaned_data["text"])


class BornActionForm(OfReviewForm):
    """An action born in this review, until its minutes are closed; the decision takes its words."""

    rows = "title", "objective", ("owner", "client_owner"), ("due_on", "weight"), "is_internal"

    class Meta:
        model = PlanAction
        fields = ["title", "objective", "owner", "client_owner", "due_on", "weight", "is_internal"]
        field_classes = {"due_on": DayField}

    def offer(self):
        plan, action = self.review.plan, self.instance
        colleagues = User.objects.colleagues_of(self.user)
        self.fields["owner"].queryset = colleagues | User.objects.filter(pk=action.owner_id)
        self.fields["client_owner"].queryset = Stakeholder.objects.of(plan.account).present().known()
        self.fields["objective"].queryset = plan.objectives.all()

    def save(self, commit=True):
        """The decision takes its words, and is kept back with it."""
        action = super().save(commit)
        decisions = self.review.decisions.filter(action=action)
        decisions.update(text=action.title)
        if action.is_internal:
            decisions.update(is_shown=False)
        return action


class SendForm(forms.Form):
    """To whom the minutes go: whoever was there, has an address, and does not have them yet."""

    to = forms.ModelMultipleChoiceField(
        ReviewPresence.objects.none(), label=_("To"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose to whom the minutes go.")},
    )  # fmt: skip

    def __init__(self, *args, presences: Manager, **kwargs):
        """`presences`: of the meeting."""
        super().__init__(*args, **kwargs)
        waiting = [each for each in presences.to_send().select_related("stakeholder", "user") if each.email]
        self.fields["to"].queryset = presences.filter(pk__in=[each.pk for each in waiting])
        self.fields["to"].label_from_instance = lambda each: f"{each} · {each.email}"
        self.fields["to"].initial = [each.pk for each in waiting]


def order_in(data) -> list[int]:
    """The keys of the topics as the page ordered them."""
    return keys_in(data.getlist("topic"))
