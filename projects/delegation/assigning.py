"""Who works on a task, of either side, and for which share of its days."""

from collections.abc import Iterable

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from projects.models import Assignment, Project, Task


def offer_people(form: forms.Form, project: Project, user: User) -> None:
    """The choices of `ours` and `theirs`: active colleagues, people of the account who are still there, and those
    already at work on the task."""
    task = form.instance
    ours, theirs = User.objects.colleagues_of(user), Stakeholder.objects.of(project.account).present().real()
    form.fields["ours"].queryset = ours | task.ours if task.pk else ours
    form.fields["theirs"].queryset = theirs | task.theirs if task.pk else theirs
    if task.pk:
        form.fields["ours"].initial, form.fields["theirs"].initial = task.ours, task.theirs


class AssigningMixin(forms.Form):
    """Fields of the form of a task, which saves them with it (`put_to_work` in _save_m2m)."""

    ours = forms.ModelMultipleChoiceField(User.objects.none(), label=capfirst(_("done by, of ours")), required=False)
    theirs = forms.ModelMultipleChoiceField(
        Stakeholder.objects.none(), label=capfirst(_("and of theirs")), required=False
    )
    share = forms.IntegerField(
        label=capfirst(_("share of the days (%)")), min_value=1, max_value=100, required=False,
        help_text=_("Of those whom you add; 100 when you say nothing."),
    )  # fmt: skip

    def _save_m2m(self):
        super()._save_m2m()
        told = self.cleaned_data
        if {"ours", "theirs"} <= told.keys():
            put_to_work(self.instance, told["ours"], told["theirs"], share=told.get("share") or 100)


def put_to_work(task: Task, ours: Iterable[User], theirs: Iterable[Stakeholder], *, share: int) -> None:
    """Let these people, and nobody else, work on a task; who already did keeps his share."""
    ours, theirs = {each.pk for each in ours}, {each.pk for each in theirs}
    known_ours, known_theirs = set(), set()
    for each in task.assignments.all():
        if each.user_id in ours or each.stakeholder_id in theirs:
            known_ours.add(each.user_id)
            known_theirs.add(each.stakeholder_id)
        else:
            each.delete()
    new = [Assignment(task=task, user_id=pk, share=share) for pk in sorted(ours - known_ours)]
    new += [Assignment(task=task, stakeholder_id=pk, share=share) for pk in sorted(theirs - known_theirs)]
    Assignment.objects.bulk_create(new)
