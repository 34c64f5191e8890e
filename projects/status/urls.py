"""Pages of the status of projects, in the name space of projects."""

from django.urls import path

from projects.status import views

urlpatterns = [
    path("projects/<int:pk>/status/", views.status, name="status"),
    path("projects/<int:pk>/status/declare/", views.status_declare, name="status-declare"),
    path("projects/<int:pk>/dates/", views.dates, name="dates"),
    path("projects/<int:pk>/presence/", views.presence, name="presence"),
    path("projects/<int:pk>/baselines/", views.baselines, name="baselines"),
    path("projects/<int:pk>/baseline/", views.baseline_create, name="baseline-create"),
    path("projects/baselines/<int:pk>/", views.baseline_detail, name="baseline-detail"),
    path("projects/<int:pk>/close/", views.close, name="close"),
]
