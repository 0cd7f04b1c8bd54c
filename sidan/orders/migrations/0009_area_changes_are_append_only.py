# SPDX-License-Identifier: Apache-2.0
"""Let the database itself refuse to rewrite or remove the note that an order's grid was redrawn."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION refuse_rewriting_area_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'changes of area are never rewritten or removed (%)', OLD.id;
END
$$;
CREATE TRIGGER area_changes_are_append_only BEFORE UPDATE OR DELETE ON orders_areachange
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_area_changes();
"""

BACKWARDS = """
DROP TRIGGER area_changes_are_append_only ON orders_areachange;
DROP FUNCTION refuse_rewriting_area_changes();
"""


class Migration(migrations.Migration):
    """Adds the trigger."""

    dependencies = [("orders", "0008_grid_of_its_day")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
