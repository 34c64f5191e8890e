from django.urls import path

from plans.thread import views

urlpatterns = [
    path("accounts/<int:pk>/thread/", views.thread, name="thread"),
    path("accounts/<int:pk>/thread.csv", views.thread_csv, name="thread-csv"),
    path("accounts/<int:pk>/thread/<int:priority>/<int:person>/", views.thread_rows, name="thread-rows"),
    path("accounts/<int:pk>/preparation/", views.preparation, name="preparation"),
    path("accounts/<int:pk>/unheard/", views.unheard, name="unheard"),
    path("accounts/<int:pk>/exchanges/", views.recent, name="recent-exchanges"),
    path("interactions/<int:pk>/priorities/", views.repetitions, name="repetitions"),
    path("interactions/<int:pk>/priorities/edit/", views.repeat, name="repeat"),
    path("interactions/<int:pk>/priorities/all/", views.repeat_to_all, name="repeat-to-all"),
    path("stakeholders/<int:pk>/priorities/", views.heard, name="heard"),
    path("plans/objectives/<int:pk>/measure/", views.objective_measure, name="objective-measure"),
    path("plans/objectives/<int:pk>/progress/", views.objective_progress, name="objective-progress"),
]
