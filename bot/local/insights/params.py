"""Query strings and records, read strictly: all that is wrong is said at once, by attribute."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final, TypeVar

from bot.local.insights import moments
from bot.local.insights.model import VERSION, VERSION_RULE, is_label, key_problem
from bot.local.insights.problems import Failure, invalid
from bot.local.insights.selection import Scope

_Value = TypeVar("_Value")
_Default = TypeVar("_Default")
_MAX_KEYS: Final = 100
_MAX_LINE: Final = 2_000
_DECIMAL: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", re.ASCII)


class Params:
    """The parameters of one request or one record, and what is wrong with them so far.

    Each reader gives a value in any case, a default where the parameter cannot be read, and notes
    the failure; `check` raises them all. A parameter that is empty counts as left out.

    Args:
        query: The values by name.
        now: The present in epoch milliseconds, where no moment of a record may be later.
    """

    def __init__(self, query: Mapping[str, str], *, now: int | None = None) -> None:
        self._query = query
        self._now = now
        self._failures: list[Failure] = []

    def fail(self, attribute: str, reason: str) -> None:
        """Note that something is wrong."""
        self._failures.append(Failure(attribute, reason))

    def check(self) -> None:
        """Raise what has been noted.

        Raises:
            ProblemError: A 400 with every failure.
        """
        if self._failures:
            raise invalid(*self._failures)

    def text(self, name: str, *, required: bool = False) -> str | None:
        """A short text of one line."""
        value = self._query.get(name) or None
        if value is None and required:
            self.fail(name, "must be present")
        if value is not None and not is_label(value):
            self.fail(name, "must be text without control characters")
            return None
        return value

    def key(self, name: str, *, required: bool = False) -> str | None:
        """A project's or an environment's key."""
        value = self._query.get(name, "")
        if not value and not required:
            return None
        if problem := key_problem(value):
            self.fail(name, problem)
        return value

    def keys(self, name: str) -> tuple[str, ...]:
        """Keys with commas between them, each once, in the order given."""
        parts = [part.strip() for part in self._query.get(name, "").split(",")]
        keys = tuple(dict.fromkeys(part for part in parts if part))
        if len(keys) > _MAX_KEYS:
            self.fail(name, f"must name at most {_MAX_KEYS}")
        for problem in filter(None, map(key_problem, keys)):
            self.fail(name, problem)
        return keys

    def scope(self, *, required: Collection[str] = ()) -> Scope:
        """Whose numbers are asked for: `projectKey`, `environmentKey` and `applicationKey`."""
        return Scope(
            self.key("projectKey", required="projectKey" in required),
            self.key("environmentKey", required="environmentKey" in required),
            self.keys("applicationKey"),
        )

    def choice(self, name: str, options: Collection[str]) -> str | None:
        """One of a few words."""
        value = self._query.get(name) or None
        if value is not None and value not in options:
            self.fail(name, f"must be one of {', '.join(options)}")
            return None
        return value

    def yes_or_no(self, name: str) -> bool | None:
        """True or false, or None if it is left out."""
        word = self._query.get(name, "").casefold()
        if word not in {"", "true", "false"}:
            self.fail(name, "must be one of true, false")
        return None if not word else word == "true"

    def choices(self, name: str, options: Collection[str]) -> frozenset[str]:
        """Any of a few words, with commas between them."""
        words = {word.strip() for word in self._query.get(name, "").split(",")} - {""}
        if words - set(options):
            self.fail(name, f"must be any of {', '.join(options)}")
        return frozenset(words & set(options))

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number within limits."""

        def read(text: str) -> int:
            if not (text.isascii() and text.isdigit() and least <= int(text[:20]) <= most):
                raise ValueError(f"must be a whole number from {least} to {most}")
            return int(text)

        return self._read(name, default, read)

    def time(self, name: str, default: int) -> int:
        """A time, in epoch milliseconds."""
        return self._read(name, default, moments.parse_ms)

    def line(self, name: str) -> str:
        """A text of one line that may be long; empty if it is left out."""
        value = self._query.get(name, "")
        if value and not (value.isprintable() and len(value) <= _MAX_LINE):
            self.fail(name, f"must be text of at most {_MAX_LINE} characters on one line")
        return value

    def version(self, name: str) -> str:
        """An application's version."""
        value = self._query.get(name, "")
        if not value:
            self.fail(name, "must be present")
        elif not VERSION.fullmatch(value):
            self.fail(name, VERSION_RULE)
        return value

    def moment(self, name: str, *, required: bool = False) -> int | None:
        """A time that says its zone, in epoch milliseconds."""
        if required and not self._query.get(name):
            self.fail(name, "must be present")
        found = self._read(name, None, moments.parse_moment)
        if found is None or self._now is None:
            return found
        if problem := moments.future_problem(found, self._now):
            self.fail(name, problem)
        return found

    def share(self, name: str) -> float | None:
        """A percentage."""

        def read(text: str) -> float:
            if not (_DECIMAL.fullmatch(text) and float(text) <= 100):  # noqa: PLR2004 (a percentage)
                raise ValueError("must be a number from 0 to 100")
            return float(text)

        return self._read(name, None, read)

    def window(self, now: int, length: int) -> tuple[int, int]:
        """`from` and `to`: the documented defaults are some days ago and now."""
        start, end = self.time("from", now - length), self.time("to", now)
        if start >= end and not self._failures:
            self.fail("from", "must be before to")
        return start, end

    def _read(
        self, name: str, default: _Default, read: Callable[[str], _Value]
    ) -> _Value | _Default:
        text = self._query.get(name)
        if not text:
            return default
        try:
            return read(text)
        except ValueError as error:
            self.fail(name, str(error))
            return default
