from django.urls import path

from kam.scorecards import views

app_name = "scorecards"
urlpatterns = [
    path("accounts/<int:pk>/scorecard/", views.panel, name="panel"),
    path("accounts/<int:pk>/figures/<slug:key>/", views.figure, name="figure"),
    path("readings/", views.compute, name="compute"),
    path("grid/", views.grid, name="grid"),
]
