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
    Custom events are kept and change nothing. An event of the future, or of the first years after
    1970, is a 400: the clock or the unit is wrong, and no chart would ever show it.
What does not exist
    An unknown project, environment or application is a 404: a slip of the pen must not look like a
    week without deployments. Projects, environments and applications begin with whatever names
    them first; a project in which nothing happened has no environments.
Summary and bounds
    The summary is empty, as in the examples; nobody should come to rely on keys that LaunchDarkly
    may not send. Bounds come from this server's configuration and are attached to every series that
    is as whole as they are: a bound of all deployments says nothing of those of one application,
    nor one of a day says anything of an hour, nor one of lead time of a stage, but lead time by
    application is whole. Each status has them.
Releases
    A release is a flag event that changes what people get: "only changes affecting evaluation
    count". That cannot be seen from an impact of 0 %, which is a release that happened to touch
    nobody. So an event counts unless it names its role actions and none of them is one that
    touches targeting; a renamed flag is no release. By impact there are always the four documented
    sizes, smallest first, and "unknown" after them if anything has no size yet, so that the
    series add up. Of an event's experiments only the keys are known here: each is shown as
    running since the event.
Applications of flags
    A flag belongs to the applications that are named with it; an event to those of its flag and
    to those that it names itself.
Lead time
    Finished deployments that nobody archived and whose first commit is known, at the moment they
    ended: from that commit to the end. `y` is the mean in milliseconds, rounded. A bucket in which
    none of them ended has no point: nothing took no time. A lead time of exactly nothing was not
    measured either, and one of less than nothing is a clock gone wrong; neither is known. Moments
    out of order are moved to the nearest that is in order. A series' count is the number of its
    deployments, since adding up means would say nothing. Percentiles are nearest-rank: always a
    value that occurred.
Stages of a lead time
    Those of the oldest change. One that took no time is a zero, as when a tag is made at the time
    of its commit; a deployment that ends as it starts is the exception, for it is most often one
    of which nobody told the start. A stage that is not known of any deployment in the window has
    no series; any other has a point wherever there is a lead time, and the points of a bucket add
    up to it, rounding included. So each is the sum over all of these deployments divided by their
    number: where one of them lacks a stage, that time lies in another of its stages (whoever knows
    of no review has it in the wait). Percentiles of a stage are of those for which it is known.
What a deployment brings
    A pull request goes out with the first deployment of its application that started at or after
    its merge, in each environment, if that finished and nobody archived it. A version's own
    commits go out with the first such deployment of that version; a redeployment brings nothing.
    Without pull requests, coding lasts from the first commit to the last one and waiting from
    there on; what git cannot know, the review, is not made up.
Commits of a release
    Those that no earlier release of the same application has, in order of time. The first release
    has no release before it, and how much of the history belongs to it nobody knows, so it has no
    lead time; nor has one whose history a shallow clone cuts off.
Pull requests
    Each is open, closed, merged or, once a deployment has brought it, deployed: to the environment
    that is asked for, or to any if none is. It is listed at the time of its merge, or else of its
    creation. Sorted by lead time, those without one come last.
Flags
    Statuses are as documented, as of now: new (made in the last 7 days and never evaluated),
    inactive (not evaluated for 7 days), launched (on, one variation for everybody and unchanged
    for 7 days), or else active. Archived flags have none. A flag is stale if it is temporary, made
    at least 30 days ago, and inactive or launched: both take 7 days, which are the documented 7
    days of being so. Filters by person and by team widen each other, since a flag has one or the
    other. Flags have no history here, so their health has no last period.
Levels
    LaunchDarkly documents its levels of lead time, and that an excellent team deploys at least
    once a day. Releases are rated like deployments. Further steps of frequency follow those of lead
    time: a week, then a month. What is measured of the others, and their steps, is decided below.
Scores
    Over the last four weeks, so that all weekdays weigh the same, compared with the four before. A
    measured value lies in a tier, and its score as far up the tier's documented range as the value
    lies between the tier's edges. A frequency is calculated from the first deployment on,
    everything else from what there is in the period. Failures are looked for among deployments
    that started in it and have ended; where each of these is a lone finish there is no rate, for
    tags and commits tell of successes alone. Aggregates are rounded means of what is calculated,
    and are compared only if both periods are made of the same. No 404 is documented for scores, so
    what does not exist is a 400 there.
