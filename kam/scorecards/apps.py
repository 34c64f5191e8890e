from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ScorecardsConfig(AppConfig):
    name = "kam.scorecards"
    label = "scorecards"

    def ready(self):
        from kam.scorecards.grids import install_after_migrate  # models exist from here on

        post_migrate.connect(install_after_migrate, sender=self)
