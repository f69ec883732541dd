"""The arguments of a call, whether they came as a form or as JSON.

In a form everything is text, so lists and objects are JSON inside of it.

Source: https://docs.slack.dev/apis/web-api
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.local.workspace.refusals import Refusal, wrong_arguments

_TRUE: Final = frozenset({"1", "true", "True"})
_MOST_PER_PAGE: Final = 1000


class Arguments:
    """What a call was given; each getter refuses what is of the wrong shape."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = {name: value for name, value in given.items() if value is not None}

    def has(self, name: str) -> bool:
        """Whether an argument is there and not empty."""
        return self._given.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """Text, or what reads as text."""
        value = self._given.get(name, default)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise wrong_arguments(f"must be a string [json-pointer:/{name}]")
        return str(value)

    def needed(self, name: str) -> str:
        """Text that must be there."""
        if not self.has(name):
            raise wrong_arguments(f"missing required field: {name}")
        return self.text(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean."""
        value = self._given.get(name, default)
        return value if isinstance(value, bool) else str(value) in _TRUE

    def whole(self, name: str, default: int) -> int:
        """A whole number."""
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()):
            raise wrong_arguments(f"must be an integer [json-pointer:/{name}]")
        return int(value)

    def json(self, name: str, refusal: str) -> Any:  # noqa: ANN401 - any JSON
        """A list or object; None if it is not there.

        Raises:
            Refusal: With that code if it is text that is no JSON.
        """
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except (ValueError, RecursionError):
            raise Refusal(refusal) from None

    def object(self, name: str, refusal: str) -> dict[str, Any]:
        """An object that must be there."""
        value = self.json(name, refusal)
        if value is None:
            raise wrong_arguments(f"missing required field: {name}")
        if not isinstance(value, dict):
            raise Refusal(refusal)
        return value

    def listed(self, name: str) -> list[str]:
        """Names with commas between them."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def ids(self, name: str) -> list[str]:
        """Ids as a list, or as text with commas between them."""
        value = self._given.get(name)
        as_json = isinstance(value, list) or str(value).startswith("[")
        given = self.json(name, "invalid_arguments") if as_json else self.listed(name)
        return [str(one) for one in given]

    def page(self, default: int = 100) -> tuple[int, int]:
        """Where a page of a list starts and how long it may be."""
        limit = self.whole("limit", default) or default
        if limit > _MOST_PER_PAGE:
            raise Refusal("invalid_limit")
        cursor = self.text("cursor")
        if cursor and not (cursor.isascii() and cursor.isdigit()):
            raise Refusal("invalid_cursor")
        return int(cursor or 0), limit
