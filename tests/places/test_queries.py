# SPDX-License-Identifier: Apache-2.0
"""The outlines and the sites that pages ask for."""

from sidan.base.geometry import Box
from sidan.places.queries import outline_of, outlines_in, sites_in
from sidan.places.sites import add_site, close_site
from tests.places.conftest import CITY, GRIDS, STREET, square

EVERYWHERE = Box(115, 27, 117, 29)


def test_outlines_in_a_box_are_a_bounded_collection(city: None, django_assert_num_queries):
    """Those that the box touches, by code, from memory; when there are more it is said."""
    outlines_in(EVERYWHERE, level="grid", language="zh-hans")

    with django_assert_num_queries(0):
        all_grids = outlines_in(EVERYWHERE, level="grid", language="zh-hans")
        south = outlines_in(Box(116.001, 28.001, 116.019, 28.009), level="grid", language="en")
        first = outlines_in(EVERYWHERE, level="grid", language="en", most=1)

    assert [feature["id"] for feature in all_grids.collection["features"]] == GRIDS
    assert not all_grids.is_cut
    assert [feature["properties"] for feature in south.collection["features"]] == [
        {"code": GRIDS[2], "name": "第3网格"},
        {"code": GRIDS[3], "name": "第4网格"},
    ]
    assert (len(first.collection["features"]), first.is_cut) == (1, True)


def test_an_outline_is_drawn_as_true_as_the_box_can_show(city: None):
    """Close up a square keeps its corners to the decimetre; its own outline is exact."""
    close = outlines_in(Box(116.0, 28.0, 116.02, 28.02), level="grid", language="en").collection["features"][2]

    corners = {tuple(point) for point in close["geometry"]["coordinates"][0]}
    assert corners == {(116.0, 28.0), (116.01, 28.0), (116.01, 28.01), (116.0, 28.01)}
    assert outline_of(GRIDS[2]) == square(116.0, 28.0)
    assert outline_of(CITY) is None


def test_the_sites_of_an_area_are_those_in_use_beneath_it(city: None, django_assert_num_queries):
    """A grid's, a street's, in order; closed ones left out; one query with their areas."""
    add_site(GRIDS[1], "2栋", kind="building")
    add_site(GRIDS[0], "1栋", kind="building")
    close_site(add_site(GRIDS[0], "旧楼", kind="building").code)

    with django_assert_num_queries(2):
        assert [(site.area.code, site.name) for site in sites_in(STREET)] == [(GRIDS[0], "1栋"), (GRIDS[1], "2栋")]
        assert [site.name for site in sites_in(GRIDS[0])] == ["1栋"]
    assert len(sites_in(STREET, most=1)) == 1
