from django.db import migrations

from tracker.lib.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_what_a_person_decided")]

    operations = [guard("desk_decision")]
