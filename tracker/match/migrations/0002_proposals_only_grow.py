from django.db import migrations

from tracker.lib.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("match", "0001_what_it_seems_to_mean")]

    operations = [guard("match_comparison"), guard("match_proposal")]
