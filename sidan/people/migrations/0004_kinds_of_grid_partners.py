# SPDX-License-Identifier: Apache-2.0
"""Name the six kinds of grid partners a county may begin with; it renames, adds and orders them as it likes.

The six are those 宜黄 speaks of (六位一体); elsewhere the six are others, so nothing depends on them.
"""

from django.db import migrations

KINDS = (
    ("branch", "网格党支部", "grid branch"),
    ("workers", "社区工作者", "community workers"),
    ("owners", "业主委员会", "owners' committee"),
    ("property", "物业公司", "property company"),
    ("paired", "结对共建单位", "paired unit"),
    ("departments", "联网共治部门", "co-governing department"),
)


def add_kinds(apps, schema_editor):
    """Add the kinds that are not there; one that is keeps its name."""
    kinds = apps.get_model("people", "PartnerKind")
    for position, (code, name, name_en) in enumerate(KINDS, start=1):
        kinds.objects.get_or_create(
            code=code, defaults={"name": name, "name_en": name_en, "position": position}
        )


class Migration(migrations.Migration):
    """Add the rows; they stay when the migration is taken back, as partners may name them."""

    dependencies = [("people", "0003_posts_and_partners_of_programmes")]
    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
