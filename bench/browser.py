# SPDX-License-Identifier: Apache-2.0
"""A client as cheap as can be that behaves as a browser does: connections kept alive, cookies, CSRF tokens in forms."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
KEPT_COOKIES = ("csrftoken", "sessionid")


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took."""

    status: int
    location: str
    body: bytes
    seconds: float


@dataclass
class Visitor:
    """Cookies and the token that stands in the forms a visitor was shown."""

    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    @property
    def cookie_line(self) -> str:
        """Return the cookies as sent."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


class Browser:
    """One connection to the server, opened when first used and kept."""

    def __init__(self, host: str, port: int) -> None:
        """Remember where the server is."""
        self._host, self._port = host, port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, visitor: Visitor) -> Answer:
        """Open a page and keep its cookies and its token."""
        answer = await self._asked(f"GET {path} HTTP/1.1\r\n", visitor, b"")
        if found := _TOKEN.search(answer.body):
            visitor.token = found[1].decode()
        return answer

    async def post(self, path: str, form: dict[str, str], visitor: Visitor) -> Answer:
        """Send a form with the visitor's token, and do not follow where it leads."""
        body = urlencode({"csrfmiddlewaretoken": visitor.token, **form}).encode()
        kind = "Content-Type: application/x-www-form-urlencoded"
        head = f"POST {path} HTTP/1.1\r\n{kind}\r\nContent-Length: {len(body)}\r\n"
        return await self._asked(head, visitor, body)

    async def _asked(self, head: str, visitor: Visitor, body: bytes) -> Answer:
        """Send a request on the connection and read its answer whole."""
        if self._writer is None or self._reader is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port, limit=2**20)
        cookies = f"Cookie: {visitor.cookie_line}\r\n" if visitor.cookies else ""
        origin = f"http://{self._host}:{self._port}"
        lines = f"{head}Host: {self._host}:{self._port}\r\nOrigin: {origin}\r\n{cookies}\r\n"
        began = time.perf_counter()
        self._writer.write(lines.encode() + body)
        top = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(top[9:12])
        length, location = 0, ""
        for line in top.split("\r\n")[1:]:
            name, _, value = line.partition(":")
            name, value = name.lower(), value.strip()
            if name == "content-length":
                length = int(value)
            elif name == "location":
                location = value
            elif name == "set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                if cookie in KEPT_COOKIES:
                    visitor.cookies[cookie] = kept
        content = await self._reader.readexactly(length)
        return Answer(status, location, content, time.perf_counter() - began)

    def close(self) -> None:
        """Let go of the connection."""
        if self._writer is not None:
            self._writer.close()
