# SPDX-License-Identifier: Apache-2.0
"""Bring in areas from a sheet or map file: manage.py import_areas FILE [--dry-run] [--repair rings,slivers]."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import get_language, gettext

from sidan.base.errors import Words
from sidan.base.imports import Faulty, Plan
from sidan.places.area_sheets import AreaPlan, FaultyAreas, import_areas
from sidan.places.management.sheet_command import MappedSheetCommand
from sidan.places.survey import Survey
from sidan.places.survey_words import REPAIR_NAMES, fault_sentence, size_text
from sidan.places.topology import REPAIRS, Repair


class Command(MappedSheetCommand):
    """Import areas as the operator."""

    help = "Add and change areas as a sheet, GeoJSON or zipped Shapefile says, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the repairs to be made, too."""
        super().add_arguments(parser)
        parser.add_argument(
            "--repair",
            type=_repairs,
            default=(),
            help=f"repairs of outlines to be made, with commas between: {', '.join(REPAIRS)}, or all",
        )

    def bring_in(self, file: Path, *, dry_run: bool) -> Plan:
        """Import the areas."""
        options = self.options
        return import_areas(file, file.name, system=options["system"], repairs=options["repair"], dry_run=dry_run)

    def tell_more(self, outcome: Plan | Faulty) -> None:
        """Tell what was found of the outlines: each fault with its repair, and what the repairs on offer would do."""
        plan = outcome.plan if isinstance(outcome, FaultyAreas) else outcome
        if isinstance(plan, AreaPlan) and plan.survey.faults:
            self._tell_survey(plan.survey)

    def _tell_survey(self, survey: Survey) -> None:
        """Write a line for each fault that does not refuse the file, and one for each repair on offer."""
        for fault in survey.faults:
            if not fault.is_error:
                self.stdout.write(self.said(fault_sentence(fault, survey.named)))
            for key, gain in fault.changes if fault.kind != "open_ring" else ():
                area = survey.named[key]
                self.stdout.write(
                    f"  {area.code} {self._words(area.name)} {'+' if gain > 0 else '-'}{size_text(abs(gain))} m²"
                )
        for repair in REPAIRS:
            mended = [fault for fault in survey.faults if fault.repair == repair]
            if mended:
                line = gettext("--repair %(repair)s (%(count)d places): %(words)s")
                values = {"repair": repair, "count": len(mended), "words": self._words(REPAIR_NAMES[repair])}
                done = gettext("done") if repair in survey.accepted else gettext("not asked for")
                self.stdout.write(f"{line % values}; {done}")

    @staticmethod
    def _words(words: Words) -> str:
        """Return words in the language of the command line."""
        return words.in_language(get_language() or "zh-hans")


def _repairs(text: str) -> Sequence[Repair]:
    """Return the repairs that an argument names."""
    asked = [each.strip() for each in text.split(",") if each.strip()]
    if asked == ["all"]:
        return REPAIRS
    if unknown := [each for each in asked if each not in REPAIRS]:
        raise ArgumentTypeError(f"{', '.join(unknown)}: known are {', '.join(REPAIRS)} and all")
    return [repair for repair in REPAIRS if repair in asked]
