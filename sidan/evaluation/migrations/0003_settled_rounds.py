# SPDX-License-Identifier: Apache-2.0
"""Say of an objection whether the one compared made it; let the database itself refuse to change a settled round."""

from django.db import migrations, models

FORWARDS = """
CREATE FUNCTION refuse_changing_settled_rounds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'settled' THEN
        RAISE EXCEPTION 'a settled round is never changed or removed (round %)', OLD.id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER settled_rounds_are_never_changed BEFORE UPDATE OR DELETE ON evaluation_round
    FOR EACH ROW EXECUTE FUNCTION refuse_changing_settled_rounds();

CREATE FUNCTION refuse_changing_settled_scores() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- A row is neither taken out of a settled round nor put into one.
    of_round bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.round_id ELSE OLD.round_id END;
    to_round bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.round_id ELSE NEW.round_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM evaluation_round WHERE id IN (of_round, to_round) AND state = 'settled') THEN
        RAISE EXCEPTION 'scores of a settled round are never added, changed or removed (round %)', of_round;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER settled_scores_are_never_changed BEFORE INSERT OR UPDATE OR DELETE ON evaluation_score
    FOR EACH ROW EXECUTE FUNCTION refuse_changing_settled_scores();

CREATE FUNCTION refuse_rewriting_round_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done to a round is never rewritten or removed (%)', OLD.id;
END
$$;
CREATE TRIGGER round_events_are_append_only BEFORE UPDATE OR DELETE ON evaluation_roundevent
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_round_events();
"""

BACKWARDS = """
DROP TRIGGER settled_rounds_are_never_changed ON evaluation_round;
DROP FUNCTION refuse_changing_settled_rounds();
DROP TRIGGER settled_scores_are_never_changed ON evaluation_score;
DROP FUNCTION refuse_changing_settled_scores();
DROP TRIGGER round_events_are_append_only ON evaluation_roundevent;
DROP FUNCTION refuse_rewriting_round_events();
"""


class Migration(migrations.Migration):
    """Adds the column and the triggers."""

    dependencies = [("evaluation", "0002_facts")]

    operations = [
        migrations.AddField("roundobjection", "is_own", models.BooleanField(default=False)),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
