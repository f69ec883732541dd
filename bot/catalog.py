"""The charts that can be asked for, a row each.

A row says what LaunchDarkly documents of its endpoint and what people type for it. The slash
commands, the help and the manifest are checked against these rows; a new chart is a new row.

Source: https://launchdarkly.com/docs/api/insights-charts-beta
"""

from dataclasses import dataclass
from typing import Literal

Parameter = Literal[
    "projectKey",
    "environmentKey",
    "applicationKey",
    "from",
    "to",
    "bucketType",
    "bucketMs",
    "groupBy",
    "expand",
]


@dataclass(frozen=True, slots=True)
class Option:
    """One query parameter of the API and the words that people may type for it.

    Attributes:
        parameter: The API's own name.
        words: Short names, the first one is shown in help. The API's name always works too.
        value: What stands for the value in help.
        help: Half a sentence.
    """

    parameter: Parameter
    words: tuple[str, ...]
    value: str
    help: str


OPTIONS: tuple[Option, ...] = (
    Option("projectKey", ("project",), "KEY", "the project; the first plain word means it too"),
    Option("environmentKey", ("env", "environment"), "KEY", "the environment"),
    Option(
        "applicationKey",
        ("app", "application", "apps", "applications"),
        "A,B",
        "only these applications",
    ),
    Option("from", ("from", "since", "last"), "TIME", "where the chart starts"),
    Option("to", ("to", "until"), "TIME", "where it ends, itself not counted; now if left out"),
    Option("bucketType", ("bucket",), "day|hour|rolling", "what one bar or point counts"),
    Option("bucketMs", ("every",), "1d", "how long one bucket is"),
    Option("groupBy", ("by", "group"), "WORD", "one series for each"),
    Option("expand", ("expand",), "metrics", "what LaunchDarkly adds to its answer"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One chart: where it is asked for, what it takes, what its numbers are.

    Attributes:
        name: What people type after the slash.
        title: What the message is headed with.
        path: The endpoint, below LaunchDarkly's base URL.
        parameters: The query parameters that the endpoint documents.
        group_by: What `groupBy` may be.
        expand: What `expand` may hold.
        noun: What is counted, one and many.
        form: How the chart is drawn while its buckets add up and can be told apart.
        summary: One line for the list of commands.
        examples: Lines that work as they stand.
    """

    name: str
    title: str
    path: str
    parameters: frozenset[Parameter]
    group_by: tuple[str, ...]
    expand: tuple[str, ...]
    noun: tuple[str, str]
    form: Literal["bars", "lines"]
    summary: str
    examples: tuple[str, ...]

    @property
    def command(self) -> str:
        """The slash command, with its slash."""
        return f"/{self.name}"

    @property
    def options(self) -> tuple[Option, ...]:
        """The rows of `OPTIONS` that this chart takes."""
        return tuple(option for option in OPTIONS if option.parameter in self.parameters)


CATALOG: tuple[Kind, ...] = (
    Kind(
        name="deploys",
        title="Deployments",
        path="/api/v2/engineering-insights/charts/deployments/frequency",
        parameters=frozenset(option.parameter for option in OPTIONS),
        group_by=("application", "kind"),
        expand=("metrics",),
        noun=("deployment", "deployments"),
        form="bars",
        summary="how often you deploy",
        examples=(
            "30d",
            "90d by application",
            "from monday bucket hour",
            "project mobile env staging app web,api from 2026-10-01 to 2026-11-01 levels",
        ),
    ),
)

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in CATALOG}
