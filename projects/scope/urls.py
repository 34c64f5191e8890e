"""Pages of what a project hands over, in the name space of projects."""

from django.urls import path

from projects.scope import views

urlpatterns = [
    path("projects/<int:pk>/scope/", views.scope, name="scope"),
    path("projects/<int:pk>/decisions/", views.decision_list, name="decision-list"),
    path("projects/milestones/<int:pk>/", views.milestone_edit, name="milestone-edit"),
]
