from django.urls import path

from accounts.stakeholders import views

app_name = "stakeholders"
urlpatterns = [
    path("accounts/<int:pk>/people/", views.stakeholder_list, name="list"),
    path("accounts/<int:pk>/people/new/", views.stakeholder_create, name="create"),
    path("stakeholders/<int:pk>/", views.stakeholder_detail, name="detail"),
    path("stakeholders/<int:pk>/edit/", views.stakeholder_edit, name="edit"),
    path("stakeholders/<int:pk>/delete/", views.stakeholder_delete, name="delete"),
    path("accounts/<int:pk>/interactions/", views.interaction_list, name="interaction-list"),
    path("accounts/<int:pk>/interactions/new/", views.interaction_create, name="interaction-create"),
    path("interactions/<int:pk>/", views.interaction_edit, name="interaction-edit"),
    path("interactions/<int:pk>/delete/", views.interaction_delete, name="interaction-delete"),
]
