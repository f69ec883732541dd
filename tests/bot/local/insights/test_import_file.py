"""Flags, flag events, pull requests and deployments from files: each column, each thing wrong."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights.changes import Commits, PullRequest, Reference
from bot.local.insights.flags import Flag, FlagEvent, Impact
from bot.local.insights.import_file import import_file, read_row
from bot.local.insights.importing import ImportingError, ImportSummary
from bot.local.insights.kinds import (
    DEPLOYMENTS,
    FLAG_EVENTS,
    FLAGS,
    IMPORTED,
    PULL_REQUESTS,
    Kind,
    Place,
)
from bot.local.insights.problems import ProblemError
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import ms

PLACE: Final = Place("shop", "production")
AT, ISO = ms("2026-10-01T09:00"), "2026-10-01T09:00Z"
ALL: Final[dict[str, Kind[Any]]] = {"deployments": DEPLOYMENTS, **IMPORTED}
LEAST: Final = {
    "deployments": {"application": "web", "version": "1.0", "released_at": ISO},
    "flags": {"key": "new-cart", "created_at": ISO},
    "flag-events": {"flag": "new-cart", "at": ISO},
    "pull-requests": {"application": "web", "number": "7", "created_at": ISO},
}


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store."""
    with Store() as store:
        yield store


def read(kind: str, **cells: str) -> Any:  # noqa: ANN401 (whatever the kind reads)
    """A row with the least there must be, and more."""
    return read_row(LEAST[kind] | cells, ALL[kind], PLACE)


def wrong(kind: str, **cells: str) -> dict[str, str]:
    """What is wrong with a row, by column."""
    with pytest.raises(ProblemError) as problem:
        read(kind, **cells)
    return {one.attribute: one.reason for one in problem.value.failures}


def test_few_columns_are_required() -> None:
    """The rest has defaults that claim nothing."""
    flag = Flag("shop", "production", "new-cart", AT)
    assert read("flags") == flag
    event = FlagEvent("shop", "production", "new-cart", "updated_flag", AT)
    assert read("flag-events") == FlagEvent(
        event.project,
        event.environment,
        event.flag,
        event.type,
        AT,
        impact=Impact(reason="waiting"),
    )
    assert read("pull-requests") == PullRequest("shop", "web", "7", AT)
    assert read("deployments").commits is None


@pytest.mark.parametrize("kind", ALL)
def test_the_required_columns_are_those(kind: str) -> None:
    """Each is missed, and no other."""
    assert ALL[kind].required == list(LEAST[kind])
    with pytest.raises(ProblemError) as problem:
        read_row({}, ALL[kind], PLACE)
    assert {one.attribute: one.reason for one in problem.value.failures} == dict.fromkeys(
        LEAST[kind], "must be present"
    )


@pytest.mark.parametrize(
    ("kind", "column"),
    [(kind, one.name) for kind in ALL for one in ALL[kind].columns if one.name.endswith("at")],
)
def test_what_has_happened_lies_in_the_past(kind: str, column: str) -> None:
    """All times are of things that have happened; clocks may differ by five minutes."""
    minute = 60_000
    for now, said in (
        (AT - 5 * minute, None),
        (AT - 6 * minute, "must not lie in the future, and 2026-10-01T09:00Z does"),
    ):
        cells = LEAST[kind] | {"first_commit_at": ISO, column: ISO}
        problems = {}
        try:
            read_row(cells, ALL[kind], PLACE, now=now)
        except ProblemError as problem:
            problems = {one.attribute: one.reason for one in problem.failures}
        assert problems.get(column) == said


@pytest.mark.parametrize("kind", ALL)
def test_seconds_are_taken_for_seconds(kind: str) -> None:
    """And not for a moment of 1970."""
    (column,) = (name for name in LEAST[kind] if name.endswith("at"))
    said = "must be in milliseconds; in seconds, as it seems, it would be 1790845200000"
    assert wrong(kind, **{column: "1790845200"}) == {column: said}


