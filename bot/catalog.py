"""The charts that can be asked for, a row each.

A row says what LaunchDarkly documents of its endpoint and what people type for it. The grammar,
the slash commands, the help, the usage hints and the README's tables come from these rows or are
checked against them; a new chart is a new row.

Source: https://launchdarkly.com/docs/api/insights-charts-beta
"""

from dataclasses import dataclass
from typing import Final, Literal

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
    "hasExperiments",
    "global",
    "maintainerId",
    "maintainerTeamKey",
]
"""A query parameter under the API's own name."""
Own = Literal["vs", "compare", "zone"]
"""What can be typed that is no parameter of the API."""
Name = Parameter | Own
Rule = Literal["key", "keys", "time", "span", "choice", "choices", "other"]
"""How a value is read: one key, keys with commas between them, a time, a length of time, one of a
chart's words, several of them; what is read in another way is read by whoever needs it."""

KEYED: Final[frozenset[Rule]] = frozenset({"key", "keys"})
"""The rules of values that people and LaunchDarkly name as they like."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be said about a chart, and the words that people may type for it.

    Attributes:
        parameter: The API's own name, or ours where the API has none.
        words: Short names, the first one is shown in help. The API's name always works too.
        value: What stands for the value in help.
        help: Half a sentence.
        rule: How the value is read.
        noun: What one value is called in a sentence, where it is a key.
        choices: What it may be, where every chart that has it takes the same words.
    """

    parameter: Name
    words: tuple[str, ...]
    value: str
    help: str
    rule: Rule
    noun: str = ""
    choices: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The word that lines are written with."""
        return self.words[0]

    @property
    def a_noun(self) -> str:
        """One of what it names, with its article: an environment."""
        return f"{'an' if self.noun[0] in 'ae' else 'a'} {self.noun}"


OPTIONS: Final[tuple[Option, ...]] = (
    Option(
        "projectKey",
        ("project",),
        "KEY",
        "the project; the first plain word means it too",
        "key",
        "project",
    ),
    Option(
        "environmentKey", ("env", "environment"), "KEY", "the environment", "key", "environment"
    ),
    Option(
        "applicationKey",
        ("app", "application", "apps", "applications"),
        "A,B",
        "only these applications",
        "keys",
        "application",
    ),
    Option("from", ("from", "since", "last"), "TIME", "where the chart starts", "time"),
    Option(
        "to", ("to", "until"), "TIME", "where it ends, itself not counted; now if left out", "time"
    ),
    Option(
        "bucketType",
        ("bucket",),
        "day|hour|rolling",
        "what one bar or point counts",
        "choice",
        choices=("rolling", "hour", "day"),
    ),
    Option("bucketMs", ("every",), "1d", "how long one bucket is", "span"),
    Option("groupBy", ("by", "group"), "WORD", "one series for each", "choice"),
    Option("expand", ("expand",), "WORD", "what LaunchDarkly adds to its answer", "choices"),
    Option(
        "hasExperiments",
        ("experiments",),
        "yes|no",
        "only releases with an experiment, or only those without",
        "choice",
        choices=("yes", "no"),
    ),
    Option(
        "global",
        ("global",),
        "include|exclude",
        "whether changes that reach everybody at once count",
        "choice",
        choices=("include", "exclude"),
    ),
    Option(
        "maintainerId",
        ("maintainer", "maintainers"),
        "ID,ID",
        "only flags of these people",
        "keys",
        "maintainer",
    ),
    Option(
        "maintainerTeamKey",
        ("team", "teams"),
        "KEY,KEY",
        "only flags of these teams",
        "keys",
        "team",
    ),
)

OWN_OPTIONS: Final[tuple[Option, ...]] = (
    Option(
        "vs",
        ("vs", "versus"),
        "PERIOD",
        "which period it is held against: last week, last month, last quarter, last year, a month, "
        "or where one starts",
        "time",
    ),
    Option(
        "compare",
        ("compare",),
        "A B",
        "two to four projects beside each other; or compare env A B, compare app A B",
        "other",
    ),
    Option("zone", ("zone",), "NAME", "the time zone of the times; yours if left out", "other"),
)

BY_PARAMETER: Final[dict[Name, Option]] = {
    option.parameter: option for option in (*OPTIONS, *OWN_OPTIONS)
}

FLAGS: Final[dict[str, tuple[Parameter, str]]] = {
    "levels": ("expand", "metrics"),
    "percentiles": ("expand", "percentiles"),
}
"""Words that stand by themselves for a parameter and its value."""
ALL: Final = "*"
"""`project *` is all projects and `env *` all environments, whatever the settings say."""
NOTHING: Final = "nothing"
"""`by nothing` is one series for all, where a chart is usually grouped."""


def squeezed(word: str) -> str:
    """An option's name whatever its case and dashes: `--bucket-type` is `buckettype`."""
    return word.casefold().replace("-", "").replace("_", "")


