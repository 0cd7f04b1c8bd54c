# SPDX-License-Identifier: Apache-2.0
"""Keys for machines: manage.py api_key issue USER NAME, api_key list, api_key end NUMBER."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, gettext

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.people.keys import end_key, issue_key, living_keys
from sidan.people.models import User


class Command(BaseCommand):
    """Issue, list or end the keys by which machines act in somebody's name."""

    help = "Issue a key for the API to a person (it is printed once), list living keys, or end one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and for whom or with which key."""
        parser.add_argument("verb", choices=("issue", "list", "end"), help="what to do")
        parser.add_argument("which", nargs="?", default="", help="issue: the user name; end: the number of the key")
        parser.add_argument("name", nargs="?", default="", help="issue: what the key is for, such as the other system")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is asked."""
        try:
            getattr(self, f"_{options['verb']}")(options["which"], options["name"])
        except Refused as fault:
            raise CommandError(fault.said(gettext, language=get_language() or "en")) from fault

    def _issue(self, username: str, name: str) -> None:
        """Print a new key of somebody."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise Refused("There is nobody with the user name %(name)s.", name=username)
        self.stdout.write(issue_key(user, name, by=Actor.importer()))
        self.stderr.write(gettext("Keep this key safe: it is shown only now."))

    def _list(self, which: str, name: str) -> None:
        """Print number, person, name and last use of each living key."""
        for key in living_keys():
            used = key.last_used_at.isoformat(timespec="minutes") if key.last_used_at else "-"
            self.stdout.write(f"{key.pk}\t{key.user.username}\t{key.name}\t{used}")

    def _end(self, number: str, name: str) -> None:
        """End a key."""
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise Refused("Please give the number of the key; api_key list shows it.")
        key = end_key(int(number), by=Actor.importer())
        self.stdout.write(gettext("The key %(name)s has ended.") % {"name": key.name})
