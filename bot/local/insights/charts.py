"""`GET charts/...`: the five charts.

Source: https://launchdarkly.com/docs/api/insights-charts-beta
"""

from bot.local.insights import flag_charts, frequency, lead_time, releases
from bot.local.insights.api import Backend, Call, Reply
from bot.local.insights.existing import check_exists


def deployment_frequency(backend: Backend, call: Call) -> Reply:
    """The chart of how often was deployed."""
    ask = frequency.parse(call.query, now=call.now, config=backend.config)
    check_exists(backend.store, ask.scope)
    counts = backend.store.count(ask.scope, ask.time.buckets, ask.group_by)
    return Reply(frequency.chart(ask, counts, now=call.now, config=backend.config))


def release_frequency(backend: Backend, call: Call) -> Reply:
    """The chart of how often flags changed what people get."""
    ask = releases.parse(call.query, now=call.now, config=backend.config)
    check_exists(backend.store, ask.releases.scope)
    counts = backend.store.flag_events.count(ask.releases, ask.time.buckets, by_size=ask.by_size)
    return Reply(releases.chart(ask, counts, now=call.now, config=backend.config))


def lead_times(backend: Backend, call: Call) -> Reply:
    """The chart of how long changes took from the first commit to people."""
    ask = lead_time.parse(call.query, now=call.now, config=backend.config)
    check_exists(backend.store, ask.scope)
    return Reply(lead_time.chart(ask, backend.store.lead_times, backend.config))


def stale_flags(backend: Backend, call: Call) -> Reply:
    """The chart of flags that should have been taken out by now."""
    ask = flag_charts.parse_stale(call.query)
    check_exists(backend.store, ask.which.scope)
    health = backend.store.flags.health(ask.which, now=call.now)
    return Reply(flag_charts.stale(ask, health, now=call.now, config=backend.config))


def flag_status(backend: Backend, call: Call) -> Reply:
    """The chart of how many flags are new, active, launched and inactive."""
    scope = flag_charts.parse_status(call.query)
    check_exists(backend.store, scope)
    counts = backend.store.flags.statuses(scope, now=call.now)
    return Reply(flag_charts.status(counts, now=call.now, config=backend.config))
