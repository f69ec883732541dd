"""How we read what LaunchDarkly leaves undocumented; the one place to change it.

LaunchDarkly publishes the shape of a chart and not its meaning. Nowhere does it say whether `x` is
where a bucket starts or ends, which zone a day belongs to, or whether rolling windows overlap.
Our reading, and what follows if it is wrong:

- `x` is the start of its bucket. Read so, a bucket counts as over only when it is over either way;
  if `x` should be the end, we are one bucket late and never early.
- Hour and day buckets are cut in UTC: the API takes no zone. Every message says "UTC".
- Rolling windows may overlap, so their points are never added up.
- A point that is not there is a gap. For counts it was probably a zero, but a chart that draws
  zeros which nobody sent looks the same on the day that the events stop arriving.
"""

from datetime import datetime, timedelta
from typing import Final, Literal

from bot.query import BucketType, Query

BUCKET_ZONE: Final = "UTC"
_LATE: Final = timedelta(minutes=1)


def is_whole(start: datetime, query: Query, *, read_at: datetime) -> bool:
    """Whether a bucket was over when it was read and lies whole inside the window asked for.

    The bucket that is still running is not whole, and neither is one that an edge cuts through.
    """
    return query.start <= start and start + query.bucket_length <= min(query.end, read_at)


def touches(start: datetime, query: Query) -> bool:
    """Whether a bucket has a part, however small, in the window asked for."""
    return start < query.end and query.start < start + query.bucket_length


def reaches_now(query: Query, *, read_at: datetime) -> bool:
    """Whether the window was meant to end at the present.

    "Now" is the end of the minute in which somebody asks; until LaunchDarkly has answered, with
    pauses and all, it may have passed.
    """
    return query.end >= read_at - _LATE


def is_running(start: datetime, query: Query, *, read_at: datetime) -> bool:
    """Whether a bucket was not over yet when it was read, and is meant to be counted so far."""
    return start + query.bucket_length > read_at and reaches_now(query, read_at=read_at)


def adds_up(query: Query) -> bool:
    """Whether the points of a series may be added: not where windows may overlap."""
    return query.bucket is not BucketType.ROLLING


def is_near(start: datetime, query: Query) -> bool:
    """Whether a bucket belongs to the window, a bucket's length on either side forgiven."""
    slack = max(query.bucket_length, timedelta(days=1))
    return query.start - slack <= start < query.end + slack


BoundKind = Literal["plain", "documented", "unclear"]
_PLAIN_BOUNDS: Final = frozenset(
    [
        "lower",
        "lowerbound",
        "min",
        "minimum",
        "floor",
        "upper",
        "upperbound",
        "max",
        "maximum",
        "ceiling",
    ]
)
_DOCUMENTED_BOUNDS: Final = frozenset({"equal"})
"""The only name in LaunchDarkly's documentation, in an example that says no more."""


def bound_kind(name: str) -> BoundKind:
    """How sure we are of what a bound means, from its name; no name says which side is bad."""
    squeezed = "".join(char for char in name.casefold() if char.isalnum())
    if squeezed in _PLAIN_BOUNDS:
        return "plain"
    return "documented" if squeezed in _DOCUMENTED_BOUNDS else "unclear"
