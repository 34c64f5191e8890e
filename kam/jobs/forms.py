from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import PeriodicTask

from kam.jobs import schedules


class ScheduleForm(forms.Form):
    """When a scheduled task runs: at a moment of certain days, or every so many seconds, as it was made."""

    enabled = forms.BooleanField(label=_("Switched on"), required=False)
    rhythm = forms.ChoiceField(label=_("Days"), choices=[(key, words[2]) for key, words in schedules.RHYTHMS.items()])
    moment = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    seconds = forms.IntegerField(label=_("Every how many seconds"), min_value=5, max_value=3600)

    def __init__(self, *args, task: PeriodicTask, **kwargs):
        self.task = task
        rhythm, moment = schedules.rhythm(task) or ("daily", None)
        seconds = task.interval.every if task.interval else None
        initial = {"enabled": task.enabled, "rhythm": rhythm, "moment": moment, "seconds": seconds}
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("rhythm", "moment") if task.interval else ("seconds",):
            del self.fields[name]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def save(self) -> None:
        typed = self.cleaned_data
        if self.task.interval:
            when = schedules.every(typed["seconds"])
        else:
            when = schedules.at(typed["rhythm"], typed["moment"])
        for field, value in {**when, "enabled": typed["enabled"]}.items():
            setattr(self.task, field, value)
        self.task.save()
