"""What guests said of a plan, for its health."""

from django.utils import timezone

from plans.models import AccountPlan
from plans.portal.models import Message, Suggestion
from plans.voice import Voice

TAKEN = (Suggestion.Status.ACCEPTED, Suggestion.Status.AMENDED)


def voice_of(plan: AccountPlan) -> Voice:
    """In two queries: the messages of the conversation, and what the guests proposed."""
    messages = list(Message.objects.filter(plan=plan).values_list("section", "line", "written_at"))
    proposals = list(Suggestion.objects.filter(plan=plan))
    taken = [each for each in proposals if each.status in TAKEN]
    said = [(section, at) for section, _line, at in messages] + [(each.section, each.made_at) for each in proposals]
    lines = [line for _section, line, _at in messages] + [each.line for each in proposals]
    return Voice(
        said=tuple((section, timezone.localdate(at)) for section, at in said),
        lines=frozenset(str(line) for line in lines if line),
        taken=len(taken),
        born=sum(each.kind == Suggestion.Kind.ACTION and each.line is None for each in taken),
    )
