"""Deployments from a git repository: tags, commits, merges, and everything that may be wrong."""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.insights.git import Repository
from bot.local.insights.import_git import Each, Tagged, clean, import_git, read_tag
from bot.local.insights.importing import ImportingError, ImportSummary
from bot.local.insights.model import VERSION
from bot.local.insights.selection import Listing, Scope
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import ms

BEGIN = datetime(2026, 10, 1, 9, tzinfo=UTC)


class Git:
    """A repository that tests write to, with a clock of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.at = BEGIN
        path.mkdir()
        self.run("init", "--quiet", "--initial-branch=main")

    def run(self, *arguments: str, text: str | None = None) -> None:
        """Run git as somebody, at the repository's time."""
        date = f"@{int(self.at.timestamp())} +0000"
        identity = {"NAME": "A", "EMAIL": "a@example.com", "DATE": date}
        subprocess.run(  # noqa: S603 (a list, of these tests' own words)
            ["git", *arguments],  # noqa: S607 (the git of whoever runs this)
            cwd=self.path,
            env={
                "HOME": str(self.path),
                "PATH": "/usr/local/bin:/usr/bin:/bin",
                **{
                    f"GIT_{who}_{k}": v
                    for who in ("AUTHOR", "COMMITTER")
                    for k, v in identity.items()
                },
            },
            input=text,
            text=True,
            check=True,
            capture_output=True,
        )

    def commit(self) -> None:
        """An empty commit, an hour after the one before."""
        self.at += timedelta(hours=1)
        self.run("commit", "--quiet", "--allow-empty", "--message=x")


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """A repository called thing, with one commit at 10:00."""
    git = Git(tmp_path / "thing")
    git.commit()
    return git


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store."""
    with Store() as store:
        yield store


def read(path: Path, store: Store, each: Each = "tag") -> ImportSummary:
    """Import into a project of its own."""
    return import_git(path, store, project="p", environment="e", each=each)


def deployed(store: Store) -> set[tuple[str, str, int]]:
    """Application, version and end of everything in the store."""
    listing = Listing(Scope("p", "e"), 0, 10**13)
    return {
        (one.subject.application, one.subject.version, one.ended_at or 0)
        for one in store.page(listing, limit=1_000)
    }


def test_tags_become_finished_deployments_once(git: Git, store: Store) -> None:
    """An annotated tag counts when it was tagged, a plain one when its commit was made."""
    git.run("tag", "v1.0.0")
    git.at += timedelta(minutes=5)
    git.run("tag", "--annotate", "--message=x", "lib-v2.0.0+build.1")
    assert read(git.path, store) == ImportSummary(read=2, added=2, known=0, bad=0)
    assert read(git.path, store) == ImportSummary(read=2, added=0, known=2, bad=0)
    assert deployed(store) == {
        ("thing", "1.0.0", ms("2026-10-01T10:00")),
        ("lib", "2.0.0-build.1", ms("2026-10-01T10:05")),
    }


@pytest.mark.parametrize(
    ("tag", "application", "version"),
    [
        ("v1.2.3", "repo", "1.2.3"),
        ("1.2.3", "repo", "1.2.3"),
        ("web-v1.2.3", "web", "1.2.3"),
        ("js-core-v1.2.3-rc.1", "js-core", "1.2.3-rc.1"),
        ("web@1.2.3", "web", "1.2.3"),
        ("@scope/web@1.2.3", "@scope/web", "1.2.3"),
        ("web/v1.2.3", "web", "1.2.3"),
        ("packages/web/v1.2", "packages/web", "1.2"),
        ("release/1.2.3", "repo", "1.2.3"),
        ("release-v1.2.3", "repo", "1.2.3"),
        ("v2", "repo", "2"),
        ("nightly", "repo", "nightly"),
        ("2026-10-01", "repo", "2026-10-01"),
        ("verbose", "repo", "verbose"),
    ],
)
def test_the_name_of_a_tag_says_what_of_which(tag: str, application: str, version: str) -> None:
    """A monorepo's tags name the application; others belong to the repository."""
    assert read_tag(tag, "repo") == Tagged(application, version)


@given(tag=st.text(min_size=1))
def test_any_tag_can_be_read(tag: str) -> None:
    """Whatever a tag is called, what remains of it is a version that LaunchDarkly takes."""
    tagged = read_tag(tag, "repo")
    assert tagged.application
    assert VERSION.fullmatch(clean(tagged.version)) or not clean(tagged.version)


def test_a_scope_stays_in_the_name(git: Git, store: Store) -> None:
    """The key has only what LaunchDarkly allows; the name is shown as it was."""
    git.run("tag", "@scope/web@1.2.3")
    read(git.path, store)
    assert [(one.key, one.name) for one in store.places.applications()] == [
        ("scope-web", "@scope/web")
    ]


def test_hostile_tags_are_names_and_nothing_else(git: Git, store: Store) -> None:
    """Tags that look like options, commands or pictures are read, or named as bad."""
    for tag in ("$(reboot)", "`id`;x", "🚀", "a'\"b", "%00%n"):
        git.run("tag", "--", tag)
    git.run("update-ref", "refs/tags/--upload-pack=x", "HEAD")
    summary = read(git.path, store)
    assert (summary.read, summary.added, summary.bad) == (6, 5, 1)
    assert summary.first_bad[0].where == "🚀"
    assert {version for _, version, _ in deployed(store)} == {
        "reboot",
        "id-x",
        "a-b",
        "00-n",
        "upload-pack-x",
    }