_BY_WORD: Final[dict[str, Option]] = {
    squeezed(word): option
    for option in BY_PARAMETER.values()
    for word in (option.parameter, *option.words)
}


def option_named(word: str) -> Option | None:
    """The option that a word names: a short name or the API's own, in any case and with dashes."""
    return _BY_WORD.get(squeezed(word))


_TIME: Final[tuple[Parameter, ...]] = ("from", "to", "bucketType", "bucketMs")
_SCOPE: Final[tuple[Parameter, ...]] = ("projectKey", "environmentKey", "applicationKey")


@dataclass(frozen=True, slots=True)
class Kind:
    """One chart: where it is asked for, what it takes, what its numbers are.

    Attributes:
        name: What people type after the slash.
        title: What the message is headed with.
        path: The endpoint, below LaunchDarkly's base URL.
        parameters: The query parameters that the endpoint documents.
        required: Those without which LaunchDarkly refuses.
        group_by: What `groupBy` may be.
        usual_group: What it is unless somebody says otherwise; None is one series for all.
        groupless: Whether LaunchDarkly gives one series for all if `groupBy` is left out.
        expand: What `expand` may hold.
        noun: What is counted or measured, one and many.
        measure: Counts, or durations in milliseconds.
        good: Which direction is good, or None where neither is by itself.
        surveyed: Whether DORA's survey has a question about it.
        form: How the chart is drawn while its buckets can be told apart.
        summary: One line for the list of commands.
        hint: What Slack shows behind the command while it is typed.
        nothing: What it may mean if LaunchDarkly counted nothing.
        examples: Lines that work as they stand.
    """

    name: str
    title: str
    path: str
    parameters: tuple[Parameter, ...]
    required: frozenset[Parameter]
    group_by: tuple[str, ...]
    usual_group: str | None
    groupless: bool
    expand: tuple[str, ...]
    noun: tuple[str, str]
    measure: Literal["count", "duration"]
    good: Literal["more", "fewer", "shorter"] | None
    surveyed: bool
    form: Literal["bars", "lines", "rows"]
    summary: str
    hint: str
    nothing: str
    examples: tuple[str, ...]

    @property
    def command(self) -> str:
        """The slash command, with its slash."""
        return f"/{self.name}"

    @property
    def options(self) -> tuple[Option, ...]:
        """The rows of `OPTIONS` and `OWN_OPTIONS` that this chart takes."""
        own = {"compare"} | ({"vs", "zone"} if self.has_time else set())
        taken = {*self.parameters, *own}
        return tuple(option for option in (*OPTIONS, *OWN_OPTIONS) if option.parameter in taken)

    @property
    def has_time(self) -> bool:
        """Whether the chart covers a stretch of time; otherwise it says how things stand now."""
        return "from" in self.parameters

    @property
    def may_be_all(self) -> tuple[Option, ...]:
        """What can be asked about all at once: projects and environments that are not required."""
        return tuple(
            option
            for option in self.options
            if option.rule == "key" and option.parameter not in self.required
        )

    def choices(self, option: Option) -> tuple[str, ...]:
        """What an option that takes words may be on this chart."""
        if option.parameter == "groupBy":
            return (*self.group_by, *((NOTHING,) if self.usual_group and self.groupless else ()))
        return self.expand if option.parameter == "expand" else option.choices

    @property
    def flags(self) -> tuple[str, ...]:
        """The words of `FLAGS` that this chart takes."""
        return tuple(word for word, (_, value) in FLAGS.items() if value in self.expand)


_PREFIX: Final = "/api/v2/engineering-insights/charts"

