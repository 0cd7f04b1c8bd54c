# SPDX-License-Identifier: Apache-2.0
"""Everything a programme file may name, gathered from where each part is kept."""

from collections.abc import Mapping

from sidan.orders.fields import FIELD_TYPES
from sidan.orders.registry import Effect, Guard
from sidan.orders.relying import Relies
from sidan.orders.roles import ROLES
from sidan.orders.soundness import Vocabulary
from sidan.programmes import (
    claim_rules,
    effects,
    fund_rules,
    joint_rules,
    link_rules,
    match_rules,
    meeting_rules,
    rules,
)
from sidan.programmes.measures import MEASURES

# In the order of the reference page.
GUARDS: Mapping[str, Guard] = {
    **rules.GUARDS,
    **joint_rules.GUARDS,
    **link_rules.GUARDS,
    **claim_rules.GUARDS,
    **fund_rules.GUARDS,
    **meeting_rules.GUARDS,
    **match_rules.GUARDS,
}
EFFECTS: Mapping[str, Effect] = {
    **effects.EFFECTS,
    **joint_rules.EFFECTS,
    **link_rules.EFFECTS,
    **claim_rules.EFFECTS,
    **fund_rules.EFFECTS,
    **meeting_rules.EFFECTS,
}
RELIES: Mapping[str, Relies] = {
    **rules.RELIES,
    **effects.RELIES,
    **joint_rules.RELIES,
    **link_rules.RELIES,
    **claim_rules.RELIES,
    **fund_rules.RELIES,
    **meeting_rules.RELIES,
    **match_rules.RELIES,
}

VOCABULARY = Vocabulary(
    roles=ROLES,
    guards=GUARDS,
    effects=EFFECTS,
    field_types=FIELD_TYPES,
    free_types=frozenset(code for code, kind in FIELD_TYPES.items() if kind.is_free),
    made_types=frozenset(code for code, kind in FIELD_TYPES.items() if kind.is_made),
    measures={code: measure.needs for code, measure in MEASURES.items()},
    relies=RELIES,
)
