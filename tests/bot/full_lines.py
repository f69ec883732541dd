"""For every chart the lines that say all that it takes, and what LaunchDarkly is sent for them."""

from typing import Any, Final

import pytest

from bot.catalog import CATALOG, Kind

SAID: Final[dict[str, tuple[str, str]]] = {
    "projectKey": ("project mobile", "mobile"),
    "environmentKey": ("env production", "production"),
    "applicationKey": ("app web,api", "web,api"),
    "from": ("from 2026-11-20T00:00Z", "1795132800000"),
    "to": ("to 2026-11-22T00:00Z", "1795305600000"),
    "bucketType": ("bucket hour", "hour"),
    "bucketMs": ("every 1h", "3600000"),
    "hasExperiments": ("experiments no", "false"),
    "global": ("global exclude", "exclude"),
    "maintainerId": ("maintainer 569f183514f4432160000007,b", "569f183514f4432160000007,b"),
    "maintainerTeamKey": ("team payments", "payments"),
}
"""For each parameter how it is typed, and what is sent."""


def _full(kind: Kind, group: str, expand: tuple[str, ...]) -> Any:  # noqa: ANN401 - pytest's own
    """A chart, a line with all of its parameters, and what LaunchDarkly is sent for it."""
    words = {"metrics": "levels", "percentiles": "percentiles"}
    said = {
        **SAID,
        "groupBy": (f"by {group}", group),
        "expand": (" ".join(words[one] for one in expand), ",".join(expand)),
    }
    line = " ".join(said[parameter][0] for parameter in kind.parameters)
    sent = {parameter: said[parameter][1] for parameter in kind.parameters}
    return pytest.param(kind, line, sent, id=f"{kind.name}-{group}-{'-'.join(expand)}")


FULL: Final = [
    _full(kind, group, expand)
    for kind in CATALOG
    for group in kind.group_by or ("",)
    for expand in dict.fromkeys([kind.expand, kind.expand[:1], kind.expand[1:] or kind.expand])
]
"""Each chart with each way to group and each thing that LaunchDarkly may add."""
