"""Every change of an enrolled face says which transaction made it, so that copies in memory can follow."""

from django.db import migrations, models
from django.db.models.expressions import RawSQL

_FOLLOW = """
CREATE FUNCTION face_template_followed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a face is forgotten by emptying its row: copies in memory learn of it by the row';
    END IF;
    NEW.transaction := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER face_template_followed BEFORE INSERT OR UPDATE OR DELETE ON decisions_facetemplate
    FOR EACH ROW EXECUTE FUNCTION face_template_followed();
"""
_LEAVE = """
DROP TRIGGER face_template_followed ON decisions_facetemplate;
DROP FUNCTION face_template_followed();
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]

    operations = [
        migrations.AlterField("facetemplate", "sealed", models.BinaryField(null=True)),
        migrations.AddField(
            "facetemplate",
            "transaction",
            models.BigIntegerField(
                db_default=RawSQL("pg_current_xact_id()::text::bigint", ()), db_index=True
            ),
        ),
        migrations.RunSQL(_FOLLOW, _LEAVE),
    ]
