import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from kam.jobs.models import Job


class JobFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), field_name="label", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(choices=Job.Kind, empty_label=_("All kinds"))
    status = django_filters.ChoiceFilter(choices=Job.Status, empty_label=_("All states"))

    class Meta:
        model = Job
        fields = ["q", "kind", "status"]
        form = forms.Form
