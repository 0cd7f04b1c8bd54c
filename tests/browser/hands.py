# SPDX-License-Identifier: Apache-2.0
"""What people do with their hands in the pages: open an order, fill in a move's form, and send it."""

import io
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from sidan.orders.models import Order


def photo(colour: str = "darkslategray") -> dict[str, Any]:
    """Return a photo as a phone's gallery gives it; another colour is another picture."""
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def form_of(page: Page, order: Order, move: str) -> Locator:
    """Open an order at the form of a move, and return the form."""
    page.goto(f"/desk/o/{order.number}?move={move}")
    box = page.locator(f"#move-{move}")
    if box.get_attribute("open") is None:
        box.locator("summary").first.click()
    return box


def write(box: Locator, move: str, answers: dict[str, Any]) -> None:
    """Fill in the answers of a move's form: texts, numbers, choices, ticks, ratings and photos."""
    for field, answer in answers.items():
        if isinstance(answer, dict):
            box.locator(f"[name={move}-{field}-new]").set_input_files([answer])
            expect(box.locator(".sd-photos-list img").first).to_be_visible()
            continue
        control = box.locator(f"[name={move}-{field}]")
        kind = control.first.get_attribute("type")
        if answer is True:
            control.check()
        elif kind == "radio":
            box.locator(f"[name={move}-{field}][value='{answer}']").check()
        elif control.first.evaluate("node => node.tagName") == "SELECT":
            control.select_option(answer)
        else:
            control.fill(answer)


def make(page: Page, order: Order, move: str, **answers: Any) -> Locator:
    """Make a move on an order's page, and return its form, which is gone when the move was made."""
    box = form_of(page, order, move)
    write(box, move, answers)
    send(box)
    page.wait_for_load_state("networkidle")
    return box


def made(page: Page, order: Order, move: str, **answers: Any) -> None:
    """Make a move on an order's page that must succeed, and bring `order` up to date."""
    box = form_of(page, order, move)
    write(box, move, answers)
    sent(page, box)
    order.refresh_from_db()


def sent(page: Page, box: Locator) -> None:
    """Press the button under a move's form that must succeed, and wait until the page says so."""
    send(box)
    expect(page.locator("#now").get_by_role("status").first).to_be_visible()


def send(box: Locator) -> None:
    """Press the button under a form."""
    box.locator("button[type=submit]").click()


def fits(page: Page) -> bool:
    """Say whether nothing stands out to the right of the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
