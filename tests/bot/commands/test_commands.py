"""The command line: what it prints, what it writes, and what it says when it cannot."""

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
import requests
import yaml
from click.testing import CliRunner, Result
from rich.console import Console

from bot import __version__
from bot.__main__ import main
from bot.catalog import CATALOG, Kind
from bot.commands.imports import progress_bar
from bot.commands.local import insights
from tests.handlers.talking import DEADLINE, until

ROOT = Path(__file__).parents[3]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this machine has set for Drumbeat is not for these tests."""
    for name in tuple(os.environ):
        if name.startswith(("DRUMBEAT_", "LAUNCHDARKLY_", "SLACK_")):
            monkeypatch.delenv(name)


def run(*words: str | Path) -> Result:
    """Run a command line in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def told(result: Result) -> str:
    """What a command printed, however it was wrapped."""
    return " ".join(result.output.split())


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """Two good deployments of the last days, and a bad row between them."""
    days = [f"{datetime.now(UTC) - timedelta(days=back):%Y-%m-%dT%H:%M:%SZ}" for back in (2, 1)]
    file = tmp_path / "deployments.csv"
    file.write_text(
        "application,version,released_at\n"
        f"web,1.0.0,{days[0]}\nweb,1.0.1,some day\napi,2.0.0,{days[1]}\n"
    )
    return file


@pytest.fixture
def data(csv: Path, tmp_path: Path) -> Path:
    """A database with these deployments."""
    file = tmp_path / "kept" / "deployments.sqlite"
    assert run("import", "csv", csv, "--project", "mobile", "--data", file).exit_code == 0
    return file


# -- help ---------------------------------------------------------------------------------------


def commands() -> list[tuple[str, ...]]:
    """Every command and subcommand, by its words."""
    context = click.Context(main)
    assert isinstance(main, click.Group)
    found: list[tuple[str, ...]] = [()]
    for name in main.list_commands(context):
        found.append((name,))
        command = main.get_command(context, name)
        if isinstance(command, click.Group):
            found += [(name, sub) for sub in command.commands]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_help_mentions_every_option(words: tuple[str, ...]) -> None:
    """Each command's help names all that it takes, each with a sentence."""
    result = run(*words, "--help")
    assert result.exit_code == 0
    command: click.Command | None = main
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word)
    assert command is not None
    for param in command.params:
        if isinstance(param, click.Option):
            assert any(name in result.output for name in param.opts)
            assert param.help


def test_a_wrong_command_gets_the_nearest() -> None:
    """A slip of the finger is answered with what was probably meant."""
    result = run("chrat")
    assert result.exit_code == 2
    assert "Did you mean chart?" in result.output


def test_versions_are_listed() -> None:
    """A bug report needs them."""
    result = run("version")
    assert f"drumbeat {__version__}" in result.output
    assert "slack-bolt" in result.output


# -- import -------------------------------------------------------------------------------------


def test_an_import_says_how_many_and_names_what_is_bad(csv: Path, tmp_path: Path) -> None:
    """The good rows are kept, the bad one is named by its line; twice changes nothing."""
    words = ("import", "csv", csv, "--project", "mobile", "--data", tmp_path / "d.sqlite")
    first, second = run(*words), run(*words)
    assert "3 rows read, 2 new deployments, 0 already there, 1 left out" in first.output
    assert "line 3" in first.output
    assert "0 new deployments, 2 already there" in second.output
    assert first.exit_code == second.exit_code == 0


def test_a_file_without_anything_good_fails(tmp_path: Path) -> None:
    """Scripts learn from the exit code that nothing was brought in."""
    file = tmp_path / "bad.csv"
    file.write_text("application,version,released_at\nweb,1,some day\n")
    words = ("import", "csv", file, "--project", "mobile", "--data", tmp_path / "d.sqlite")
    assert run(*words).exit_code == 1


@pytest.mark.parametrize("kind", ["csv", "git"])
def test_a_source_that_is_not_there_is_said(kind: str, tmp_path: Path) -> None:
    """One sentence names it; there is no traceback."""
    missing = tmp_path / "nowhere"
    result = run("import", kind, missing, "--project", "m", "--data", tmp_path / "d.sqlite")
    assert result.exit_code in {1, 2}
    assert "nowhere" in result.output
    assert "Traceback" not in result.output


def test_a_repository_is_imported(tmp_path: Path) -> None:
    """Each commit of the main branch, for a repository without tags."""

    def git(*words: str) -> None:
        named = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
        command = ["git", *named, "-C", str(tmp_path), *words]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words

    git("init", "-q", "-b", "main")
    for number in range(3):
        git("commit", "-q", "--allow-empty", "-m", f"Change {number}")
    words = ("import", "git", tmp_path, "--project", "m", "--data", tmp_path / "d.sqlite")
    result = run(*words, "--each", "commit")
    assert result.exit_code == 0, result.output
    assert "3 commits read, 3 new deployments" in result.output


