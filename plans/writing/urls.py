"""Pages of writing together, in the name space of plans."""

from django.urls import path

from plans.writing.views import comments, health, reading, sections

urlpatterns = [
    path("plans/<int:pk>/sections/<slug:key>/", sections.section, name="section"),
    path("plans/<int:pk>/sections/<slug:key>/charges/new/", sections.charge_create, name="charge-create"),
    path("plans/<int:pk>/sections/<slug:key>/comments/new/", comments.comment_create, name="comment-create"),
    path(
        "plans/<int:pk>/sections/<slug:key>/<slug:field>/autosave/", sections.passage_autosave, name="passage-autosave"
    ),
    path("plans/charges/<int:pk>/delete/", sections.charge_delete, name="charge-delete"),
    path("plans/comments/<int:pk>/settle/", comments.comment_settle, name="comment-settle"),
    path("plans/<int:pk>/reading/", reading.plan_reading, name="reading"),
    path("plans/<int:pk>/reading/<slug:key>/", reading.section_reading, name="section-reading"),
    path("plans/<int:pk>/health/", health.plan_health, name="health"),
]
