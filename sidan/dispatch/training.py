# SPDX-License-Identifier: Apache-2.0
"""Learns matters from this city's own closed orders, measures what was learned on orders unseen, and keeps both.

Only orders whose matter a person decided teach, by their text with private words covered; no contact is ever read. All
is learned anew each time, so a text that was blanked leaves the model with the next training.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.db.models import Exists, OuterRef

from sidan.base.clock import now
from sidan.base.private_words import masked
from sidan.dispatch import risk
from sidan.dispatch.classify import Classifier, learned_and_unseen
from sidan.dispatch.learned import Learned, drop_learned, is_learned, keep_learned
from sidan.dispatch.learned_rows import ModelRun
from sidan.orders.models import Order, Step
from sidan.orders.registry import served

# The latest say how people write now; more of one matter teach little, and cost as much.
MOST_ORDERS = 20_000
MOST_OF_A_MATTER = 1_000
LEAST_OF_A_MATTER = 20
LATEST_SHARE = 0.2  # of the orders, which the check over time has not seen
MOST_CHARACTERS = 1_500
WHOLE_CITY = ""


@dataclass(frozen=True, slots=True)
class Example:
    """The covered text of a closed order and the code of the matter decided."""

    text: str
    matter: str


def cleaned(text: str) -> str:
    """Return a text as it may be learned: its beginning, with private words covered."""
    return masked(text[:MOST_CHARACTERS])


def examples_of(county: str) -> list[Example]:
    """Return what a county's closed orders teach, the whole city's for WHOLE_CITY, the oldest first. One query.

    Matters with fewer than LEAST_OF_A_MATTER orders are left to the everyday words.
    """
    fields = sorted({code for each in served() for code, field in each.fields.items() if field.type == "matter"})
    # A step by somebody, after the opening: neither the reporter's choice nor a rule's teaches.
    decided = Step.objects.filter(order=OuterRef("pk"), seq__gt=1, by__isnull=False, answers__has_any_keys=fields)
    orders = Order.objects.filter(Exists(decided), kind="closed", matter__isnull=False, is_confidential=False)
    orders = orders.exclude(text="")
    if county:
        orders = orders.filter(county=county)
    rows = orders.order_by("-id").values_list("text", "matter__code")[:MOST_ORDERS]
    taken: Counter[str] = Counter()
    kept = []
    for text, matter in rows:
        if taken[matter] < MOST_OF_A_MATTER:
            taken[matter] += 1
            kept.append((text, matter))
    return [Example(cleaned(text), matter) for text, matter in reversed(kept) if taken[matter] >= LEAST_OF_A_MATTER]


def digest_of(examples: Sequence[Example]) -> str:
    """Return a digest of everything that is learned from, whatever its order."""
    lines = sorted(f"{len(each.matter)}:{each.matter}{each.text}" for each in examples)
    return hashlib.sha256("\0".join(lines).encode()).hexdigest()


def train(county: str = WHOLE_CITY, *, keeps: bool = True) -> ModelRun | None:
    """Learn, measure and keep, and return the row; None, and nothing kept, when there is too little to learn from.

    Where nothing was added, changed or blanked since the last training, that one stands and nothing is learned again.
    """
    began = time.perf_counter()
    examples = examples_of(county)
    if len({each.matter for each in examples}) < 2:
        if keeps:
            drop_learned(county)
        return None
    digest = digest_of(examples)
    last = ModelRun.objects.filter(county=county).order_by("-trained_at").first()
    if keeps and last is not None and last.digest == digest and is_learned(county):
        return last
    texts, matters = [each.text for each in examples], [each.matter for each in examples]
    classifier, chances = learned_and_unseen(texts, matters)
    names = sorted(set(matters))
    given = np.array([names.index(matter) for matter in matters], np.intp)
    threshold = risk.threshold_for(chances, given, risk=settings.SUGGEST_RISK)
    learned = Learned(classifier, threshold)
    figures = {**figures_of(chances, given, names), "latest": latest_figures(examples, threshold)}
    run = ModelRun(
        county=county,
        trained_at=now(),
        orders=len(examples),
        matters=len(names),
        seconds=round(time.perf_counter() - began, 2),
        digest=digest,
        figures=figures,
        threshold=threshold,
    )
    if keeps:
        run.save()
        keep_learned(county, learned)
    return run


def train_all() -> None:
    """Train the whole city, and each county that has enough of its own orders."""
    train(WHOLE_CITY)
    for county in Order.objects.order_by("county").values_list("county", flat=True).distinct():
        train(county)


def figures_of(chances: risk.Floats, given: npt.NDArray[np.intp], names: Sequence[str]) -> dict[str, object]:
    """Return what is shown of a training: risk by coverage, calibration, top two, and agreement by matter."""
    right = chances.argmax(axis=1) == given
    return {
        "accuracy": float(right.mean()),
        "top_two": risk.top_two(chances, given),
        "ece": risk.calibration_error(chances, given),
        "curve": [asdict(point) for point in risk.curve(chances, given)],
        "calibration": risk.calibration(chances, given),
        "matters": {
            name: {"orders": int((given == place).sum()), "agreed": int(right[given == place].sum())}
            for place, name in enumerate(names)
        },
    }


def latest_figures(examples: Sequence[Example], threshold: float) -> dict[str, float]:
    """Return how a model of the older orders does on the latest; empty when they are too few to say.

    An order of a matter that the older ones do not know counts as wrong.
    """
    cut = int(len(examples) * (1 - LATEST_SHARE))
    older, latest = examples[:cut], examples[cut:]
    if not latest or len({each.matter for each in older}) < 2:
        return {}
    model = Classifier.learn([each.text for each in older], [each.matter for each in older])
    chances = model.chances([each.text for each in latest])
    right = np.array(
        [model.labels[row.argmax()] == each.matter for row, each in zip(chances, latest, strict=True)], bool
    )
    sure = chances.max(axis=1) >= threshold
    return {
        "orders": len(latest),
        "accuracy": float(right.mean()),
        "covered": float(sure.mean()),
        "risk": float(1 - right[sure].mean()) if sure.any() else 0.0,
    }
