# SPDX-License-Identifier: Apache-2.0
"""The inbox through the door: what stands in it, how it is cut and turned, and what it answers to nonsense."""

import pytest

from tests.web.desk.conftest import words
from tests.world import NORTH, SOUTH, Clock, World


def test_the_inbox_shows_my_turn_with_number_place_and_due_time(world: World) -> None:
    """A row tells number, beginning, place, whose turn it is and what is left of the time."""
    order = world.submit("楼道灯坏了三天，晚上看不见路。")

    page = words(world.client("dispatcher").get("/desk/"))

    for part in (order.number, "楼道灯坏了三天", "北门街道 幸福小区3栋2单元", "片区调度员", "还剩 15 分钟", "待派单"):
        assert part in page


def test_tabs_lead_to_each_queue_with_its_count(world: World, clock: Clock) -> None:
    """Tabs count what stands in them; late orders say for how long."""
    late = world.submit("晚了")
    clock.to_due(late, minutes=120)
    world.sweep()
    world.submit("新的")
    browser = world.client("dispatcher")

    page = words(browser.get("/desk/?queue=late"))

    assert "待我处理 1 本岗位全部 2 超时 1" in page
    assert "晚了" in page
    assert "新的" not in page
    assert "已超期 2 小时" in page
    assert "超时 1" in words(browser.get("/desk/counts"))


def test_filters_cut_the_list_and_can_be_taken_off(world: World) -> None:
    """Each filter stands above the list with a way to take it off."""
    world.submit("北边的")
    world.submit("南边的", area=f"{SOUTH}001001")
    browser = world.client("supervisor")

    response = browser.get("/desk/", {"queue": "team", "area": SOUTH, "text": "南边"})

    assert "北边的" not in words(response)
    assert "区域 南门街道" in words(response)
    assert f'href="?queue=team&amp;area={SOUTH}"' in response.content.decode()


def test_htmx_gets_the_list_alone(world: World) -> None:
    """A filter changed by htmx brings the list and not the frame around it."""
    world.submit("北边的")

    response = world.client("dispatcher").get("/desk/", headers={"HX-Request": "true"})

    assert response.content.decode().strip().startswith('<div id="queue">')


def test_a_kept_filter_opens_the_same_cut(world: World) -> None:
    """Filters kept under a name stand above the list, lead back to themselves and can be removed."""
    browser = world.client("supervisor")

    response = browser.post(
        "/desk/filters", {"name": "南门紧急", "queue": "team", "area": SOUTH, "urgent": "1"}, follow=True
    )

    assert response.redirect_chain[-1][0] == f"/desk/?queue=team&area={SOUTH}&urgent=1"
    assert "南门紧急" in words(response)
    kept = world.people["supervisor"].saved_filters.get()
    assert "南门紧急" not in words(browser.post(f"/desk/filters/{kept.pk}/drop", follow=True)).replace("“南门紧急”", "")
    assert world.client("leader").post(f"/desk/filters/{kept.pk}/drop").status_code == 404


def test_the_search_box_opens_a_number_and_searches_other_words(world: World) -> None:
    """A whole number opens its order; other words list what holds them."""
    order = world.submit("路灯不亮")
    world.submit("水管爆裂")
    browser = world.client("dispatcher")

    opened = browser.get("/desk/", {"q": order.number.lower().replace("-", "")})
    found = words(browser.get("/desk/", {"q": "路灯"}))

    assert (opened.status_code, opened["Location"]) == (302, f"/desk/o/{order.number}")
    assert "路灯不亮" in found
    assert "水管爆裂" not in found


def test_the_name_of_a_place_leads_to_its_orders(world: World) -> None:
    """A word that names an area of mine is offered as a place; areas beyond my posts are not."""
    world.submit("路灯不亮")

    response = world.client("dispatcher").get("/desk/", {"q": "第1网格"})

    assert [code for code, _path in response.context["places"]] == [f"{NORTH}001001"]
    assert "这个地点的在办单： 东山县 / 北门街道 / 北门社区 / 北门第1网格" in words(response)


def test_pages_turn_forth_and_back(world: World) -> None:
    """The list is cut at the size asked for, and both neighbours of a page can be reached."""
    for number in range(5):
        world.submit(f"第{number}张单")
    browser = world.client("dispatcher")

    first = browser.get("/desk/?size=2")
    second = browser.get(f"/desk/{first.context['later']}")
    back = browser.get(f"/desk/{second.context['earlier']}")

    assert [row["title"] for row in second.context["rows"]] == ["第2张单", "第3张单"]
    assert [row["title"] for row in back.context["rows"]] == ["第0张单", "第1张单"]
    assert back.context["earlier"] == ""


def test_a_page_beyond_the_end_says_so(world: World) -> None:
    """Where the list ended meanwhile, the page says so and leads back to the first."""
    order = world.submit()

    page = words(world.client("dispatcher").get(f"/desk/?queue=watched&at=a{order.pk}"))

    assert "后面没有了" in page
    assert "回到第一页" in page


@pytest.mark.parametrize(
    "query",
    [
        "at=garbage",
        "at=a99999999999999999999-1",
        "at=a1-1&queue=watched",
        "kind=lost",
        "area=36990100",
        "via=pigeon",
        "due=never",
        f"text={'x' * 500}",
        "unit=%27%3B--",
        "q=" + "字" * 300,
    ],
)
def test_nonsense_is_answered_by_a_sentence(world: World, query: str) -> None:
    """Garbled marks, unknown filters and endless texts are refused in words, never by an error."""
    response = world.client("dispatcher").get(f"/desk/?{query}")

    assert response.status_code == 422
    assert "请" in words(response) or "没有" in words(response)


@pytest.mark.parametrize(
    ("query", "status"),
    [("queue=nowhere", 404), ("text=a%00b", 400), ("size=999999999999", 200), ("size=-1", 200), ("size=x", 200)],
)
def test_other_nonsense_is_answered_as_what_it_is(world: World, query: str, status: int) -> None:
    """An unknown queue is not found, a NUL is not readable, and a size is cut to what one page holds."""
    world.submit()

    assert world.client("dispatcher").get(f"/desk/?{query}").status_code == status


def test_urgent_orders_are_marked_in_words(world: World) -> None:
    """An order under an urgent condition carries the word, not colour alone."""
    order = world.submit("电线杆漏电")
    world.dispatch(order, matter="city.lamp.dark#danger")

    assert "紧急 电线杆漏电" in words(world.client("handler").get("/desk/"))


def test_the_inbox_is_complete_in_english(world: World) -> None:
    """With English chosen no Chinese of ours is left on the page; names and texts stay as they are."""
    world.submit("A lamp is dark.", area=f"{NORTH}001001")

    page = words(world.client("dispatcher").get("/desk/?lang=en"))

    assert "My turn 1 My team 1 Late 0 Watched Closed lately" in page
    assert "15 min left" in page


def test_lists_show_no_contact(world: World, with_contact: object) -> None:
    """However the list is cut, nothing of a contact stands in it."""
    for name in ("handler", "dispatcher", "supervisor"):
        for query in ("queue=mine", "queue=team", "q=幸福"):
            page = world.client(name).get(f"/desk/?{query}").content.decode()
            assert "13800138000" not in page
            assert "王女士" not in page
