from django.urls import path

from projects.delegation.urls import urlpatterns as delegation
from projects.editing.urls import urlpatterns as editing
from projects.governance.urls import urlpatterns as governance
from projects.interchange.urls import urlpatterns as interchange
from projects.parts import PARTS
from projects.portfolio.urls import urlpatterns as portfolio
from projects.results.urls import urlpatterns as results
from projects.scope.urls import urlpatterns as scope
from projects.starting.urls import urlpatterns as starting
from projects.status.urls import urlpatterns as status
from projects.telling.urls import urlpatterns as telling
from projects.views import parts, project

app_name = "projects"
urlpatterns = [
    path("accounts/<int:pk>/projects/", project.project_list, name="list"),
    path("accounts/<int:pk>/projects/new/", project.project_create, name="create"),
    path("projects/<int:pk>/", project.project_detail, name="detail"),
    path("projects/<int:pk>/answers/", project.project_answers, name="answers"),
    path("projects/<int:pk>/table/", project.project_table, name="table"),
    path("projects/<int:pk>/edit/", project.project_edit, name="edit"),
    *editing,
    *governance,
    *scope,
    *delegation,
    *portfolio,
    *interchange,
    *starting,
    *telling,
    *results,
    *status,
]
for part in PARTS:  # projects:task-create, link-edit, closure-delete…
    urlpatterns += [
        path(f"projects/<int:pk>/{part.key}s/new/", parts.create, {"part": part}, name=f"{part.key}-create"),
        path(f"projects/{part.key}s/<int:pk>/", parts.edit, {"part": part}, name=f"{part.key}-edit"),
        path(f"projects/{part.key}s/<int:pk>/delete/", parts.delete, {"part": part}, name=f"{part.key}-delete"),
    ]
