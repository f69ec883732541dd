"""The door of the Web API: tokens, scopes, arguments, and what does not exist."""

import pytest
import requests

from bot.local.serving import serving
from bot.local.workspace.methods.table import METHODS
from bot.local.workspace.server import create_app
from bot.local.workspace.workspace import Workspace
from tests.bot.local.workspace.harness import DELIVERY, PRIVATE, Caller, Json, manifest


def test_a_call_without_a_token_is_not_authed(slack: Caller) -> None:
    """Slack tells a missing token from a wrong one."""
    assert slack.send("auth.test", {}, "").json()["error"] == "not_authed"
    assert slack.send("auth.test", {}, "xoxb-made-up").json()["error"] == "invalid_auth"


def test_each_method_takes_its_own_kind_of_token(slack: Caller) -> None:
    """Only `apps.connections.open` takes the app-level token, and it takes no other."""
    tokens = slack.workspace.tokens
    refused = slack.send("auth.test", {}, tokens.app).json()
    assert refused["error"] == "not_allowed_token_type"
    refused = slack.send("apps.connections.open", {}, tokens.bot).json()
    assert refused["error"] == "not_allowed_token_type"
    opened = slack.send("apps.connections.open", {}, tokens.app).json()
    assert opened["url"].startswith("ws://127.0.0.1:")


def test_a_token_may_come_in_the_form(slack: Caller) -> None:
    """Slack's older clients send the token as an argument; it is never written down."""
    url, token = f"{slack.base}/api/auth.test", slack.workspace.tokens.bot
    answer: Json = slack.http.post(url, data={"token": token}, timeout=5).json()
    assert answer["ok"]
    assert token not in str(slack.get("calls"))


def test_scopes_come_from_the_manifest() -> None:
    """A method whose scope the manifest lacks says which one it needs, and what there is."""
    workspace = Workspace(manifest(without=("users:read", "chat:write")))
    with serving(create_app(workspace)) as base:
        slack = Caller(workspace, base)
        answer = slack.call("users.info", user="U1")
        assert answer["error"] == "missing_scope"
        assert answer["needed"] == "users:read"
        assert "files:write" in answer["provided"].split(",")
        assert slack.refusal("chat.postMessage", channel=DELIVERY, text="x") == "missing_scope"
        slack.http.close()


def test_an_unknown_method_says_so(slack: Caller) -> None:
    """Slack answers with HTTP 200 here, too."""
    sent = slack.send("chat.shout", {})
    assert (sent.status_code, sent.json()["error"]) == (200, "unknown_method")


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        ("{", "application/json", "invalid_json"),
        ("[" * 100_000, "application/json", "invalid_json"),
        ("[]", "application/json", "json_not_object"),
        ("x", "text/plain", "invalid_post_type"),
    ],
)
def test_a_body_that_is_not_what_it_says_is_refused(
    slack: Caller, body: str, kind: str, error: str
) -> None:
    """Slack names what is wrong with the body as a whole."""
    answer = slack.http.post(
        f"{slack.base}/api/auth.test", data=body, headers={"Content-Type": kind}, timeout=5
    )
    assert answer.json()["error"] == error


def test_json_and_forms_say_the_same(slack: Caller) -> None:
    """In a form, blocks are JSON inside of text."""
    form = {
        "channel": DELIVERY,
        "text": "x",
        "blocks": '[{"type": "divider"}]',
        "token": slack.workspace.tokens.bot,
    }
    url = f"{slack.base}/api/chat.postMessage"
    posted: Json = slack.http.post(url, data=form, timeout=5).json()
    assert posted["message"]["blocks"] == [{"type": "divider", "block_id": "b1"}]
    form["blocks"] = "[{'type': 'divider'}]"  # what Python's str() makes of a list
    assert slack.http.post(url, data=form, timeout=5).json()["error"] == "invalid_blocks_format"


def test_missing_arguments_are_named(slack: Caller) -> None:
    """`invalid_arguments` says which one is missing."""
    answer = slack.call("users.info")
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


def test_who_the_app_is(slack: Caller) -> None:
    """`auth.test`, `bots.info`, `team.info` and `users.info` agree on the app's ids."""
    who = slack.call("auth.test")
    identity = slack.workspace.identity
    assert (who["team_id"], who["user_id"], who["bot_id"]) == (
        identity.team,
        identity.user,
        identity.bot,
    )
    assert slack.call("bots.info", bot=who["bot_id"])["bot"]["user_id"] == who["user_id"]
    assert slack.call("team.info")["team"]["id"] == who["team_id"]
    assert slack.call("users.info", user=who["user_id"])["user"]["is_bot"]


def test_every_method_refuses_arguments_that_are_nonsense(slack: Caller) -> None:
    """No method crashes on arguments of the wrong shape; each answers in Slack's way."""
    names = ("channel", "user", "users", "file", "files", "view", "blocks", "limit", "metadata")
    for nonsense in ([], {}, [[1]], True, -1, "x", {"a": {"b": [None]}}):
        args = dict.fromkeys(names, nonsense)
        for method, table in METHODS.items():
            token = slack.workspace.tokens.app if table.by_app else None
            assert slack.send(method, args, token).status_code == 200, (method, nonsense)


def test_a_private_channel_without_the_app_does_not_exist(slack: Caller) -> None:
    """What the app may not know of is `channel_not_found`, whatever it asks."""
    for method in ("chat.postMessage", "conversations.info", "conversations.join"):
        assert slack.refusal(method, channel=PRIVATE, text="x") == "channel_not_found"


def test_the_api_answers_only_to_loopback_names(slack: Caller) -> None:
    """A name made to point at this machine does not reach the workspace."""
    answer = requests.Request("GET", f"{slack.base}/_/state", headers={"Host": "evil.example"})
    assert slack.http.send(answer.prepare(), timeout=5).status_code == 403