"""

from collections.abc import Collection
from typing import Final

from bot.local.insights.levels import Scale, Tier

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS

DEFAULT_WINDOW_MS: Final = 7 * DAY_MS
"""Documented: `from` is seven days ago unless given."""
UNGROUPED: Final = "all"
FIRST_KIND: Final = "deployment"
NEXT_KIND: Final = "redeployment"

UNIT_MS: Final[dict[str, int | None]] = {"rolling": None, "hour": HOUR_MS, "day": DAY_MS}
"""What a bucket's length must be a multiple of, for each `bucketType`."""


STATUS_MS: Final = 7 * DAY_MS
"""Documented: how long a flag must be new, unused or unchanged."""
STALE_AGE_MS: Final = 30 * DAY_MS
"""Documented: how old a flag must be to be stale."""
NO_MAINTAINER: Final = "no maintainer"
UNKNOWN_IMPACT: Final = "unknown"
ROLLBACK: Final = "rollback"
"""The kind of deployment that undoes one."""
SCORE_MS: Final = 28 * DAY_MS
PERCENTILES: Final = (50, 75, 90, 95, 99)
"""Those of LaunchDarkly's menu."""

_EVALUATION_ACTIONS: Final = (
    "updateOn",
    "updatePrerequisites",
    "updateTargets",
    "updateRules",
    "updateFallthrough",
    "updateOffVariation",
    "updateGlobalArchived",
)
"""How role actions begin that change what people get: the six that LaunchDarkly lists as targeting
when it copies a flag's settings, and archiving."""

_FREQUENCY_TIERS: Final = (
    Tier("excellent", 1.0, 5.0, "at least 1 per day"),
    Tier("good", 1 / 7, 1.0, "at least 1 per week"),
    Tier("fair", 1 / 30, 1 / 7, "at least 1 per month"),
    Tier("needsAttention", 0.0, 1 / 30, "less than 1 per month"),
)
DEPLOYMENT_FREQUENCY: Final = Scale("count", "per day", _FREQUENCY_TIERS)
RELEASE_FREQUENCY: Final = Scale("count", "per day", _FREQUENCY_TIERS)
LEAD_TIME: Final = Scale(
    "days",
    "on average",
    (
        Tier("excellent", 1, 0, "less than 1 day"),
        Tier("good", 7, 1, "1 day to 1 week"),
        Tier("fair", 28, 7, "1 to 4 weeks"),
        Tier("needsAttention", 56, 28, "more than 4 weeks"),
    ),
)
"""Documented, all but the eight weeks that are worth nothing."""
STALE_FLAGS: Final = Scale(
    "percent",
    "of temporary flags",
    (
        Tier("excellent", 10, 0, "less than 10 % of the temporary flags are stale"),
        Tier("good", 25, 10, "10 to 25 % of the temporary flags are stale"),
        Tier("fair", 50, 25, "25 to 50 % of the temporary flags are stale"),
        Tier("needsAttention", 100, 50, "at least 50 % of the temporary flags are stale"),
    ),
)
"""LaunchDarkly shows this share as flag health; a quarter and a half are round steps."""
FAILURE_RATE: Final = Scale(
    "percent",
    "of deployments",
    (
        Tier("excellent", 5, 0, "less than 5 % of deployments failed or were undone"),
        Tier("good", 15, 5, "5 to 15 % of deployments failed or were undone"),
        Tier("fair", 30, 15, "15 to 30 % of deployments failed or were undone"),
        Tier("needsAttention", 100, 30, "at least 30 % of deployments failed or were undone"),
    ),
)
"""Near what DORA's surveys call elite, high, medium and low performers."""
IMPACT_SIZE: Final = Scale(
    "percent",
    "of releases",
    (
        Tier("excellent", 10, 0, "less than 10 % of releases had a large impact"),
        Tier("good", 25, 10, "10 to 25 % of releases had a large impact"),
        Tier("fair", 50, 25, "25 to 50 % of releases had a large impact"),
        Tier("needsAttention", 100, 50, "at least 50 % of releases had a large impact"),
    ),
)
"""Small steps are the safe ones, so what counts is how many were large."""
EXPERIMENTATION: Final = Scale(
    "percent",
    "of releases",
    (
        Tier("excellent", 20, 50, "at least 20 % of releases were in an experiment"),
        Tier("good", 10, 20, "10 to 20 % of releases were in an experiment"),
        Tier("fair", 5, 10, "5 to 10 % of releases were in an experiment"),
        Tier("needsAttention", 0, 5, "less than 5 % of releases were in an experiment"),
    ),
)
"""Nobody experiments with everything: one release in five is much."""


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


def is_release(actions: Collection[str]) -> bool:
    """Whether a flag event that took these role actions changes what people get."""
    return not actions or any(one.startswith(_EVALUATION_ACTIONS) for one in actions)
