"""The director reads a plan that waits for him section by section, and notes what he will say."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from plans.catalogue import BY_KEY
from plans.models import AccountPlan, SectionReading
from plans.views.plan import desk_of
from plans.writing.forms import SectionReadingForm
from plans.writing.reading import Reading


def reading_of(request, pk):
    """The plan as it waits for this director, with what its pages show, or 404."""
    get_object_or_404(AccountPlan.objects.to_validate_by(request.user), pk=pk)
    context = desk_of(request, pk)
    return context | {"reading": Reading(context["desk"], request.user)}


def plan_reading(request, pk):
    return redirect("plans:section-reading", pk, reading_of(request, pk)["reading"].first_unread)


def section_reading(request, pk, key):
    if key not in BY_KEY:
        raise Http404
    context = reading_of(request, pk)
    note = context["reading"].notes.get(key) or SectionReading(plan=context["plan"], reader=request.user, section=key)
    form = SectionReadingForm(request.POST or None, instance=note)
    if request.method == "POST" and form.is_valid():
        keep_note(form)
        return redirect(*onward(pk, request.POST.get("to", "")))
    return render(request, "plans/reading.html", context | reading_page(context, key, form))


def keep_note(form):
    """Read, with or without a word; two tabs of one director write the same note."""
    form.instance.read_at = timezone.now()
    row = form.instance
    SectionReading.objects.update_or_create(
        plan=row.plan, reader=row.reader, section=row.section, defaults={"text": row.text, "read_at": row.read_at}
    )


def onward(pk, to):
    """Where the button leads that was pressed: another section, or the plan, where it is sent back or validated."""
    return ("plans:section-reading", pk, to) if to in BY_KEY else ("plans:detail", pk)


def reading_page(context, key, form):
    reading, section = context["reading"], BY_KEY[key]
    before, after = reading.around(key)
    return {
        "form": form,
        "section": section,
        "state": context["desk"].state(key),
        "shown": reading.shown(section),
        "lines": reading.compared(key),
        "reasons": reading.reasons(key),
        "comments": context["plan"].comments.open().of_section(key).select_related("author"),
        "before": before,
        "after": after,
    }
