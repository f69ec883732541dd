"""Lines that work, to show below a sentence that says what did not."""

from typing import Final

from bot.catalog import Kind, Name, Option
from bot.grammar.errors import UsageError, listed, refuse

_USED: Final[dict[Name, str]] = {
    "projectKey": "",
    "environmentKey": "env production",
    "applicationKey": "app web,api",
    "from": "from 30d",
    "to": "from 2026-10-01 to 2026-11-01",
    "bucketType": "4w bucket day every 1w",
    "bucketMs": "bucket rolling every 1d",
    "hasExperiments": "experiments yes",
    "global": "global exclude",
    "maintainerId": "maintainer 569f183514f4432160000007",
    "maintainerTeamKey": "team payments",
    "vs": "30d vs last month",
    "compare": "compare app web,api",
    "zone": "today zone Europe/Berlin",
}
"""How each parameter is used, as the end of a line."""


def example_of(kind: Kind, name: Name) -> str:
    """A line that works and uses a parameter of a chart."""
    choices = {"groupBy": f"by {(*kind.group_by, '')[0]}", "expand": (*kind.flags, "")[0]}
    return with_needed(kind, choices.get(name) or _USED.get(name, ""), but=name)


def with_needed(kind: Kind, words: str, *, but: Name | None = None) -> str:
    """Words as the end of a line that names all that a chart needs, one parameter left out."""
    parts = ["mobile" if "projectKey" in kind.required or but == "projectKey" else ""]
    if "environmentKey" in kind.required and but != "environmentKey":
        parts.append("env production")
    return " ".join(part for part in (*parts, words) if part)


def needs_value(kind: Kind, option: Option, more: str = "") -> UsageError:
    """An option stands there without what belongs to it; `more` is a further sentence."""
    values = listed(kind.choices(option)) if kind.choices(option) else option.value
    sentence = f"“{option.short}” needs a value: {values}, {option.help}.{more and ' '}{more}"
    return refuse(kind, sentence, example_of(kind, option.parameter))
