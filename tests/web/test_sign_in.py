# SPDX-License-Identifier: Apache-2.0
"""Signing in and out, locked out, with a one-time password, left alone, and as somebody of the demo city."""

import pytest
from django.test import Client
from pytest_django import Settings

from sidan.people.models import AuditEntry, User
from sidan.web.limits import forget_counts
from tests.world import PASSWORD, Clock, World

READS_ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """Begin with nobody counted."""
    forget_counts()


@pytest.fixture
def client() -> Client:
    """Return a browser that reads English."""
    return Client(headers=READS_ENGLISH)


def actions() -> list[str]:
    """Return what the audit log holds, oldest first."""
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> int:
    """Send the sign-in form and return the status."""
    return client.post("/sign-in", {"username": name, "password": password, **more}).status_code


def test_the_right_password_opens_the_desk_and_is_written_down(client: Client, world: World) -> None:
    """Signing in leads to the desk, begins a session and leaves an entry naming person and address."""
    person = world.people["dispatcher"]

    response = client.post("/sign-in", {"username": person.username, "password": PASSWORD})

    assert (response.status_code, response.headers["Location"]) == (302, "/desk/")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject, entry.user_id) == (
        "sign_in.succeeded",
        f"user:{person.username}",
        person.pk,
    )
    assert entry.ip == "127.0.0.1"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_signing_in_leads_to_no_other_site(client: Client, world: World, target: str) -> None:
    """A made-up next page is passed over."""
    person = world.people["dispatcher"]

    response = client.post("/sign-in", {"username": person.username, "password": PASSWORD, "next": target})

    assert response.headers["Location"] == "/desk/"


def test_signing_in_leads_back_to_the_page_asked_for(client: Client, world: World) -> None:
    """The page that sent a visitor to sign in opens afterwards."""
    person = world.people["dispatcher"]

    response = client.post("/sign-in", {"username": person.username, "password": PASSWORD, "next": "/desk/orders/7"})

    assert response.headers["Location"] == "/desk/orders/7"


def test_a_wrong_password_is_told_and_written_down(client: Client, world: World) -> None:
    """The page does not say which of the two was wrong, and the log names who was tried."""
    response = client.post("/sign-in", {"username": "Nobody", "password": "wrong"})

    assert response.status_code == 422
    assert "do not belong together" in response.content.decode()
    assert list(AuditEntry.objects.values_list("action", "subject", "user")) == [
        ("sign_in.failed", "user:nobody", None)
    ]


def test_after_five_failures_nobody_gets_in_for_a_while(client: Client, world: World) -> None:
    """The lock says until when it stands, holds against the right password too, and is written down."""
    name = world.people["dispatcher"].username
    for _ in range(4):
        assert sign_in(client, name, "wrong") == 422

    fifth = client.post("/sign-in", {"username": name, "password": "wrong"})
    right = client.post("/sign-in", {"username": name, "password": PASSWORD})

    assert (fifth.status_code, right.status_code) == (429, 429)
    assert "until" in fifth.content.decode()
    assert "today 09:15" in fifth.content.decode()
    assert fifth.headers["Retry-After"] == "900"
    assert actions() == ["sign_in.failed"] * 4 + ["sign_in.locked"] * 2


def test_a_lock_holds_for_one_name_from_one_address(client: Client, world: World) -> None:
    """Nobody can lock a colleague out from another address."""
    name = world.people["dispatcher"].username
    for _ in range(6):
        sign_in(client, name, "wrong")

    elsewhere = Client(REMOTE_ADDR="10.9.8.7")

    assert sign_in(elsewhere, name) == 302


def test_somebody_who_left_cannot_sign_in(client: Client, world: World) -> None:
    """A closed account is no way in."""
    person = world.people["dispatcher"]
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert sign_in(client, person.username) == 422


def test_signing_out_ends_the_session(world: World) -> None:
    """After signing out the session is gone and the log knows."""
    browser = world.client("dispatcher")

    response = browser.post("/sign-out")

    assert response.headers["Location"] == "/sign-in"
    assert "_auth_user_id" not in browser.session
    assert actions() == ["sign_out"]


def test_signing_out_takes_a_press(world: World) -> None:
    """A picture or link to the address signs nobody out."""
    assert world.client("dispatcher").get("/sign-out").status_code == 405


