"""The text of snapshots becomes a zstd frame, with the text of the version it is based on as its dictionary."""

import zstandard
from django.db import migrations, models


def pack(apps, schema_editor):
    """Write the same words in another form. Snapshots only grow, so their trigger is put aside while that is done."""
    snapshots = apps.get_model("capture", "Snapshot").objects
    rows = list(snapshots.values_list("pk", "text", "based_on__text").order_by("pk"))
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE capture_snapshot DISABLE TRIGGER USER")
        for key, text, earlier in rows:
            cursor.execute(
                "UPDATE capture_snapshot SET words = %s WHERE id = %s", [_frame(text, earlier), key]
            )
        cursor.execute("ALTER TABLE capture_snapshot ENABLE TRIGGER USER")


def _frame(text, earlier):
    dictionary = zstandard.ZstdCompressionDict(
        (earlier or "").encode(), dict_type=zstandard.DICT_TYPE_RAWCONTENT
    )
    return zstandard.ZstdCompressor(level=3, dict_data=dictionary if earlier else None).compress(
        text.encode()
    )


class Migration(migrations.Migration):
    dependencies = [("capture", "0007_how_long_a_host_wants_us_to_wait")]

    operations = [
        migrations.AddField("snapshot", "words", models.BinaryField(default=b""), preserve_default=False),
        migrations.RunPython(pack),
        migrations.RemoveConstraint("snapshot", "snapshot_has_text"),
        migrations.RemoveField("snapshot", "text"),
        migrations.AddConstraint(
            "snapshot",
            models.CheckConstraint(
                condition=models.Q(("words", b""), _negated=True), name="snapshot_has_words"
            ),
        ),
    ]
