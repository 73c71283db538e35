from django.db import migrations

from tracker.lib.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("capture", "0001_what_was_published")]

    operations = [guard("capture_snapshot"), guard("capture_visit")]
