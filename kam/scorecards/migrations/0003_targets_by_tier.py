from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scorecards", "0002_standings_and_staleness"),
    ]

    operations = [
        migrations.AddField(
            model_name="gridrow",
            name="targets",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="{code of the tier: figure worth 100 points}, where it is not that of the curve",
                verbose_name="targets by tier",
            ),
        ),
    ]
