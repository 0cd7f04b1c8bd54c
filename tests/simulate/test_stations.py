# SPDX-License-Identifier: Apache-2.0
"""The stations, partners and platforms of the synthetic city."""

from datetime import date
from random import Random

import pytest

from sidan.people.partners import Partner
from sidan.places.codes import county_of
from sidan.places.names import name_of
from sidan.places.service_points import Station
from sidan.programmes.catalogue_reader import read_catalogue
from sidan.programmes.stocking import stock
from sidan.simulate.city import build
from sidan.simulate.stations import PLATFORMS, furnish
from tests.people.six_kinds import name_six_kinds

REAL = ("黎民事码上办", "金事精办", "宜事快办", "莲乡一网通")


@pytest.mark.django_db
def test_ten_stations_stand_in_both_counties_and_say_that_they_are_made_up() -> None:
    """Each has hours, facilities, a point and a poster; grids have partners; no real platform's name is given away."""
    name_six_kinds()
    catalogue = read_catalogue()
    stock(catalogue)
    city = build(catalogue, today=date(2026, 3, 10), rng=Random(3))

    furnish(city.grids, today=date(2026, 3, 10), rng=Random(3))

    stations = list(Station.objects.select_related("site"))
    assert len(stations) == 10
    assert {county_of(station.area_code) for station in stations} == set(PLATFORMS)
    for station in stations:
        assert "（演示）" in station.name
        assert station.site.is_active
        assert station.lon is not None
        assert station.facilities
        assert station.hours_words.zh
    assert set(Partner.objects.values_list("kind__code", flat=True)) == {
        "property", "departments", "workers",
    }  # fmt: skip
    for county, (brand, _, _) in PLATFORMS.items():
        assert "（演示）" in brand.zh
        assert brand.zh not in REAL
        assert name_of(county).zh[:2] not in brand.zh
