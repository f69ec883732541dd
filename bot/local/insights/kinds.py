"""What can be brought in from files or posted, one row for each: its columns, and how they read.

Lists have commas between their items; times are ISO 8601 with a zone or epoch milliseconds.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar, cast

from bot.local.insights.changes import Commits, PullRequest, Reference
from bot.local.insights.database import Added
from bot.local.insights.flags import (
    REASONS,
    SIZES,
    Flag,
    FlagEvent,
    Impact,
    Reason,
    Size,
    size_of,
)
from bot.local.insights.model import Event
from bot.local.insights.params import Params
from bot.local.insights.store import Store

_Row = TypeVar("_Row")
_MAX_COUNT: Final = 10**9


class Place(NamedTuple):
    """Where rows belong."""

    project: str
    environment: str


class Column(NamedTuple):
    """A column, and what is in it.

    Attributes:
        name: What it is called.
        holds: What is in it.
        required: Whether every row must have it.
        without: What it means that no row has it, as a sentence goes on, where that is much.
    """

    name: str
    holds: str
    required: bool = False
    without: str = ""


@dataclass(frozen=True, slots=True)
class Kind(Generic[_Row]):
    """A sort of thing that can be brought in.

    Attributes:
        noun: One and many of it.
        columns: All that are read.
        read: Reads a row; what is wrong with it is noted in the parameters.
        put: How rows are stored.
        is_placed: Whether each belongs to an environment.
    """

    noun: tuple[str, str]
    columns: Sequence[Column]
    read: Callable[[Params, Place], _Row]
    put: Callable[[Store], Callable[[Iterable[_Row]], Added]]
    is_placed: bool = True

    @property
    def required(self) -> list[str]:
        """The columns that there must be."""
        return [column.name for column in self.columns if column.required]


# -- deployments ------------------------------------------------------------------------------


def _deployment(cells: Params, place: Place) -> Event:
    application = cells.key("application", required=True) or ""
    version = cells.version("version")
    released_at = cells.moment("released_at", required=True) or 0
    first, last = cells.moment("first_commit_at"), cells.moment("last_commit_at")
    if last is not None and first is None:
        cells.fail("last_commit_at", "must come with first_commit_at")
    commits = None if first is None else Commits(first, released_at if last is None else last)
    return Event(*place, application, version, "finished", released_at, commits=commits)


DEPLOYMENTS: Final = Kind(
    ("deployment", "deployments"),
    (
        Column("application", "the key of what was deployed", required=True),
        Column("version", "letters, numbers, periods, hyphens, underscores", required=True),
        Column("released_at", "when it was done", required=True),
        Column("first_commit_at", "when its first commit was written"),
        Column("last_commit_at", "when its last one was committed; released_at if left out"),
    ),
    _deployment,
    lambda store: store.add,
)

# -- flags ------------------------------------------------------------------------------------


def _flag(cells: Params, place: Place) -> Flag:
    person, team = cells.line("maintainer_id"), cells.line("maintainer_team")
    if person and team:
        cells.fail("maintainer_team", "must not come with maintainer_id")
    temporary, is_on = cells.yes_or_no("temporary"), cells.yes_or_no("on")
    return Flag(
        *place,
        key=cells.key("key", required=True) or "",
        created_at=cells.moment("created_at", required=True) or 0,
        name=cells.line("name"),
        temporary=temporary is not False,
        archived=cells.yes_or_no("archived") is True,
        is_on=is_on is not False,
        changed_at=cells.moment("changed_at"),
        one_variation_since=cells.moment("one_variation_since"),
        last_evaluated_at=cells.moment("last_evaluated_at"),
        maintainer_id=person,
        maintainer_name=cells.line("maintainer_name"),
        maintainer_team=team,
        applications=cells.keys("applications"),
    )


FLAGS: Final = Kind(
    ("flag", "flags"),
    (
        Column("key", "its key", required=True),
        Column("created_at", "when it was made", required=True),
        Column("name", "what it is called"),
        Column("temporary", "true or false; true if left out"),
        Column("archived", "true or false; false if left out"),
        Column("on", "true or false, whether its targeting is on; true if left out"),
        Column("changed_at", "when its targeting was last changed"),
        Column("one_variation_since", "since when everybody gets the same variation"),
        Column(
            "last_evaluated_at",
            "when it was last asked for; never if left out",
            without="all are taken for flags that nobody asks for",
        ),
        Column("maintainer_id", "the person who looks after it"),
        Column("maintainer_name", "what that person is called"),
        Column("maintainer_team", "or the team that does"),
        Column("applications", "the keys of those that ask for it"),
    ),
    _flag,
    lambda store: store.flags.put,
)

# -- flag events ------------------------------------------------------------------------------


def _flag_event(cells: Params, place: Place) -> FlagEvent:
    return FlagEvent(
        *place,
        flag=cells.key("flag", required=True) or "",
        type=cells.text("type") or "updated_flag",
        at=cells.moment("at", required=True) or 0,
        description=cells.line("description"),
        member=cells.line("member"),
        actions=cells.keys("actions"),
        audit_log_entry=cells.line("audit_log_entry"),
        impact=_impact(cells),
        experiments=cells.keys("experiments"),
        applications=cells.keys("applications"),
    )


def _impact(cells: Params) -> Impact:
    percentage, size = cells.share("impact"), cells.choice("impact_size", SIZES)
    reason = cells.choice("impact_reason", REASONS)
    if percentage is not None:
        if size not in {None, size_of(percentage)}:
            cells.fail("impact_size", f"must be {size_of(percentage)}, as an impact of that many %")
        size = size_of(percentage)
    usual = "waiting" if size is None else "evaluations"
    return Impact(cast("Size | None", size), percentage, cast("Reason", reason or usual))


FLAG_EVENTS: Final = Kind(
    ("flag event", "flag events"),
    (
        Column("flag", "its key", required=True),
        Column("at", "when it happened", required=True),
        Column("type", "what happened, such as enabled_targeting; updated_flag if left out"),
        Column("description", "the same in a sentence"),
        Column("member", "who did it, by e-mail address"),
        Column("actions", "LaunchDarkly's role actions, such as updateOn; tell releases apart"),
        Column("audit_log_entry", "its id in the audit log"),
        Column("impact", "how many of a hundred people get something else now"),
        Column("impact_size", "none, small, medium or large; told from impact if left out"),
        Column("impact_reason", "evaluations, global or waiting"),
        Column("experiments", "the keys of those that it is part of"),
        Column("applications", "the keys of those that it bears on, besides its flag's"),
    ),
    _flag_event,
    lambda store: store.flag_events.put,
)

# -- pull requests ----------------------------------------------------------------------------


def _pull_request(cells: Params, place: Place) -> PullRequest:
    created_at = cells.moment("created_at", required=True) or 0
    merged_at = cells.moment("merged_at")
    status = cells.choice("status", ("open", "merged", "closed"))
    if merged_at is not None and merged_at < created_at:
        cells.fail("merged_at", "must not be before created_at")
    if status is not None and (status == "merged") != (merged_at is not None):
        cells.fail("status", "must be merged if there is merged_at, and only then")
    return PullRequest(
        place.project,
        application=cells.key("application", required=True) or "",
        number=cells.text("number", required=True) or "",
        created_at=created_at,
        merged_at=merged_at,
        first_commit_at=cells.moment("first_commit_at"),
        closed=status == "closed",
        title=cells.line("title"),
        author=cells.line("author"),
        base_commit=cells.line("base_commit"),
        head_commit=cells.line("head_commit"),
        merge_commit=cells.line("merge_commit"),
        files_changed=_count(cells, "files_changed"),
        lines_added=_count(cells, "lines_added"),
        lines_deleted=_count(cells, "lines_deleted"),
        url=cells.line("url"),
        references=_references(cells),
    )


def _count(cells: Params, name: str) -> int:
    return cells.whole(name, 0, least=0, most=_MAX_COUNT)


def _references(cells: Params) -> tuple[Reference, ...]:
    """`new-cart:3:0,old-cart:0:2`; a key alone is one reference that was added."""
    found = []
    for item in cells.keys("flags"):
        flag, *counts = item.split(":")
        counts = counts or ["1", "0"]
        if flag and len(counts) == 2 and all(one.isdecimal() and len(one) < 10 for one in counts):  # noqa: PLR2004 (added and removed)
            found.append(Reference(flag, int(counts[0]), int(counts[1])))
        else:
            cells.fail("flags", "must be keys, each with what was added and removed: new-cart:3:0")
    return tuple(found)


PULL_REQUESTS: Final = Kind(
    ("pull request", "pull requests"),
    (
        Column("application", "the key of what it changes", required=True),
        Column("number", "what it is called where it lives", required=True),
        Column("created_at", "when it was opened", required=True),
        Column("merged_at", "when it was merged", without="none is taken for merged or deployed"),
        Column(
            "first_commit_at",
            "when its first commit was written; no lead time without it",
            without="none gives a deployment its lead time",
        ),
        Column("status", "open, merged or closed; told from merged_at if left out"),
        Column("title", "its title"),
        Column("author", "who opened it"),
        Column("base_commit", "where it branched off"),
        Column("head_commit", "its last commit"),
        Column("merge_commit", "the commit that merged it"),
        Column("files_changed", "how many"),
        Column("lines_added", "how many"),
        Column("lines_deleted", "how many"),
        Column("url", "where it lives"),
        Column("flags", "those it added to or removed from the code: new-cart:3:0,old-cart:0:2"),
    ),
    _pull_request,
    lambda store: store.pull_requests.put,
    is_placed=False,
)

IMPORTED: Final[dict[str, Kind[Any]]] = {
    "flags": FLAGS,
    "flag-events": FLAG_EVENTS,
    "pull-requests": PULL_REQUESTS,
}
"""By the words of commands and paths."""
