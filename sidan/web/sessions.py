# SPDX-License-Identifier: Apache-2.0
"""Sessions in the database, as Django keeps them, read by a statement that is planned once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from sidan.places.prepared import as_model, columns, first_row

KEY_LENGTH = 32  # as Django makes them


class SessionStore(db.SessionStore):
    """Django's own store; only the look-up, which every page of staff begins with, is written by hand."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Say whether a cookie could hold a key of ours; anything else, such as a NUL, is not asked for."""
        return bool(key) and key is not None and len(key) == KEY_LENGTH and key.isascii() and key.isalnum()

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        """Return the living session of the cookie, or forget a key that has none, as Django does. One query."""
        living = f"SELECT {columns(self.model)} FROM django_session WHERE session_key = %s AND expire_date > %s"  # noqa: S608  names of columns alone
        row = first_row(living, [self.session_key, timezone.now()])
        if row is None:
            self._session_key = None
            return None
        return as_model(self.model, row)
