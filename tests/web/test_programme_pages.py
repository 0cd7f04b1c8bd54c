# SPDX-License-Identifier: Apache-2.0
"""The pages of every official programme appear from its file: chart, form, figures and, where it is public, poster."""

import pytest
from django.test import Client

from sidan.orders.declare import Programme
from sidan.orders.openings import is_front
from sidan.people.posts import POST_ROLES
from sidan.programmes.shelf import files, proved
from tests.world import COUNTY, World

PROGRAMMES = [proved(path.read_text(encoding="utf-8"), name=path.name) for path in files()]


def opener_of(world: World, programme: Programme) -> str:
    """Return somebody who opens orders of the programme at the desk: by its first role, or for residents."""
    role = next((code for code in programme.opening.by if code in POST_ROLES), "")
    if not role:
        return "intake" if programme.public else "handler"
    is_of_a_unit = POST_ROLES[role].scope == "unit"
    world.hold("newcomer", role=role, **({"unit": "property"} if is_of_a_unit else {"area": COUNTY}))
    return "newcomer"


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.code)
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_programme_has_its_pages(world: World, programme: Programme, language: str) -> None:
    """In both languages: how it works, the form for whoever may open it with every field asked, and its figures."""
    name = opener_of(world, programme)
    browser = world.client(name)

    listed = browser.get(f"/desk/new?lang={language}", follow=True).content.decode()
    form = browser.get(f"/desk/new/{programme.code}")
    chart, figures = (
        browser.get(f"/about/{programme.code}"),
        world.client("leader").get(f"/board/programmes/{programme.code}"),
    )

    assert f"/desk/new/{programme.code}" in listed
    assert [page.status_code for page in (form, chart, figures)] == [200, 200, 200]
    for code in programme.opening.asks:
        assert programme.fields[code].label.in_language(language) in form.content.decode()


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.code)
def test_residents_find_public_programmes_and_no_others(world: World, programme: Programme) -> None:
    """A public one has a page and an entrance by poster; another answers 404 at both, and has no chart for them."""
    addresses = (f"/report/{programme.code}", f"/q/{world.site.code}/{programme.code}", f"/about/{programme.code}")
    wanted = [307 if is_front(programme.code) else 200, 200, 200] if programme.public else [404, 404, 404]

    assert [Client().get(address).status_code for address in addresses] == wanted
