# SPDX-License-Identifier: Apache-2.0
"""What no browser sends: garbled addresses, headers, cookies and bodies. Each gets a sentence and a 4xx."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory

from sidan.config.wsgi import application
from sidan.web.limits import forget_counts
from tests.world import World

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=x"


@pytest.fixture(autouse=True)
def _uncounted() -> Iterator[None]:
    """Forget what other tests have sent, and what this one does."""
    forget_counts()
    yield
    forget_counts()


def is_said(response: Any) -> bool:
    """Say whether an answer is a refusal with a page of ours, as safe as any other page."""
    assert 400 <= response.status_code < 500, response.status_code
    assert "Content-Security-Policy" in response.headers
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    return len(response.content) > 40 and b"Traceback" not in response.content


@pytest.mark.parametrize(
    "path",
    [
        "/areas.json?bbox=nan,nan,nan,nan",
        "/areas.json?bbox=inf,-inf,inf,inf",
        "/areas.json?bbox=1e999,0,1e999,1",
        "/areas.json?bbox=1,2,3",
        "/areas.json?bbox=9,9,1,1",
        "/areas.json?bbox=%00",
        "/q/%00",
        "/t/%00/%00",
        "/t/LC-260310-000001-1/AAAAA-AAAAA",
        "/t/" + "9" * 6000 + "/" + "A" * 6000,
        "/about/" + "a" * 6000,
        "/about/%ED%A0%80",
        "/photos/" + "x" * 6000,
        "/photos/draft/%ED%A0%80",
        "/nothing/%FF%FE",
        "/nothing/%0d%0aSet-Cookie:%20a=b",
    ],
)
def test_garbage_in_an_address_is_answered_in_words(world: World, path: str) -> None:
    """No address breaks the server, however it was made up."""
    assert is_said(Client().get(path))


@pytest.mark.parametrize(
    "query",
    [
        "at=garbage",
        "at=a999999999999999999999999",
        "at=a999999999999999999-1",
        "at=b1",
        "queue=none",
        "kind=open",
        "due=never",
        "area=..%2F..",
        "area=%EF%BC%93%EF%BC%96",
        "unit=%27%3B--",
        "urgent=9",
        "via=%00",
        "q=" + "a" * 6000,
        "text=" + "a" * 6000,
    ],
)
def test_garbage_in_a_list_is_answered_in_words(world: World, query: str) -> None:
    """A mark, queue or filter that no page of ours made is refused by name."""
    assert is_said(world.client("dispatcher").get(f"/desk/?{query}"))


@pytest.mark.parametrize(
    "query",
    [
        "size=99999999999999999999",
        "size=-1",
        "size=NaN",
        "at=a999999999999999-1",
        "at=b0-999999999999999999",
        "q=" + "%26%7C%21%28%29%3A%2A%27%5C%22",
        "q=%ED%A0%80",
        "text=%27%29%3A%2A%20%26%20%28",
        "q=%F0%9F%92%A1",
    ],
)
def test_odd_searches_and_sizes_give_a_list_all_the_same(world: World, query: str) -> None:
    """Signs of the query language are searched for as what they are, and a page is never longer than the largest."""
    assert world.client("dispatcher").get(f"/desk/?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/desk/filters/" + "9" * 400 + "/drop",
        "/desk/filters/" + "9" * 5000 + "/drop",
    ],
)
def test_huge_numbers_of_rows_are_numbers_of_no_row(world: World, path: str) -> None:
    """A number beyond every column is one that does not exist."""
    assert is_said(world.client("dispatcher").post(path))


@pytest.mark.parametrize("before", ["9" * 19, "9" * 5000, "-1", "１２", "1e9", "%00"])
def test_a_mark_of_the_messages_must_be_a_number(world: World, before: str) -> None:
    """The list of messages refuses a mark it has not made."""
    assert is_said(world.client("dispatcher").get(f"/desk/messages?before={before}"))


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "utf-16", "latin-1"])
@pytest.mark.parametrize("kind", [FORM, BOUNDARY, "text/plain"])
def test_only_utf_8_is_read(world: World, charset: str, kind: str) -> None:
    """Other encodings are refused before anything is read by them; some give characters that cannot be written."""
    body = b'--x\r\nContent-Disposition: form-data; name="number"\r\n\r\n+2AA-\\ud800\r\n--x--\r\n'
    kind = f"{kind}; charset={charset}"

    assert is_said(Client().generic("POST", "/t/?a=%2B2AA-%5Cud800", body, content_type=kind))
    assert is_said(Client().get("/?a=b", CONTENT_TYPE=kind))


@pytest.mark.parametrize(
    "charset", ["hex", "base64", "idna", "punycode", "unicode_escape", "hex; x=utf-8", "x; a*=hex''%41"]
)
def test_a_charset_that_is_none_does_not_stop_the_server(world: World, charset: str) -> None:
    """Django reads the address by it before any of our middleware; the server's own door keeps it out."""
    environ = RequestFactory().get("/?a=%5Cud800").environ | {"CONTENT_TYPE": f"text/plain; charset={charset}"}
    told: list[str] = []

    body = b"".join(application(environ, lambda status, headers, *more: told.append(status)))

    assert told == ["400 Bad Request"]
    assert len(body) > 40


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"text=%ED%A0%80&area=369901001", FORM),
        (b"text=\xff\xfe&lon=NaN&lat=1e999", FORM),
        (b"text=%00", FORM),
        (b"garbage", BOUNDARY),
        (b"", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=" + "y" * 300),
        (b"{}", "application/json"),
        (b"<a/>", "text/xml"),
        (b"a", "\xff"),
        (b"a", "multipart/form-data; boundary=\xe4"),
        (b"&".join(b"a=1" for _ in range(2500)), FORM),
        (b"text=" + b"a" * 3_000_000, FORM),
    ],
)
@pytest.mark.parametrize("path", ["/report", "/t/", "/sign-in"])
def test_a_garbled_body_is_answered_in_words(world: World, body: bytes, kind: str, path: str) -> None:
    """Whatever stands in a body, the page says what is wrong, or asks again for what it could not find."""
    response = Client().post(path, body, content_type=kind)

    assert is_said(response)


