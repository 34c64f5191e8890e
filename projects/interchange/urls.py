from django.urls import path

from projects.interchange import views

urlpatterns = [
    path("accounts/<int:pk>/projects/import/", views.schedule_import, name="import"),
    path("accounts/<int:pk>/projects/import/<str:address>/", views.import_preview, name="import-preview"),
    path("projects/<int:pk>/export/project.xml", views.export_mspdi, name="export-mspdi"),
    path("projects/<int:pk>/export/project.csv", views.export_table, name="export-table"),
]
