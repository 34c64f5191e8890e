"""The meetings of a person as days of a calendar."""

from datetime import date

from projects.models import Meeting


def meetings_between(user, first: date, last: date) -> list[Meeting]:
    """The meetings, planned or held on these days and those between, of the committees on which a colleague sits.

    In the order of their days, with committee, project and account; only of accounts that he sees.
    """
    meetings = Meeting.objects.visible_to(user).attended_by(user).between(first, last)
    return list(meetings.with_project())
