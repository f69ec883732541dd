"""Deployments from a CSV file: good rows in, bad rows named."""

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights.import_csv import import_csv
from bot.local.insights.importing import ImportingError, ImportSummary
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import DAY, Local, ms, points

RELEASES = Path(__file__).parents[5] / "shared" / "data" / "releases-js-core.csv"
HEADER = "application,version,released_at\n"


def read(path: Path, store: Store) -> ImportSummary:
    """Import into a project of its own."""
    return import_csv(path, store, project="p", environment="e")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to write to."""
    return tmp_path / "releases.csv"


def test_twice_is_once(file: Path) -> None:
    """Rows that are there already change nothing, in one file or in two readings."""
    row = "web,1.0,2026-10-01T09:00Z\n"
    file.write_text(HEADER + row + row + "web,1.1,2026-10-02T09:00+02:00\n")
    with Store() as store:
        assert read(file, store) == ImportSummary(read=3, added=2, known=1, bad=0)
        assert read(file, store) == ImportSummary(read=3, added=0, known=3, bad=0)


def test_what_spreadsheets_write_is_read(file: Path) -> None:
    """A byte order mark, CRLF, quotes, more columns in any order and empty lines are fine."""
    file.write_bytes(
        b"\xef\xbb\xbfReleased_At,who, Version ,application\r\n"
        b'2026-10-01T09:00:00.123+00:00,"a\r\nb",1.0,"we""b"\r\n\r\n'
    )
    with Store() as store:
        assert read(file, store) == ImportSummary(read=1, added=1, known=0, bad=0)
        assert [one.key for one in store.places.applications()] == ['we"b']


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"web,1.0", "has 2 of 3 columns"),
        (b",1.0,2026-10-01T09:00Z", "application must be present"),
        (b'"a,b",1.0,2026-10-01T09:00Z', "application must not contain a comma"),
        (b"web,1.0 beta,2026-10-01T09:00Z", "version must be letters, numbers"),
        (b"web,1.0,yesterday", "released_at must be a Unix timestamp in milliseconds or an ISO"),
        (b"web,1.0,2026-02-30T09:00Z", "released_at must be a time that exists"),
        (b"web,1.0,2026-10-01T09:00", "released_at must say its time zone"),
        (b"web,1.0,1969-10-01T09:00Z", "released_at must be between 1970 and 2100"),
        (b"web,1.0,20261001", "released_at must be in milliseconds, or a date and time"),
        (b"w b,1 0,x", "version must be letters, numbers"),
        (b"w\xffb,1.0,2026-10-01T09:00Z", "is not UTF-8"),
        (b"w\x00b,1.0,2026-10-01T09:00Z", "control characters"),
        (b"web,1.0," + b"x" * 200_000, "field larger than field limit"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_kept(file: Path, row: bytes, reason: str) -> None:
    """A row that cannot be read is named by its line; the rows around it count."""
    good = b'"w\neb",1,2026-10-01T09:00Z\n', b"web,2,2026-10-01T09:00Z\n"
    file.write_bytes(HEADER.encode() + b"web,0,2026-10-01T09:00Z\n" + row + b"\n" + good[1])
    with Store() as store:
        summary = read(file, store)
    assert (summary.read, summary.added, summary.bad) == (3, 2, 1)
    assert summary.first_bad[0].where == "line 3"
    assert reason in summary.first_bad[0].reason


def test_a_file_with_semicolons_is_read(file: Path) -> None:
    """A comma there is a part of a cell, and so no part of a key."""
    file.write_text("application;version;released_at\nweb;1;2026-10-01T09:00Z\na,b;1;x\n")
    with Store() as store:
        summary = read(file, store)
    assert (summary.added, summary.bad) == (1, 1)
    assert "application must not contain a comma" in summary.first_bad[0].reason


def test_the_line_is_where_a_row_starts(file: Path) -> None:
    """Line breaks inside quotes are counted, and a quote that never ends is one bad row."""
    header = HEADER.replace("\n", ",notes\n")
    file.write_text(header + 'web,1,2026-10-01T09:00Z,"a\nb\n"\nweb,"2,2026\nand\nmore\n')
    with Store() as store:
        summary = read(file, store)
    assert (summary.added, summary.bad, summary.first_bad[0].where) == (1, 1, "line 5")


def test_the_first_twenty_bad_rows_are_named_and_all_are_counted(file: Path) -> None:
    """A file of nothing but nonsense does not fill the screen."""
    file.write_text(HEADER + "nonsense\n" * 1_000)
    with Store() as store:
        summary = read(file, store)
    assert (summary.bad, len(summary.first_bad)) == (1_000, 20)


def test_rows_of_the_future_are_left_out(file: Path) -> None:
    """By their lines, and only where the present is told."""
    file.write_text(HEADER + "web,1,2026-10-01T09:00Z\nweb,2,2027-01-01T00:00Z\n")
    with Store() as store:
        at = ms("2026-11-24T09:30")
        summary = import_csv(file, store, project="p", environment="e", now=at)
        assert (summary.added, summary.bad, summary.first_bad[0].where) == (1, 1, "line 3")
        assert summary.first_bad[0].reason.startswith("released_at must not lie in the future")
        assert read(file, store).added == 1


@pytest.mark.parametrize("content", ["", "application,version\nweb,1\n", "web,1,2026-10-01\n"])
def test_other_columns_are_refused(file: Path, content: str) -> None:
    """A file without the columns is refused as a whole, and told which ones it needs."""
    file.write_text(content)
    with Store() as store, pytest.raises(ImportingError, match="application,version,released_at"):
        read(file, store)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    """What the system says about a file is passed on."""
    with Store() as store, pytest.raises(ImportingError, match="No such file"):
        read(tmp_path / "nope.csv", store)


def test_a_key_that_could_not_be_asked_for_is_refused(file: Path) -> None:
    """A project key with a comma could never be named in a query."""
    with Store() as store, pytest.raises(ImportingError, match="project key 'a,b' must not"):
        import_csv(file, store, project="a,b", environment="e")


def test_progress_ends_at_all_of_the_file(file: Path) -> None:
    """Whoever watches sees it grow, and end."""
    file.write_text(HEADER + "web,1,2026-10-01T09:00Z\n" * 5_000)
    told: list[tuple[int, int]] = []
    with Store() as store:
        import_csv(
            file, store, project="p", environment="e", progress=lambda *pair: told.append(pair)
        )
    size = file.stat().st_size
    assert told == sorted(told)
    assert told[-1] == (size, size)


@settings(deadline=None)  # a busy machine is no failure
@given(content=st.binary(max_size=200))
def test_no_bytes_are_a_crash(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a file holds is rows, bad rows, or one sentence."""
    file = tmp_path_factory.getbasetemp() / "wild.csv"
    file.write_bytes(HEADER.encode() + content)
    with Store() as store:
        summary = read(file, store)
    assert summary.read == summary.added + summary.known + summary.bad


def test_real_releases_are_counted_as_a_plain_loop_counts_them(local: Local) -> None:
    """1,533 real releases: every day of July 2026 of every package, counted two ways."""
    if not RELEASES.exists():
        pytest.skip("the real releases are not beside this checkout")
    summary = import_csv(RELEASES, local.store, project="js-core", environment="production")
    assert (summary.read, summary.added, summary.bad) == (1_533, 1_533, 0)
    start, end = ms("2026-07-01"), ms("2026-08-01")
    counted: Counter[tuple[str, int]] = Counter()
    with RELEASES.open(newline="") as rows:
        for row in csv.DictReader(rows):
            at = datetime.fromisoformat(row["released_at"]).astimezone(UTC)
            if (at.year, at.month) == (2026, 7):
                counted[row["application"], at.day] += 1
    window: dict[str, str | int] = {"from": start, "to": end}
    chart = local.chart(**window, bucketType="day", groupBy="application")
    assert len(chart["series"][0]["data"]) == (end - start) // DAY
    charted = {
        (name, day): count
        for name, values in points(chart).items()
        for day, count in enumerate(values, 1)
        if count
    }
    assert charted == dict(counted)
