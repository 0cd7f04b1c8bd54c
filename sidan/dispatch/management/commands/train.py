# SPDX-License-Identifier: Apache-2.0
"""Learn matters from closed orders: manage.py train [--county CODE] [--check]."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sidan.dispatch.training import WHOLE_CITY, train


class Command(BaseCommand):
    help = "Learn matters from the closed orders of a county or the whole city, and say how well it was learned."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--county", default=WHOLE_CITY, help="code of a county (the whole city)")
        parser.add_argument("--check", action="store_true", help="only say how well it would do; keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        run = train(options["county"], keeps=not options["check"])
        if run is None:
            self.stdout.write(
                "Too few decided orders to learn from; the everyday words of the catalogue go on speaking."
            )
            return
        figures = run.figures
        self.stdout.write(
            f"{run.orders} orders, {run.matters} matters, {run.seconds:.1f} s: right {figures['accuracy']:.3f}, "
            f"among the first two {figures['top_two']:.3f}, calibration error {figures['ece']:.3f}, "
            f"abstains below {run.threshold:.2f}"
        )
        for point in figures["curve"]:
            share, wrong, chance = point["covered"], point["risk"], point["threshold"]
            self.stdout.write(f"  covering {share:.2f}: {wrong:.3f} wrong, from a chance of {chance:.2f}")
