from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class JobsConfig(AppConfig):
    name = "kam.jobs"
    label = "jobs"

    def ready(self):
        post_migrate.connect(import_string("kam.jobs.schedules.install_after_migrate"), sender=self)
