# SPDX-License-Identifier: Apache-2.0
"""Check the chain of every order and name the first bad step of each that does not hold."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sidan.orders.models import Order
from sidan.orders.verify import broken_chains


class Command(BaseCommand):
    help = "Check that no step was rewritten; ends with an error that names the first bad step of each broken chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="*", help="only the orders with these numbers")

    def handle(self, *args: Any, **options: Any) -> None:
        orders = Order.objects.filter(number__in=options["numbers"]) if options["numbers"] else Order.objects.all()
        broken = [f"{order.number}: step {fault.seq}: {fault.reason}" for order, fault in broken_chains(orders)]
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"{orders.count()} orders checked, every chain holds.")
