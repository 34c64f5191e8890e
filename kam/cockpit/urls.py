from django.urls import path

from kam.cockpit import views

app_name = "cockpit"
urlpatterns = [
    path("palette/", views.palette, name="palette"),
]
