from django.db import migrations

from tracker.lib.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("extract", "0001_what_a_page_says")]

    operations = [guard("extract_extraction"), guard("extract_passage")]
