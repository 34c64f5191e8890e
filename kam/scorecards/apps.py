from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class ScorecardsConfig(AppConfig):
    name = "kam.scorecards"
    label = "scorecards"

    def ready(self):
        post_migrate.connect(import_string("kam.scorecards.grids.install_after_migrate"), sender=self)
