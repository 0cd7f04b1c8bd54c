# SPDX-License-Identifier: Apache-2.0
"""Posters: who may print which, and what stands on them."""

import io

import pytest
import segno
from django.conf import settings
from django.test import Client

from sidan.orders.openings import public_programmes
from sidan.people.models import AuditEntry, Post, User
from sidan.places.sites import add_site, close_site
from sidan.web.codes.printing import qr_drawing
from tests.own_programmes import CALL, WISH, serving
from tests.world import LONG_AGO, NORTH, SOUTH, World

SHEET = f"/desk/codes/{NORTH}001001/"
OTHERS = f"/desk/codes/{SOUTH}001001/"


def give(world: World, role: str) -> None:
    """Give the stranger a post over the whole city."""
    Post.objects.create(user=world.people["stranger"], role=role, from_on=LONG_AGO)


@pytest.mark.parametrize("person", ["crew", "dispatcher"])
def test_a_poster_says_where_it_hangs_and_what_to_do(world: World, person: str) -> None:
    """Those who work in the grid print posters with the place, its short code, the number to call and the QR code."""
    page = world.client(person).get(SHEET).content.decode()

    for words in ("幸福小区3栋2单元", "北门第1网格", "北门社区", "K7QF 2MXP", "12345", "110", 'class="qr"'):
        assert words in page


def test_a_poster_names_nobody(world: World) -> None:
    """No name and no number of a person stands on a poster, though the grid keeps one."""
    grid = world.areas[world.grid]
    grid.phone = "13800001111"
    grid.save()

    page = world.client("dispatcher").get(SHEET).content.decode()
    poster = page[page.index('<article class="poster">') : page.index("</article>")]

    assert not any(user.display_name in poster for user in User.objects.all())
    assert "13800001111" not in poster


def test_a_grid_has_a_poster_of_its_own(world: World) -> None:
    """One poster, whose code opens the page of who looks after the grid; it names nobody."""
    page = world.client("dispatcher").get(f"{SHEET}?of=grid&lang=en").content.decode()

    assert page.count("<article class=") == 1
    assert str(qr_drawing(f"{settings.SITE_URL}/grid/{NORTH}001001")) in page
    assert "Who looks after this grid?" in page
    assert AuditEntry.objects.get(action="codes.printed").details == {"count": 1}


@pytest.mark.parametrize(
    ("person", "address"),
    [
        ("crew", OTHERS),
        ("crew", f"{OTHERS}?of=grid"),
        ("dispatcher", OTHERS),
        ("south_dispatcher", SHEET),
        ("handler", SHEET),
        ("leader", SHEET),
        ("supervisor", SHEET),
        ("stranger", SHEET),
    ],
)
def test_nobody_prints_posters_of_places_that_are_not_theirs(world: World, person: str, address: str) -> None:
    """Whoever neither dispatches nor works there is refused, and nothing is written down as printed."""
    answer = world.client(person).get(address)

    assert answer.status_code in {403, 422}
    assert "幸福小区" not in answer.content.decode()
    assert not AuditEntry.objects.filter(action="codes.printed").exists()


@pytest.mark.parametrize("address", ["/desk/codes/", SHEET])
def test_whoever_is_not_signed_in_is_asked_to(world: World, address: str) -> None:
    """Both pages lead to the sign-in page."""
    answer = Client().get(address)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/desk/codes/36/", 404),
        ("/desk/codes/abc/", 404),
        (f"/desk/codes/{NORTH}/", 404),
        (f"/desk/codes/{NORTH}001999/", 404),
        ("/desk/codes/?area=nowhere", 404),
        (f"/desk/codes/?area={SOUTH}", 403),
        (f"{SHEET}?size=999&site=nothing", 200),
    ],
)
def test_garbled_addresses_are_answered_in_words(world: World, address: str, status: int) -> None:
    """What is no grid is not found, what is not one's own is refused, and an unknown size is the usual one."""
    assert world.client("dispatcher").get(address).status_code == status


def test_printing_is_written_down(world: World) -> None:
    """The audit log tells who printed how many posters of which grid."""
    world.client("crew").get(SHEET)

    entry = AuditEntry.objects.get(action="codes.printed")
    assert (entry.user, entry.subject, entry.details) == (
        world.people["crew"],
        f"area:{world.grid}",
        {"count": 1},
    )


