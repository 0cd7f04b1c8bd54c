# SPDX-License-Identifier: Apache-2.0
"""Test databases, dropped also while a thread of a test's own server still holds a connection to them."""

from django.db.backends.postgresql import creation


class DatabaseCreation(creation.DatabaseCreation):
    """Makes and drops test databases."""

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        """Drop the database and end whatever connection is left to it; PostgreSQL 13 and newer can."""
        with self._nodb_cursor() as cursor:  # type: ignore[attr-defined]  # the stubs leave it out
            cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(test_database_name)} WITH (FORCE)")
