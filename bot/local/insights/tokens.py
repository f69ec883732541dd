"""Access tokens: which ones the server takes, and what they may do.

Source: https://launchdarkly.com/docs/home/account/api
"""

import uuid
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["reader", "writer"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The accepted tokens; they are never part of a text.

    Attributes:
        writers: May read, post events and change deployments.
        readers: May read.
    """

    writers: frozenset[str] = field(default=frozenset(), repr=False)
    readers: frozenset[str] = field(default=frozenset(), repr=False)

    def role(self, authorization: str) -> Role | None:
        """What the bearer of an `Authorization` header may do; None if it is not accepted."""
        if authorization in self.writers:
            return "writer"
        return "reader" if authorization in self.readers else None


def new_token() -> str:
    """A made-up token that looks like LaunchDarkly's."""
    return f"api-{uuid.uuid4()}"
