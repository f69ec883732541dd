"""Deployments from a git repository: tags, commits, merges, and everything that may be wrong."""

import os
import random
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
from bot.local.insights.model import VERSION, Event
from bot.local.insights.selection import Listing, Scope
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import ms

HOUR = 3_600_000
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
        self.asked(*arguments, text=text)

    def asked(self, *arguments: str, text: str | None = None) -> list[str]:
        """The same, and what git says."""
        date = f"@{int(self.at.timestamp())} +0000"
        identity = {"NAME": "A", "EMAIL": "a@example.com", "DATE": date}
        done = subprocess.run(  # noqa: S603 (a list, of these tests' own words)
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
        return done.stdout.splitlines()

    def commit(self, *, written: datetime | None = None) -> None:
        """An empty commit, an hour after the one before; or written some other time."""
        self.at += timedelta(hours=1)
        date = f"--date=@{int((written or self.at).timestamp())}"
        self.run("commit", "--quiet", "--allow-empty", "--message=x", date)

    def tag(self, name: str, *, hours: int = 0) -> None:
        """An annotated tag, some hours later."""
        self.at += timedelta(hours=hours)
        self.run("tag", "--annotate", "--message=x", name)


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
    for added in (2, 0):
        summary = read(git.path, store)
        assert (summary.read, summary.added, summary.known) == (2, added, 2 - added)
        assert not summary.bad
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


# -- lead times -------------------------------------------------------------------------------


def led(store: Store) -> dict[tuple[str, str], tuple[float, float]]:
    """Of each deployment with a lead time: that, and how long it waited, in hours."""
    listing = Listing(Scope("p", "e"), 0, 10**13)
    deployments = store.page(listing, limit=1_000)
    found = store.deliveries.delivered([one.id for one in deployments])
    return {
        (one.subject.application, one.subject.version): (
            stages.total / HOUR,
            stages.wait / HOUR,
        )
        for one in deployments
        if one.id in found and (stages := found[one.id].stages)
    }


def test_a_release_takes_from_its_first_commit_to_its_tag(git: Git, store: Store) -> None:
    """Since the release before it; it waits from its last commit on."""
    git.tag("v1")
    git.commit()
    git.commit()
    git.tag("v2", hours=3)
    git.commit()
    git.run("tag", "v3")
    git.commit()
    git.tag("v4", hours=1)
    summary = read(git.path, store)
    assert led(store) == {("thing", "2"): (4, 3), ("thing", "4"): (1, 1)}
    assert summary.notes == ()


def test_what_was_written_earlier_counts_from_then_on(git: Git, store: Store) -> None:
    """A rebased commit was written when its author wrote it."""
    git.tag("v1")
    git.commit(written=git.at - timedelta(hours=48))
    git.tag("v2")
    read(git.path, store)
    assert led(store) == {("thing", "2"): (49, 0)}


def test_applications_are_released_one_by_one(git: Git, store: Store) -> None:
    """The release before is the one of the same application."""
    git.tag("web@1.0")
    git.tag("api@1.0")
    git.commit()
    git.tag("web@1.1", hours=1)
    git.commit()
    git.tag("api@1.1", hours=1)
    git.tag("web@1.2", hours=1)
    read(git.path, store)
    assert led(store) == {("web", "1.1"): (1, 1), ("api", "1.1"): (3, 1), ("web", "1.2"): (2, 2)}


def test_two_tags_of_one_commit(git: Git, store: Store) -> None:
    """The first of them brought it, and the other nothing new."""
    git.tag("v1")
    git.commit()
    git.tag("v2-rc.1", hours=1)
    git.tag("v2", hours=5)
    read(git.path, store)
    assert led(store) == {("thing", "2-rc.1"): (1, 1)}


def test_a_tag_that_is_left_out_brings_nothing(git: Git, store: Store) -> None:
    """Its commits are those of the next one that can be named."""
    git.tag("v1")
    git.commit()
    git.tag("🚀")
    git.tag("v2", hours=1)
    read(git.path, store)
    assert led(store) == {("thing", "2"): (1, 1)}


def test_two_tags_of_one_version(git: Git, store: Store) -> None:
    """The first of them is the release; the other is a redeployment, which brings nothing."""
    git.tag("v1")
    git.commit()
    git.tag("v2.0", hours=1)
    git.commit()
    git.tag("2.0", hours=1)
    read(git.path, store)
    assert led(store) == {("thing", "2.0"): (1, 1)}


def test_a_release_that_is_not_on_main(git: Git, store: Store) -> None:
    """A fix of an old release brings the fix; the next release of main brings what is new there."""
    git.tag("v1.0")
    git.commit()
    git.tag("v2.0")
    git.run("checkout", "--quiet", "-b", "old", "v1.0")
    git.commit()
    git.tag("v1.1", hours=2)
    git.run("checkout", "--quiet", "main")
    git.commit()
    git.tag("v2.1", hours=3)
    read(git.path, store)
    assert led(store) == {("thing", "1.1"): (2, 2), ("thing", "2.1"): (3, 3)}


def test_a_clock_that_goes_backwards_gives_no_lead_time(git: Git, store: Store) -> None:
    """A tag that is older than what it brought says nothing about it."""
    git.tag("v1")
    git.commit()
    git.commit()
    git.tag("v2", hours=-1)
    git.commit(written=git.at + timedelta(days=9))
    git.tag("v3")
    assert read(git.path, store).added == 3
    assert led(store) == {}


def test_a_commit_that_lost_its_date_is_read(git: Git, store: Store) -> None:
    """Its time is not known, and that is all."""
    git.tag("v1")
    (head,), (tree,) = git.asked("rev-parse", "HEAD"), git.asked("rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nparent {head}\nauthor A <a@example.com>\ncommitter A <a>\n\nx\n"
    (broken,) = git.asked("hash-object", "-t", "commit", "-w", "--stdin", "--literally", text=text)
    git.run("reset", "--quiet", "--soft", broken)
    git.commit()
    git.tag("v2", hours=1)
    assert read(git.path, store).added == 2
    assert led(store) == {("thing", "2"): (1, 1)}


def test_each_merge_brings_its_branch(git: Git, store: Store) -> None:
    """And what reached the main branch since the merge before it, if merges are deployed."""

    def branch(name: str) -> None:
        git.run("checkout", "--quiet", "-b", name)
        git.commit()
        git.commit()
        git.run("checkout", "--quiet", "main")
        git.at += timedelta(hours=1)
        git.run("merge", "--quiet", "--no-ff", "--message=x", name)

    branch("one")
    git.commit()
    branch("two")
    read(git.path, store, "merge")
    assert [lead for lead, _ in led(store).values()] == [3]
    with Store() as other:
        read(git.path, other, "commit")
        assert sorted(lead for lead, _ in led(other).values()) == [2, 2]


def test_commits_that_were_deployed_as_they_were_made_have_no_lead_time(
    git: Git, store: Store
) -> None:
    """Nothing tells how long they took, and the summary says so."""
    git.commit()
    summary = read(git.path, store, "commit")
    assert led(store) == {}
    assert "No lead times" in summary.notes[0]


def test_a_shallow_clone_knows_what_it_holds(git: Git, store: Store, tmp_path: Path) -> None:
    """A release whose commits are all there has a lead time; one whose are not has none."""
    git.tag("v1")
    git.commit()
    git.commit()
    git.tag("v2", hours=1)
    git.commit()
    git.tag("v3", hours=2)
    shallow = str(tmp_path / "shallow")
    git.run("clone", "--quiet", "--depth=2", f"file://{git.path}", shallow)
    git.run("-C", shallow, "fetch", "--quiet", "--depth=1", "origin", "tag", "v1")
    read(tmp_path / "shallow", store)
    assert led(store) == {("thing", "3"): (2, 2)}


def test_reading_again_adds_lead_times_to_what_is_there(git: Git, store: Store) -> None:
    """Deployments that were read before there were lead times get theirs."""
    git.tag("v1")
    git.commit()
    git.tag("v2", hours=1)
    known = Event("p", "e", "thing", "2", "finished", ms("2026-10-01T12:00"))
    store.add([known])
    assert led(store) == {}
    assert read(git.path, store).known == 1
    assert led(store) == {("thing", "2"): (1, 1)}


@pytest.mark.parametrize("seed", range(3))
def test_a_generated_repository_is_told_as_git_tells_it(
    tmp_path: Path, store: Store, seed: int
) -> None:
    """Sixty commits of any descent and any time: what `git rev-list` says of each tag."""
    chance = random.Random(seed)  # noqa: S311 (the same every time is what is wanted)
    git = Git(tmp_path / "thing")
    git.run("fast-import", "--quiet", text="".join(generated(chance, 60)))
    read(git.path, store)
    listed = git.asked("for-each-ref", "--format=%(creatordate:unix) %(refname:strip=2)")
    tags = sorted(
        (int(seconds), name) for seconds, name in (line.split() for line in listed if "@" in line)
    )
    expected: dict[tuple[str, str], float] = {}
    released: dict[str, list[str]] = {"web": [], "api": []}
    for seconds, name in tags:
        application, _, version = name.partition("@")
        before = released[application]
        excluded = [f"^{one}" for one in before]
        written = git.asked("log", "--format=%at", f"refs/tags/{name}", *excluded)
        if before and written and (lead := seconds - min(map(int, written))) > 0:
            expected[application, version] = lead / 3600
        before.append(f"refs/tags/{name}")
    assert {which: lead for which, (lead, _) in led(store).items()} == expected
    assert len(expected) > 5


def generated(chance: random.Random, size: int) -> Iterator[str]:
    """What `git fast-import` makes commits and tags of, all at times of their own."""
    at = int(BEGIN.timestamp())
    for number in range(1, size + 1):
        at += chance.randint(60, 9_000)
        skew = chance.randint(-20_000, 200_000)
        yield f"commit refs/heads/b{number}\nmark :{number}\n"
        yield f"author A <a@example.com> {at - skew} +0000\n"
        yield f"committer A <a@example.com> {at} +0000\ndata 1\nx\n"
        recent = range(max(1, number - 5), number)
        parents = chance.sample(recent, min(len(recent), chance.choice([1, 1, 2])))
        for word, parent in zip(("from", "merge"), parents, strict=False):
            yield f"{word} :{parent}\n"
        if chance.random() < 0.4:
            yield f"tag {chance.choice(['web', 'api'])}@1.{number}\nfrom :{number}\n"
            yield f"tagger A <a@example.com> {at + chance.randint(1, 50_000)} +0000\ndata 1\nx\n"


# -- the repository ---------------------------------------------------------------------------


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
