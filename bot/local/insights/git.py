"""Reading a git repository that somebody else may have written: `git`, and nothing of the shell."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.local.insights.importing import ImportingError

_QUIET: Final = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",  # a partial clone is read as far as it goes
}


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

    def commits(self, commit: str, *options: str) -> Iterator[tuple[str, str]]:
        """The id and the time (epoch seconds) of a commit and its first parents, newest first."""
        listed = self._lines(
            "log", "--first-parent", "--no-show-signature", "--format=%H %ct", *options, commit
        )
        for line in listed:
            commit_id, _, seconds = line.partition(" ")
            yield commit_id, seconds

    def tags(self) -> Iterator[tuple[str, str]]:
        """Each tag and its time: the tagger's, or else the commit's; empty if it has neither."""
        for line in self._lines(
            "for-each-ref", "--format=%(refname:strip=2) %(creatordate:unix)", "refs/tags"
        ):
            name, _, seconds = line.rpartition(" ")  # names have no spaces
            yield name, seconds

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
