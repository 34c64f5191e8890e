from django.urls import path

from projects.starting import views

urlpatterns = [
    path("accounts/<int:pk>/projects/start/", views.template_list, name="template-list"),
    path("accounts/<int:pk>/projects/start/<str:key>/", views.start, name="start"),
    path("projects/<int:pk>/template/", views.template_create, name="template-create"),
    path("accounts/<int:account>/projects/templates/<int:pk>/offer/", views.template_offer, name="template-offer"),
    path("accounts/<int:account>/projects/templates/<int:pk>/delete/", views.template_delete, name="template-delete"),
]
