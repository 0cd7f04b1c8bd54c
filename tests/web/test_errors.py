# SPDX-License-Identifier: Apache-2.0
"""Whatever goes wrong is told in a sentence, in the visitor's language and in the form they asked in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.urls("tests.web.pages")
WRITTEN = "路灯坏了三天，\n晚上看不见路。"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/orders/7"}

STATUSES = [
    ("refused", 422),
    ("invalid", 422),
    ("notfound", 404),
    ("stale", 409),
    ("denied", 403),
    ("missing", 404),
    ("bad", 400),
    ("database", 503),
    ("bug", 500),
]


@pytest.fixture
def client() -> Client:
    """Return a browser that reads English and gets our error pages, not pytest's exceptions."""
    return Client(raise_request_exception=False, headers={"Accept-Language": "en"})


@pytest.mark.parametrize(("how", "status"), STATUSES)
def test_each_failure_has_its_status_and_says_what_to_do(client: Client, how: str, status: int) -> None:
    """A page with the right status has a heading, a way on and the hotline."""
    response = client.get(f"/fail/{how}")

    page = response.content.decode()
    assert response.status_code == status
    assert "<h1>" in page
    assert 'href="/"' in page
    assert "tel:12345" in page
    assert f"Error {status}" in page


@pytest.mark.parametrize(("how", "status"), STATUSES)
def test_each_failure_speaks_chinese_first(how: str, status: int) -> None:
    """Without a wish of the browser the page is Chinese throughout."""
    page = Client(raise_request_exception=False).get(f"/fail/{how}").content.decode()

    assert f"错误代码 {status}" in page
    assert "Start page" not in page


@pytest.mark.parametrize(("how", "status"), STATUSES)
def test_each_failure_of_the_api_is_json(client: Client, how: str, status: int) -> None:
    """Under /api/ the answer is Open311's list of code and description."""
    response = client.get(f"/api/fail/{how}")

    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    [told] = response.json()
    assert told["code"] == status
    assert told["description"]


def test_a_refusal_is_told_in_its_own_words(client: Client) -> None:
    """The sentence of the refusal stands on the page in the page's language."""
    english = client.get("/fail/refused").content.decode()
    chinese = client.get("/fail/refused?lang=zh").content.decode()

    assert "The two new passwords differ." in english
    assert "两次输入的新密码不一致。" in chinese


def test_a_refused_form_keeps_what_was_written(client: Client) -> None:
    """The visitor's text stands on the page to be copied, and passwords and keys do not."""
    sent = {"text": WRITTEN, "password": "very secret pass phrase", "key": "0f1e2d3c", "csrfmiddlewaretoken": "a b"}

    page = client.post("/fail/refused", sent).content.decode()

    assert WRITTEN in page
    assert "very secret" not in page
    assert "0f1e2d3c" not in page
    assert page.count("<textarea") == 1


def test_text_shown_again_is_not_run_as_markup(client: Client) -> None:
    """What a visitor wrote is shown letter by letter."""
    page = client.post("/fail/refused", {"text": "<script>alert(1)</script> 哈"}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_htmx_gets_a_note_where_messages_stand(client: Client) -> None:
    """A refusal of a part of the page is a short note, aimed at the messages, and not a page in a page."""
    response = client.post("/fail/stale", headers=HTMX)

    note = response.content.decode()
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#messages"
    assert "<html" not in note
    assert 'role="alert"' in note
    assert 'href="/desk/orders/7"' in note


def test_the_way_back_leads_to_no_other_site(client: Client) -> None:
    """A made-up page of origin is not linked."""
    page = client.get("/fail/stale", headers={"Referer": "https://evil.example/x"}).content.decode()

    assert "evil.example" not in page


@pytest.mark.parametrize("address", ["/fail/a%00b", "/?q=a%00b", "/?a%00b=q"])
def test_a_nul_in_the_address_is_refused(client: Client, address: str) -> None:
    """A NUL, which no database stores, is told and never becomes an error of ours."""
    response = client.get(address)

    assert response.status_code == 400
    assert "NUL" in response.content.decode()


def test_a_nul_in_a_form_is_refused_and_the_rest_kept(client: Client) -> None:
    """A NUL in one field costs nothing of what stands in the others."""
    response = client.post("/fail/refused", {"text": WRITTEN, "place": "a\x00b"})

    assert response.status_code == 400
    assert WRITTEN in response.content.decode()


def test_a_body_announced_too_large_is_refused_unread(client: Client, settings: Settings) -> None:
    """More than nine photos could be is refused before anything is read."""
    settings.MAX_PHOTO_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000, 1000
    photo = SimpleUploadedFile("big.jpg", b"x" * 20_000)

    response = client.post("/fail/refused", {"photo": photo})

    assert response.status_code == 413


def test_a_text_too_large_is_refused(client: Client, settings: Settings) -> None:
    """A form longer than the limit is told to be too long, as 413."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = client.post("/fail/refused", {"text": "长" * 5000})

    assert response.status_code == 413


@pytest.mark.parametrize("setting", ["DATA_UPLOAD_MAX_NUMBER_FIELDS", "DATA_UPLOAD_MAX_NUMBER_FILES"])
def test_too_many_parts_are_refused(client: Client, settings: Settings, setting: str) -> None:
    """More fields or files than any page of ours sends are refused as 413."""
    setattr(settings, setting, 2)
    files = {f"file{number}": SimpleUploadedFile("a.jpg", b"x") for number in range(4)}

    response = client.post("/fail/refused", {"a": "1", "b": "2", "c": "3", **files})

    assert response.status_code == 413


def test_a_garbled_body_is_refused(client: Client) -> None:
    """Multipart without its boundary is told to be unreadable."""
    response = client.post("/fail/refused", b"garbage", content_type="multipart/form-data; boundary=")

    assert response.status_code == 400


def test_a_form_from_elsewhere_is_refused_with_its_text_kept() -> None:
    """Without a token the form is not taken; the page says so plainly and keeps the text."""
    strict = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})

    response = strict.post("/often", {"text": WRITTEN})

    assert response.status_code == 403
    assert "For your safety" in response.content.decode()
    assert WRITTEN in response.content.decode()


def test_an_unknown_address_is_a_page_of_ours(client: Client) -> None:
    """An address nobody serves gets the same page as an order nobody may see."""
    response = client.get("/no/such/page")

    assert response.status_code == 404
    assert "Nothing was found here" in response.content.decode()
