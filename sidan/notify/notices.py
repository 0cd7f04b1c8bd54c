# SPDX-License-Identifier: Apache-2.0
"""Telling people of something that is no step of an order, such as a plan that concerns them."""

from collections.abc import Mapping

from sidan.base.clock import now
from sidan.base.errors import Words
from sidan.notify.models import Message


def tell_users(said: Mapping[int, Words], *, path: str = "") -> int:
    """Write one line for each user, which leads to a page, and return how many there are. One query for a thousand."""
    told_at = now()
    messages = [
        Message(user_id=user, zh=words.zh[:300], en=words.en[:300], path=path, made_at=told_at)
        for user, words in said.items()
    ]
    Message.objects.bulk_create(messages, batch_size=1000)
    return len(messages)
