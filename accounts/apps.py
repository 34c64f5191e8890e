from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"

    def ready(self):
        post_migrate.connect(import_string("accounts.reference.install"), sender=self)