def test_a_flag_is_read_whole() -> None:
    """Every column has its place."""
    assert read(
        "flags",
        name="New cart",
        temporary="FALSE",
        archived="true",
        on="false",
        changed_at="1790845200000",
        one_variation_since="2026-10-02T09:00+02:00",
        last_evaluated_at=ISO,
        maintainer_id="a1",
        maintainer_name="Ada",
        applications="web, api",
    ) == Flag(
        "shop",
        "production",
        "new-cart",
        AT,
        name="New cart",
        temporary=False,
        archived=True,
        is_on=False,
        changed_at=1_790_845_200_000,
        one_variation_since=ms("2026-10-02T07:00"),
        last_evaluated_at=AT,
        maintainer_id="a1",
        maintainer_name="Ada",
        applications=("web", "api"),
    )


def test_a_flag_event_is_read_whole() -> None:
    """Every column has its place; the size is told from the percentage."""
    assert read(
        "flag-events",
        type="enabled_targeting",
        description="Turned on",
        member="ada@example.com",
        actions="updateOn,updateRules",
        audit_log_entry="e3b2",
        impact="12.5",
        experiments="cart-test",
        applications="web",
    ) == FlagEvent(
        "shop",
        "production",
        "new-cart",
        "enabled_targeting",
        AT,
        description="Turned on",
        member="ada@example.com",
        actions=("updateOn", "updateRules"),
        audit_log_entry="e3b2",
        impact=Impact("small", 12.5, "evaluations"),
        experiments=("cart-test",),
        applications=("web",),
    )


@pytest.mark.parametrize(
    ("cells", "impact"),
    [
        ({}, Impact(None, None, "waiting")),
        ({"impact_size": "large"}, Impact("large", None, "evaluations")),
        ({"impact": "0"}, Impact("none", 0.0, "evaluations")),
        ({"impact": "50", "impact_size": "medium"}, Impact("medium", 50.0, "evaluations")),
        ({"impact": "100", "impact_reason": "global"}, Impact("large", 100.0, "global")),
        ({"impact_reason": "global"}, Impact(None, None, "global")),
    ],
)
def test_an_impact_may_be_a_size_or_a_share(cells: dict[str, str], impact: Impact) -> None:
    """Without either it is still waited for."""
    assert read("flag-events", **cells).impact == impact


def test_a_pull_request_is_read_whole() -> None:
    """Every column has its place; a flag by itself is one reference more."""
    assert read(
        "pull-requests",
        merged_at="2026-10-02T09:00Z",
        first_commit_at="2026-09-30T09:00Z",
        status="merged",
        title="New cart",
        author="ada",
        base_commit="a",
        head_commit="b",
        merge_commit="c",
        files_changed="1",
        lines_added="2",
        lines_deleted="3",
        url="https://example.com/7",
        flags="new-cart:3:0, old-cart:0:2, third",
    ) == PullRequest(
        "shop",
        "web",
        "7",
        AT,
        merged_at=ms("2026-10-02T09:00"),
        first_commit_at=ms("2026-09-30T09:00"),
        title="New cart",
        author="ada",
        base_commit="a",
        head_commit="b",
        merge_commit="c",
        files_changed=1,
        lines_added=2,
        lines_deleted=3,
        url="https://example.com/7",
        references=(
            Reference("new-cart", 3, 0),
            Reference("old-cart", 0, 2),
            Reference("third", 1, 0),
        ),
    )
    assert read("pull-requests", status="closed").closed


def test_a_deployment_may_say_its_commits() -> None:
    """For those whose lead times come from somewhere else than git."""
    first = "2026-09-30T09:00Z"
    assert read("deployments", first_commit_at=first).commits == Commits(ms("2026-09-30T09:00"), AT)
    both = read("deployments", first_commit_at=first, last_commit_at="2026-09-30T10:00Z")
    assert both.commits == Commits(ms("2026-09-30T09:00"), ms("2026-09-30T10:00"))