def test_a_tag_of_something_without_a_date_is_named(git: Git, store: Store) -> None:
    """A tag may point at a file, which was made at no time."""
    git.run("hash-object", "-w", "--stdin", text="x")
    git.run("tag", "file-v1.0", blob(git))
    summary = read(git.path, store)
    assert (summary.bad, summary.first_bad[0].where) == (1, "file-v1.0")
    assert summary.first_bad[0].reason == "has no date"


def blob(git: Git) -> str:
    """The id of the file x."""
    found = subprocess.run(
        ["git", "hash-object", "--stdin"],  # noqa: S607 (as above)
        cwd=git.path,
        input=b"x",
        capture_output=True,
        check=True,
    )
    return found.stdout.decode().strip()


def test_commits_and_merges_of_the_main_branch(git: Git, store: Store) -> None:
    """Each commit is what main was at; a merge brings one deployment, not its branch's commits."""
    git.run("checkout", "--quiet", "-b", "feature")
    git.commit()
    git.commit()
    git.run("checkout", "--quiet", "main")
    git.at += timedelta(hours=1)
    git.run("merge", "--quiet", "--no-ff", "--message=x", "feature")
    git.run("checkout", "--quiet", "feature")
    assert read(git.path, store, "commit").added == 2
    merges = read(git.path, store, "merge")
    assert (merges.read, merges.known) == (1, 1)
    ends = sorted((application, at) for application, _, at in deployed(store))
    assert ends == [("thing", ms("2026-10-01T10:00")), ("thing", ms("2026-10-01T13:00"))]


def test_the_repository_is_called_as_where_it_came_from(git: Git, tmp_path: Path) -> None:
    """A clone in another folder is the same application."""
    git.run("clone", "--quiet", str(git.path), str(tmp_path / "elsewhere"))
    assert Repository(tmp_path / "elsewhere").name == "thing"
    git.run("clone", "--quiet", "--bare", str(git.path), str(tmp_path / "bare.git"))
    git.run("-C", str(tmp_path / "bare.git"), "remote", "remove", "origin")
    assert Repository(tmp_path / "bare.git").name == "bare"


def test_a_shallow_clone_says_so(git: Git, store: Store, tmp_path: Path) -> None:
    """What is not there cannot be read; how to get it is said."""
    git.commit()
    git.run("clone", "--quiet", "--depth=1", f"file://{git.path}", str(tmp_path / "shallow"))
    summary = read(tmp_path / "shallow", store, "commit")
    assert summary.added == 1
    assert "git fetch --unshallow" in summary.notes[0]


def test_without_tags_another_way_is_suggested(git: Git, store: Store) -> None:
    """A repository without tags is no error, and the summary says what else there is."""
    summary = read(git.path, store)
    assert (summary.read, summary.bad) == (0, 0)
    assert "--each commit" in summary.notes[0]


def test_a_repository_without_commits_has_none(store: Store, tmp_path: Path) -> None:
    """A repository that was just made is empty, not broken."""
    summary = read(Git(tmp_path / "new").path, store, "commit")
    assert summary.notes == ("There are no commits on the main branch.",)


def test_what_is_no_repository_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder without git, and a folder that is not there, are told apart."""
    monkeypatch.setenv("GIT_DIR", str(Path(__file__).parents[4] / ".git"))
    with pytest.raises(ImportingError, match="is not a git repository"):
        Repository(tmp_path)
    with pytest.raises(ImportingError, match="There is no folder"):
        Repository(tmp_path / "nope")


def test_a_date_far_off_is_named(git: Git, store: Store) -> None:
    """A tag of the next century is a slip, and says so."""
    git.at = datetime(2150, 1, 1, tzinfo=UTC)
    git.run("tag", "--annotate", "--message=x", "v1.0.0")
    summary = read(git.path, store)
    assert summary.first_bad[0].reason == "has a date after 2100"


def test_somebody_elses_repository_says_how_to_allow_it(git: Git) -> None:
    """Git does not read what belongs to others; the sentence has the command that allows it."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    os.chown(git.path, 12_345, 12_345)
    os.chown(git.path / ".git", 12_345, 12_345)
    with pytest.raises(ImportingError, match=r"git config --global --add safe\.directory"):
        Repository(git.path)


def test_a_broken_repository_is_one_sentence(git: Git, store: Store) -> None:
    """What git says is passed on."""
    (git.path / ".git" / "packed-refs").write_text("nonsense\n")
    with pytest.raises(ImportingError, match=r"Git cannot read .*packed-refs"):
        read(git.path, store)


def test_without_git_it_is_one_sentence(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not installed, that is what is said."""
    monkeypatch.setenv("PATH", str(git.path))
    with pytest.raises(ImportingError, match="Git is not installed"):
        Repository(git.path)


def test_many_tags_are_read_by_one_command(git: Git, store: Store) -> None:
    """Two thousand tags take one call of git and a moment."""
    git.run("pack-refs", "--all")
    packed = git.path / ".git" / "packed-refs"
    commit = next(line for line in packed.read_text().splitlines() if line[0] != "#")[:40]
    lines = "".join(f"{commit} refs/tags/web-v1.0.{n}\n" for n in sorted(map(str, range(2_000))))
    packed.write_text(f"{commit} refs/heads/main\n{lines}")
    told: list[tuple[int, int]] = []
    summary = import_git(
        git.path,
        store,
        project="p",
        environment="e",
        progress=lambda *pair: told.append(pair),
    )
    assert summary.added == 2_000
    assert told[0] == (0, 2_000)
    assert told[-1] == (2_000, 2_000)
