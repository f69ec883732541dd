"""What deployments bring: kept up to date by every way of writing, the same in any order."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights.changes import Commits, PullRequest, Stages
from bot.local.insights.model import Deployment, Event
from bot.local.insights.selection import Listing, Scope
from bot.local.insights.store import Correction, Store
from tests.bot.local.insights.locally import finished, ms

LISTING = Listing(Scope("shop", "production"), 0, 10**13)
REQUEST = PullRequest("shop", "web", "7", ms("2026-11-10"), ms("2026-11-12"), ms("2026-11-09"))


def brought(store: Store) -> dict[str, set[str]]:
    """The numbers of the pull requests of each version that brought any."""
    deployments = store.page(LISTING, limit=100)
    found = store.pull_requests.brought_by([one.id for one in deployments])
    return {
        one.subject.version: {each.number for each in found[one.id]}
        for one in deployments
        if found[one.id]
    }


def test_a_pull_request_goes_out_with_the_next_deployment() -> None:
    """The first that started at or after the merge brings it, and no later one does."""
    with Store() as store:
        store.add(finished(f"{day}", f"2026-11-{day}") for day in (11, 13, 15))
        store.pull_requests.put([REQUEST])
        assert brought(store) == {"13": {"7"}}


def test_a_merge_at_the_start_is_in_time() -> None:
    """At the start is not after it."""
    with Store() as store:
        store.add(finished(f"{day}", f"2026-11-{day}") for day in (11, 12, 13))
        store.pull_requests.put([REQUEST])
        assert brought(store) == {"12": {"7"}}


@pytest.mark.parametrize(
    "other", [replace(REQUEST, application="api"), replace(REQUEST, project="other")]
)
def test_applications_deliver_their_own(other: PullRequest) -> None:
    """A deployment of something else brings nothing."""
    with Store() as store:
        store.add([finished("13", "2026-11-13")])
        store.pull_requests.put([other])
        assert brought(store) == {}


def test_what_does_not_count_brings_nothing() -> None:
    """Failed, open and archived deployments leave it to the next one."""
    with Store() as store:
        store.pull_requests.put([REQUEST])
        store.add([finished("13", "2026-11-13", type="failed")])
        store.add([finished("14", "2026-11-14", type="started")])
        store.add(finished(f"{day}", f"2026-11-{day}") for day in (15, 16))
        assert brought(store) == {"15": {"7"}}
        (fifteenth,) = (one for one in store.page(LISTING, limit=9) if one.subject.version == "15")
        store.correct(fifteenth.id, Correction(archived=True))
        assert brought(store) == {"16": {"7"}}
        store.add([finished("14", "2026-11-14T08:00")])
        assert brought(store) == {"14": {"7"}}


def test_each_environment_is_delivered_to_by_itself() -> None:
    """One pull request, one deployment in each environment."""
    with Store() as store:
        store.pull_requests.put([REQUEST])
        store.add(
            finished("13", "2026-11-13", environment=name) for name in ("production", "staging")
        )
        found = store.delivering([REQUEST.id], None)[REQUEST.id]
        assert {one.subject.environment for one in found} == {"production", "staging"}
        assert len(store.delivering([REQUEST.id], "staging")[REQUEST.id]) == 1


def test_a_pull_request_that_changes_moves() -> None:
    """One that is merged, merged at another time, or opened again is delivered as it is now."""
    with Store() as store:
        store.add(finished(f"{day}", f"2026-11-{day}") for day in (11, 13, 15))
        for merged_at, expected in [
            (None, {}),
            (ms("2026-11-12"), {"13": {"7"}}),
            (ms("2026-11-14"), {"15": {"7"}}),
            (ms("2026-11-16"), {}),
            (ms("2026-11-10"), {"11": {"7"}}),
            (None, {}),
        ]:
            store.pull_requests.put([replace(REQUEST, merged_at=merged_at)])
            assert brought(store) == expected


class Known(NamedTuple):
    """A version with its commits, finished at some time."""

    version: str
    started_at: int
    length: int
    commits: Commits | None


TIMES = st.integers(0, 30)
COMMITS = st.none() | st.builds(Commits, TIMES, TIMES)
VERSIONS = st.builds(Known, st.sampled_from("abcdef"), TIMES, st.integers(0, 3), COMMITS)
REQUESTS = st.builds(
    PullRequest,
    project=st.just("shop"),
    application=st.just("web"),
    number=st.sampled_from("12345"),
    created_at=TIMES,
    merged_at=st.none() | TIMES,
    first_commit_at=st.none() | TIMES,
    lines_added=st.integers(0, 9),
)


def events(known: Known) -> Iterable[Event]:
    """A start and an end, the commits with either."""
    event = Event("shop", "production", "web", known.version, "started", known.started_at)
    yield event
    end = known.started_at + known.length
    yield replace(event, type="finished", at=end, commits=known.commits)


def expected(
    deployments: list[Deployment], commits: dict[str, Commits], requests: Iterable[PullRequest]
) -> dict[str, tuple[int, Stages | None]]:
    """A plain loop over everything: how many pull requests each brings, and its stages."""
    found: dict[str, tuple[int, Stages | None]] = {}
    ordered = sorted(deployments, key=lambda one: (one.started_at, one.id))
    seen: set[str] = set()
    for before, one in pairwise([None, *ordered]):
        assert one is not None
        since = before.started_at if before else -1
        span = (one.started_at, one.ended_at or 0)
        mine = [r for r in requests if r.merged_at is not None and since < r.merged_at <= span[0]]
        mine.sort(key=lambda r: (r.merged_at, r.number))
        changes = [
            Stages.of_pull_request(r.first_commit_at, r.created_at, r.merged_at, span)
            for r in mine
            if r.first_commit_at is not None and r.merged_at is not None
        ]
        version = one.subject.version
        own = commits.get(version) if version not in seen else None
        seen.add(version)
        if own:
            changes.append(Stages.of_commits(own, span))
        known = sorted(filter(None, changes), key=lambda stages: -stages.total)
        if mine or own:
            found[one.id] = (len(mine), known[0] if known else None)
    return found


@settings(deadline=None)  # a busy machine is no failure
@given(
    versions=st.lists(VERSIONS, max_size=8),
    requests=st.lists(REQUESTS, max_size=5, unique_by=lambda one: one.number),
    chance=st.randoms(),
)
def test_whatever_comes_in_whichever_order(
    versions: list[Known], requests: list[PullRequest], chance: Random
) -> None:
    """Events, commits and pull requests one by one in any order give what a plain loop gives."""
    written: list[Event | PullRequest] = [*requests, *(e for one in versions for e in events(one))]
    chance.shuffle(written)
    commits: dict[str, Commits] = {}
    with Store() as store:
        for one in written:
            if isinstance(one, PullRequest):
                store.pull_requests.put([one])
            else:
                store.add([one])
                commits |= {one.version: one.commits} if one.commits else {}
        deployments = [one for one in store.page(LISTING, limit=100) if one.status == "finished"]
        found = store.deliveries.delivered([one.id for one in deployments])
    assert {id_: (one.pull_requests, one.stages) for id_, one in found.items()} == expected(
        deployments, commits, requests
    )
