"""Pages of results, in the name space of projects."""

from django.urls import path

from projects.results import views

urlpatterns = [
    path("projects/<int:pk>/results/", views.results, name="results"),
    path("projects/<int:pk>/results/new/", views.result_create, name="result-create"),
    path("projects/results/<int:pk>/", views.result_edit, name="result-edit"),
    path("projects/results/<int:pk>/delete/", views.result_delete, name="result-delete"),
    path("projects/results/<int:pk>/settle/", views.result_settle, name="result-settle"),
    path("projects/results/<int:pk>/recognise/", views.recognition_create, name="recognition-create"),
    path("projects/recognitions/<int:pk>/", views.recognition_edit, name="recognition-edit"),
    path("projects/recognitions/<int:pk>/delete/", views.recognition_delete, name="recognition-delete"),
]
