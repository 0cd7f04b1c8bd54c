# SPDX-License-Identifier: Apache-2.0
"""Let the database stamp every change of lineages too, which are kept in memory like areas."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER places_stamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON places_lineage
FOR EACH STATEMENT EXECUTE FUNCTION places_stamp();
"""


class Migration(migrations.Migration):
    """Add the trigger."""

    dependencies = [("places", "0004_lineage")]
    operations = [migrations.RunSQL(TRIGGER, "DROP TRIGGER places_stamp ON places_lineage;")]
