from django.apps import AppConfig


class CockpitConfig(AppConfig):
    name = "kam.cockpit"
    label = "cockpit"
