"""`drumbeat digests`: beside a bot that runs, or without one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import audit
from bot.__main__ import main
from bot.alerts import book as alerts
from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.commands.manifest import manifest
from bot.digests import book
from bot.digests.cadence import Cadence
from bot.digests.model import Setting
from bot.stage import Stage, stage
from bot.store.engine import opened
from tests.bot.digests.test_code import ALERTS, FILE, NOW


@pytest.fixture(scope="module")
def servers() -> Iterator[Stage]:
    """A local Slack, which knows the token."""
    with stage(manifest(), limits=False) as running:
        yield running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of digests."""
    found = tmp_path / "digests.yaml"
    found.write_text(FILE)
    return found


def run(servers: Stage, database: Path, *words: str) -> Result:
    """Run a command over a database."""
    tokens = servers.workspace.tokens
    env = {
        "SLACK_BOT_TOKEN": tokens.bot,
        "SLACK_API_URL": f"{servers.page}/api/",
        "LAUNCHDARKLY_ACCESS_TOKEN": servers.token,
        "LAUNCHDARKLY_URL": servers.insights,
        "DRUMBEAT_DATABASE": str(database),
    }
    return CliRunner().invoke(main, ["digests", *words], env=env)


def test_a_file_is_planned_applied_and_then_there_is_nothing_to_do(
    servers: Stage, tmp_path: Path, file: Path
) -> None:
    """A plan changes nothing, and its exit code says whether there is something to do."""
    database = tmp_path / "x.sqlite"
    for _ in range(2):
        planned = run(servers, database, "plan", str(file))
        assert (planned.exit_code, planned.output.count("add")) == (2, 2)
    applied = run(servers, database, "apply", str(file))
    assert (applied.exit_code, applied.output.splitlines()[-1]) == (0, "Applied.")
    again = run(servers, database, "plan", str(file))
    assert (again.exit_code, again.output.count(": keep")) == (0, 2)


def test_what_somebody_changed_since_is_shown_and_ended(
    servers: Stage, tmp_path: Path, file: Path
) -> None:
    """Drift is told apart from what the file changes; what was made in Slack stays."""
    database = tmp_path / "x.sqlite"
    run(servers, database, "apply", str(file))
    team = servers.workspace.identity.team
    elsewhere = Setting("C1", "U1", ("deploys 7d",), Cadence("0 9 * * 1", "UTC"), "show", None)
    with opened(f"sqlite:///{database}") as engine, engine.begin() as connection:
        first, second = book.of_team(connection, team)
        book.change(connection, first, elsewhere, NOW)
        book.delete(connection, second.id, NOW)
        made = book.add(connection, team, elsewhere, NOW)
    planned = run(servers, database, "plan", str(file))
    assert "drift since it was applied: channel: C0DELIVERY -> C1" in planned.output
    assert "channel: C1 -> C0DELIVERY" in planned.output
    assert "+ quiet: add" in planned.output
    run(servers, database, "apply", str(file))
    with opened(f"sqlite:///{database}") as engine, engine.begin() as connection:
        channels = [one.channel for one in book.of_team(connection, team)]
        assert book.find(connection, team, made.id) == made
    assert channels == ["C0DELIVERY", "C1", "C0OTHER"]


def test_alerts_of_a_file_are_planned_applied_and_then_there_is_nothing_to_do(
    servers: Stage, tmp_path: Path
) -> None:
    """Changed and deleted ones end what is open first; who did it is written down."""
    database, file = tmp_path / "x.sqlite", tmp_path / "alerts.yaml"
    file.write_text(ALERTS)
    planned = run(servers, database, "plan", str(file))
    assert (planned.exit_code, planned.output.count("add")) == (2, 2)
    assert "+ alert mobile-quiet: add" in planned.output
    assert run(servers, database, "apply", str(file)).exit_code == 0
    again = run(servers, database, "plan", str(file))
    assert (again.exit_code, again.output.count(": keep")) == (0, 2)
    file.write_text(ALERTS.replace("below 3", "below 1").replace("slow:", "slower:"))
    applied = run(servers, database, "apply", str(file))
    assert "~ alert mobile-quiet (alert 1): change" in applied.output
    assert "- alert slow (alert 2): delete" in applied.output
    team = servers.workspace.identity.team
    with opened(f"sqlite:///{database}") as engine, engine.begin() as connection:
        first, third = alerts.of_team(connection, team)
        noted = audit.latest(connection, team, "U0OWNER", "C0OTHER", 9)
    assert first.phrase == "below 1 for 2 days on weekdays"
    assert first.code is not None
    assert first.code.applied == first.wish
    assert (third.id, third.code and third.code.key) == (3, "slower")
    assert [f"{one.about} {one.what}" for one in noted] == [
        "alert 2 deleted",
        "alert 3 set up",
        "alert 1 edited",
        "alert 2 set up",
        "alert 1 set up",
    ]
    assert {one.who for one in noted} == {"drumbeat digests apply"}


