"""The changes of a plan, under the name space of projects."""

from django.urls import path

from projects.editing import views

urlpatterns = [
    path("projects/<int:pk>/gantt.json", views.data, name="gantt-data"),
    path("projects/<int:pk>/gantt/preview/", views.answer, name="gantt-preview"),
    path("projects/<int:pk>/gantt/confirm/", views.answer, name="gantt-confirm"),
    path("projects/<int:pk>/gantt/undo/", views.answer, name="gantt-undo"),
    path("projects/<int:pk>/gantt/redo/", views.answer, name="gantt-redo"),
]
