"""Deployments from a git repository: its tags, or what reached its main branch."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from bot.local.insights.git import Repository
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
_NO_NAMES: Final = frozenset(
    {"deploy", "rel", "release", "releases", "tag", "tags", "v", "version"}
)
"""What stands before a version without being an application, as in `release/1.2.3`."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a tag says: which version of what."""

    application: str
    version: str


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
    own = Tagged(application or repository.name, "")
    pairs = _tags(repository) if each == "tag" else _commits(repository, each)
    rows = (
        _event(
            name,
            seconds,
            read_tag(name, own.application) if each == "tag" else Tagged(own.application, name),
            project,
            environment,
        )
        for name, seconds in _telling(pairs, progress)
    )
    return store_all(store, rows, notes=tuple(_notes(repository, each, found=len(pairs))))


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
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text, flags=re.ASCII).strip("-")[:MAX_KEY]


def _tags(repository: Repository) -> list[tuple[str, str]]:
    return list(repository.tags())


def _commits(repository: Repository, each: Each) -> list[tuple[str, str]]:
    newest = repository.main_branch()
    options = ("--merges",) if each == "merge" else ()
    if newest is None:
        return []
    return [(name[:_SHORT], seconds) for name, seconds in repository.commits(newest, *options)]


def _telling(pairs: list[tuple[str, str]], progress: Progress | None) -> Iterator[tuple[str, str]]:
    for done, pair in enumerate(pairs):
        if progress and done % _TELL_EVERY == 0:
            progress(done, len(pairs))
        yield pair
    if progress:
        progress(len(pairs), len(pairs))


def _event(
    name: str, seconds: str, tagged: Tagged, project: str, environment: str
) -> Event | BadRow:
    application, version = clean(tagged.application), clean(tagged.version)
    if not application or not version:
        return BadRow(name, "has no letters or numbers that LaunchDarkly allows")
    if not seconds.isdigit():
        return BadRow(name, "has no date")
    if int(seconds) * 1000 > MAX_TIME:
        return BadRow(name, "has a date after 2100")
    shown = tagged.application if application != tagged.application else None
    return Event(
        project,
        environment,
        application,
        version,
        "finished",
        at=int(seconds) * 1000,
        application_name=shown,
    )


def _notes(repository: Repository, each: Each, *, found: int) -> Iterable[str]:
    if repository.is_shallow:
        yield (
            "This is a shallow clone: only the history that it holds was read. "
            "`git fetch --unshallow --tags` brings the rest."
        )
    if found == 0 and each == "tag":
        yield "There are no tags. `--each commit` or `--each merge` reads the main branch instead."
    elif found == 0:
        yield f"There are no {each}s on the main branch."