@pytest.mark.parametrize(
    ("kind", "cells", "column", "reason"),
    [
        ("deployments", {"last_commit_at": ISO}, "last_commit_at", "must come with first_commit"),
        ("deployments", {"first_commit_at": "x"}, "first_commit_at", "Unix timestamp"),
        ("flags", {"key": "a,b"}, "key", "must not contain a comma"),
        ("flags", {"created_at": "2026-10-01"}, "created_at", "must say its time zone"),
        ("flags", {"created_at": "1790845200"}, "created_at", "must be in milliseconds"),
        ("flags", {"changed_at": "x"}, "changed_at", "Unix timestamp"),
        ("flags", {"one_variation_since": "x"}, "one_variation_since", "Unix timestamp"),
        ("flags", {"last_evaluated_at": "x"}, "last_evaluated_at", "Unix timestamp"),
        ("flags", {"temporary": "yes"}, "temporary", "must be one of true, false"),
        ("flags", {"archived": "1"}, "archived", "must be one of true, false"),
        ("flags", {"on": "on"}, "on", "must be one of true, false"),
        ("flags", {"name": "a\nb"}, "name", "on one line"),
        ("flags", {"name": "x" * 2_001}, "name", "at most 2000 characters"),
        (
            "flags",
            {"maintainer_id": "a", "maintainer_team": "b"},
            "maintainer_team",
            "must not come with maintainer_id",
        ),
        ("flags", {"applications": "a\x00"}, "applications", "control characters"),
        ("flag-events", {"at": "noon"}, "at", "Unix timestamp"),
        ("flag-events", {"type": "a\n"}, "type", "control characters"),
        ("flag-events", {"impact": "101"}, "impact", "must be a number from 0 to 100"),
        ("flag-events", {"impact": "-1"}, "impact", "must be a number from 0 to 100"),
        ("flag-events", {"impact": "nan"}, "impact", "must be a number from 0 to 100"),
        ("flag-events", {"impact_size": "huge"}, "impact_size", "must be one of none, small"),
        ("flag-events", {"impact": "5", "impact_size": "large"}, "impact_size", "must be small"),
        ("flag-events", {"impact_reason": "x"}, "impact_reason", "must be one of evaluations"),
        ("pull-requests", {"number": "a\n"}, "number", "control characters"),
        ("pull-requests", {"merged_at": "2026-09-01T09:00Z"}, "merged_at", "must not be before"),
        ("pull-requests", {"status": "merged"}, "status", "must be merged if there is merged_at"),
        ("pull-requests", {"status": "open", "merged_at": ISO}, "status", "only then"),
        ("pull-requests", {"status": "draft"}, "status", "must be one of open, merged, closed"),
        ("pull-requests", {"first_commit_at": "x"}, "first_commit_at", "Unix timestamp"),
        ("pull-requests", {"lines_added": "-1"}, "lines_added", "must be a whole number from 0"),
        ("pull-requests", {"flags": "a:b:c"}, "flags", "must be keys, each with"),
        ("pull-requests", {"flags": "a:1"}, "flags", "must be keys, each with"),
        ("pull-requests", {"flags": ":1:2"}, "flags", "must be keys, each with"),
    ],
)
def test_what_is_wrong_is_said(kind: str, cells: dict[str, str], column: str, reason: str) -> None:
    """A wrong cell is named by its column, with what it must be."""
    assert reason in wrong(kind, **cells)[column]


