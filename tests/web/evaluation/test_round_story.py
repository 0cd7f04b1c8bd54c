# SPDX-License-Identifier: Apache-2.0
"""A whole round through its pages: opened, checked, published, objected to, corrected, settled and taken along."""

import re
from typing import Any

import pytest
from django.test import Client

from sidan.evaluation.bundle import again
from sidan.evaluation.round_rows import Round, RoundObjection, Score
from sidan.evaluation.zipped import opened as unpacked
from sidan.people.models import Contact
from tests.evaluation.rounding import AFTER
from tests.web.evaluation.conftest import Read
from tests.world import COUNTY, Clock, World

pytestmark = pytest.mark.usefixtures("counts")
FEBRUARY = {"ranking": "trial", "area": COUNTY, "since": "2026-02-01", "until": "2026-02-28"}
NOT_OURS = "三张单是按时答复的，系统里有记录。"
ROAD_DARK = "我们楼道的灯一直不亮，这个分太高了。"


class Hands:
    """Presses buttons of rounds as one of the people, reading in English."""

    def __init__(self, world: World, name: str) -> None:
        """Sign in; `nobody` does not."""
        self.browser = Client() if name == "nobody" else world.client(name)
        self.browser.cookies["lang"] = "en"

    def press(self, path: str, *, status: int = 302, **form: str) -> str:
        """Send a form, which answers with a status, and return where it leads or what the page says."""
        response: Any = self.browser.post(f"/evaluation/{path}", form)
        assert response.status_code == status, (path, response.status_code, response.content.decode()[-3000:])
        return str(response["Location"] if status == 302 else response.content.decode())

    def get(self, path: str) -> Any:
        """Return an answer as it comes."""
        return self.browser.get(f"/evaluation/{path}")


def hear(world: World, objection: RoundObjection, *, is_right: bool) -> None:
    """Let the supervisor, who did not run the round, hear an objection to its end."""
    order = objection.order
    order.refresh_from_db()
    world.move(order, "acknowledge_other", "supervisor", remark="轮次由考评员计算。")
    if is_right:
        world.move(order, "correct", "supervisor", findings="三张单统计有误。", to_correct="重新计算。")
        world.move(order, "put_right", "leader", correction="已重新计算。")
    else:
        world.move(order, "uphold", "supervisor", findings="经核对，计算无误。")


def objected(world: World, base: str) -> tuple[RoundObjection, RoundObjection]:
    """Let the water company object to its own score, and a resident to that of the lamp office; return both."""
    Hands(world, "plumber").press(f"{base}object/water/", **{"objection-text": NOT_OURS, "key": "a" * 24})
    kept = Hands(world, "nobody").press(
        f"{base}object/lamps/", **{"objection-text": ROAD_DARK, "contact-phone": "13812345678"}
    )
    own, other = RoundObjection.objects.select_related("order").order_by("pk")
    assert kept.startswith(f"/t/{other.order.number}/")
    assert (own.is_own, other.is_own, other.order.code_digest != "") == (True, False, True)
    assert (own.order.contact, other.order.contact) == (None, Contact.objects.get())
    return own, other


def test_a_whole_round_through_its_pages(
    world: World, clock: Clock, counts: dict[str, tuple[int, int, int]], read: Read
) -> None:
    """One objection is found right and corrected, one is not; the seal can be worked out from the file alone."""
    evaluator = Hands(world, "evaluator")
    evaluator.press("new", **FEBRUARY)
    found = Round.objects.get()
    base = f"{found.pk}/"
    for verb in ("compute", "let_check"):
        evaluator.press(f"{base}do/{verb}")

    assert "5 / 10" in read(f"/evaluation/{base}unit/water/", "plumber")
    behind = read(f"/evaluation/{base}unit/water/?figure=answered&only=missed", "plumber")
    assert ('data-order="water-9"' in behind, 'data-order="water-1"' in behind) == (True, False)
    evaluator.press(f"{base}do/publish")

    own, other = objected(world, base)
    page = read(f"/evaluation/{base}", "evaluator")
    assert f"Objection {own.order.number} is still open." in page
    assert NOT_OURS not in page
    assert other.order.number not in read(f"/evaluation/{base}", "plumber")
    hear(world, own, is_right=True)
    hear(world, other, is_right=False)
    assert "compute the round again before it is settled" in read(f"/evaluation/{base}", "evaluator")

    counts["water"] = (8, 2, 0)
    assert "Please say why" in evaluator.press(f"{base}do/recompute", status=422)
    evaluator.press(f"{base}do/recompute", reason="水务公司的异议成立。")
    assert re.search(r"\(5 / 10\) → .*\(8 / 10\)", read(f"/evaluation/{base}difference", "evaluator"))

    assert "settle the round after that" in evaluator.press(f"{base}do/settle", status=422)
    clock.to(AFTER)
    evaluator = Hands(world, "evaluator")  # the session is long over
    evaluator.press(f"{base}do/settle")
    found.refresh_from_db()
    sealed = read(f"/evaluation/{base}", "leader")
    assert found.digest in sealed
    assert ('data-result="corrected"' in sealed, 'data-result="upheld"' in sealed) == (True, True)

    exported = Hands(world, "nobody").get(f"{base}export.zip").content
    worked = again(unpacked(exported))
    assert (worked.difference, worked.digest) == ("", found.digest)
    assert "The round is settled now" in evaluator.press(f"{base}do/recompute", status=422, reason="再算一次。")
    assert Score.objects.filter(round=found).values("run").distinct().count() == 2
