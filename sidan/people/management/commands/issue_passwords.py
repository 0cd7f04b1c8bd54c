# SPDX-License-Identifier: Apache-2.0
"""Give everybody without a password a one-time one: manage.py issue_passwords FILE.csv."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.base.sheet_writing import write_csv
from sidan.people.actors import Actor
from sidan.people.passwords import issue_first

COLUMNS = (
    Column("username", Words("用户名", "User name"), cells.text()),
    Column("name", Words("姓名", "Name"), cells.text()),
    Column("password", Words("一次性密码", "One-time password"), cells.text()),
)


class Command(BaseCommand):
    """Write the list of new passwords to a file that only its owner may read; nothing else keeps them."""

    help = "Give everybody who has no password yet a one-time password, and write the list to a new file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to be written."""
        parser.add_argument("file", type=Path, help="a .csv file that is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue and write; the file is opened first, so that no password is made in vain."""
        try:
            handle = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as fault:
            said = gettext("The file %(file)s cannot be written, or is there already.") % {"file": options["file"]}
            raise CommandError(said) from fault
        issued = issue_first(by=Actor.importer())
        rows = [{"username": user.username, "name": user.display_name, "password": word} for user, word in issued]
        with os.fdopen(handle, "wb") as file:
            file.write(write_csv(COLUMNS, rows))
        self.stdout.write(
            gettext("%(count)d passwords are in %(file)s. Hand them out one by one, then delete the file.")
            % {"count": len(rows), "file": options["file"]}
        )