def test_some_places_are_printed_without_the_others(world: World) -> None:
    """Only the ticked places get a poster, and places out of use never do."""
    second = add_site(world.grid, "幸福小区3栋1单元", kind="stair")
    closed = add_site(world.grid, "旧货市场", kind="shop")
    close_site(closed.code)

    page = world.client("crew").get(f"{SHEET}?size=1&site={second.code}&site={closed.code}").content.decode()

    assert page.count('<article class="poster">') == 1
    assert '<p class="poster-place">幸福小区3栋1单元</p>' in page


@pytest.mark.parametrize(("size", "pages"), [(1, 9), (2, 5), (4, 3), (8, 2)])
def test_a_sheet_holds_as_many_posters_as_asked(world: World, size: int, pages: int) -> None:
    """Nine places fill as many pages of A4 as the size needs."""
    for number in range(8):
        add_site(world.grid, f"幸福小区4栋{number}单元", kind="stair")

    page = world.client("crew").get(f"{SHEET}?size={size}").content.decode()

    assert page.count('<section class="codes-page ') == pages


def test_the_code_leads_to_the_place_and_bears_damage(world: World) -> None:
    """The drawing is that of the address on posters with the highest correction of errors."""
    expected = segno.make(f"{settings.SITE_URL}/q/k7qf2mxp", error="h", micro=False)
    drawn = io.BytesIO()
    expected.save(drawn, kind="svg", xmldecl=False, omitsize=True, border=4, svgclass="qr", lineclass=None)

    page = world.client("crew").get(SHEET).content.decode()

    assert expected.error == "H"
    assert drawn.getvalue().decode().strip() in page
    assert qr_drawing("https://example.org/q/k7qf2mxp").startswith("<svg")


def test_a_dispatcher_finds_every_grid_of_the_street(world: World) -> None:
    """The list begins with the dispatcher's own street, its grids with their number of places, and no other street."""
    page = world.client("dispatcher").get("/desk/codes/").content.decode()

    assert f'href="{SHEET}"' in page
    assert "北门第3网格" in page
    assert "南门" not in page


def test_a_system_administrator_begins_with_the_city(world: World) -> None:
    """The whole city is open, branch by branch."""
    give(world, "system_admin")
    browser = world.client("stranger")

    page = browser.get("/desk/codes/").content.decode()

    assert "临江市" in page
    assert "南门街道" in browser.get("/desk/codes/?area=369901").content.decode()
    assert browser.get(OTHERS).status_code == 200


@pytest.mark.usefixtures("kept_for_long")
def test_choosing_and_printing_cost_the_same_for_many_places(
    world: World, django_assert_max_num_queries: object
) -> None:
    """The number of queries does not grow with the number of places."""
    for number in range(30):
        add_site(world.grid, f"幸福小区5栋{number}单元", kind="stair")
    browser = world.client("crew")

    with django_assert_max_num_queries(16):  # type: ignore[operator]
        browser.get(SHEET)


def test_a_sheet_of_posters_opens_the_programme_that_was_chosen(world: World) -> None:
    """Its words and its code are the programme's; without a choice the front programme's, as ever."""
    browser = world.client("dispatcher")
    with serving(WISH, CALL):
        usual, wish = browser.get(SHEET).content.decode(), browser.get(f"{SHEET}?programme=wish").content.decode()
        refused = browser.get(f"{SHEET}?programme=call")

    front, other = (f"{settings.SITE_URL}/q/{world.site.code}{more}" for more in ("", "/wish"))
    assert qr_drawing(front) in usual
    assert qr_drawing(other) in wish
    assert qr_drawing(front) not in wish
    assert "邻里帮忙的小心愿" in wish
    assert 'value="wish"' in usual
    assert refused.status_code == 404


def test_which_programme_is_asked_only_where_there_are_several(world: World) -> None:
    """With one public programme there is nothing to choose."""
    page = world.client("dispatcher").get(SHEET).content.decode()

    assert ('name="programme"' in page) == (len(public_programmes()) > 1)
