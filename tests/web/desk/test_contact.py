# SPDX-License-Identifier: Apache-2.0
"""The reporter's contact: shown for a reason to those who need it, and every look written down."""

from datetime import date

from sidan.orders.models import Order
from sidan.people.contacts import forget_due
from sidan.people.models import AuditEntry
from tests.web.desk.conftest import words
from tests.world import World


def looks() -> list[tuple[str, str, str]]:
    """Return who looked at which contact, and why."""
    entries = AuditEntry.objects.filter(action="contact.viewed").order_by("pk")
    return [(entry.actor, entry.subject, entry.details["reason"]) for entry in entries]


def test_a_contact_is_hidden_until_asked_for_with_a_reason(world: World, with_contact: Order) -> None:
    """The page hides it; with a reason it is shown once, and the look is in the audit log."""
    browser = world.client("handler")
    path = f"/desk/o/{with_contact.number}"
    assert "13800138000" not in browser.get(path).content.decode()

    shown = words(browser.post(f"{path}/contact", {"reason": "约定上门时间"}))

    for part in ("王女士", "13800138000", "晚上再打", "已记入审计日志"):
        assert part in shown
    assert looks() == [("王照明", f"order:{with_contact.number}", "约定上门时间")]
    assert "13800138000" not in browser.get(path).content.decode()


def test_htmx_gets_the_contact_in_its_place(world: World, with_contact: Order) -> None:
    """By htmx the contact appears where its button stood, without the rest of the page."""
    response = world.client("handler").post(
        f"/desk/o/{with_contact.number}/contact", {"reason": "约定上门时间"}, headers={"HX-Request": "true"}
    )

    assert response.content.decode().strip().startswith('<div id="contact">')
    assert "13800138000" in words(response)


def test_without_a_reason_nothing_is_shown(world: World, with_contact: Order) -> None:
    """An empty or endless reason is refused in words, and the form stays open with it."""
    browser = world.client("handler")

    for reason in ("", "   ", "想" * 201):
        response = browser.post(f"/desk/o/{with_contact.number}/contact", {"reason": reason})
        assert response.status_code == 422
        assert "理由" in words(response)
        assert "13800138000" not in response.content.decode()
    assert looks() == []


def test_whoever_needs_no_contact_is_refused(world: World, with_contact: Order) -> None:
    """Leaders and crews see the order and not the contact, by button or by hand-made POST."""
    for name in ("leader", "crew"):
        browser = world.client(name)
        page = browser.get(f"/desk/o/{with_contact.number}")
        assert "无需查看" in words(page)

        response = browser.post(f"/desk/o/{with_contact.number}/contact", {"reason": "想看看"})

        assert response.status_code == 422
        assert "13800138000" not in response.content.decode()
    assert looks() == []


def test_a_forgotten_contact_cannot_be_shown(world: World, with_contact: Order) -> None:
    """After the promised day the page says that it was cleared, and nobody can bring it back."""
    forget_due(date(2027, 12, 31))
    browser = world.client("handler")

    assert "已按承诺清除" in words(browser.get(f"/desk/o/{with_contact.number}"))
    assert browser.post(f"/desk/o/{with_contact.number}/contact", {"reason": "约定上门时间"}).status_code == 404
    assert looks() == []


def test_an_order_without_a_contact_says_so(world: World) -> None:
    """Where none was left there is no button."""
    order = world.submit()

    assert "联系方式 未留联系方式" in words(world.client("dispatcher").get(f"/desk/o/{order.number}"))
