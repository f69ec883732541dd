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
from typing import Final

from bot.query import BucketType, Query

BUCKET_ZONE: Final = "UTC"


def is_whole(start: datetime, query: Query) -> bool:
    """Whether a bucket lies whole inside the window that was asked for.

    The window ends at the latest when it was asked for, so the bucket that is still running is
    not whole, and neither is one that the window's edge cuts through.
    """
    return query.start <= start and start + query.bucket_length <= query.end


def adds_up(query: Query) -> bool:
    """Whether the points of a series may be added: not where windows may overlap."""
    return query.bucket is not BucketType.ROLLING


def is_near(start: datetime, query: Query) -> bool:
    """Whether a bucket belongs to the window, a bucket's length on either side forgiven."""
    slack = max(query.bucket_length, timedelta(days=1))
    return query.start - slack <= start < query.end + slack