def test_more_names_in_an_address_than_anybody_needs_are_refused(world: World) -> None:
    """The limit on fields holds for addresses too, and the refusal can be shown."""
    assert is_said(Client().get("/?" + "&".join("a=1" for _ in range(2500))))


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "lang", "elder"])
@pytest.mark.parametrize("value", ['"\\000abcdefghijk"', '"\\355\\240\\200aaaaaaaa"', "x" * 8000, "=;,", "\xff" * 40])
def test_garbage_in_a_cookie_is_no_session(world: World, name: str, value: str) -> None:
    """A cookie nobody has set is as none; the visitor is simply not signed in."""
    response = Client().get("/desk/", headers={"cookie": f"{name}={value}"})

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Current-URL": "http://["},
        {"HX-Request": "true", "HX-Current-URL": "https://evil.example/steal"},
        {"HX-Request": "true", "HX-Current-URL": "http://testserver//evil.example"},
        {"HX-Request": "true", "HX-Current-URL-URI-AutoEncoded": "true", "HX-Current-URL": "%ED%A0%80"},
        {"Referer": "http://[", "Origin": "http://["},
        {"X-Forwarded-For": "'; DROP TABLE--, \x7f", "X-Forwarded-Host": "evil.example"},
        {"X-HTTP-Method-Override": "DELETE", "X-Original-URL": "/admin/"},
        {"Accept-Language": "zh," * 3000},
        {"Accept-Language": "\x7f;q=nan"},
        {"If-None-Match": '"' * 2000, "Range": "bytes=0-0,-1"},
        {"If-Modified-Since": "Thu, 99 Foo 99999999 99:99:99 GMT"},
    ],
)
def test_odd_headers_change_nothing(world: World, headers: dict[str, str]) -> None:
    """No header opens, breaks or leads away; who is not signed in comes to our own sign-in page."""
    response = Client().get("/desk/", headers=headers)

    where = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
    assert where.startswith(("/sign-in?next=%2F", "/sign-in?next=/desk/"))
    assert "evil.example%2Fsteal" not in where


@pytest.mark.parametrize("host", ["evil.example", "[", "a b", "\xff", ""])
def test_a_host_that_is_not_ours_is_refused(world: World, host: str) -> None:
    """Links to keep are built from the host, so a made-up one gets no page at all."""
    response = Client().get("/t/", headers={"host": host})

    assert response.status_code in (200, 400)
    assert response.status_code == 400 or host == ""
    assert b"evil.example" not in response.content


@pytest.mark.parametrize("length", ["-1", "9" * 18, "１２"])
def test_a_garbled_length_is_no_length(world: World, length: str) -> None:
    """The announced length of a body is not believed."""
    response = Client().post("/t/", b"number=1&code=1", content_type=FORM, CONTENT_LENGTH=length)

    assert 400 <= response.status_code < 500


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(world: World, target: str) -> None:
    """The page after signing in is one of ours, whatever the address says."""
    browser = Client()

    response = browser.post(f"/sign-in?next={target}", {"username": "dispatcher", "password": "a long pass-phrase"})

    assert response["Location"] == "/desk/"


@pytest.mark.parametrize("path", ["//evil.example/desk", "/%2Fevil.example/admin", "/admin//evil.example"])
def test_a_missing_slash_leads_nowhere_else(world: World, path: str) -> None:
    """An address with two slashes is not completed into another host's."""
    response = Client().get(path)

    assert not response.headers.get("Location", "").startswith(("//", "http"))


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/report", "/t/", "/desk/", "/sign-out", "/areas.json", "/photos/x"])
def test_other_methods_are_answered_in_words(world: World, method: str, path: str) -> None:
    """What is neither asking nor sending is refused, with a page that says so."""
    response = world.client("dispatcher").generic(method, path, b"{}", content_type="application/json")

    assert is_said(response)


@pytest.mark.parametrize("path", ["/", "/report", "/t/", "/privacy", "/about/service", "/sign-in", "/areas.json"])
def test_head_is_get_without_its_body(world: World, path: str) -> None:
    """Whoever asks for the head alone gets the same status."""
    assert Client().head(path).status_code == Client().get(path).status_code == 200


@pytest.mark.parametrize("token", ["", "a/b", "../../etc/passwd", "x" * 3000, "%s", "\u202e", "?a#b", "x" * 24])
def test_made_up_tokens_of_photos_show_no_picture(world: World, token: str) -> None:
    """A form with tokens that no upload gave is shown again with its text and without a broken picture of them."""
    text = "楼道里的灯坏了三天了。"
    sent = {"key": "k" * 24, "report-text": text, "report-photos": [token] * 30}

    response = Client().post("/report", sent)

    assert response.status_code == 422
    assert text in response.content.decode()
    assert response.content.decode().count("photos/draft/") <= 1