def test_an_alert_that_somebody_changed_is_shown_and_ended(servers: Stage, tmp_path: Path) -> None:
    """Drift of alerts, as of digests."""
    database, file = tmp_path / "x.sqlite", tmp_path / "alerts.yaml"
    file.write_text(ALERTS)
    run(servers, database, "apply", str(file))
    team = servers.workspace.identity.team
    with opened(f"sqlite:///{database}") as engine, engine.begin() as connection:
        first, _ = alerts.of_team(connection, team)
        alerts.change(connection, first, replace(first.wish, phrase="below 9"), NOW)
    planned = run(servers, database, "plan", str(file))
    assert "drift since it was applied: line: " in planned.output
    run(servers, database, "apply", str(file))
    with opened(f"sqlite:///{database}") as engine, engine.begin() as connection:
        assert alerts.of_team(connection, team)[0].wish == first.wish


def test_a_backup_is_a_database_while_a_bot_has_the_file(servers: Stage, tmp_path: Path) -> None:
    """It is whole, and is not written over anything."""
    database, copy = tmp_path / "x.sqlite", tmp_path / "copy.sqlite"
    with opened(f"sqlite:///{database}"):
        made = run(servers, database, "backup", str(copy))
        assert made.exit_code == 0, made.output
        again = run(servers, database, "backup", str(copy))
        assert "is there already" in again.output
    with opened(f"sqlite:///{copy}"):
        pass


def test_digests_move_from_one_database_to_another(
    servers: Stage, tmp_path: Path, file: Path
) -> None:
    """By way of a file of JSON."""
    old, new, between = tmp_path / "a.sqlite", tmp_path / "b.sqlite", tmp_path / "all.json"
    run(servers, old, "apply", str(file))
    assert run(servers, old, "export", str(between)).exit_code == 0
    assert "2 digests came" in run(servers, new, "import", str(between)).output
    again = run(servers, new, "import", str(between))
    assert (again.exit_code, "already" in again.output) == (1, True)


ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20201225
RRULE:FREQ=YEARLY
SUMMARY:Christmas
END:VEVENT
BEGIN:VEVENT
DTSTART:20261224T200000Z
SUMMARY:Dinner
END:VEVENT
END:VCALENDAR
"""


def test_holidays_of_a_file_take_the_place_of_what_it_brought_before(
    servers: Stage, tmp_path: Path
) -> None:
    """They are one channel's, and what is no day off is said to be left out."""
    database, file = tmp_path / "x.sqlite", tmp_path / "de.ics"
    file.write_text(ICS)
    words = ["holidays", str(file), "--channel", "C0DELIVERY"]
    first = run(servers, database, *words)
    assert re.search(r"de.ics: \d+ holidays and freezes for C0DELIVERY\.", first.output)
    assert "1 event has a time of day" in first.output
    again = run(servers, database, *words, "--shift")
    assert re.search(r"in place of \d+ that it brought before", again.output)
    channel = Channel(servers.workspace.identity.team, "C0DELIVERY")
    with opened(f"sqlite:///{database}") as engine, engine.begin() as connection:
        found = kept.of_channel(connection, channel)
    assert {(one.off.name, one.off.deed, one.source) for one in found} == {
        ("Christmas", "shift", "de.ics")
    }
    file.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    assert "0 holidays and freezes" in run(servers, database, *words).output


@pytest.mark.parametrize(
    ("text", "channel", "said"),
    [
        ("no calendar", "C0DELIVERY", "no ICS file"),
        ("x" * 1_000_001, "C0DELIVERY", "more than 1,000,000 bytes"),
        (ICS, "#delivery", "looks like C0123ABCD"),
    ],
)
def test_holidays_that_cannot_be_had_are_a_sentence(
    servers: Stage, tmp_path: Path, text: str, channel: str, said: str
) -> None:
    """No traceback, and nothing is kept."""
    file = tmp_path / "de.ics"
    file.write_text(text)
    words = ["holidays", str(file), "--channel", channel]
    result = run(servers, tmp_path / "x.sqlite", *words)
    assert result.exit_code
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["holidays", "nowhere.ics", "--channel", "C0DELIVERY"], "nowhere.ics: No such file"),
        (["plan", "nowhere.yaml"], "nowhere.yaml: No such file"),
        (["import", "nowhere.json"], "nowhere.json: No such file"),
        (["backup", "/nowhere/at/all"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    servers: Stage, tmp_path: Path, words: list[str], said: str
) -> None:
    """No traceback."""
    result = run(servers, tmp_path / "x.sqlite", *words)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output
