"""The manifest asks for what the code does, and for nothing else."""

import json
import re
from pathlib import Path

import pytest

from bot.catalog import BY_NAME, CATALOG, OPTIONS, OWN_OPTIONS, Kind
from bot.commands.manifest import for_http, manifest, manifest_text
from bot.grammar.defaults import Defaults
from bot.grammar.errors import UsageError
from handlers import message
from handlers.private import COMMAND

ROOT = Path(__file__).parents[2]
SPEC = ROOT.parent / "shared" / "spec" / "launchdarkly-insights-openapi.json"
SCOPES = {
    "auth_test": set(),
    "conversations_history": {"channels:history", "groups:history"},
    "conversations_replies": {"channels:history", "groups:history"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write", "chat:write.public"},
    "chat_update": {"chat:write"},
    "files_upload_v2": {"files:write"},
    "files_info": {"files:read"},
    "users_info": {"users:read"},
    "views_open": set(),
    "views_update": set(),
}
"""What each method of Slack's that the code calls needs, as its reference page says."""


def test_each_chart_has_its_command() -> None:
    """One slash command for each row of the catalog, with its hint, and one for all else."""
    commands = manifest()["features"]["slash_commands"]
    assert [(one["command"], one["usage_hint"]) for one in commands[:-1]] == [
        (kind.command, kind.hint) for kind in CATALOG
    ]
    assert commands[-1]["command"] == COMMAND
    # A channel that is named comes with its id; a chart's line comes as it was typed.
    assert [one["should_escape"] for one in commands] == [False] * len(CATALOG) + [True]
    assert set(BY_NAME) == {kind.name for kind in CATALOG}


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_a_row_says_nothing_that_it_cannot_keep(kind: Kind) -> None:
    """What is required is a parameter, a usual group is one that can be asked for, and so on."""
    assert kind.required <= set(kind.parameters)
    assert len(set(kind.parameters)) == len(kind.parameters)
    assert kind.usual_group is None or kind.usual_group in kind.group_by
    assert kind.groupless or kind.usual_group
    assert bool(kind.group_by) == ("groupBy" in kind.parameters)
    assert bool(kind.expand) == ("expand" in kind.parameters)
    assert len(kind.examples) >= 2
    assert (kind.form == "rows") == (not kind.has_time)
    words = [word for option in kind.options for word in option.words]
    assert len(set(words)) == len(words)


def test_the_official_description_names_the_same_parameters() -> None:
    """LaunchDarkly's own OpenAPI file, where it is beside the checkout, agrees row by row."""
    if not SPEC.is_file():
        pytest.skip("LaunchDarkly's description is not beside this checkout")
    paths = json.loads(SPEC.read_text("utf-8"))["paths"]
    for kind in CATALOG:
        documented = paths[kind.path]["get"]["parameters"]
        assert {one["name"] for one in documented} == set(kind.parameters)
        assert {one["name"] for one in documented if one.get("required")} == kind.required


def test_the_app_asks_for_the_scopes_that_the_code_needs() -> None:
    """Every method that the code calls is in the table, and the scopes are those of the table."""
    code = "".join(file.read_text("utf-8") for file in (ROOT / "handlers").glob("*.py"))
    called = set(re.findall(r"\.web\.([a-zA-Z]+_\w+)", code))
    assert called == set(SCOPES)
    needed = {"commands"}.union(*SCOPES.values())
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == needed


def test_the_app_listens_to_nothing_else() -> None:
    """Commands and buttons; no events, no user scopes: it hears no messages."""
    app = manifest()
    assert set(app["oauth_config"]) == {"scopes"}
    assert set(app["oauth_config"]["scopes"]) == {"bot"}
    assert "event_subscriptions" not in app["settings"]
    assert app["settings"]["interactivity"] == {"is_enabled": True}


def test_over_http_presses_come_to_the_same_address() -> None:
    """Commands and buttons share one door."""
    app = for_http("https://drumbeat.example.com")
    (address,) = {one["url"] for one in app["features"]["slash_commands"]}
    assert app["settings"]["interactivity"]["request_url"] == address


@pytest.mark.parametrize("app", [manifest(), for_http("https://drumbeat.example.com")])
def test_the_manifest_keeps_to_the_limits_of_slack(app: dict[str, dict[str, object]]) -> None:
    """Lengths as in Slack's reference of app manifests."""
    shown = app["display_information"]
    assert len(str(shown["name"])) <= 35
    assert len(str(shown["description"])) <= 140
    assert 175 <= len(str(shown["long_description"])) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", str(shown["background_color"]))
    features = app["features"]
    bot_user, commands = features["bot_user"], features["slash_commands"]
    assert isinstance(bot_user, dict)
    assert isinstance(commands, list)
    assert re.fullmatch(r"[a-z0-9._-]{1,80}", bot_user["display_name"])
    assert len(commands) <= 50
    for command in commands:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000


def test_the_manifest_holds_no_secret() -> None:
    """It is pasted into web pages and put into repositories."""
    assert not re.search(r"xox|xapp-|secret|token(?!_rotation)", manifest_text())


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_help_names_every_option_of_a_chart(kind: Kind) -> None:
    """What can be typed is what help shows, and it fits into a message."""
    shown = str(message.usage(kind, Defaults()).blocks)
    for option in kind.options:
        assert f"'{option.words[0]} " in shown
        assert option.help in shown
    for word in (*kind.flags, *kind.group_by, *kind.expand):
        assert word in shown
    wrong = message.wrong(UsageError("No.", example=f"{kind.command} help"), Defaults(), "")
    assert kind.command in str(wrong.blocks)


def test_no_word_means_two_options() -> None:
    """Each short name belongs to one parameter, as does each name of the API."""
    words = [
        word.casefold()
        for option in (*OPTIONS, *OWN_OPTIONS)
        for word in {*option.words, option.parameter}
    ]
    assert len(words) == len(set(words))
