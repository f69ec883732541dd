"""What a person may set about the local LaunchDarkly; everything has a default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

DEPLOYMENT_FREQUENCY: Final = "deploymentFrequency"
RELEASE_FREQUENCY: Final = "releaseFrequency"
LEAD_TIME: Final = "leadTime"
STALE_FLAGS: Final = "staleFlags"
FLAG_STATUS: Final = "flagStatus"
METRICS: Final = (DEPLOYMENT_FREQUENCY, RELEASE_FREQUENCY, LEAD_TIME, STALE_FLAGS, FLAG_STATUS)
"""What charts, their levels and their bounds are called."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A named number that a chart's series carry, but those that are parts of a sum."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Config:
    """How the server answers.

    Attributes:
        bounds: For each metric, the bounds of its series.
        max_points: The longest series that is answered.
        max_series: The most series that are answered.
    """

    bounds: Mapping[str, tuple[Bound, ...]] = field(default_factory=lambda: MappingProxyType({}))
    max_points: int = 2_200
    max_series: int = 500


class ConfigError(ValueError):
    """The bounds cannot be read; the message is a sentence that says why."""


def read_bounds(document: object) -> dict[str, tuple[Bound, ...]]:
    """Read bounds as a configuration file gives them.

    Args:
        document: `{"deploymentFrequency": [{"name": "lower", "value": 3}]}`.

    Raises:
        ConfigError: If it is anything else.
    """
    if not isinstance(document, Mapping):
        raise ConfigError("The bounds must be given for each metric, as in " + _EXAMPLE)
    return {_metric(name): _bounds(name, listed) for name, listed in document.items()}


_EXAMPLE: Final = '{"deploymentFrequency": [{"name": "lower", "value": 3}]}.'


def _metric(name: object) -> str:
    if name not in METRICS:
        names = ", ".join(METRICS)
        raise ConfigError(f"There is no metric {name!r}; bounds can be given for {names}.")
    return str(name)


def _bounds(metric: object, listed: object) -> tuple[Bound, ...]:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise ConfigError(f"The bounds of {metric} must be a list, as in {_EXAMPLE}")
    return tuple(_bound(metric, entry) for entry in listed)


def _bound(metric: object, entry: Any) -> Bound:  # noqa: ANN401 (whatever a file may hold)
    name = entry.get("name") if isinstance(entry, Mapping) else None
    value = entry.get("value") if isinstance(entry, Mapping) else None
    if not isinstance(name, str) or not isinstance(value, int) or isinstance(value, bool):
        raise ConfigError(f"A bound of {metric} needs a name and a whole value, as in {_EXAMPLE}")
    return Bound(name, value)