def test_a_one_time_password_must_be_changed_first(client: Client, world: World) -> None:
    """Whoever was given a password gets to no page before choosing an own one."""
    person = world.people["dispatcher"]
    User.objects.filter(pk=person.pk).update(must_change_password=True)

    first = client.post("/sign-in", {"username": person.username, "password": PASSWORD})
    desk = client.get("/desk/")
    forms = {"old": PASSWORD, "new": "plum-blossom-in-march", "again": "plum-blossom-in-march"}
    changed = client.post("/password", forms)

    assert (first.headers["Location"], desk.headers["Location"]) == ("/password", "/password")
    assert changed.headers["Location"] == "/desk/"
    assert client.get("/bell").status_code == 200
    person.refresh_from_db()
    assert person.check_password("plum-blossom-in-march")
    assert not person.must_change_password


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("wrong", "plum-blossom-in-march", "plum-blossom-in-march", "not your present password"),
        (PASSWORD, "plum-blossom-in-march", "plum-blossom-in-april", "new passwords differ"),
        (PASSWORD, "12345678901", "12345678901", "entirely numeric"),
        (PASSWORD, "short", "short", "too short"),
        (PASSWORD, PASSWORD, PASSWORD, "other than the present one"),
    ],
)
def test_a_bad_new_password_is_refused_with_the_reason(world: World, old: str, new: str, again: str, told: str) -> None:
    """The reason stands at the field, and the old password stays."""
    browser = world.client("dispatcher", headers=READS_ENGLISH)

    response = browser.post("/password", {"old": old, "new": new, "again": again})

    assert response.status_code == 422
    assert told in response.content.decode()
    world.people["dispatcher"].refresh_from_db()
    assert world.people["dispatcher"].check_password(PASSWORD)


def test_changing_the_password_needs_a_session(client: Client, db: None) -> None:
    """A visitor who is not signed in is sent to sign in."""
    assert client.get("/password").headers["Location"] == "/sign-in?next=/password"


def test_a_session_left_alone_ends(world: World, clock: Clock, settings: Settings) -> None:
    """After the idle time the next page is a stranger's, with a word about why."""
    browser = world.client("dispatcher", headers=READS_ENGLISH)
    browser.get("/sign-in?next=/x")

    clock.forward(minutes=settings.SESSION_IDLE_MINUTES + 1)
    response = browser.get("/sign-in?next=/x")

    assert "_auth_user_id" not in browser.session
    assert "You were signed out because nothing was done for 120 minutes." in response.content.decode()


def test_a_session_in_use_goes_on(world: World, clock: Clock) -> None:
    """Each use counts, so that nobody at work is signed out."""
    browser = world.client("dispatcher")
    browser.get("/sign-in?next=/x")

    for _ in range(5):
        clock.forward(minutes=90)
        browser.get("/sign-in?next=/x")

    assert "_auth_user_id" in browser.session


def test_most_requests_do_not_write_the_session(world: World, clock: Clock) -> None:
    """The time of last use is kept in steps, so that reading pages writes nothing."""
    browser = world.client("dispatcher")
    browser.get("/bell")
    clock.forward(minutes=5)

    before = browser.session["seen"]
    browser.get("/bell")

    assert browser.session["seen"] == before


def test_something_sent_after_the_session_ended_is_kept_on_the_page(
    world: World, clock: Clock, settings: Settings
) -> None:
    """A form sent too late changes nothing, and its words are there to copy."""
    browser = world.client("dispatcher", headers=READS_ENGLISH)
    browser.get("/bell")

    clock.forward(minutes=settings.SESSION_IDLE_MINUTES + 1)
    response = browser.post("/sign-out", {"text": "路灯 坏了"})

    assert response.status_code == 403
    assert "You have been signed out" in response.content.decode()
    assert "路灯 坏了" in response.content.decode()


def test_the_bell_counts_for_its_owner_alone(client: Client, world: World) -> None:
    """A visitor gets no bell."""
    assert client.get("/bell").status_code == 302
    assert world.client("dispatcher").get("/bell").status_code == 200


def test_the_admin_has_no_sign_in_of_its_own(client: Client, db: None) -> None:
    """The admin sends to the one page with lock-out and audit."""
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/sign-in?next=")
    assert response.status_code == 200


def test_somebody_without_the_admin_is_told_and_not_sent_round(world: World) -> None:
    """A signed-in person whom the admin refuses reads why, instead of being redirected for ever."""
    response = world.client("dispatcher", headers=READS_ENGLISH).get("/admin/", follow=True)

    assert (response.status_code, response.redirect_chain) == (403, [])
    assert "not open to you" in response.content.decode()


def test_the_demo_offers_each_role_in_one_press(client: Client, world: World, settings: Settings) -> None:
    """In the demo one person of each role can be anybody's; the banner says it is one."""
    settings.DEMO = True
    page = client.get("/demo").content.decode()
    [post, *_] = world.people["dispatcher"].posts.all()

    response = client.post("/demo", {"post": post.pk})

    assert "area dispatcher" in page
    assert "every person, place and order here is made up" in page
    assert response.headers["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(world.people["dispatcher"].pk)


@pytest.mark.parametrize("posted", ["", "999999", "x", "1 OR 1"])
def test_the_demo_is_no_way_in_for_made_up_posts(client: Client, world: World, settings: Settings, posted: str) -> None:
    """Only the people listed can be entered as."""
    settings.DEMO = True

    assert client.post("/demo", {"post": posted}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_without_the_demo_there_is_no_such_page(client: Client, world: World, settings: Settings) -> None:
    """In service nobody signs in without a password, and the page of pieces is not shown."""
    settings.DEMO = settings.DEBUG = False
    [post, *_] = world.people["dispatcher"].posts.all()

    statuses = [client.get("/demo"), client.post("/demo", {"post": post.pk}), client.get("/_look")]

    assert [response.status_code for response in statuses] == [404, 404, 404]
    assert "_auth_user_id" not in client.session
