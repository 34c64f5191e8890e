from django.urls import path

from kam.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("schedules/", views.schedule_list, name="schedule-list"),
    path("schedules/<int:pk>/", views.schedule_edit, name="schedule-edit"),
    path("schedules/<int:pk>/run/", views.schedule_run, name="schedule-run"),
]
