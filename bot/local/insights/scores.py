"""`GET insights/scores`: how a team does, in numbers from 0 to 100.

Source: https://launchdarkly.com/docs/api/insights-scores-beta/get-insights-scores and
https://launchdarkly.com/docs/home/observability/project-metrics
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.local.insights import decisions
from bot.local.insights.api import Backend, Call, Reply
from bot.local.insights.existing import missing_from
from bot.local.insights.flag_charts import stale_share
from bot.local.insights.levels import NOT_CALCULATED, RANGES, Range, Scale, indicator_of
from bot.local.insights.params import Params
from bot.local.insights.problems import invalid
from bot.local.insights.selection import Buckets, FlagEventListing, Maintained, Scope
from bot.local.insights.store import Store


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in epoch milliseconds.

    Attributes:
        start: Its first instant.
        end: The first instant after it.
        is_present: Whether it ends now.
    """

    start: int
    end: int
    is_present: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A score, or None where nothing was measured, and what it was put together from."""

    value: int | None
    parts: tuple[str, ...] = ()


def scores(backend: Backend, call: Call) -> Reply:
    """All scores of a project's environment (schema InsightScores)."""
    params = Params(call.query)
    scope = params.scope(required=("projectKey", "environmentKey"))
    params.check()
    if missing := missing_from(backend.store, scope):
        raise invalid(missing)
    middle = call.now - decisions.SCORE_MS
    period = Period(middle, call.now, is_present=True)
    last = Period(middle - decisions.SCORE_MS, middle, is_present=False)
    present, before = (_scores(backend.store, scope, one) for one in (period, last))
    body = {
        "period": {"startTime": period.start, "endTime": period.end},
        "lastPeriod": {"startTime": last.start, "endTime": last.end},
        "scores": {name: _compared(score, before[name]) for name, score in present.items()},
    }
    return Reply(body)


# -- what is measured -------------------------------------------------------------------------


_SCALES: Final[Mapping[str, Scale]] = {
    "deploymentFrequency": decisions.DEPLOYMENT_FREQUENCY,
    "deploymentFailureRate": decisions.FAILURE_RATE,
    "leadTime": decisions.LEAD_TIME,
    "impactSize": decisions.IMPACT_SIZE,
    "experimentationCoverage": decisions.EXPERIMENTATION,
    "flagHealth": decisions.STALE_FLAGS,
}


def _measured(store: Store, scope: Scope, period: Period) -> dict[str, float | None]:
    """Each metric of a period; None where there is nothing to measure."""
    outcomes = store.outcomes(scope, period.start, period.end)
    lead_time = store.lead_times.sum(scope, period.start, period.end)
    released = store.flag_events.released(FlagEventListing(scope, period.start, period.end))
    return {
        "deploymentFrequency": _frequency(store, scope, period),
        # Tags and commits tell of successes alone.
        "deploymentFailureRate": _share(outcomes.bad, outcomes.ended)
        if outcomes.bad or outcomes.started
        else None,
        "leadTime": lead_time.days if lead_time else None,
        "impactSize": _share(released.large, released.known),
        "experimentationCoverage": _share(released.with_experiments, released.all),
        "flagHealth": _flag_health(store, scope, period),
    }


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _frequency(store: Store, scope: Scope, period: Period) -> float | None:
    if not store.has_deployed(scope, before=period.end):
        return None
    length = period.end - period.start
    counts = store.count(scope, Buckets(period.start, period.end, period.start, length), None)
    total = sum(sum(found.values()) for found in counts.values())
    return total * decisions.DAY_MS / length


def _flag_health(store: Store, scope: Scope, period: Period) -> float | None:
    if not period.is_present:
        return None
    return stale_share(store.flags.health(Maintained(scope), now=period.end))


# -- how it is scored -------------------------------------------------------------------------

_AGGREGATES: Final[Mapping[str, tuple[str, ...]]] = {
    "velocity": ("deploymentFrequency", "leadTime"),
    "risk": ("deploymentFailureRate", "impactSize"),
    "efficiency": ("flagHealth", "experimentationCoverage"),
    "overall": ("velocity", "risk", "efficiency"),
}
"""Documented; each after its parts."""


def _scores(store: Store, scope: Scope, period: Period) -> dict[str, Score]:
    found = {
        name: Score(None if value is None else _SCALES[name].score(value))
        for name, value in _measured(store, scope, period).items()
    }
    for name, parts in _AGGREGATES.items():
        found[name] = _aggregate({part: found[part].value for part in parts})
    return found


def _aggregate(parts: Mapping[str, int | None]) -> Score:
    known = {name: value for name, value in parts.items() if value is not None}
    value = round(sum(known.values()) / len(known)) if known else None
    return Score(value, tuple(known))


def _compared(score: Score, last: Score) -> dict[str, Any]:
    """A score beside that of the period before (schema InsightsMetricScore)."""
    rep = {**_rep(score), "lastPeriod": _rep(last)}
    if score.value is not None and last.value is not None and score.parts == last.parts:
        rep["diffVsLastPeriod"] = score.value - last.value
    return rep


def _rep(score: Score) -> dict[str, Any]:
    calculated = score.value is not None
    value = score.value or 0
    indicator = indicator_of(value) if calculated else NOT_CALCULATED
    scores_ = RANGES[indicator] if calculated else Range(0, 0)
    rep: dict[str, Any] = {
        "score": value,
        "indicator": indicator,
        "indicatorRange": {"min": scores_.min, "max": scores_.max},
    }
    return rep | ({"aggregateOf": list(score.parts)} if score.parts else {})
