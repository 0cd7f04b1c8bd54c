# SPDX-License-Identifier: Apache-2.0
"""Log lines without what opens somebody's page: query codes and tokens stand in addresses, and addresses in logs."""

import logging
import re

# /t/<number>/<code>…, /photos/<token>…, /photos/draft/<token>
_CODES = re.compile(r"(/t/[^/\s]{1,200}/|/photos/(?:draft/)?)[^/\s?#\"']{1,4000}")


class DiscreetFormatter(logging.Formatter):
    """Writes a line as usual, traceback included, with an ellipsis in the place of every query code and token."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return _CODES.sub(r"\1…", super().format(record))