@pytest.mark.parametrize(("quiet", "shown"), [(0.0, True), (60.0, False)])
def test_a_bar_is_for_those_who_wait(quiet: float, *, shown: bool) -> None:
    """What is over within the quiet time shows no bar; what takes longer does."""
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=80)
    with progress_bar(quiet, console) as tell:
        for done in range(1, 4):
            tell(done, 3)
    assert ("Importing" in stream.getvalue()) == shown


# -- chart --------------------------------------------------------------------------------------


def test_a_chart_is_written_and_its_words_printed(data: Path, tmp_path: Path) -> None:
    """The same numbers as in Slack, and a PNG."""
    out = tmp_path / "week.png"
    words = ("--out", out, "--data", data, "deploys", "mobile", "7d", "by", "application")
    result = run("chart", *words)
    assert result.exit_code == 0, result.output
    assert "2 deployments" in result.output
    assert str(out) in result.output.replace("\n", "")
    assert out.read_bytes().startswith(PNG)


def test_options_of_the_line_are_not_the_commands(data: Path, tmp_path: Path) -> None:
    """Dashes work as they do in Slack."""
    out = tmp_path / "week.png"
    words = ("--out", out, "--data", data, "deploys", "mobile", "--from", "7d", "--bucket", "hour")
    result = run("chart", *words)
    assert result.exit_code == 0, result.output
    assert out.is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("deploys", "mobile", "bananas=3"), "For example: drumbeat chart deploys"),
        (("burndown",), "There is no chart 'burndown'. Charts: deploys, releases, leadtime, "),
        (("deploys", "nowhere"), "There is no project “nowhere” in what was imported into"),
        (("deploys", "nowhere"), "There is mobile."),
        (("deploys", "compare", "mobile", "nowhere"), "There is no project “nowhere” in"),
        (("leadtime", "mobile", "app", "nothing"), "no such"),
        (("--zone", "Mars/Olympus", "deploys"), "Europe/Berlin"),
    ],
)
def test_a_chart_that_cannot_be_is_a_sentence(
    data: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    """Whatever is wrong with a line: one sentence, a failure, and no file."""
    out = tmp_path / "none.png"
    result = run("chart", "--out", out, "--data", data, *words)
    assert result.exit_code in {1, 2}
    assert said in " ".join(result.output.split())
    assert isinstance(result.exception, SystemExit)
    assert not out.exists()


@pytest.mark.parametrize("words", [("deploys", "help"), ("deploys", "mobile", "help")])
def test_help_shows_lines_that_work(tmp_path: Path, words: tuple[str, ...]) -> None:
    """`chart deploys help` shows examples for this command line, before there is any data."""
    result = run("chart", "--data", tmp_path / "none.sqlite", *words)
    assert result.exit_code == 0
    assert "drumbeat chart deploys 30d" in result.output


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_help_lists_what_a_line_may_hold(kind: Kind, tmp_path: Path) -> None:
    """Every option of the chart with what it takes, and every word that stands by itself."""
    told = run("chart", "--data", tmp_path / "none.sqlite", f"{kind.name} help").output
    for option in kind.options:
        choices = "|".join(kind.choices(option)) or option.value
        assert re.search(rf"^  {option.short} {re.escape(choices)}\s", told, re.MULTILINE)
        assert option.help in " ".join(told.split())
    for flag in kind.flags:
        assert f"\n  {flag} " in told
    assert max(map(len, told.splitlines())) <= 100


@pytest.mark.parametrize(
    "words",
    [
        ("deploys mobile 7d by application",),
        ("/deploys mobile 7d by application",),
        ("/deploys", "mobile", "7d", "by", "application"),
        ("  /deploys   mobile ", "7d by", " application "),
    ],
)
def test_a_line_is_read_as_it_would_be_typed_in_slack(
    data: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """In one argument or in many, with the slash or without."""
    result = run("chart", "--out", tmp_path / "x.png", "--data", data, *words)
    assert result.exit_code == 0, result.output
    assert "2 deployments" in result.output
    assert "by application" in result.output


@pytest.mark.parametrize("name", ["x.jpg", "x.svg", "x", "png"])
def test_a_picture_of_another_sort_is_refused(data: Path, tmp_path: Path, name: str) -> None:
    """Nothing is written under a name that says something else."""
    out = tmp_path / name
    result = run("chart", "--out", out, "--data", data, "deploys", "mobile")
    assert result.exit_code == 2
    assert f"The picture is a PNG; give it a name such as {out.stem}.png." in told(result)
    assert not out.exists()


def test_a_footer_names_where_the_numbers_come_from(data: Path, tmp_path: Path) -> None:
    """Flags are no deployments, though both were imported."""
    out = tmp_path / "flags.png"
    words = ("--out", out, "--data", data, "flagstatus", "mobile", "env", "production")
    result = run("chart", *words)
    assert "from what was imported into" in " ".join(result.output.split())
    assert "deployments in" not in result.output


def test_without_data_the_way_to_some_is_told(tmp_path: Path) -> None:
    """Nothing was imported and no token is set."""
    result = run("chart", "--data", tmp_path / "none.sqlite", "deploys", "mobile")
    assert result.exit_code == 1
    assert "drumbeat import --help" in result.output
    assert not (tmp_path / "none.sqlite").exists()


def test_a_picture_that_cannot_be_written_is_said(data: Path, tmp_path: Path) -> None:
    """A folder that is not there; the words are printed all the same."""
    result = run("chart", "--out", tmp_path / "no" / "x.png", "--data", data, "deploys", "mobile")
    assert result.exit_code == 1
    assert "2 deployments" in result.output
    assert "cannot be written" in result.output


# -- manifest -----------------------------------------------------------------------------------


def test_the_manifest_is_for_socket_mode() -> None:
    """As it ships it needs no public address."""
    app = yaml.safe_load(run("manifest").output)
    assert app["settings"]["socket_mode_enabled"] is True
    assert all("url" not in one for one in app["features"]["slash_commands"])


def test_the_manifest_for_http_names_the_address() -> None:
    """The same app with an address for each command, and without Socket Mode."""
    app = yaml.safe_load(run("manifest", "--http", "https://drumbeat.example.com/").output)
    assert app["settings"]["socket_mode_enabled"] is False
    urls = {one["url"] for one in app["features"]["slash_commands"]}
    assert urls == {"https://drumbeat.example.com/slack/events"}


@pytest.mark.parametrize("url", ["http://drumbeat.example.com", "example.com", "https://", "x"])
def test_an_address_that_slack_would_not_take_is_refused(url: str) -> None:
    """Slack sends to https alone."""
    result = run("manifest", "--http", url)
    assert result.exit_code == 2
    assert "https://HOST" in result.output


# -- servers ------------------------------------------------------------------------------------


@contextlib.contextmanager
def drumbeat(*words: str) -> Iterator["subprocess.Popen[str]"]:
    """A command that runs until stopped; killed if it is still there at the end."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    with subprocess.Popen(  # noqa: S603 - our own command line
        [sys.executable, "-u", "-m", "bot", *words],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def printed(process: "subprocess.Popen[str]", pattern: str) -> str:
    """The first group of a pattern, once a line of the output has it."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(pattern, line):
            return found[1]
    pytest.fail("the command ended")


def session() -> requests.Session:
    """Somebody on this machine."""
    new = requests.Session()
    new.trust_env = False
    return new


def test_the_demo_answers_and_ends(tmp_path: Path) -> None:
    """It prints its address, /deploys gets a picture, and Ctrl-C ends it without a word."""
    file = tmp_path / "mine.csv"
    at = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    file.write_text(f"application,version,released_at\nweb,1.0,{at}\n")
    with drumbeat("demo", "--csv", str(file)) as process, session() as http:
        page = printed(process, r"(http://127\.0\.0\.1:\d+)")
        seen = {"as": "U0ADALIND01", "channel": "C0DELIVERY1"}
        http.post(f"{page}/_/say", json={**seen, "text": "/deploys"}, timeout=DEADLINE)
        shown = until(
            lambda: http.get(f"{page}/_/messages", params=seen, timeout=DEADLINE).text,
            lambda text: '"image"' in text,
        )
        assert "1 deployment" in shown
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=15)
    assert process.returncode == 0
    assert "Traceback" not in errors


def test_what_the_readme_says_of_reaching_the_local_launchdarkly() -> None:
    """Its port, and what gives it a token that stays."""
    options = {param.name: param for param in insights.params}
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"listens on 127.0.0.1, port {options['port'].default}" in readme
    assert f"`{options['token'].envvar}` or `--token`" in readme


def test_the_local_launchdarkly_takes_events_and_draws_them(tmp_path: Path) -> None:
    """CI posts as it would to LaunchDarkly, and the chart counts it."""
    data = str(tmp_path / "d.sqlite")
    with drumbeat("local", "insights", "--port", "0", "--data", data) as process, session() as http:
        url = printed(process, r"LAUNCHDARKLY_URL=(\S+)")
        token = printed(process, r"LAUNCHDARKLY_ACCESS_TOKEN=(\S+)")
        event = {
            "projectKey": "mobile",
            "environmentKey": "production",
            "applicationKey": "web",
            "version": "1.4.2",
            "eventType": "finished",
        }
        answer = http.post(
            f"{url}/api/v2/engineering-insights/deployment-events",
            data=json.dumps(event),
            headers={"Authorization": token, "Content-Type": "application/json"},
            timeout=DEADLINE,
        )
        assert answer.status_code == 201
        line = ["chart", "--out", str(tmp_path / "x.png"), "deploys", "mobile", "today"]
        variables = {"LAUNCHDARKLY_URL": url, "LAUNCHDARKLY_ACCESS_TOKEN": token}
        result = CliRunner().invoke(main, line, env=variables)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=15)
    assert result.exit_code == 0, result.output
    assert "1 so far" in result.output or "1 deployment" in result.output
    assert process.returncode == 0
