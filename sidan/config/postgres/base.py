# SPDX-License-Identifier: Apache-2.0
"""Django's PostgreSQL backend, joining the embedded server just before the first connection and checking ours.

Nothing is started by reading the settings, so help, type checks and documentation need no database.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base, client, features, operations
from psycopg import ClientCursor

from sidan.config.embedded import server, sharing
from sidan.config.postgres.creation import DatabaseCreation

# Set in settings by database.connection_settings(); libpq never sees it.
EMBEDDED = "embedded"


class DatabaseFeatures(features.DatabaseFeatures):
    """What is relied on; Django refuses an older server with a sentence naming both versions."""

    minimum_database_version = (15,)


class DatabaseClient(client.DatabaseClient):
    """The `psql` that `manage.py dbshell` opens."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        """Return the command and its environment; the embedded server brings its own psql."""
        if folder := settings_dict["OPTIONS"].get(EMBEDDED):
            settings_dict = {**settings_dict, "HOST": str(sharing.join(Path(folder)))}
            arguments, env = super().settings_to_cmd_args_env(settings_dict, parameters)
            return [str(server.programs() / "psql"), *arguments[1:]], env
        return super().settings_to_cmd_args_env(settings_dict, parameters)


class DatabaseOperations(operations.DatabaseOperations):
    """What Django does in PostgreSQL's own way."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:
        """Return what was sent, for the log of queries, with the values that went apart in their places."""
        if isinstance(cursor, ClientCursor):
            return super().last_executed_query(cursor, sql, params)
        return str(self.compose_sql(sql, params))


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded PostgreSQL or to the one DATABASE_URL names."""

    features_class = DatabaseFeatures
    client_class = DatabaseClient
    ops_class = DatabaseOperations
    creation_class = DatabaseCreation

    def get_connection_params(self) -> dict[str, Any]:
        """Return what psycopg connects with, once the embedded server runs."""
        params: dict[str, Any] = super().get_connection_params()
        if folder := params.pop(EMBEDDED, None):
            params["host"] = str(sharing.join(Path(folder)))
        return params

    def init_connection_state(self) -> None:
        """Refuse a database that cannot hold Chinese; asking costs no query."""
        super().init_connection_state()
        encoding = self.connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise ImproperlyConfigured(
                f"The database {self.settings_dict['NAME']} is encoded in {encoding}; create it with ENCODING 'UTF8'."
            )
