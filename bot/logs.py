"""Logs for whoever runs the bot, with nothing in them that opens a door.

Every line is redacted after it is formatted, tracebacks included, so that no library has to be
trusted with it: whatever looks like a token, and the very secrets that are set.
"""

import logging
import re
import sys
from collections.abc import Iterable
from typing import Final, TextIO

_TOKENS: Final = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|xoxe-[\w-]+"
    r"|\b(?:api|sdk|mob)-[0-9a-f]{8}-[\w-]{10,}"
    r"|(?<=/response/)[\w/-]+|(?<=hooks\.slack\.com/commands/)[\w/-]+"
    r"|(?<=ticket=)[\w-]+",
    re.ASCII,
)
MASK: Final = "[masked]"
_LIBRARIES: Final = {
    "slack_bolt": logging.ERROR,  # it warns of a token in the environment, where ours is to be
    "slack_sdk": logging.WARNING,
    "slack_sdk.web": logging.CRITICAL,  # what fails is raised too, and told in our words
    "urllib3": logging.WARNING,
    "waitress": logging.WARNING,
    "gunicorn": logging.WARNING,
    "aiohttp": logging.WARNING,
    "apscheduler": logging.ERROR,  # it warns of each beat that comes while the last one goes on
}
"""From which level on a library is heard."""


class Redacting(logging.Formatter):
    """Formats a line and masks what must not be in it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Know the secrets, the longest first, so that none is masked in part."""
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line, masked."""
        return self.mask(super().format(record))

    def mask(self, text: str) -> str:
        """Text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return _TOKENS.sub(MASK, text)


def configure(level: str, secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Log to a stream (stderr if none is given), redacted, and with little from libraries."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _LIBRARIES.items():
        logging.getLogger(name).setLevel(max(logging.getLevelName(level), least))
