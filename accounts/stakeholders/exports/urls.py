"""The files to download, under the name space of the room."""

from django.urls import path

from accounts.stakeholders.exports.views import TYPES, export

urlpatterns = [
    path(f"accounts/<int:pk>/{page}.{kind}", export, {"what": what, "kind": kind}, name=f"{what}-{kind}")
    for what, page in (("map", "map"), ("chart", "people/chart"))
    for kind in TYPES
]
