from django.urls import path

from accounts.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.import_list, name="list"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/columns/", views.mapping, name="mapping"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
    path("<int:pk>/dry-run/", views.preview, name="preview"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/refused/", views.refused, name="refused"),
    path("<int:pk>/roll-back/", views.rollback, name="rollback"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
