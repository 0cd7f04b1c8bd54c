# SPDX-License-Identifier: Apache-2.0
"""Computing a plan of pairs and writing down what came of it: at once for small ones, by the worker for large ones.

No transaction is open while the solver runs: the plan is marked before, and its pairs are written after.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.matching.assign import assign, changes_between
from sidan.matching.costs import parts_of
from sidan.matching.figures import figures_from, figures_stored
from sidan.matching.models import Adviser, Company, PairingPlan, PlannedPair
from sidan.matching.plans import note, problem_in
from sidan.matching.problem import Assignment, Pair, Parts, Problem
from sidan.matching.stored import parts_stored, refusal_stored, result_stored
from sidan.people.actors import Actor

COMPUTE, QUEUE = "pairing_plan_compute", "plans"
# So many pairs to look at are computed while somebody waits, about a second of work.
MOST_AT_ONCE = 60_000
# Behind what people wait for: a step, the clock's sweep.
PATIENCE = -5
SILENT = timedelta(minutes=10)
MOST_TRIES = 3
_CRASHED = Refused("Computing the plan went wrong. The operator finds the reason in the log; please try again.")
_log = logging.getLogger("sidan.matching")


def is_large(problem: Problem) -> bool:
    """Say whether a problem is left to the worker."""
    return len(problem.demands) * len(problem.supplies) > MOST_AT_ONCE


def compute(plan_id: int) -> None:
    """Compute a plan that waits for it; running it again is safe, and a plan in any other state is left alone.

    What goes wrong makes the plan `failed` with a sentence.
    """
    plan = PairingPlan.objects.filter(pk=plan_id, state="computing").first()
    if plan is None:
        return
    try:
        problem = problem_in(plan)
        found = assign(problem)
    except Refused as refused:
        _fail(plan, refused)
    except Exception:
        _log.exception("plan of pairs %s cannot be computed", plan_id)
        _fail(plan, _CRASHED)
    else:
        _write(plan, problem, found)


def ask_worker(plan: PairingPlan) -> None:
    """Queue the job that computes a plan, in the caller's transaction."""
    # The job of a worker that was stopped keeps its lock for ever, so that each further try has another.
    lock = f"{COMPUTE}:{plan.pk}:{plan.version}:{plan.tries}"
    app.configure_task(COMPUTE, queue=QUEUE, lock=lock, priority=PATIENCE).defer(plan_id=plan.pk)


def begin_anew() -> int:
    """Queue the plans whose worker has gone silent once more and return how many; give up on those tried too often."""
    begun = 0
    for plan in PairingPlan.objects.filter(state="computing", asked_at__lt=now() - SILENT).defer("instance"):
        if plan.tries >= MOST_TRIES:
            _fail(plan, _CRASHED)
            continue
        with transaction.atomic():
            plan.tries, plan.asked_at = plan.tries + 1, now()
            plan.save(update_fields=["tries", "asked_at"])
            ask_worker(plan)
        begun += 1
    return begun


@transaction.atomic
def _write(plan: PairingPlan, problem: Problem, found: Assignment) -> None:
    """Write the pairs and what is known of them, unless the plan was given up or asked for anew meanwhile."""
    now_it_is = PairingPlan.objects.select_for_update().filter(pk=plan.pk, state="computing", version=plan.version)
    if not now_it_is.exists():
        return
    priced = [(pair, parts_of(problem, pair.company, pair.liaison)) for pair in found.pairs]
    PlannedPair.objects.filter(plan=plan).delete()
    PlannedPair.objects.bulk_create(_rows(plan, priced), batch_size=1000)
    figures = figures_from(problem, priced, changes=changes_between(problem, found.pairs))
    plan.result = {**plan.result, **result_stored(found), "figures": figures_stored(figures), "is_by_hand": False}
    plan.state = "open" if plan.comment_until else "draft"
    plan.version, plan.fault = plan.version + 1, None
    plan.save(update_fields=["result", "state", "version", "fault"])
    note(plan, "computed", by=Actor(user_id=None), details={"pairs": len(priced), "seconds": found.proof.seconds})


def _rows(plan: PairingPlan, priced: list[tuple[Pair, Parts]]) -> Iterator[PlannedPair]:
    """Yield the rows of pairs. Two queries."""
    companies = dict(
        Company.objects.filter(unit__code__in={pair.company for pair, _ in priced}).values_list("unit__code", "pk")
    )
    advisers = dict(Adviser.objects.filter(code__in={pair.liaison for pair, _ in priced}).values_list("code", "pk"))
    for pair, parts in priced:
        yield PlannedPair(
            plan=plan,
            company_id=companies[pair.company],
            seat=pair.seat,
            adviser_id=advisers[pair.liaison],
            skill=pair.skill,
            parts=parts_stored(parts),
            is_kept=pair.is_kept,
            is_fixed=pair.is_fixed,
        )


def _fail(plan: PairingPlan, refused: Refused) -> None:
    """Note why a plan could not be computed."""
    waiting = PairingPlan.objects.filter(pk=plan.pk, state="computing", version=plan.version)
    waiting.update(state="failed", fault=refusal_stored(refused))
