from django.urls import path

from projects.editing.urls import urlpatterns as editing
from projects.parts import PARTS
from projects.views import parts, project

app_name = "projects"
urlpatterns = [
    path("accounts/<int:pk>/projects/", project.project_list, name="list"),
    path("accounts/<int:pk>/projects/new/", project.project_create, name="create"),
    path("accounts/<int:pk>/projects/import/", project.schedule_import, name="import"),
    path("projects/<int:pk>/", project.project_detail, name="detail"),
    path("projects/<int:pk>/edit/", project.project_edit, name="edit"),
    path("projects/<int:pk>/baseline/", project.baseline_create, name="baseline-create"),
    *editing,
]
for part in PARTS:  # projects:task-create, link-edit, closure-delete…
    urlpatterns += [
        path(f"projects/<int:pk>/{part.key}s/new/", parts.create, {"part": part}, name=f"{part.key}-create"),
        path(f"projects/{part.key}s/<int:pk>/", parts.edit, {"part": part}, name=f"{part.key}-edit"),
        path(f"projects/{part.key}s/<int:pk>/delete/", parts.delete, {"part": part}, name=f"{part.key}-delete"),
    ]
