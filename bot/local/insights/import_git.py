"""Deployments from a git repository: its tags, or what reached its main branch."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self

from bot.local.insights.changes import Commits
from bot.local.insights.git import Repository
from bot.local.insights.history import History
from bot.local.insights.importing import (
    BadRow,
    ImportSummary,
    Progress,
    check_place,
    store_all,
)
from bot.local.insights.model import MAX_KEY, MAX_TIME, Event
from bot.local.insights.store import Store

Each = Literal["tag", "commit", "merge"]

_TELL_EVERY: Final = 500
_SHORT: Final = 12
"""Characters of a commit's id: LaunchDarkly asks for at least seven."""
_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)+(?:[-+.][0-9A-Za-z.+-]*)?"
_TAG: Final = re.compile(rf"(?P<name>.+?)(?:-v|@v?|/v?)(?P<version>{_NUMBER})", re.ASCII)
"""`name-v1.2.3`, `name@1.2.3`, `@scope/name@1.2.3`, `name/v1.2.3`."""
_NOT_ALLOWED: Final = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)
_NO_NAMES: Final = frozenset(
    {"deploy", "rel", "release", "releases", "tag", "tags", "v", "version"}
)
"""What stands before a version without being an application, as in `release/1.2.3`."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a tag says: which version of what."""

    application: str
    version: str


@dataclass(frozen=True, slots=True)
class _Release:
    """A tag or a commit that stands for a deployment.

    Attributes:
        name: What git calls it.
        application: The key of its application.
        shown: What the application is called.
        version: Its version.
        seconds: When it was made, in epoch seconds; empty if nobody knows.
        commit: The commit that it is.
    """

    name: str
    application: str
    shown: str
    version: str
    seconds: str
    commit: str

    @classmethod
    def of(cls, name: str, tagged: Tagged, seconds: str, commit: str) -> Self:
        """A release of what a name says."""
        application, version = clean(tagged.application), clean(tagged.version)
        return cls(name, application, tagged.application, version, seconds, commit)

    @property
    def at(self) -> int:
        """When it was made, in epoch milliseconds; 0 if nobody knows."""
        return int(self.seconds) * 1000 if self.seconds.isdigit() else 0


_NO_LEAD_TIMES: Final[Mapping[Each, str]] = {
    "tag": "No lead times: they take two tags of an application with older commits between them.",
    "commit": "No lead times: no commit was written before it reached the main branch.",
    "merge": "No lead times: no commit was written before its merge.",
}


def import_git(  # noqa: PLR0913 (one use case; all but two are keywords)
    path: Path,
    store: Store,
    *,
    project: str,
    environment: str,
    each: Each = "tag",
    application: str | None = None,
    progress: Progress | None = None,
) -> ImportSummary:
    """Read finished deployments from a repository; reading it twice changes nothing.

    What a deployment brought are the commits that no earlier one of its application had; how long
    the first of them took is its lead time (see `decisions`).

    Args:
        path: A folder in it.
        store: Where they go.
        project: Their project's key.
        environment: Their environment's key.
        each: What stands for a deployment: a tag (when it was made), or a commit or merge commit
            on the main branch (when it was committed), for teams that deploy on every push.
        application: What tags that name no application, and commits, belong to; the repository's
            name unless given.
        progress: Told how many are read, and how many there are.

    Raises:
        ImportingError: If the repository cannot be read.
    """
    check_place(project, environment)
    repository = Repository(path)
    own = application or repository.name
    if each == "tag":
        releases, history = _tags(repository, own)
    else:
        releases, history = _commits(repository, own, merges=each == "merge")
    brought = _brought(releases, history)
    rows = (
        _event(release, brought.get(release), project, environment)
        for release in _telling(releases, progress)
    )
    notes = tuple(_notes(repository, each, releases, brought))
    return store_all(store.add, rows, notes=notes)


def read_tag(tag: str, repository: str) -> Tagged:
    """Read a tag's name.

    Args:
        tag: Such as `v1.2.3`, `name-v1.2.3`, `@scope/name@1.2.3`, or anything else, which is then
            a version as a whole.
        repository: The application of tags that name none.
    """
    if (match := _TAG.fullmatch(tag)) and match["name"].casefold() not in _NO_NAMES:
        return Tagged(match["name"], match["version"])
    last = match["version"] if match else tag
    return Tagged(repository, re.sub(r"^[vV](?=[0-9])", "", last))


def clean(text: str) -> str:
    """What LaunchDarkly allows of a text: letters, numbers, periods, hyphens, underscores."""
    return _NOT_ALLOWED.sub("-", text).strip("-")[:MAX_KEY]


def _tags(repository: Repository, own: str) -> tuple[list[_Release], History]:
    """The tags in order of time, and of descent where the time is the same."""
    releases = [
        _Release.of(tag.name, read_tag(tag.name, own), tag.seconds, tag.commit)
        for tag in repository.tags()
    ]
    history = repository.history("--tags") if releases else History(())
    return sorted(releases, key=lambda one: (one.at, history.age(one.commit))), history


def _commits(repository: Repository, own: str, *, merges: bool) -> tuple[list[_Release], History]:
    """The commits of the main branch, oldest first, or only its merges."""
    newest = repository.main_branch()
    if newest is None:
        return [], History(())
    history = repository.history(newest)
    return [
        _Release.of(name, Tagged(own, name), str(commit.committed_at), commit.id)
        for commit in history.main_line(newest)
        if not merges or len(commit.parents) > 1
        for name in (commit.id[:_SHORT],)
    ], history


def _brought(releases: Sequence[_Release], history: History) -> dict[_Release, Commits]:
    """What each release brought to its application, as far as git tells."""
    by_application: dict[str, list[_Release]] = defaultdict(list)
    for release in releases:
        if release.application and release.version:
            by_application[release.application].append(release)
    found: dict[tuple[str, str], tuple[_Release, Commits]] = {}
    for own in by_application.values():
        brought = history.brought([release.commit for release in own])
        for release, commits in zip(own, brought, strict=True):
            if commits:  # the first release of a version brings it
                found.setdefault((release.application, release.version), (release, commits))
    return dict(found.values())


def _telling(releases: Sequence[_Release], progress: Progress | None) -> Iterator[_Release]:
    for done, release in enumerate(releases):
        if progress and done % _TELL_EVERY == 0:
            progress(done, len(releases))
        yield release
    if progress:
        progress(len(releases), len(releases))


def _event(
    release: _Release, commits: Commits | None, project: str, environment: str
) -> Event | BadRow:
    if not release.application or not release.version:
        return BadRow(release.name, "has no letters or numbers that LaunchDarkly allows")
    if not release.seconds.isdigit():
        return BadRow(release.name, "has no date")
    if release.at > MAX_TIME:
        return BadRow(release.name, "has a date after 2100")
    return Event(
        project,
        environment,
        release.application,
        release.version,
        "finished",
        at=release.at,
        application_name=release.shown if release.shown != release.application else None,
        commits=commits,
    )


def _notes(
    repository: Repository,
    each: Each,
    releases: Sequence[_Release],
    brought: Mapping[_Release, Commits],
) -> Iterable[str]:
    if repository.is_shallow:
        yield (
            "This is a shallow clone: only the history that it holds was read. "
            "`git fetch --unshallow --tags` brings the rest."
        )
    if not releases and each == "tag":
        yield "There are no tags. `--each commit` or `--each merge` reads the main branch instead."
    elif not releases:
        yield f"There are no {each}s on the main branch."
    elif not any(release.at > commits.first_at for release, commits in brought.items()):
        yield _NO_LEAD_TIMES[each]
