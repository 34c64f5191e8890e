from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "accounts.stakeholders"
    label = "stakeholders"
