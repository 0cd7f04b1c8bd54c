# SPDX-License-Identifier: Apache-2.0
"""Build the demo city and ninety days of its life; on a database that already has orders it changes nothing."""

import time
from datetime import timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sidan.base import clock
from sidan.base.clock import now
from sidan.dispatch.duplicates_index import count_terms
from sidan.dispatch.hot_runs import look
from sidan.dispatch.training import train
from sidan.matching.stocking import stock_skills
from sidan.orders.models import Order
from sidan.orders.sweep import sweep
from sidan.places.models import Area
from sidan.programmes.catalogue_reader import read_catalogue
from sidan.programmes.stocking import stock
from sidan.simulate import past
from sidan.simulate.city import build
from sidan.simulate.crews import man_the_grids
from sidan.simulate.evaluated import evaluate
from sidan.simulate.halls import open_halls
from sidan.simulate.life import Life
from sidan.simulate.paired import look_ahead, pair_up, visits
from sidan.simulate.society import allot_purses, settle_in
from sidan.simulate.stations import furnish


class Command(BaseCommand):
    help = "Build the synthetic demo city and play its orders through the engine under a moving clock."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--orders", type=int, default=3000, help="how many orders (3000)")
        parser.add_argument("--days", type=int, default=90, help="over how many days up to now (90)")
        parser.add_argument("--seed", type=int, default=20, help="the same seed plays the same life")

    def handle(self, *args: Any, **options: Any) -> None:
        if Order.objects.exists():
            self.stdout.write("演示城市已经建好，没有改动。 The demo city is there already; nothing was changed.")
            return
        if Area.objects.exists():
            raise CommandError(
                "数据库里已有区域，不是空库。 The database already has areas; the demo needs an empty one."
            )
        if not 1 <= options["orders"] <= 200_000 or not 1 <= options["days"] <= 365:
            raise CommandError("--orders 1…200000, --days 1…365")
        begun = time.monotonic()
        rng = Random(options["seed"])
        end = now().replace(second=0, microsecond=0)
        begin = end - timedelta(days=options["days"])
        self.stdout.write("建立演示城市（全部为合成数据）… Building the demo city, all of it synthetic…")
        catalogue = read_catalogue()
        stock(catalogue)
        stock_skills()
        city = build(catalogue, today=end.date(), rng=rng)
        settle_in(city, today=end.date(), rng=Random(options["seed"]))
        open_halls(today=end.date(), rng=Random(options["seed"]))
        allot_purses(begin, end)
        man_the_grids(city, today=end.date(), rng=Random(options["seed"]))
        stations = furnish(city.grids, today=end.date(), rng=Random(options["seed"]))
        firms = pair_up(city, end, rng=Random(options["seed"]))
        self.stdout.write(
            f"  {stations} stations, {len(city.grids)} grids, {len(city.units)} units, {len(city.people)} people, "
            f"{len(firms.companies)} companies with {len(firms.liaisons)} liaisons"
        )
        self.stdout.write(f"演算 {options['days']} 天 {options['orders']} 张单… Playing {options['days']} days…")
        life = Life(city, catalogue, rng, self.stdout.write, [visits(firms)])
        with past.at_ease():
            moves = life.live(options["orders"], begin=begin, end=end)
            rounds = evaluate(end, rng=Random(options["seed"]))
            look_ahead(firms, end)
            # What was opened after the days were played may have become late before they ended.
            with clock.travel(end):
                moves += sweep(end)
        told = past.settle(end)
        # What jobs do every hour and every week, so that a first look finds it done.
        count_terms()
        look(end)
        train()
        took = time.monotonic() - begun
        self.stdout.write(
            f"  {moves} moves, {Order.objects.open().count()} orders open, {told} messages, "
            f"{rounds} rounds of evaluation, {took:.0f} s"
        )
        self._doors(life)

    def _doors(self, life: Life) -> None:
        """Say where to go in: a poster's code and the tracking page of an order that awaits its verdict."""
        site = next(iter(life.city.sites.values()))[0]
        known = Order.objects.filter(number__in=list(life.codes)).order_by("-id")
        waiting = known.filter(stage="checking").first() or known.first()
        self.stdout.write(f"扫码点单 Scan and order: {settings.SITE_URL}/q/{site.code}")
        if waiting is not None:
            self.stdout.write(
                f"查进度 Track an order:   {settings.SITE_URL}/t/{waiting.number}/{life.codes[waiting.number]}"
            )
        self.stdout.write(f"工作人员 Staff sign-in:   {settings.SITE_URL}/demo")
