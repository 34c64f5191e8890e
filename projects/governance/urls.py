"""Pages of committees and meetings, in the name space of projects."""

from django.urls import path

from projects.governance.views import committees, meetings, minutes

urlpatterns = [
    path("projects/<int:pk>/governance/", committees.governance, name="governance"),
    path("projects/<int:pk>/governance.ics", committees.governance_calendar, name="governance-calendar"),
    path("projects/committees/<int:pk>/people/", committees.committee_people, name="committee-people"),
    path("projects/committees/<int:pk>/meetings/new/", committees.meeting_create, name="meeting-create"),
    path("projects/meetings/<int:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("projects/meetings/<int:pk>/notes/<slug:field>/", meetings.meeting_note, name="meeting-note"),
    path("projects/meetings/<int:pk>/draft/", meetings.meeting_draft, name="meeting-draft"),
    path("projects/meetings/<int:pk>/decisions/", meetings.meeting_decide, name="meeting-decide"),
    path("projects/meetings/<int:pk>/hold/", meetings.meeting_hold, name="meeting-hold"),
    path("projects/meetings/<int:pk>/postpone/", meetings.meeting_postpone, name="meeting-postpone"),
    path("projects/meetings/<int:pk>/cancel/", meetings.meeting_cancel, name="meeting-cancel"),
    path("projects/meetings/<int:pk>/reopen/", meetings.meeting_reopen, name="meeting-reopen"),
    path("projects/meetings/<int:pk>/minutes.pdf", minutes.meeting_pdf, name="meeting-pdf"),
    path("projects/meetings/<int:pk>/send/", minutes.meeting_send, name="meeting-send"),
]
