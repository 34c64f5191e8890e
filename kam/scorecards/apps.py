from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "kam.scorecards"
    label = "scorecards"
