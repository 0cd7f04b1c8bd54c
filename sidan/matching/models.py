# SPDX-License-Identifier: Apache-2.0
"""The rows of matching, each family in its module."""

from sidan.matching.plan_rows import Pairing, PairingPlan, PlanEvent, PlannedPair, PlanRemark
from sidan.matching.proposal_rows import Proposal
from sidan.matching.register_rows import Adviser, AdviserAbsence, Company, Conflict, Skill

__all__ = [
    "Adviser",
    "AdviserAbsence",
    "Company",
    "Conflict",
    "Pairing",
    "PairingPlan",
    "PlanEvent",
    "PlanRemark",
    "PlannedPair",
    "Proposal",
    "Skill",
]
