"""A flag in an environment, and what happened to it.

Source: https://launchdarkly.com/docs/home/observability/flag-health (statuses) and
https://launchdarkly.com/docs/api/insights-flag-events-beta (impact)
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from bot.local.insights.ids import uuid_of

FlagStatus = Literal["new", "active", "launched", "inactive"]
STATUSES: Final[tuple[FlagStatus, ...]] = get_args(FlagStatus)
Size = Literal["none", "small", "medium", "large"]
SIZES: Final[tuple[Size, ...]] = get_args(Size)
Reason = Literal["evaluations", "global", "waiting"]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag as it is in an environment; times are epoch milliseconds.

    Attributes:
        project: Project key.
        environment: Environment key.
        key: Its own.
        created_at: When it was made.
        temporary: Whether it is meant to be taken out again.
        archived: Whether it was; an archived flag is in no chart.
        is_on: Whether its targeting is on.
        changed_at: When its targeting was last changed, if it ever was.
        one_variation_since: Since when everybody has been getting one and the same variation.
        last_evaluated_at: When it was last asked for; None if it never was.
        maintainer_id: The person who looks after it, if there is one.
        maintainer_name: What that person is called.
        maintainer_team: The team that looks after it, if it is a team.
        applications: The keys of the applications that ask for it.
    """

    project: str
    environment: str
    key: str
    created_at: int
    name: str = ""
    temporary: bool = True
    archived: bool = False
    is_on: bool = True
    changed_at: int | None = None
    one_variation_since: int | None = None
    last_evaluated_at: int | None = None
    maintainer_id: str = ""
    maintainer_name: str = ""
    maintainer_team: str = ""
    applications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Impact:
    """How much a flag event changed what people get.

    Attributes:
        size: None while nobody knows.
        percentage: How many of a hundred people get something else now, if that is known.
        reason: What the size was told from: the evaluations of ten minutes before and after, the
            event being one for everybody, or nothing yet.
    """

    size: Size | None = None
    percentage: float | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class FlagEvent:
    """Something that happened to a flag in an environment.

    Attributes:
        project: Project key.
        environment: Environment key.
        flag: Flag key.
        type: What happened, in LaunchDarkly's words.
        at: When, in epoch milliseconds.
        description: The same in a sentence.
        member: Who did it, by e-mail address.
        actions: Which of LaunchDarkly's role actions it took.
        audit_log_entry: Where LaunchDarkly keeps it.
        impact: How much it changed.
        experiments: The keys of the experiments that it is part of.
        applications: The keys of the applications that it bears on, besides those of its flag.
    """

    project: str
    environment: str
    flag: str
    type: str
    at: int
    description: str = ""
    member: str = ""
    actions: tuple[str, ...] = ()
    audit_log_entry: str = ""
    impact: Impact = Impact()
    experiments: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A UUID, the same whenever the same event is read again."""
        return uuid_of(
            "flag event", self.project, self.environment, self.flag, self.type, str(self.at)
        )


def size_of(percentage: float) -> Size:
    """The size of an impact, as documented: less than 20 % is small, more than 80 % large."""
    if percentage <= 0:
        return "none"
    if percentage < 20:  # noqa: PLR2004 (documented, as above)
        return "small"
    return "medium" if percentage <= 80 else "large"  # noqa: PLR2004 (as above)
