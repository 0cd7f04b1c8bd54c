# SPDX-License-Identifier: Apache-2.0
"""Let nobody change or remove an audit entry, not even through the ORM or a hand-written statement."""

from django.db import migrations

FORBID = """
CREATE FUNCTION people_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER people_audit_is_append_only BEFORE UPDATE OR DELETE ON people_auditentry
    FOR EACH ROW EXECUTE FUNCTION people_audit_is_append_only();
"""
ALLOW = """
DROP TRIGGER people_audit_is_append_only ON people_auditentry;
DROP FUNCTION people_audit_is_append_only();
"""


class Migration(migrations.Migration):
    """Add the trigger after the table."""

    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
