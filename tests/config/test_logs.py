# SPDX-License-Identifier: Apache-2.0
"""Log lines name no query code, whoever wrote them."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from sidan.config.logs import DiscreetFormatter
from sidan.orders.tracking import new_code
from tests.world import World


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("Not Found: /t/SD-260310-000001-7/ABCDE-FGHIJ", "Not Found: /t/SD-260310-000001-7/…"),
        ("Error: /t/SD-1/ABCDE/photo/xyz/small", "Error: /t/SD-1/…/photo/xyz/small"),
        ("Gone: /photos/draft/s3cret?x=1", "Gone: /photos/draft/…?x=1"),
        ("Not Found: /desk/o/SD-260310-000001-7", "Not Found: /desk/o/SD-260310-000001-7"),
    ],
)
def test_codes_and_tokens_are_left_out(line: str, written: str) -> None:
    """An ellipsis stands for what opens a page; the number of the order stays, to find the fault by."""
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s", (line,), None)

    assert DiscreetFormatter().format(record) == written


def test_a_refused_press_leaves_no_code_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Django logs the address of every refusal; ours are written by the formatter that leaves the code out."""
    code, digest = new_code()
    order = world.submit(code_digest=digest)

    Client().post(f"/t/{order.number}/{code}", {"move": "withdraw", "expect": "99"})

    assert caplog.records
    assert all(code not in DiscreetFormatter().format(record) for record in caplog.records)
    handler = settings.LOGGING["handlers"]["console"]
    assert settings.LOGGING["formatters"][handler["formatter"]]["()"] == "sidan.config.logs.DiscreetFormatter"
