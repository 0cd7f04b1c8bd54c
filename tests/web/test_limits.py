# SPDX-License-Identifier: Apache-2.0
"""How often one visitor may write."""

from collections.abc import Iterator

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from sidan.web.limits import Window, forget_counts
from sidan.web.visitor import client_address, client_network
from tests.world import Clock

pytestmark = pytest.mark.urls("tests.web.pages")


@pytest.fixture(autouse=True)
def _fresh(settings: Settings) -> Iterator[None]:
    """Count from nothing, with limits on."""
    settings.RATE_LIMITS = True
    forget_counts()
    yield
    forget_counts()


def test_the_third_try_in_a_minute_waits() -> None:
    """Two a minute are let through; the third is told the seconds until the first is a minute old."""
    window = Window(per_minute=2, per_hour=10)

    assert [window.wait_seconds("a", at=at) for at in (0, 10, 20)] == [0, 0, 40]
    assert window.wait_seconds("a", at=61) == 0


def test_the_hour_counts_as_well() -> None:
    """Slow and steady is stopped by the count of the hour."""
    window = Window(per_minute=2, per_hour=3)

    assert [window.wait_seconds("a", at=at) for at in (0, 100, 200, 300)] == [0, 0, 0, 3300]


def test_a_refused_try_does_not_count() -> None:
    """Pressing again while waiting does not make the wait longer."""
    window = Window(per_minute=1, per_hour=10)
    window.wait_seconds("a", at=0)

    assert [window.wait_seconds("a", at=at) for at in (30, 59, 61)] == [30, 1, 0]


def test_visitors_do_not_count_for_one_another() -> None:
    """Each address has its own count."""
    window = Window(per_minute=1, per_hour=1)
    window.wait_seconds("a", at=0)

    assert window.wait_seconds("b", at=0) == 0


def test_memory_is_bounded() -> None:
    """Past the most visitors kept, the one heard from longest ago is forgotten."""
    window = Window(per_minute=1, per_hour=1, most_visitors=2)

    for visitor in "abc":
        window.wait_seconds(visitor, at=0)

    assert window.wait_seconds("c", at=1) > 0
    assert window.wait_seconds("a", at=1) == 0


def test_too_many_forms_are_answered_429_with_the_text_kept(client: Client, clock: Clock) -> None:
    """The visitor learns when to send it again and loses no word."""
    for _ in range(2):
        client.post("/often")

    response = client.post("/often", {"text": "路灯 坏了"}, headers={"Accept-Language": "en"})

    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert "路灯 坏了" in response.content.decode()
    assert "again in 1 minute" in response.content.decode()


def test_reading_is_not_counted(client: Client, clock: Clock) -> None:
    """Only sending counts."""
    assert [client.get("/often").status_code for _ in range(5)] == [200] * 5


def test_measuring_switches_the_limits_off(client: Client, clock: Clock, settings: Settings) -> None:
    """With the setting off nothing is counted."""
    settings.RATE_LIMITS = False

    assert [client.post("/often").status_code for _ in range(5)] == [200] * 5


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "9.9.9.9", "10.0.0.1"),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "1.1.1.1, 9.9.9.9", "9.9.9.9"),
        (2, "1.1.1.1, 9.9.9.9, 8.8.8.8", "9.9.9.9"),
        (2, "9.9.9.9", "10.0.0.1"),
        (1, "garbage", ""),
        (1, "", "10.0.0.1"),
        (1, "::ffff:9.9.9.9", "9.9.9.9"),
    ],
)
def test_only_our_own_proxies_are_believed(settings: Settings, proxies: int, forwarded: str, address: str) -> None:
    """What a visitor writes into X-Forwarded-For never hides the address their connection came from."""
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.1")

    assert client_address(request) == address


def test_one_ipv6_connection_is_one_visitor() -> None:
    """Addresses of one /64, which a phone changes at will, share a count."""
    one, other, far = (
        client_network(RequestFactory().get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )

    assert one == other == "2001:db8:1:2::/64"
    assert far != one
