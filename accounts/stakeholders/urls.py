from django.urls import path

from accounts.stakeholders import views
from accounts.stakeholders.relations import views as relations

app_name = "stakeholders"
urlpatterns = [
    path("accounts/<int:pk>/people/", views.stakeholder_list, name="list"),
    path("accounts/<int:pk>/people/chart/", views.stakeholder_chart, name="chart"),
    path("accounts/<int:pk>/people/new/", views.stakeholder_create, name="create"),
    path("stakeholders/guide/<slug:aspect>/", views.stakeholder_guide, name="guide"),
    path("stakeholders/<int:pk>/", views.stakeholder_detail, name="detail"),
    path("stakeholders/<int:pk>/edit/", views.stakeholder_edit, name="edit"),
    path("stakeholders/<int:pk>/delete/", views.stakeholder_delete, name="delete"),
    path("accounts/<int:pk>/interactions/", views.interaction_list, name="interaction-list"),
    path("accounts/<int:pk>/interactions/new/", views.interaction_create, name="interaction-create"),
    path("interactions/<int:pk>/", views.interaction_edit, name="interaction-edit"),
    path("interactions/<int:pk>/delete/", views.interaction_delete, name="interaction-delete"),
    path("accounts/<int:pk>/introductions/", relations.introduction_list, name="introduction-list"),
    path("accounts/<int:pk>/introductions/new/", relations.introduction_create, name="introduction-create"),
    path("introductions/<int:pk>/", relations.introduction_edit, name="introduction-edit"),
    path("introductions/<int:pk>/delete/", relations.introduction_delete, name="introduction-delete"),
    path("introductions/<int:pk>/advance/", relations.introduction_advance, name="introduction-advance"),
    path("accounts/<int:pk>/ties/new/", relations.tie_create, name="tie-create"),
    path("ties/<int:pk>/", relations.tie_edit, name="tie-edit"),
    path("ties/<int:pk>/delete/", relations.tie_delete, name="tie-delete"),
    path("accounts/<int:pk>/answers/", relations.answers, name="answers"),
]
