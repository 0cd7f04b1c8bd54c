# SPDX-License-Identifier: Apache-2.0
"""A resident with a browser, and photos as phones send them."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from sidan.base.numbers import grouped
from sidan.orders.models import Order
from sidan.orders.tracking import new_code
from sidan.web.limits import forget_counts
from tests.world import World

LAMP = "楼道灯坏了三天，晚上看不见路。"
Photo = Callable[..., SimpleUploadedFile]


@dataclass
class Reported:
    """An order with what its reporter was given."""

    order: Order
    code: str

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return reverse("public:order", args=[self.order.number, grouped(self.code)])


@pytest.fixture(autouse=True)
def _uncounted() -> Iterator[None]:
    """Forget what other tests have sent, and what this one does."""
    forget_counts()
    yield
    forget_counts()


@pytest.fixture
def resident() -> Client:
    """Return the browser of somebody without any account, with the protection against forgery switched on."""
    return Client()


@pytest.fixture
def reported(world: World) -> Reported:
    """Return an order reported from the world's stairwell, with its code."""
    code, digest = new_code()
    return Reported(world.submit(LAMP, code_digest=digest), code)


@pytest.fixture
def photo() -> Photo:
    """Return a function that takes a photo."""

    def take(name: str = "lamp.jpg", *, colour: str = "teal", content: bytes | None = None) -> SimpleUploadedFile:
        file = io.BytesIO()
        Image.new("RGB", (64, 48), colour).save(file, "JPEG")
        return SimpleUploadedFile(name, file.getvalue() if content is None else content, "image/jpeg")

    return take


def text_of(response: HttpResponse | Any) -> str:
    """Return a page as its words, one blank between them."""
    html = re.sub(r"<(script|style|template)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def value_of(response: HttpResponse | Any, name: str) -> str:
    """Return the value of the first control of that name."""
    found = re.search(rf'name="{re.escape(name)}"[^>]*?value="([^"]*)"', response.content.decode())
    assert found is not None, f"There is no control named {name}."
    return found[1]
