from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_the_ledger_only_grows")]

    operations = [
        migrations.AddField(
            model_name="appearance",
            name="rests_on",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
