"""The changes of a plan, under the name space of projects."""

from django.urls import path

from projects.editing import views

urlpatterns = [
    path("projects/<int:pk>/gantt.json", views.data, name="gantt-data"),
    path("projects/<int:pk>/gantt/preview/", views.preview, name="gantt-preview"),
    path("projects/<int:pk>/gantt/confirm/", views.confirm, name="gantt-confirm"),
    path("projects/<int:pk>/gantt/undo/", views.undo, name="gantt-undo"),
    path("projects/<int:pk>/gantt/redo/", views.redo, name="gantt-redo"),
    path("projects/<int:pk>/gantt.pdf", views.printed, name="gantt-print"),
]
