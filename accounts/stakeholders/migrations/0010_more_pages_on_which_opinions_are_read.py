from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0009_anonymised_people_hold_nothing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="opinionaccess",
            name="page",
            field=models.CharField(
                choices=[
                    ("person", "Page of the person"),
                    ("people", "List of the account"),
                    ("map", "Map"),
                    ("matrix", "Coverage matrix"),
                    ("answers", "Answers"),
                    ("ties", "Ties"),
                    ("history", "History"),
                    ("figures", "Figures"),
                    ("export", "Export"),
                ],
                max_length=10,
                verbose_name="page",
            ),
        ),
    ]
