"""What the server's functions are given and give back: no HTTP in between."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.local.insights.config import Config
from bot.local.insights.problems import Failure, invalid
from bot.local.insights.store import Store
from bot.local.insights.tokens import Role


@dataclass(frozen=True, slots=True)
class Backend:
    """What answers come from."""

    store: Store
    config: Config


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has passed the door.

    Attributes:
        path: Without the query.
        query: Parameters; the first of each name.
        place: What the route's pattern names.
        body: The bytes that were sent.
        role: What the caller may do.
        token: The caller's token.
        is_beta: Whether the beta header was sent.
        now: The present in epoch milliseconds.
    """

    path: str
    query: Mapping[str, str]
    place: Mapping[str, str]
    body: bytes
    role: Role
    token: str = field(repr=False)
    is_beta: bool
    now: int

    def json(self) -> Any:  # noqa: ANN401 (whatever JSON holds)
        """The body as JSON.

        Raises:
            ProblemError: A 400 if it is none.
        """
        try:
            return json.loads(self.body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise invalid(Failure("body", "must be JSON")) from None


def _refuse_constant(word: str) -> None:
    msg = f"{word} is not JSON"
    raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: JSON, or nothing."""

    body: Any = None
    status: int = 200


Function = Callable[[Backend, Call], Reply]
