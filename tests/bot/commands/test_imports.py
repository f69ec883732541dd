"""Files of flags, flag events and pull requests on the command line, and what they become."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.commands.imports import command, tell
from bot.local.insights.importing import BadRow, ImportSummary
from bot.local.insights.kinds import DEPLOYMENTS, IMPORTED
from bot.local.insights.selection import Maintained, Scope
from bot.local.insights.store import Store

FILES = {
    "flags": "key,created_at,on\nnew-cart,2026-01-01T09:00Z,true\nold-cart,last year,perhaps\n",
    "flag-events": '[{"flag": "new-cart", "at": "2026-01-01T09:00Z", "impact": 5},\n{"flag": 7}]',
    "pull-requests": (
        '{"application": "web", "number": 7, "created_at": "2026-01-01T09:00Z"}\n{"number": 8}\n'
    ),
}

WHERE = {"flags": "3", "flag-events": "2, record 2", "pull-requests": "2"}


def run(*words: str | Path) -> Result:
    """Run a command line in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_brought_in_and_what_is_bad_is_named(name: str, tmp_path: Path) -> None:
    """The good rows are kept, the bad ones named by their lines; twice changes nothing."""
    file, data = tmp_path / name, tmp_path / "d.sqlite"
    file.write_text(FILES[name])
    one, many = IMPORTED[name].noun
    first, second = (
        run("import", name, file, "--project", "mobile", "--data", data) for _ in range(2)
    )
    assert first.exit_code == second.exit_code == 0, first.output
    assert f"2 rows read, 1 new {one}, 0 already there, 1 left out." in first.output
    assert f"0 new {many}, 1 already there, 1 left out." in second.output
    assert f"  line {WHERE[name]}: " in first.output
    assert not first.output.startswith("\n")


def test_where_things_go_can_be_said(tmp_path: Path) -> None:
    """Flags belong to an environment, production unless another is named."""
    file, data = tmp_path / "flags.csv", tmp_path / "d.sqlite"
    file.write_text("key,created_at\nnew-cart,2026-01-01T09:00Z\n")
    run("import", "flags", file, "--project", "mobile", "--data", data)
    run("import", "flags", file, "--project", "mobile", "--environment", "test", "--data", data)
    now = int(datetime.now(UTC).timestamp() * 1000)
    with Store(data) as store:
        for environment in ("production", "test"):
            scope = Scope("mobile", environment)
            (health,) = store.flags.health(Maintained(scope), now=now)
            assert health.stale == 1


def test_pull_requests_have_no_environment() -> None:
    """Until a deployment brings them to one."""
    assert isinstance(command, click.Group)
    for name, sub in command.commands.items():
        options = {param.name for param in sub.params}
        assert ("environment" in options) == (name != "pull-requests")


@pytest.mark.parametrize("name", ["csv", *IMPORTED])
def test_help_names_every_column(name: str) -> None:
    """Each with a few words, and whether it must be there."""
    kind = DEPLOYMENTS if name == "csv" else IMPORTED[name]
    shown = run("import", name, "--help").output
    for column in kind.columns:
        (line,) = (line for line in shown.splitlines() if line.split()[:1] == [column.name])
        assert column.holds in line
        assert ("(required)" in line) == column.required


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name\nx\n", "has no column key and no column created_at"),
        ("[7]", "line 1, record 1: must be an object"),
        ("{", "line 1: is no JSON"),
    ],
)
def test_a_file_without_anything_good_fails(tmp_path: Path, content: str, said: str) -> None:
    """Scripts learn from the exit code that nothing was brought in."""
    file = tmp_path / "flags"
    file.write_text(content)
    result = run("import", "flags", file, "--project", "m", "--data", tmp_path / "d.sqlite")
    assert result.exit_code == 1
    assert said in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_it_is_said_where_it_is_kept(tmp_path: Path) -> None:
    """Where anything is; nothing is kept of a file that is all bad."""
    file, data = tmp_path / "flags.csv", tmp_path / "d.sqlite"
    for row, kept in (("x,yesterday", False), ("new-cart,2026-01-01T09:00Z", True)):
        file.write_text(f"key,created_at\n{row}\n")
        result = run("import", "flags", file, "--project", "m", "--data", data)
        assert (f"Kept in {data}." in result.output.replace("\n", "")) == kept


def test_the_list_of_what_can_be_brought_in_is_whole() -> None:
    """No summary is cut off."""
    assert "..." not in run("import", "--help").output.partition("Commands:")[2]


def test_a_state_that_has_changed_is_said(tmp_path: Path) -> None:
    """Flags are imported again and again, and then it matters what is another."""
    file, data = tmp_path / "flags.csv", tmp_path / "d.sqlite"
    outputs = []
    for archived in ("false", "true"):
        file.write_text(f"key,created_at,archived\nnew-cart,2026-01-01T09:00Z,{archived}\n")
        outputs.append(run("import", "flags", file, "--project", "m", "--data", data).output)
    assert "1 new flag, 0 already there" in outputs[0]
    assert "0 new flags, 1 changed, 0 already there" in outputs[1]


def test_a_summary_names_twenty_and_counts_all(capsys: pytest.CaptureFixture[str]) -> None:
    """What is said of a source that is mostly bad."""
    bad = (BadRow("line 2", "is no JSON"),)
    tell(ImportSummary(4_000, 1, 0, 3_999, bad, notes=("A note.",)), "row", "x")
    printed = capsys.readouterr()
    assert printed.out == "x: 4,000 rows read, 1 new deployment, 0 already there, 3,999 left out.\n"
    assert printed.err == "  line 2: is no JSON\n  and 3,998 more\nA note.\n"


def test_pull_requests_give_deployments_their_lead_times(tmp_path: Path) -> None:
    """Whichever of the two is brought in first."""
    data, start = tmp_path / "d.sqlite", datetime.now(UTC) - timedelta(days=3)
    hours = [f"{start + timedelta(hours=hour):%Y-%m-%dT%H:%MZ}" for hour in range(4)]
    pull_requests, deployments = tmp_path / "prs.csv", tmp_path / "deployments.csv"
    pull_requests.write_text(
        "application,number,first_commit_at,created_at,merged_at\n"
        f"web,7,{hours[0]},{hours[1]},{hours[2]}\n"
    )
    deployments.write_text(f"application,version,released_at\nweb,1.0,{hours[3]}\n")
    run("import", "pull-requests", pull_requests, "--project", "m", "--data", data)
    run("import", "csv", deployments, "--project", "m", "--data", data)
    with Store(data) as store:
        found = store.lead_times.sum(Scope("m"), 0, 10**13)
    assert found is not None
    assert (found.number, found.total) == (1, 3 * 3_600_000)
