# SPDX-License-Identifier: Apache-2.0
"""How an order came in, in words. Pure: no Django. A county may add channels; unknown ones show their code."""

from sidan.base.errors import Words

CHANNELS: dict[str, Words] = {
    "web": Words("网页", "web"),
    "qr": Words("扫码", "QR code"),
    "phone": Words("电话", "phone"),
    "paper": Words("纸质", "paper"),
    "visit": Words("来访", "visit"),
    "patrol": Words("巡查", "patrol"),
    "desk": Words("工作台", "desk"),
    "api": Words("接口", "API"),
    "import": Words("导入", "import"),
    "linked": Words("由其他单转出", "out of another order"),
}
# What staff may take an order down from, on behalf of a resident.
TAKEN_DOWN = ("phone", "paper", "visit", "patrol")


def channel_name(code: str) -> Words:
    """Return the name of a channel, its code where it has none."""
    return CHANNELS.get(code) or Words(code, code)
