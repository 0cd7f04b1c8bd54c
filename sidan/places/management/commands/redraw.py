# SPDX-License-Identifier: Apache-2.0
"""Divide small areas anew into larger grids, with a proof: manage.py redraw IN.geojson --min 300 --max 500 …

Needs no database. `--assignment` writes which area goes into which region, `--out` the regions with their outlines,
`--report` what is proved, part by part.
"""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, gettext

from sidan.base.errors import Refused
from sidan.places.redraw.asked import PRESETS, USUAL_HI, USUAL_LO, Bounds, Weights, Wishes, preset
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.plans import Plan
from sidan.places.redraw.reading import read_instance
from sidan.places.redraw.reading_graph import read_graph
from sidan.places.redraw.solving import proved_share, redraw
from sidan.places.redraw.writing import assignment_csv, plan_geojson, report_json


class Command(BaseCommand):
    """Redraw the areas of a file."""

    help = "Divide small areas anew into larger grids within bounds, and prove how good the plan is. Needs no database."
    # Neither models nor the database have a part in it, and looking after them would take longer than the work.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the bounds, the weights and where to write."""
        parser.add_argument("file", type=Path, help="GeoJSON (.gz too), or a graph as .npz; see docs/topics/redraw.md")
        parser.add_argument("--min", type=int, default=USUAL_LO, dest="lo", help="least households of a region")
        parser.add_argument("--max", type=int, default=USUAL_HI, dest="hi", help="most households of a region")
        parser.add_argument("--regions", type=int, help="how many in all; as few as the bounds allow unless said")
        parser.add_argument("--prefer", choices=sorted(PRESETS), default="usual", help="a set of weights by name")
        parser.add_argument("--weights", default="", help="single weights, such as balance=1,compactness=0.5,crew=2")
        parser.add_argument("--crossing-price", type=float, help="let regions cross communities at a price a household")
        parser.add_argument("--wishes", type=Path, help='JSON such as {"fixed": [["a"]], "together": [], "apart": []}')
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes at once")
        parser.add_argument("--out", type=Path, help="where to write the regions as GeoJSON")
        parser.add_argument("--assignment", type=Path, help="where to write id and region of each area as CSV")
        parser.add_argument("--report", type=Path, help="where to write the proof as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, divide, write, and say in a few lines what came of it."""
        try:
            instance = _read(options["file"])
            plan = redraw(
                instance,
                Bounds(options["lo"], options["hi"], options["regions"], crossing_price=options["crossing_price"]),
                _weights(options["prefer"], options["weights"]),
                _wishes(options["wishes"]),
                seed=options["seed"],
                workers=options["workers"],
            )
        except Refused as refused:
            raise CommandError(refused.said(gettext, language=get_language() or "zh-hans")) from refused
        except OSError as error:
            raise CommandError(str(error)) from error
        _write(instance, plan, options)
        self._tell(instance, plan)

    def _tell(self, instance: Instance, plan: Plan) -> None:
        """Say what the plan comes to."""
        measures, language = plan.measures, get_language() or "zh-hans"
        said = gettext(
            "%(areas)d areas → %(regions)d regions; %(share).1f %% within %(lo)d–%(hi)d households where that can be; "
            "imbalance %(imbalance).2f %%, roundness %(round).3f; %(seconds).1f s"
        )
        self.stdout.write(
            said
            % {
                "areas": len(instance),
                "regions": measures.regions,
                "share": 100 * measures.in_range_excused,
                "lo": plan.bounds.lo,
                "hi": plan.bounds.hi,
                "imbalance": measures.imbalance_percent,
                "round": measures.polsby_popper,
                "seconds": plan.seconds,
            }
        )
        proved = round(proved_share(plan.parts) * len(plan.parts))
        said = gettext("proved the best: %(proved)d of %(parts)d parts")
        self.stdout.write(said % {"proved": proved, "parts": len(plan.parts)})
        for part in plan.parts:
            if part.proof == "bounded":
                said = gettext("%(community)s: not proved; at most %(gap).1f %% from the best")
                self.stdout.write(said % {"community": part.community, "gap": part.gap_percent})
        short = [part for part in plan.parts if part.reason is not None]
        if short:
            said = gettext("%(count)d parts cannot keep the bounds:")
            self.stdout.write(said % {"count": len(short)})
        for part in short:
            assert part.reason is not None
            lo, hi = part.nearest or (plan.bounds.lo, plan.bounds.hi)
            self.stdout.write(
                gettext("  %(community)s: %(reason)s (possible with %(lo)d to %(hi)d)")
                % {"community": part.community, "reason": part.reason.in_language(language), "lo": lo, "hi": hi}
            )


def _read(file: Path) -> Instance:
    """Return the areas in a file."""
    if not file.is_file():
        raise Refused("There is no file %(file)s.", file=str(file))
    return read_graph(file) if file.suffix == ".npz" else read_instance(file.read_bytes())


def _weights(prefer: str, text: str) -> Weights:
    """Return a named set of weights with single ones changed."""
    changes: dict[str, float] = {}
    for pair in filter(None, (each.strip() for each in text.split(","))):
        name, _, number = pair.partition("=")
        try:
            changes[name.strip()] = float(number)
        except ValueError:
            raise Refused("“%(pair)s” is not a weight such as balance=1.", pair=pair) from None
    return preset(prefer, **changes)


def _wishes(file: Path | None) -> Wishes:
    """Return the wishes in a file of JSON."""
    if file is None:
        return Wishes()
    try:
        found = json.loads(file.read_bytes())
        groups = {name: tuple(map(_group, found.pop(name, ()))) for name in _WISHES}
    except (ValueError, TypeError, AttributeError):
        found, groups = {"": None}, {}
    if found:
        raise Refused("The wishes must be JSON with the lists of lists “fixed”, “together” and “apart”.")
    return Wishes(**groups)


def _group(ids: object) -> frozenset[str]:
    """Return a list of ids as a group; a TypeError where it is none."""
    if not isinstance(ids, list):
        raise TypeError
    return frozenset(map(str, ids))


_WISHES = ("fixed", "together", "apart")


def _write(instance: Instance, plan: Plan, options: dict[str, Any]) -> None:
    """Write the files that were asked for."""
    try:
        if options["out"]:
            options["out"].write_bytes(plan_geojson(instance, plan))
        if options["assignment"]:
            options["assignment"].write_text(assignment_csv(instance, plan), encoding="utf-8")
        if options["report"]:
            options["report"].write_bytes(report_json(instance, plan, language=get_language() or "zh-hans"))
    except OSError as error:
        raise CommandError(str(error)) from error
