"""The README says what the code does."""

import re
import shlex
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest

from bot.__main__ import main
from bot.alerts.bounded import read as read_alert
from bot.calendars.reading import read as read_days_off
from bot.catalog import BY_NAME, CATALOG, FLAGS, OPTIONS, OWN_OPTIONS
from bot.commands.serving import STOP_SECONDS
from bot.digests.code import parsed
from bot.digests.reading import read
from bot.grammar.defaults import Defaults
from bot.grammar.errors import HelpAsked
from bot.grammar.parse import parse
from bot.ledger import LEASE
from bot.settings import LAUNCHDARKLY_HOSTS, Settings
from handlers.digesting import DEEDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The rows of the table whose head starts so, cell by cell."""
    table = README.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    lines = [line.strip() for line in table.splitlines()[2:] if "|" in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def settings_named() -> dict[str, str]:
    """Each setting of both tables and what stands beside it."""
    tokens = {name.strip("`"): "" for name, *_ in rows("setting | where it comes from")}
    return tokens | {name.strip("`"): more for name, more, *_ in rows("setting | if not set |")}


def test_every_setting_is_told_and_no_other() -> None:
    """The tables name what can be set."""
    assert set(settings_named()) == {name.upper() for name in Settings.model_fields}


def test_what_is_set_if_nothing_is() -> None:
    """The tables show the defaults that the code has."""
    names = {address: name for name, address in LAUNCHDARKLY_HOSTS.items()}
    for name, shown in settings_named().items():
        field = Settings.model_fields[name.lower()]
        default = field.default
        if field.is_required() or default is None:
            assert shown == ""
        elif name == "SLACK_API_URL":
            assert shown == "Slack's"
        else:
            assert shown == f"`{names.get(default, default)}`"


def test_the_options_are_those_of_the_catalog() -> None:
    """Words and parameters, row by row."""
    told = {cells[1].strip("`"): set(re.findall(r"`(\w+)`", cells[0])) for cells in OPTION_ROWS}
    flags = {"expand": set(FLAGS)}
    assert told == {
        option.parameter: {*option.words} | flags.get(option.parameter, set()) for option in OPTIONS
    }


def test_the_commands_are_those_of_the_catalog() -> None:
    """What each shows, needs and can be grouped by, row by row."""
    noun = {option.parameter: option.noun for option in OPTIONS}
    assert [tuple(row) for row in rows("command | shows | needs")] == [
        (
            f"`{kind.command}`",
            kind.summary,
            ", ".join(noun[name] for name in kind.parameters if name in kind.required),
            ", ".join(f"`{group}`" for group in kind.group_by),
        )
        for kind in CATALOG
    ]


def test_our_own_options_are_told() -> None:
    """What LaunchDarkly knows nothing of stands below the table."""
    told = README.split("Three more are Drumbeat's own:", 1)[1].split("\n\n", 1)[0]
    assert {option.words[0] for option in OWN_OPTIONS} <= set(re.findall(r"`(\w+)", told))


def test_what_is_said_of_several_processes() -> None:
    """How long a stop takes at most, and when the work of a killed one is taken over."""
    told = README.split("## More than one process", 1)[1].split("\n## ", 1)[0]
    assert "for which 45 seconds are enough" in told
    assert STOP_SECONDS < 45
    assert "when its five minutes are up" in told
    assert timedelta(minutes=5) == LEASE


OPTION_ROWS = rows("you type | the API's parameter | takes")
TYPED = re.findall(r"^(/(?!drumbeat)\w+)(.*?)(?:\s{3,}.*)?$", README, re.MULTILINE)
DIGESTS = re.findall(r"^/drumbeat digest (\w+) ?(.*?)(?:\s{3,}.*)?$", README, re.MULTILINE)


@pytest.mark.parametrize(("command", "line"), TYPED)
def test_every_line_that_is_shown_works(command: str, line: str) -> None:
    """What stands in the README can be typed as it stands."""
    now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    kind = BY_NAME[command.removeprefix("/")]
    try:
        parse(kind, line, now=now, zone=ZoneInfo("UTC"), defaults=Defaults(project="p"))
    except HelpAsked:
        assert line.strip() == "help"


@pytest.mark.parametrize(("deed", "rest"), DIGESTS)
def test_every_line_about_digests_works(deed: str, rest: str) -> None:
    """The deed is there, and what is set up or tried can be read; Slack puts ids for channels."""
    assert deed in DEEDS
    if deed not in {"add", "preview"}:
        return
    draft = read(rest.replace("#eng", "<#C1|eng>"), zone=ZoneInfo("UTC"))
    now, defaults = datetime(2026, 11, 24, 9, 30, tzinfo=UTC), Defaults(project="p")
    for line in draft.lines:
        name, _, words = line.partition(" ")
        parse(BY_NAME[name], words, now=now, zone=ZoneInfo("UTC"), defaults=defaults)


CALENDARS = re.findall(r"^/drumbeat calendar add (.*?)(?:\s{3,}.*)?$", README, re.MULTILINE)


@pytest.mark.parametrize("line", CALENDARS)
def test_every_line_about_days_off_works(line: str) -> None:
    """Every line with /drumbeat calendar can be typed."""
    assert read_days_off(line, today=date(2026, 11, 26)).name


ALERTS = re.findall(r"^/drumbeat alert add (.*?)(?:\s{3,}.*)?$", README, re.MULTILINE)


@pytest.mark.parametrize("line", ALERTS)
def test_every_alert_can_be_typed(line: str) -> None:
    """What the README promises can be typed; a channel comes with its id from Slack."""
    typed_ = line.replace("#eng", "<#C0123ABCD|eng>").replace("@ken", "<@U0KEN|ken>")
    now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    found = read_alert(typed_, now=now, zone=ZoneInfo("Europe/Berlin"), defaults=Defaults("mobile"))
    assert found.rule is not None or line == "deploys mobile"


def test_the_file_of_digests_can_be_applied() -> None:
    """As it stands."""
    now, defaults = datetime(2026, 11, 24, 9, 30, tzinfo=UTC), Defaults()
    block = README.split("```yaml\n", 1)[1].split("```", 1)[0]
    found = parsed(block, now=now, defaults=defaults)
    assert list(found.digests) == ["monday-numbers"]
    assert list(found.alerts) == ["quiet-mobile"]


COMMANDS = sorted(
    {
        found.split("#")[0].strip(" `")
        for found in re.findall(r"(?<!/)\bdrumbeat (?:[a-z]+)[^`\n]*", README)
        if not found.startswith("drumbeat.example")
    }
)


@pytest.mark.parametrize("shown", COMMANDS)
def test_every_command_that_is_shown_is_there(shown: str) -> None:
    """Its words and its options exist."""
    _, *words = shlex.split(shown)
    command: click.Command | None = main
    while isinstance(command, click.Group):
        command = command.get_command(click.Context(command), words.pop(0))
    assert command is not None
    options = {"--help"} | {name for param in command.params for name in param.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_files_that_are_mentioned_are_there() -> None:
    """Links and pictures lead somewhere."""
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_targets_that_are_mentioned_are_there() -> None:
    """So do the targets of make."""
    made = set(re.findall(r"^\s*(?:`)?make ([a-z./]+)", README, re.MULTILINE))
    made |= set(re.findall(r"`make ([a-z./]+)`", README))
    rules = (ROOT / "Makefile").read_text("utf-8")
    targets = {
        name
        for line in re.findall(r"^([^\t#:=]+):(?!=)", rules, re.MULTILINE)
        for name in line.split()
    }
    missing = {name for name in made if name not in targets}
    assert missing - {".venv/demo.installed"} == set()  # a pattern makes that one
