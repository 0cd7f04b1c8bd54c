# SPDX-License-Identifier: Apache-2.0
"""How often chance sends a small unit to the bottom, under the naive score and ours; coverage; squared error.

    .venv/bin/python bench/fairness.py [--worlds 200] [--seed 1]

All units are equal: each order is solved with the same chance. Sizes are unlike, as towns' are. Whoever stands at the
bottom stands there by chance. Then units that differ, where the truth is known: do intervals hold it, and is what is
shown nearer to it than the bare share?
"""

import argparse
from collections.abc import Iterator

import numpy as np

from sidan.base.errors import Words
from sidan.evaluation.declare import Ranking, Tier, Weighed
from sidan.evaluation.figure import share
from sidan.evaluation.intervals import interval
from sidan.evaluation.scoring import score
from sidan.evaluation.shrinking import credible, prior_of, shrunk

UNITS = 200
CHANCE = 0.92
SMALLEST, LARGEST, SMALL = 5, 500, 30


def ranking(*, fair: bool) -> Ranking:
    """Return a ranking by one share in three tiers: ours, or the naive one that knows nothing of chance."""
    tiers = (("best", 0.2), ("middle", 0.6), ("bottom", None))
    return Ranking(
        code="bench",
        edition=1,
        basis="bench",
        name=Words("", "bench"),
        summary=Words("", "bench"),
        subjects="units",
        period="month",
        indicators=(Weighed(code="solved", name=Words("", "solved"), measure="solved", weight=100),),
        tiers=tuple(Tier(code=code, name=Words("", code), share=part) for code, part in tiers),
        minimum=10 if fair else 1,
        shrinks=fair,
        ties=fair,
    )


def equal(worlds: int, seed: int) -> dict[str, float]:
    """Return what happens to 200 equal units of unlike size, small ones apart."""
    found: dict[str, list[float]] = {}
    for of, count in _worlds(worlds, seed, spread=False):
        small = of < SMALL
        for name, fair in (("naive", False), ("ours", True)):
            result = score(
                ranking(fair=fair),
                [share(count, of)],
                subjects=[str(number) for number in range(len(of))],
                classes=["all"] * len(of),
                cases=of,
            )
            tier = np.array(result.tier)
            worst = max(result.rank)
            last = np.array(result.rank) == worst
            surely_last = np.array(result.rank_best) > 0.8 * len(of)
            for what, value in (
                ("small ones in the bottom tier, %", 100 * (tier == "bottom")[small].mean()),
                ("large ones in the bottom tier, %", 100 * (tier == "bottom")[~small].mean()),
                ("worlds in which a small one stands last, %", 100 * float(small[last].any())),
                ("points between best and last", float(np.ptp(result.total[np.array(result.rank) > 0]))),
                ("said to be surely among the last fifth, %", 100 * surely_last[np.array(result.rank) > 0].mean()),
            ):
                found.setdefault(f"{name}: {what}", []).append(value)
    return {what: float(np.mean(values)) for what, values in sorted(found.items())}


def unlike(worlds: int, seed: int) -> dict[str, float]:
    """Return coverage of the 95 % intervals and mean squared errors where units differ and their truth is known."""
    rows: dict[str, list[float]] = {}
    for of, count, truth in _worlds(worlds, seed, spread=True):
        prior = prior_of(count, of)
        x, n = shrunk(count, of, prior)
        for name, (low, high), value in (
            ("bare", interval(count, of), count / of),
            ("shrunk", credible(x, n, prior), x / n),
        ):
            rows.setdefault(f"{name}: truth within the interval, %", []).append(
                100 * float(((low <= truth) & (truth <= high)).mean())
            )
            rows.setdefault(f"{name}: squared error x 10,000", []).append(1e4 * float(((value - truth) ** 2).mean()))
    return {what: float(np.mean(values)) for what, values in sorted(rows.items())}


def _worlds(worlds: int, seed: int, *, spread: bool) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield sizes and counts, and the truth where units differ."""
    draw = np.random.default_rng(seed)
    for _ in range(worlds):
        of = np.exp(draw.uniform(np.log(SMALLEST), np.log(LARGEST), UNITS)).astype(int)
        truth = draw.beta(16, 4, UNITS) if spread else np.full(UNITS, CHANCE)
        count = draw.binomial(of, truth)
        yield (of.astype(float), count.astype(float), truth) if spread else (of.astype(float), count.astype(float))


def main() -> None:
    """Print both tables."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--worlds", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    print(f"{UNITS} equal units of {SMALLEST} to {LARGEST} orders, {CHANCE:.0%} solved, {given.worlds} worlds:")
    for what, value in equal(given.worlds, given.seed).items():
        print(f"  {what:58} {value:8.2f}")
    print(f"{UNITS} units that differ (beta 16, 4), {given.worlds} worlds:")
    for what, value in unlike(given.worlds, given.seed).items():
        print(f"  {what:58} {value:8.2f}")


if __name__ == "__main__":
    main()
