# SPDX-License-Identifier: Apache-2.0
"""Serve the site: web server and job worker together, the database brought up to date first."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sidan.config.serve import WORKERS, Address, CannotServe, serve


class Command(BaseCommand):
    """`manage.py serve`."""

    help = "Serve the site: web server and job worker together, the database brought up to date first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        parser.add_argument("--workers", type=int, default=WORKERS, help=f"web processes ({WORKERS})")
        parser.add_argument("--prepared", action="store_true", help="skip migrations and collecting of static files")

    def handle(self, *, host: str, port: int, workers: int, prepared: bool, **_: Any) -> None:
        try:
            sys.exit(serve(Address(host, port), workers=workers, prepared=prepared))
        except CannotServe as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            sys.exit(130)