def test_everything_wrong_with_a_row_is_said_at_once(tmp_path: Path, store: Store) -> None:
    """One line of a summary lists all of it, and the good rows are kept."""
    file = tmp_path / "flags.csv"
    file.write_text(f"key,created_at,on\na,{ISO},true\n,never,maybe\nb,{ISO},false\n")
    summary = import_file(file, store, FLAGS, project="shop", environment="production")
    assert (summary.read, summary.added, summary.bad) == (3, 2, 1)
    assert summary.first_bad[0].where == "line 3"
    assert summary.first_bad[0].reason.count("must be") == 3


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_twice_is_once(tmp_path: Path, store: Store, kind: str, form: str) -> None:
    """Whatever the form, reading again changes nothing."""
    names, cells = ",".join(LEAST[kind]), ",".join(LEAST[kind].values())
    line = "{" + ", ".join(f'"{name}": "{cell}"' for name, cell in LEAST[kind].items()) + "}"
    contents = {"csv": f"{names}\n{cells}\n", "json": f"[{line}]", "jsonl": f"{line}\n"}
    file = tmp_path / f"rows.{form}"
    file.write_text(contents[form])
    for expected in (ImportSummary(1, 1, 0, 0), ImportSummary(1, 0, 1, 0)):
        summary = import_file(file, store, ALL[kind], project="shop", environment="production")
        assert replace(summary, notes=()) == expected


@pytest.mark.parametrize(
    ("kind", "columns", "notes"),
    [
        ("flags", "last_evaluated_at", ()),
        ("flags", "name", ("last_evaluated_at, so all are taken for flags that nobody asks for",)),
        ("pull-requests", "merged_at,first_commit_at", ()),
        ("pull-requests", "merged_at", ("first_commit_at, so none gives a deployment its lead",)),
        ("pull-requests", "author", ("merged_at, so none is taken", "first_commit_at, so none")),
    ],
)
def test_columns_that_are_missed_are_named(
    tmp_path: Path, store: Store, kind: str, columns: str, notes: tuple[str, ...]
) -> None:
    """Where without them a chart would say something else, or nothing."""
    file = tmp_path / "rows.csv"
    more = ",".join([ISO] * len(columns.split(",")))
    least = LEAST[kind]
    file.write_text(f"{','.join(least)},{columns}\n{','.join(least.values())},{more}\n")
    summary = import_file(file, store, ALL[kind], project="shop", environment="production")
    assert summary.added == 1
    assert len(summary.notes) == len(notes)
    for said, expected in zip(summary.notes, notes, strict=True):
        assert said.startswith(f"Nothing has {expected}")


def test_what_is_another_now_is_counted_apart(tmp_path: Path, store: Store) -> None:
    """A flag's row is its state; the latest reading is what it is."""
    file = tmp_path / "flags.csv"
    for archived, expected in (("false", (1, 0)), ("true", (0, 1)), ("true", (0, 0))):
        file.write_text(f"key,created_at,archived\na,{ISO},{archived}\n")
        summary = import_file(file, store, FLAGS, project="shop", environment="production")
        assert (summary.added, summary.changed) == expected


def test_a_pull_request_has_no_environment(tmp_path: Path, store: Store) -> None:
    """It is in none before it is deployed; a flag is always in one."""
    file = tmp_path / "x.json"
    file.write_text("[]")
    assert import_file(file, store, PULL_REQUESTS, project="shop").read == 0
    placed: tuple[Kind[Any], ...] = (FLAGS, FLAG_EVENTS, DEPLOYMENTS)
    for kind in placed:
        with pytest.raises(ImportingError, match="environment key '' must be present"):
            import_file(file, store, kind, project="shop")
    with pytest.raises(ImportingError, match="project key 'a,b' must not"):
        import_file(file, store, PULL_REQUESTS, project="a,b")


@pytest.mark.parametrize("kind", ALL)
@settings(deadline=None)  # a busy machine is no failure
@given(data=st.data())
def test_no_cells_are_a_crash(kind: str, data: st.DataObject) -> None:
    """Whatever the cells hold, it is a row that can be stored and read, or it is said why not."""
    names = [column.name for column in ALL[kind].columns]
    cell = st.text() | st.sampled_from([ISO, "1790845200000", "true", "5", "a,b", "x:1:2"])
    cells = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names, cell)))
    try:
        row = read_row(LEAST[kind] | cells, ALL[kind], PLACE)
    except ProblemError as problem:
        assert problem.failures  # noqa: PT017 (either way is fine)
        return
    with Store() as store:
        assert ALL[kind].put(store)([row]).new == 1
        assert ALL[kind].put(store)([row]).known == 1