CATALOG: Final[tuple[Kind, ...]] = (
    Kind(
        name="deploys",
        title="Deployments",
        path=f"{_PREFIX}/deployments/frequency",
        parameters=(*_SCOPE, *_TIME, "groupBy", "expand"),
        required=frozenset(),
        group_by=("application", "kind"),
        usual_group=None,
        groupless=True,
        expand=("metrics",),
        noun=("deployment", "deployments"),
        measure="count",
        good="more",
        surveyed=True,
        form="bars",
        summary="how often you deploy",
        hint="[project] [30d] [by application] or help",
        nothing=(
            "LaunchDarkly counts the deployment events that your CI sends it. Either nothing was "
            "deployed, or the events do not arrive: "
            "https://launchdarkly.com/docs/home/releases/deployments"
        ),
        examples=(
            "30d",
            "90d by application",
            "from monday bucket hour",
            "project mobile env staging app web,api from 2026-10-01 to 2026-11-01 levels",
        ),
    ),
    Kind(
        name="releases",
        title="Releases",
        path=f"{_PREFIX}/releases/frequency",
        parameters=(*_SCOPE, "hasExperiments", "global", "groupBy", *_TIME, "expand"),
        required=frozenset({"projectKey", "environmentKey"}),
        group_by=("impact",),
        usual_group=None,
        groupless=True,
        expand=("metrics",),
        noun=("release", "releases"),
        measure="count",
        good="more",
        surveyed=False,
        form="bars",
        summary="how often flag changes reach people",
        hint="[project] [30d] [by impact] or help",
        nothing=(
            "LaunchDarkly counts flag changes that affect what people get. Either no flag was "
            "changed there, or none of the changes affected anybody: "
            "https://launchdarkly.com/docs/home/releases/releases"
        ),
        examples=(
            "mobile env production 30d",
            "mobile env production 90d by impact",
            "mobile env production last month experiments yes global exclude levels",
        ),
    ),
    Kind(
        name="leadtime",
        title="Lead time",
        path=f"{_PREFIX}/lead-time",
        parameters=(*_SCOPE, *_TIME, "groupBy", "expand"),
        required=frozenset({"projectKey"}),
        group_by=("application", "stage"),
        usual_group="stage",
        groupless=False,
        expand=("metrics", "percentiles"),
        noun=("lead time", "lead times"),
        measure="duration",
        good="shorter",
        surveyed=True,
        form="bars",
        summary="how long a change takes from its first commit to its deployment",
        hint="[project] [30d] [by application] [percentiles] or help",
        nothing=(
            "LaunchDarkly measures lead time where it knows both the deployment and the commits in "
            "it. Either nothing was deployed, or it does not see your repository: "
            "https://launchdarkly.com/docs/home/releases/lead-time"
        ),
        examples=(
            "mobile 30d",
            "mobile 90d by application percentiles",
            "mobile app web last month levels",
        ),
    ),
    Kind(
        name="staleflags",
        title="Stale flags",
        path=f"{_PREFIX}/flags/stale",
        parameters=(*_SCOPE, "groupBy", "maintainerId", "maintainerTeamKey", "expand"),
        required=frozenset({"projectKey", "environmentKey"}),
        group_by=("maintainer",),
        usual_group="maintainer",
        groupless=True,
        expand=("metrics",),
        noun=("stale flag", "stale flags"),
        measure="count",
        good="fewer",
        surveyed=False,
        form="rows",
        summary="how many flags wait to be cleaned up, and whose they are",
        hint="[project] [team KEY] or help",
        nothing=(
            "LaunchDarkly calls a temporary flag stale once it no longer changes anything: "
            "https://launchdarkly.com/docs/home/releases/flag-health"
        ),
        examples=(
            "mobile env production",
            "mobile env production team payments levels",
            "mobile env production by nothing",
        ),
    ),
    Kind(
        name="flagstatus",
        title="Flag status",
        path=f"{_PREFIX}/flags/status",
        parameters=_SCOPE,
        required=frozenset({"projectKey", "environmentKey"}),
        group_by=(),
        usual_group=None,
        groupless=True,
        expand=(),
        noun=("flag", "flags"),
        measure="count",
        good=None,
        surveyed=False,
        form="rows",
        summary="how many flags are new, active, launched or inactive",
        hint="[project] [env KEY] or help",
        nothing=(
            "There are no flags there, or LaunchDarkly has not seen any of them evaluated: "
            "https://launchdarkly.com/docs/home/releases/flag-health"
        ),
        examples=(
            "mobile env production",
            "mobile compare env production staging",
        ),
    ),
)

BY_NAME: Final[dict[str, Kind]] = {kind.name: kind for kind in CATALOG}
