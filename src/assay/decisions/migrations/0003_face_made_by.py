"""An enrolled face says which network and alignment made it; those of another making cannot be compared."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0002_followed_faces")]

    operations = [
        migrations.AddField("facetemplate", "made_by", models.CharField(max_length=40, db_default="")),
    ]
