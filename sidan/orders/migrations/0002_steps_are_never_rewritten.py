# SPDX-License-Identifier: Apache-2.0
"""Let the database itself refuse to rewrite or remove a step; only blanking answers and salts is left."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION refuse_rewriting_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'steps are never removed (step %)', OLD.id;
    END IF;
    IF (to_jsonb(NEW) - 'answers' - 'salts') IS DISTINCT FROM (to_jsonb(OLD) - 'answers' - 'salts') THEN
        RAISE EXCEPTION 'steps are never rewritten (step %)', OLD.id;
    END IF;
    IF (NEW.answers - ARRAY(SELECT jsonb_object_keys(OLD.commitments)))
            IS DISTINCT FROM (OLD.answers - ARRAY(SELECT jsonb_object_keys(OLD.commitments))) THEN
        RAISE EXCEPTION 'only committed answers may be blanked (step %)', OLD.id;
    END IF;
    IF EXISTS (
        SELECT 1 FROM jsonb_each(NEW.answers) AS new(field, value)
        WHERE value <> 'null'::jsonb AND value IS DISTINCT FROM OLD.answers -> field
    ) OR EXISTS (
        SELECT 1 FROM jsonb_each(NEW.salts) AS new(field, value) WHERE value IS DISTINCT FROM OLD.salts -> field
    ) THEN
        RAISE EXCEPTION 'answers may be blanked, not changed (step %)', OLD.id;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER steps_are_never_rewritten BEFORE UPDATE OR DELETE ON orders_step
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_steps();
"""

BACKWARDS = """
DROP TRIGGER steps_are_never_rewritten ON orders_step;
DROP FUNCTION refuse_rewriting_steps();
"""


class Migration(migrations.Migration):
    """Adds the trigger."""

    dependencies = [("orders", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
