# SPDX-License-Identifier: Apache-2.0
"""Let the database itself stamp every change of what is kept in memory about places."""

from django.db import migrations

TABLES = ("places_area", "places_holiday", "places_officehours")

FUNCTION = """
CREATE FUNCTION places_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO places_placesversion (id, stamp) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET stamp = EXCLUDED.stamp;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER places_stamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION places_stamp();
"""
DROP = "DROP TRIGGER places_stamp ON {table};"


class Migration(migrations.Migration):
    """Add the function and a trigger to each table."""

    dependencies = [("places", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION places_stamp();"),
        *(migrations.RunSQL(TRIGGER.format(table=table), DROP.format(table=table)) for table in TABLES),
    ]
