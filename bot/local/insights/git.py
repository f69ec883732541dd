"""Reading a git repository that somebody else may have written: `git`, and nothing of the shell."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.local.insights.history import Commit, History
from bot.local.insights.importing import ImportingError

_QUIET: Final = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",  # a partial clone is read as far as it goes
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag.

    Attributes:
        name: What it is called.
        seconds: When it was made, in epoch seconds: the tagger's time, or else the commit's;
            empty if it has neither.
        commit: What it points at.
    """

    name: str
    seconds: str
    commit: str


class Repository:
    """A repository on this machine, only ever read.

    Args:
        path: A folder in its working tree, or a bare repository.

    Raises:
        ImportingError: If it is none, or there is no git.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise ImportingError(f"There is no folder {path}.")
        self._path = path
        try:
            self._git_dir = Path(self._line("rev-parse", "--absolute-git-dir"))
        except ImportingError as error:
            if "dubious ownership" in str(error):
                raise ImportingError(
                    f"Git does not read {path}, which belongs to another user; allow it with "
                    f"git config --global --add safe.directory {path.resolve()}"
                ) from None
            if "not a git repository" in str(error):
                raise ImportingError(f"{path} is not a git repository.") from None
            raise

    @property
    def name(self) -> str:
        """What the repository is called where it came from, or else its folder."""
        origin = self._line_or_none("config", "--get", "remote.origin.url") or ""
        last = origin.rstrip("/").replace(":", "/").rpartition("/")[2].removesuffix(".git")
        folder = self._git_dir.parent if self._git_dir.name == ".git" else self._git_dir
        return last if last and "@" not in last else folder.name.removesuffix(".git")

    @property
    def is_shallow(self) -> bool:
        """Whether the clone holds only a part of the history."""
        return self._line("rev-parse", "--is-shallow-repository") == "true"

    def main_branch(self) -> str | None:
        """The commit that the main branch is at, or None if there are no commits."""
        for name in ("refs/remotes/origin/HEAD", "refs/heads/main", "refs/heads/master", "HEAD"):
            if commit := self._line_or_none(
                "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"
            ):
                return commit
        return None

    def history(self, of: str) -> History:
        """All commits that lead to one, or to any tag.

        Args:
            of: A commit, or `--tags`.
        """
        lines = self._lines(
            "log", "--topo-order", "--no-show-signature", "--format=%H %at %ct %P%x09%aE", of
        )
        return History(map(_commit, lines), self._cut())

    def tags(self) -> Iterator[Tag]:
        """Each tag, by name."""
        for line in self._lines(
            "for-each-ref",
            "--format=%(objectname) %(*objectname) %(creatordate:unix) %(refname:strip=2)",
            "refs/tags",
        ):
            tagged, peeled, seconds, name = line.split(" ", 3)
            yield Tag(name, seconds, peeled or tagged)

    def _cut(self) -> Sequence[str]:
        """The commits whose parents are not here; git lists them in a file."""
        if not self.is_shallow:
            return ()
        file = self._line("rev-parse", "--path-format=absolute", "--git-path", "shallow")
        return Path(file).read_text(encoding="utf-8").split()

    def _line(self, *arguments: str) -> str:
        return "".join(self._lines(*arguments))

    def _line_or_none(self, *arguments: str) -> str | None:
        try:
            return self._line(*arguments) or None
        except ImportingError:
            return None

    def _lines(self, *arguments: str) -> Iterator[str]:
        """What git prints, line by line, without waiting for its end."""
        inherited = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
        # Complaints go to a file: a pipe that nobody empties would stop git in the middle.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
            try:
                process = subprocess.Popen(  # noqa: S603 (a list and no shell)
                    ["git", "--no-pager", *arguments],  # noqa: S607 (the git of whoever runs this)
                    cwd=self._path,
                    env={**inherited, **_QUIET},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    encoding="utf-8",
                    errors="replace",
                )
            except FileNotFoundError:
                raise ImportingError("Git is not installed; it is needed to read tags.") from None
            with process:
                yield from (line.rstrip("\n") for line in process.stdout or ())
            if process.returncode:
                complaints.seek(0)
                said = complaints.read().strip() or "it does not say why"
                raise ImportingError(f"Git cannot read {self._path}: {said}.")


def _commit(line: str) -> Commit:
    told, _, author = line.partition("\t")
    id_, authored_at, committed_at, *parents = told.split(" ")
    return Commit(
        id_,
        tuple(filter(None, parents)),
        _seconds(authored_at),
        _seconds(committed_at),
        author,
    )


def _seconds(told: str) -> int:
    return int(told) if told.isdigit() else 0  # git says nothing where a commit is broken
