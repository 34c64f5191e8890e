from django.urls import path

from plans.exports import views

urlpatterns = [
    path("plans/<int:pk>/export/", views.export_page, name="export"),
    path("plans/<int:pk>/export/new/", views.export_create, name="export-create"),
    path("plans/exports/<int:pk>/file/", views.export_file, name="export-file"),
]
