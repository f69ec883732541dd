"""A request line, read: the questions it asks, and the line that asks them again.

Buttons, digests and replies keep lines, not queries: a line is what people type and what the README
promises, so one that an older version wrote is read by a newer one like anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.catalog import BY_PARAMETER, FLAGS, KEYED, Kind, Name, option_named, squeezed
from bot.earlier import Earlier
from bot.query import Query, Window
from bot.times import iso, names_period, names_time

Dimension = Literal["project", "environment", "application"]
_ORDER: Final[tuple[Name, ...]] = (
    "projectKey",
    "compare",
    "environmentKey",
    "applicationKey",
    "from",
    "to",
    "vs",
    "bucketType",
    "bucketMs",
    "groupBy",
    "hasExperiments",
    "global",
    "maintainerId",
    "maintainerTeamKey",
    "expand",
    "zone",
)


@dataclass(frozen=True, slots=True)
class Request:
    """What one line asks for.

    Attributes:
        kind: The chart.
        said: What was said of each parameter, each value in the words in which it can be typed
            again, defaults included; what was left to the chart's own habit is left out.
        queries: One question, or one for each of what is compared, in the order named.
        compared: What the questions differ in, or None for a single one.
        earlier: The period that a single question's answer is held against, where there is one.
        zone: The zone in which times were read.
    """

    kind: Kind
    said: tuple[tuple[Name, str], ...]
    queries: tuple[Query, ...]
    compared: Dimension | None
    earlier: Earlier | None
    zone: ZoneInfo

    @property
    def query(self) -> Query:
        """The question; the first of several."""
        return self.queries[0]

    @property
    def past(self) -> Query | None:
        """The question about the period before; ratings are of the present and not asked for."""
        if self.earlier is None:
            return None
        return replace(self.query, window=self.earlier.window, expand=())

    @property
    def names_earlier(self) -> bool:
        """Whether the period before was asked for, and is not just the usual one."""
        return "vs" in dict(self.said)

    @property
    def window(self) -> Window | None:
        """The time that all questions cover."""
        return self.query.window

    @property
    def line(self) -> str:
        """The line in one spelling and order; `30d` counts back from whenever it is read."""
        return line(dict(self.said))

    def changed(self, changes: Mapping[Name, str | None]) -> str:
        """The line with some parameters said otherwise, or no longer said (None)."""
        said = {**dict(self.said), **changes}
        return line({name: value for name, value in said.items() if value is not None})

    @property
    def pinned(self) -> str:
        """The line that always means the very time that this one means now."""
        if self.window is None:
            return self.line
        fixed: dict[Name, str | None] = {
            "from": iso(self.window.start),
            "to": iso(self.window.end),
            "bucketType": self.window.bucket.value,
            "bucketMs": f"{self.window.bucket_ms}ms",
            "zone": None,
        }
        if self.earlier is not None:
            fixed["vs"] = iso(self.window.start - self.earlier.shift)
        return self.changed(fixed)


def line(said: Mapping[Name, str]) -> str:
    """Write a request line without its command.

    A period stands by itself: `from july` would go on until now.
    """
    said = {name: said[name] for name in _ORDER if said.get(name)}
    alone = "to" not in said and names_period(said.get("from", ""))
    return " ".join(
        value if name == "from" and alone else _written(name, value) for name, value in said.items()
    )


def _written(name: Name, value: str) -> str:
    if name == "expand":
        return " ".join(word for word, (_, one) in FLAGS.items() if one in value.split(","))
    option = BY_PARAMETER[name]
    sign = "=" if option.rule in KEYED and is_taken(value) else " "
    return f"{option.short}{sign}{value}"


def is_taken(word: str) -> bool:
    """Whether a word by itself means an option or a time: a key of that name needs a “=”."""
    name = word.partition("=")[0]
    return option_named(name) is not None or squeezed(name) in FLAGS or names_time(word)
