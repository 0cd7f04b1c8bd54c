# SPDX-License-Identifier: Apache-2.0
"""How orders end and how they are tied to one another, in words. Pure: no Django."""

from sidan.base.errors import Words

OUTCOMES: dict[str, Words] = {
    "solved": Words("已解决", "solved"),
    "partly": Words("部分解决", "partly solved"),
    "explained": Words("已解释说明", "explained"),
    "not_accepted": Words("不受理", "not accepted"),
    "merged": Words("已并单", "merged"),
    "withdrawn": Words("已撤回", "withdrawn"),
    "unrated": Words("未评价", "unrated"),
    "done": Words("已完成", "done"),
    "refused": Words("未通过", "refused"),
}
# Each seen from the order tied to another, and from that other.
TIES: dict[str, tuple[Words, Words]] = {
    "merged": (Words("已并入", "merged into"), Words("并入了", "took in")),
    "spawned": (Words("派生出", "led to"), Words("派生自", "came out of")),
    "caused": (Words("引起了", "caused"), Words("起因于", "caused by")),
    "split": (Words("拆分出", "split off"), Words("拆分自", "split from")),
    "supervised": (Words("督办", "supervises"), Words("督办单", "supervised by")),
    "objected": (Words("不同意", "objects to"), Words("被提出异议", "objected to by")),
}
# Whether those who see one of two tied orders see how the other goes, though they may not open it: its number, its
# stage, when it is due and whether it has ended, never its words, place or contact. Else they do not see the tie.
SEES: dict[str, bool] = {
    "merged": False,
    "spawned": True,
    "caused": True,
    "split": True,
    "supervised": True,
    "objected": False,
}
