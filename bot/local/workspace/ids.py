"""Names that look like Slack's: ids, tokens, and timestamps that are unique in the workspace."""

import secrets
import string
from typing import Final

_LETTERS: Final = string.ascii_uppercase + string.digits


def new_id(prefix: str) -> str:
    """An id such as `F0K3M1TZ9QX`: the kind of thing it names, then letters and digits."""
    return prefix + "0" + "".join(secrets.choice(_LETTERS) for _ in range(9))


def new_key(length: int = 24) -> str:
    """Something nobody can guess: the last part of tokens, tickets and response URLs."""
    return secrets.token_urlsafe(length)


class Stamps:
    """Message timestamps: epoch seconds with six digits, each later than the one before.

    Source: https://docs.slack.dev/messaging/retrieving-messages (a `ts` names its message).
    """

    def __init__(self) -> None:
        self._last = 0

    def next(self, now: float) -> str:
        """The timestamp of a message that is posted now."""
        self._last = max(self._last + 1, int(now * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"
