"""A change on its way: commits, a pull request, and the stages of its lead time.

Stages: https://launchdarkly.com/docs/home/observability/lead-time. Coding lasts from the first
commit to the pull request, review to its merge, wait to the start of the deployment, deploy to its
end. What a stage is where a moment is missing is written down in `decisions`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal, Self

from bot.local.insights.ids import uuid_of

Stage = Literal["coding", "review", "wait", "deploy"]
STAGES: Final[tuple[Stage, ...]] = ("coding", "review", "wait", "deploy")


@dataclass(frozen=True, slots=True)
class Commits:
    """What git says about the commits that a version brought.

    Attributes:
        first_at: When the first of them was written, in epoch milliseconds.
        last_at: When the last of them was committed, likewise.
        contributors: How many people wrote them.
    """

    first_at: int
    last_at: int
    contributors: int = 1


@dataclass(frozen=True, slots=True)
class Reference:
    """How often a pull request brought a flag into the code, and took it out."""

    flag: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request of an application; times are epoch milliseconds.

    Attributes:
        project: Project key.
        application: Application key.
        number: What it is called where it lives.
        created_at: When it was opened.
        merged_at: When it was merged, if it was.
        first_commit_at: When the first of its commits was written, if that is known.
        closed: Whether it was closed without being merged.
        references: What it did to flags in the code.
    """

    project: str
    application: str
    number: str
    created_at: int
    merged_at: int | None = None
    first_commit_at: int | None = None
    closed: bool = False
    title: str = ""
    author: str = ""
    base_commit: str = ""
    head_commit: str = ""
    merge_commit: str = ""
    files_changed: int = 0
    lines_added: int = 0
    lines_deleted: int = 0
    url: str = ""
    references: tuple[Reference, ...] = field(default=())

    @property
    def id(self) -> str:
        """A UUID, the same whenever the same pull request is read again."""
        return uuid_of("pull request", self.project, self.application, self.number)


@dataclass(frozen=True, slots=True)
class Stages:
    """How long each stage of a change lasted, in milliseconds; None where nobody knows."""

    coding: int
    review: int | None
    wait: int
    deploy: int | None

    @property
    def total(self) -> int:
        """The lead time: what is known of the stages is all of it."""
        return sum(filter(None, self.each))

    @property
    def each(self) -> tuple[int, int | None, int, int | None]:
        """The stages in the order of `STAGES`."""
        return self.coding, self.review, self.wait, self.deploy

    @classmethod
    def of_pull_request(
        cls, first_commit_at: int, created_at: int, merged_at: int, deployed: tuple[int, int]
    ) -> Self | None:
        """The stages of a pull request, or None if it has no lead time.

        Args:
            first_commit_at: When its first commit was written.
            created_at: When it was opened.
            merged_at: When it was merged.
            deployed: When its deployment started and ended.
        """
        coding, review, wait, deploy = _lengths((first_commit_at, created_at, merged_at, *deployed))
        return cls._known(coding, review, wait, deploy)

    @classmethod
    def of_commits(cls, commits: Commits, deployed: tuple[int, int]) -> Self | None:
        """The stages of commits whose pull requests nobody knows, or None without a lead time."""
        coding, wait, deploy = _lengths((commits.first_at, commits.last_at, *deployed))
        return cls._known(coding, None, wait, deploy)

    @classmethod
    def _known(cls, coding: int, review: int | None, wait: int, deploy: int) -> Self | None:
        """Stages of what was measured; a deployment that ends as it starts was not timed."""
        stages = cls(coding, review, wait, deploy or None)
        return stages if stages.total > 0 else None


def _lengths(moments: Sequence[int]) -> list[int]:
    """From each moment to the next; one out of order is moved to the nearest that is in order."""
    end = moments[-1]
    ordered = [min(moments[0], end)]
    for moment in moments[1:]:
        ordered.append(min(max(moment, ordered[-1]), end))
    return [after - before for before, after in pairwise(ordered)]
