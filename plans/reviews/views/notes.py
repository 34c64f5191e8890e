"""A text saved while it is written; the answer is a fragment beside it."""

from django.shortcuts import render
from django.utils import timezone

from plans.reviews.minutes import mark_of, plain_lines


def note_state(request, save, *, field, longest):
    """`save(text, written_on=mark)` writes the text down, or gives back the one that somebody saved meanwhile."""
    text, mark = plain_lines(request.POST.get("text", "")), request.POST.get("mark", "")
    context = {"field": field, "text": text, "longest": longest, "now": timezone.now()}
    if len(text) > longest:
        context |= {"is_too_long": True, "mark": mark}
    else:
        theirs = save(text, written_on=mark)
        context |= {"theirs": theirs, "mark": mark_of(text if theirs is None else theirs)}
    return render(request, "plans/reviews/_note_state.html", context)
