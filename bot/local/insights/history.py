"""The commits of a repository: what each release brought that none before it had."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.local.insights.changes import Commits
from bot.local.insights.model import MAX_TIME

_MAX_SECONDS: Final = MAX_TIME // 1000


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; times are epoch seconds, as git has them.

    Attributes:
        id: Its hash.
        parents: Those of its parents.
        authored_at: When it was written.
        committed_at: When it came to be as it is.
        author: Who wrote it, by e-mail address.
    """

    id: str
    parents: tuple[str, ...]
    authored_at: int
    committed_at: int
    author: str

    @property
    def is_dated(self) -> bool:
        """Whether its times can be true; a clock at its beginning was never set."""
        return all(0 < at <= _MAX_SECONDS for at in (self.authored_at, self.committed_at))


class History:
    """Commits and their parents, each looked at once however many releases there are.

    Args:
        commits: Every commit, each before its parents.
        cut: The ids of those whose parents a shallow clone leaves out.
    """

    def __init__(self, commits: Iterable[Commit], cut: Collection[str] = ()) -> None:
        self._commits = list(commits)
        self._places = {commit.id: place for place, commit in enumerate(self._commits)}
        self._parents = [
            [self._places[parent] for parent in commit.parents if parent in self._places]
            for commit in self._commits
        ]
        self._cut = {self._places[commit] for commit in cut if commit in self._places}

    def age(self, commit: str) -> int:
        """A number that is smaller for a commit than for any that came of it."""
        return -self._places.get(commit, len(self._commits))

    def main_line(self, newest: str) -> list[Commit]:
        """A commit, its first parent, the first parent of that, and so on; oldest first."""
        line: list[Commit] = []
        place = self._places.get(newest)
        while place is not None:
            line.append(self._commits[place])
            place = next(iter(self._parents[place]), None)
        return line[::-1]

    def brought(self, releases: Sequence[str]) -> list[Commits | None]:
        """What each release brought.

        Args:
            releases: The commits of an application's releases, oldest first.

        Returns:
            For each, the commits that none before it had; None if there are none, if the history
            of one is cut off, and for the first release: nobody knows where its work begins.
        """
        seen = bytearray(len(self._commits))
        found: list[Commits | None] = []
        is_first = True
        for release in releases:
            new = self._new(release, seen)
            is_known = not is_first and self._cut.isdisjoint(new)
            found.append(self._sum(new) if is_known else None)
            is_first = is_first and not new
        return found

    def _new(self, release: str, seen: bytearray) -> list[int]:
        """Where the commits are that a release has and nobody has seen; they are seen now."""
        new: list[int] = []
        left = [self._places[release]] if release in self._places else []
        while left:
            place = left.pop()
            if not seen[place]:
                seen[place] = 1
                new.append(place)
                left += self._parents[place]
        return new

    def _sum(self, places: Iterable[int]) -> Commits | None:
        dated = [one for one in map(self._commits.__getitem__, places) if one.is_dated]
        if not dated:
            return None
        return Commits(
            first_at=min(one.authored_at for one in dated) * 1000,
            last_at=max(one.committed_at for one in dated) * 1000,
            contributors=len({one.author.casefold() for one in dated}),
        )
