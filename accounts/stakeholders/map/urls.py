"""The pages of the map, under the name space of the room."""

from django.urls import path

from accounts.stakeholders.map import views, views_build

urlpatterns = [
    path("accounts/<int:pk>/map/", views.relation_map, name="map"),
    path("accounts/<int:pk>/map/data/", views.map_data, name="map-data"),
    path("accounts/<int:pk>/map/aside/", views.map_aside, name="map-aside"),
    path("accounts/<int:pk>/map/people/<int:person>/", views.map_person, name="map-person"),
    path("accounts/<int:pk>/map/people/<int:person>/door/", views.map_door, name="map-door"),
    path("accounts/<int:pk>/map/people/new/", views_build.map_add, name="map-add"),
    path("accounts/<int:pk>/map/colleagues/<int:user>/", views.map_colleague, name="map-colleague"),
    path("accounts/<int:pk>/map/ties/new/", views_build.map_join, name="map-join"),
    path("accounts/<int:pk>/map/places/", views_build.map_place, name="map-place"),
    path("accounts/<int:pk>/map/tidy/", views_build.map_tidy, name="map-tidy"),
    path("ties/<int:pk>/map/", views_build.map_tie, name="map-tie"),
    path("ties/<int:pk>/map/delete/", views_build.map_tie_delete, name="map-tie-delete"),
]
