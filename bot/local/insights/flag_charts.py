"""Stale flags and flag statuses: how the flags are now, from a query string to a chart.

Source:
https://launchdarkly.com/docs/api/insights-charts-beta/get-stale-flags-chart
https://launchdarkly.com/docs/api/insights-charts-beta/get-flag-status-chart
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.local.insights import decisions, document
from bot.local.insights.config import FLAG_STATUS, STALE_FLAGS, Config
from bot.local.insights.flags import STATUSES, FlagStatus
from bot.local.insights.params import Params
from bot.local.insights.selection import Maintained, Scope
from bot.local.insights.stored.flags import Health

_REQUIRED: Final = ("projectKey", "environmentKey")


@dataclass(frozen=True, slots=True)
class StaleAsk:
    """What a query for stale flags asks for.

    Attributes:
        which: Whose flags.
        by_maintainer: One series for each maintainer, or one for all.
        metrics: Whether the level is wanted too.
    """

    which: Maintained
    by_maintainer: bool
    metrics: bool


def parse_stale(query: Mapping[str, str]) -> StaleAsk:
    """Read a query string; project and environment are required.

    Raises:
        ProblemError: A 400 that names every parameter that is wrong.
    """
    params = Params(query)
    which = Maintained(
        params.scope(required=_REQUIRED),
        params.keys("maintainerId"),
        params.keys("maintainerTeamKey"),
    )
    group_by = params.choice("groupBy", ("maintainer",))
    expand = params.choices("expand", ("metrics",))
    params.check()
    return StaleAsk(which, group_by is not None, "metrics" in expand)


def parse_status(query: Mapping[str, str]) -> Scope:
    """Read a query string; project and environment are required.

    Raises:
        ProblemError: A 400 that names every parameter that is wrong.
    """
    params = Params(query)
    scope = params.scope(required=_REQUIRED)
    params.check()
    return scope


def stale(ask: StaleAsk, health: Sequence[Health], *, now: int, config: Config) -> dict[str, Any]:
    """The chart of stale flags (schema InsightsChart).

    Args:
        ask: What was asked.
        health: How the flags of each maintainer fare.
        now: The present in epoch milliseconds, where all points are.
        config: The bounds, and how many series may be answered.

    Raises:
        ProblemError: A 400 if there are too many series.
    """
    counts = {decisions.UNGROUPED: sum(one.stale for one in health)}
    if ask.by_maintainer:
        counts = _by_maintainer(ask.which, health)
    document.check_series(counts, config, instead="name maintainers")
    return document.chart(
        STALE_FLAGS,
        _series(counts, document.bounds(config, STALE_FLAGS, is_whole=not ask.by_maintainer), now),
        metric=decisions.STALE_FLAGS.metric(stale_share(health)) if ask.metrics else None,
    )


def status(counts: Mapping[FlagStatus, int], *, now: int, config: Config) -> dict[str, Any]:
    """The chart of flag statuses (schema InsightsChart): all four, in the documented order."""
    every = {name: counts.get(name, 0) for name in STATUSES}
    return document.chart(FLAG_STATUS, _series(every, document.bounds(config, FLAG_STATUS), now))


def stale_share(health: Sequence[Health]) -> float | None:
    """How many of a hundred temporary flags are stale, or None without any."""
    temporary = sum(one.temporary for one in health)
    return 100 * sum(one.stale for one in health) / temporary if temporary else None


def _by_maintainer(which: Maintained, health: Sequence[Health]) -> dict[str, int]:
    """The maintainers with stale flags and those who were asked for, most first."""
    found = {
        name: one.stale
        for name, one in zip(_names(health), health, strict=True)
        if one.stale or {one.maintainer_id, one.maintainer_team} & {*which.ids, *which.teams}
    }
    known = {key for one in health for key in (one.maintainer_id, one.maintainer_team)}
    nobody = {key: 0 for key in (*which.ids, *which.teams) if key not in known}
    return dict(sorted({**found, **nobody}.items(), key=lambda item: (-item[1], item[0])))


def _names(health: Sequence[Health]) -> list[str]:
    """What maintainers are called; namesakes are told apart by their ids."""
    keys = [one.maintainer_id or one.maintainer_team or decisions.NO_MAINTAINER for one in health]
    names = [one.name or key for one, key in zip(health, keys, strict=True)]
    often = Counter(names)
    return [
        name if often[name] == 1 else f"{name} ({key})"
        for name, key in zip(names, keys, strict=True)
    ]


def _series(
    counts: Mapping[Any, int], bounds: list[dict[str, Any]], now: int
) -> list[dict[str, Any]]:
    return [
        document.series(name, count, [document.point(now, count)], bounds)
        for name, count in counts.items()
    ]
