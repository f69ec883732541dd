"""How we read what LaunchDarkly leaves undocumented; the one place to change it.

LaunchDarkly publishes the shape of a chart and not its meaning. Nowhere does it say whether `x` is
where a bucket starts or ends, which zone a day belongs to, or whether rolling windows overlap.
Our reading, and what follows if it is wrong:

- `x` is the start of its bucket. Read so, a bucket counts as over only when it is over either way;
  if `x` should be the end, we are one bucket late and never early.
- Hour and day buckets are cut in UTC: the API takes no zone. Every message says "UTC".
- Rolling windows may overlap, so the points of a series are never added up, and of several that
  are still open none is "the" present one. How closely they follow each other is not known.
- A point that is not there is a gap. For counts it was probably a zero, but a chart that draws
  zeros which nobody sent looks the same on the day that the events stop arriving.
- Lead times are milliseconds: every field of that kind in the API ends in "Ms", while the unit of
  an axis is free text whose only example is "count". A unit of time that is named is believed. A
  lead time of zero is no lead time, since something always takes a moment; a single stage of one
  may well be zero, where a change did not wait.
- The stages of a lead time follow each other, so those of one bucket stand on each other. A change
  need not go through all of them (review, wait and deploy are optional in LaunchDarkly), so a stage
  that is not there takes nothing from what the others add up to. A series that is called total is
  their sum and no stage.
- Stale flags and flag status have no time. A series with one point says how things stand, whatever
  its `x` is; of several points the latest does.
- Percentiles come in a point's `values`, under names such as "p50", "p90" or "median".
"""

import re
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.catalog import Kind
from bot.query import BucketType, Query, Window

BUCKET_ZONE: Final = "UTC"
_LATE: Final = timedelta(minutes=1)


def is_whole(start: datetime, window: Window, *, read_at: datetime) -> bool:
    """Whether a bucket was over when it was read and lies whole inside the window asked for.

    The bucket that is still running is not whole, and neither is one that an edge cuts through.
    """
    return window.start <= start and start + window.bucket_length <= min(window.end, read_at)


def touches(start: datetime, window: Window) -> bool:
    """Whether a bucket has a part, however small, in the window asked for."""
    return start < window.end and window.start < start + window.bucket_length


def reaches_now(window: Window, *, read_at: datetime) -> bool:
    """Whether the window was meant to end at the present.

    "Now" is the end of the minute in which somebody asks; until LaunchDarkly has answered, with
    pauses and all, it may have passed.
    """
    return window.end >= read_at - _LATE


def is_running(start: datetime, window: Window, *, read_at: datetime) -> bool:
    """Whether a bucket was not over yet when it was read, and is meant to be counted so far."""
    return start + window.bucket_length > read_at and reaches_now(window, read_at=read_at)


def is_near(start: datetime, window: Window) -> bool:
    """Whether a bucket belongs to the window, a bucket's length on either side forgiven."""
    slack = max(window.bucket_length, timedelta(days=1))
    return window.start - slack <= start < window.end + slack


# -- what may be added up ---------------------------------------------------------------------


def adds_up(query: Query) -> bool:
    """Whether the points of a series may be added: counts, unless windows may overlap."""
    return query.kind.measure == "count" and not overlaps(query.window)


def overlaps(window: Window | None) -> bool:
    """Whether the buckets of a window may overlap."""
    return window is not None and window.bucket is BucketType.ROLLING


def stands_together(query: Query) -> bool:
    """Whether the values of all series in one bucket may be added.

    Counts may, and the stages of a lead time; the lead times of several applications may not.
    """
    return query.kind.measure == "count" or query.group_by == "stage"


def may_lack_some(query: Query) -> bool:
    """Whether the values of a bucket make up a whole although some series has none there.

    Stages do, which a change may skip; of counts nobody knows what is missing.
    """
    return query.group_by == "stage"


def is_total(name: str, query: Query) -> bool:
    """Whether a series is the sum of the others: a stage that is called total."""
    return query.group_by == "stage" and _squeezed(name) in {"total", "totalleadtime", "leadtime"}


_ORDER: Final[dict[str, int]] = {
    word: at
    for words in (
        ("coding", "review", "prlifespan", "wait", "deploy"),
        ("none", "small", "medium", "large"),
        ("new", "active", "launched", "inactive"),
    )
    for at, word in enumerate(words)
}


def rank(name: str) -> int:
    """The place of a series among its kind: stages, impacts and statuses have their own order.

    What LaunchDarkly documents by name comes in its order, anything else behind it.
    """
    return _ORDER.get(_squeezed(name), len(_ORDER))


# -- durations --------------------------------------------------------------------------------

_UNIT_MS: Final[dict[str, int]] = {
    "ms": 1,
    "millisecond": 1,
    "s": 1_000,
    "sec": 1_000,
    "second": 1_000,
    "m": 60_000,
    "min": 60_000,
    "minute": 60_000,
    "h": 3_600_000,
    "hour": 3_600_000,
    "d": 86_400_000,
    "day": 86_400_000,
}
_UNSAID: Final = frozenset({"", "count", "duration", "time"})
"""Units that say nothing about how long; "count" stands in every documented example."""


def milliseconds_in(unit: str, kind: Kind) -> int | None:
    """How many milliseconds one of a chart's values is, 1 for counts; None for an unknown unit."""
    named = _squeezed(unit)
    if kind.measure == "count" or named in _UNSAID:
        return 1
    return _UNIT_MS.get(named) or _UNIT_MS.get(named.removesuffix("s"))


_PERCENTILE: Final = re.compile(r"p(?:ercentile)?_?([0-9]{1,2}(?:\.[0-9])?)", re.ASCII)


def percentile(name: str) -> float | None:
    """Which percentile a name stands for, or None: 50 for "p50" and "median"."""
    low = name.strip().casefold()
    if low == "median":
        return 50.0
    match = _PERCENTILE.fullmatch(low)
    return float(match[1]) if match else None


# -- bounds -----------------------------------------------------------------------------------

BoundKind = Literal["plain", "documented", "unclear"]
Side = Literal["below", "above"]
_PLAIN_BOUNDS: Final[dict[str, Side]] = {
    "lower": "below",
    "lowerbound": "below",
    "min": "below",
    "minimum": "below",
    "floor": "below",
    "upper": "above",
    "upperbound": "above",
    "max": "above",
    "maximum": "above",
    "ceiling": "above",
}
_DOCUMENTED_BOUNDS: Final = frozenset({"equal"})
"""The only name in LaunchDarkly's documentation, in an example that says no more."""


def bound_name(name: str) -> str:
    """What a bound is called, however it is written: case, spaces and dashes do not matter."""
    return "".join(char for char in name.casefold().strip() if char not in "_- ")


def bound_kind(name: str) -> BoundKind:
    """How sure we are of what a bound means, from its name."""
    called = bound_name(name)
    if called in _PLAIN_BOUNDS:
        return "plain"
    return "documented" if called in _DOCUMENTED_BOUNDS else "unclear"


def bad_side(name: str) -> Side | None:
    """On which side of a bound values are bad, where its name says so in plain English."""
    return _PLAIN_BOUNDS.get(bound_name(name))


def _squeezed(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
