"""Connections: how they begin and end, and Slack's own client and Bolt on top of them."""

import socket
import struct
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.socket_mode import SocketModeHandler

from tests.bot.local.workspace.harness import (
    ADA,
    DELIVERY,
    Caller,
    Json,
    MovedClock,
    SocketApp,
    socket_app,
    wait_until,
)

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==",
}
PING = b"\x89\x80" + bytes(4)
ENDS_AT_ONCE = struct.pack("ii", 1, 0)
"""For SO_LINGER: closing resets the connection."""


def test_a_ticket_opens_one_connection(slack: Caller) -> None:
    """The address of `apps.connections.open` works once."""
    token = slack.workspace.tokens.app
    url = slack.send("apps.connections.open", {}, token).json()["url"].replace("ws", "http", 1)
    assert slack.http.get(f"{slack.base}/link", headers=UPGRADE, timeout=5).status_code == 403
    with slack.http.get(url, headers=UPGRADE, timeout=5, stream=True) as first:
        assert first.status_code == 101
        assert slack.http.get(url, headers=UPGRADE, timeout=5).status_code == 403


def test_the_first_word_says_who_and_how_many(slack: Caller, app: SocketApp) -> None:
    """`hello` has the app's id and the number of its connections."""
    assert app.wait_for("hello")["num_connections"] == 1
    with socket_app(slack) as second:
        hello = second.wait_for("hello")
        assert hello["num_connections"] == 2
        assert hello["connection_info"]["app_id"] == slack.workspace.identity.app


def test_a_refresh_is_announced(slack: Caller, app: SocketApp) -> None:
    """`refresh_requested` comes, then the connection ends; the page sees it."""
    assert slack.post("disconnect", reason="refresh_requested")["ok"]
    assert app.wait_for("disconnect")["reason"] == "refresh_requested"
    app.wait_for("closed")
    wait_until(lambda: not slack.get("state")["app"]["connected"])


def test_a_warning_leaves_ten_seconds(slack: Caller, app: SocketApp, moved: MovedClock) -> None:
    """What comes meanwhile is still delivered."""
    slack.post("disconnect", reason="warning")
    assert app.wait_for("disconnect")["reason"] == "warning"
    assert slack.say("/deploys")["ok"]
    moved.wait_for_sleeper(10.0)
    moved.move(10.0)
    app.wait_for("closed")


def test_an_abrupt_end_says_nothing(slack: Caller, app: SocketApp) -> None:
    """The connection is cut."""
    slack.post("disconnect", reason="abrupt")
    app.wait_for("closed")
    assert [one["type"] for one in app.said] == ["hello", "closed"]
    assert "reason is one of" in slack.post("disconnect", reason="tired")["error"]


def test_an_app_has_ten_connections_at_most(slack: Caller) -> None:
    """The next address is refused, until one of the ten is gone."""
    with ExitStack() as stack:
        apps = [stack.enter_context(socket_app(slack)) for _ in range(10)]
        token = slack.workspace.tokens.app
        refused = slack.send("apps.connections.open", {}, token).json()
        assert refused["error"] == "too_many_websockets"
        apps[0].close()
        wait_until(lambda: slack.send("apps.connections.open", {}, token).json()["ok"])


def test_an_app_that_leaves_without_a_word_is_let_go(
    slack: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """It asks for signs of life and waits for none: nothing is wrong, so nothing is logged."""
    token = slack.workspace.tokens.app
    url = urlsplit(slack.send("apps.connections.open", {}, token).json()["url"])
    headers = "".join(f"{name}: {value}\r\n" for name, value in UPGRADE.items())
    head = f"GET {url.path}?{url.query} HTTP/1.1\r\nHost: {url.netloc}\r\n{headers}\r\n"
    with socket.create_connection((url.hostname, url.port), timeout=5) as leaving:
        leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ENDS_AT_ONCE)
        leaving.sendall(head.encode())
        wait_until(lambda: slack.get("state")["app"]["connected"])
        leaving.sendall(PING * 2)
    wait_until(lambda: not slack.get("state")["app"]["connected"])
    assert not caplog.records


def test_what_is_no_ack_is_overheard(slack: Caller, app: SocketApp, moved: MovedClock) -> None:
    """Neither nonsense nor the ack of something else acknowledges an envelope."""
    app.answer = lambda key: ["{", "[]", "{}", '{"envelope_id": "another"}', f'{{"id": "{key}"}}']
    saying = slack.in_background(lambda: slack.say("/deploys"))
    app.wait()
    moved.wait_for_sleeper(3.0)
    assert not saying.done()
    app.answer = None
    assert slack.say("/deploys")["ok"]
    moved.move(3.0)
    assert saying.result(5)["error"] == "operation_timeout"


def test_bolt_runs_on_it_unchanged(slack: Caller) -> None:
    """An app on Slack's own libraries: a command, its ack, a message, an answer in private."""
    client = slack.client()
    app = App(client=client)

    @app.command("/deploys")
    def deploys(ack: Ack, respond: Respond, command: Json) -> None:
        ack()
        client.chat_postMessage(channel=command["channel_id"], text="the numbers")
        respond("only you see this")

    handler = SocketModeHandler(app, slack.workspace.tokens.app)
    handler.client.connect()
    try:
        wait_until(lambda: slack.get("state")["app"]["connected"])
        assert slack.say("/deploys mobile")["ok"]
        wait_until(lambda: len(slack.seen(ADA)) == 2)
        assert {m["text"] for m in slack.seen(ADA)} == {"the numbers", "only you see this"}
        assert [m.text for m in slack.workspace.messages("delivery")] == ["the numbers"]
        assert slack.workspace.channel("delivery").id == DELIVERY
    finally:
        handler.client.close()
