# SPDX-License-Identifier: Apache-2.0
"""Questions about messages, and the one thing a reader does with them."""

from django.db.models import QuerySet

from sidan.base.clock import now
from sidan.notify.models import Message

MOST_COUNTED = 99


def unread_count(user_id: int) -> int:
    """Return how many messages a user has not read, counting to one past MOST_COUNTED at the most. One query."""
    return Message.objects.filter(user_id=user_id, read_at__isnull=True).order_by()[: MOST_COUNTED + 1].count()


def latest(user_id: int, *, before: int | None = None, most: int = 50) -> QuerySet[Message]:
    """Return a user's messages, newest first, those with an id below `before` when given. One query."""
    messages = Message.objects.filter(user_id=user_id).select_related("order")
    if before is not None:
        messages = messages.filter(pk__lt=before)
    return messages.order_by("-id")[: min(most, 100)]


def mark_read(user_id: int) -> int:
    """Mark every message of a user as read, and return how many were new. One query."""
    return Message.objects.filter(user_id=user_id, read_at__isnull=True).update(read_at=now())
