"""What LaunchDarkly leaves undocumented, decided; the one place to change it.

LaunchDarkly publishes the shape of its charts and not their arithmetic. Where its documentation is
silent, this server does what is written here, for the reason given here.

Which deployments count
    Finished ones that nobody archived, each once, at the moment it ended. A failed deployment
    delivered nothing, one in progress has not yet, and a hidden one is hidden for a reason.
Points
    `x` is where a bucket starts and `y` a whole number: the schema says int64, and the official
    Python client refuses a fraction. Every bucket of the window has a point, zeros too: a server
    that has all events knows that nothing happened, which a gap would not say.
Hour and day buckets
    Cut in UTC, since no parameter names a zone. The first starts with the hour or day that holds
    `from`, the last is the one that holds the last instant before `to`; both count only what lies
    within [from, to). The bucket that is still running therefore holds the count so far.
Rolling buckets
    Windows of `bucketMs` one after the other from `from` on. They do not overlap, so that the
    points add up to the count.
`bucketMs` with hour and day
    A whole multiple of the hour or day, counted from the first bucket; anything else is a 400,
    because half a day is neither rolling nor a day. Left out, it is one hour or one day: the
    documented default of a day would silently turn hour buckets into days.
Series
    One called "all" without `groupBy`; otherwise one for each application key or kind that has a
    deployment in the window, so that services long gone do not fill the legend. Applications that
    the query names are there in any case: who asks for one is owed its zero. The largest count
    comes first, then the name decides.
Status and kind
    A deployment's status is the type of its latest event, as the documented example `finished` is
    also an event type. The first deployment of a version is a "deployment" and the next ones of
    the same version are each a "redeployment", the one kind that is documented; a string `kind`
    in the deployment metadata says otherwise, for rollbacks for example.
From events to deployments
    Events carry no deployment id, so they are put together by project, environment, application
    and version, in order of time. A start opens a deployment unless one is open; an end closes the
    open one, or stands for a deployment that started as it ended. The same event twice is one.
    Custom events are kept and change nothing.
What does not exist
    An unknown project, environment or application is a 404: a slip of the pen must not look like a
    week without deployments. Projects, environments and applications begin with the first event
    that names them; a project without events has no environments.
Summary and bounds
    The summary is empty, as in the examples; nobody should come to rely on keys that LaunchDarkly
    may not send. Bounds come from this server's configuration and are attached to every series.
Levels
    LaunchDarkly documents that an excellent team deploys at least once a day. The tiers below
    follow its own steps for lead time: a week, then a month.
"""

from dataclasses import dataclass
from typing import Final

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS

DEFAULT_WINDOW_MS: Final = 7 * DAY_MS
"""Documented: `from` is seven days ago unless given."""
UNGROUPED: Final = "all"
FIRST_KIND: Final = "deployment"
NEXT_KIND: Final = "redeployment"

UNIT_MS: Final[dict[str, int | None]] = {"rolling": None, "hour": HOUR_MS, "day": DAY_MS}
"""What a bucket's length must be a multiple of, for each `bucketType`."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of deployment frequency: how often it takes to reach it."""

    indicator: str
    per_day: float
    description: str


TIERS: Final = (
    Tier("excellent", 1.0, "at least 1 per day"),
    Tier("good", 1 / 7, "at least 1 per week"),
    Tier("fair", 1 / 30, "at least 1 per month"),
    Tier("needsAttention", 0.0, "less than 1 per month"),
)
"""Best first; the last one takes whatever is left."""


def default_bucket_ms(bucket_type: str) -> int:
    """The length of a bucket unless `bucketMs` is given."""
    return UNIT_MS[bucket_type] or DAY_MS


def first_bucket(start: int, bucket_type: str) -> int:
    """Where the first bucket of a window starts, in epoch milliseconds."""
    unit = UNIT_MS[bucket_type]
    return start if unit is None else start - start % unit


def bucket_count(first: int, end: int, bucket_ms: int) -> int:
    """How many buckets it takes from the first one to the end of the window."""
    return -((first - end) // bucket_ms)


def tier_of(per_day: float) -> Tier:
    """The level that a frequency reaches."""
    return next((tier for tier in TIERS if per_day >= tier.per_day), TIERS[-1])
