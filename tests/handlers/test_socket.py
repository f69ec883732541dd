"""Socket Mode: acknowledgements that leave at once, connections that are replaced, and the end."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
from slack_sdk.socket_mode.builtin.connection import ConnectionState

from bot.clock import SystemClock
from bot.commands.manifest import manifest
from bot.grammar.defaults import Defaults
from bot.stage import Stage, stage
from handlers.app import Given, slack_app
from handlers.slack import Slack
from handlers.socket import PromptClient, socket_client
from tests.handlers.talking import until


def is_prompt(client: PromptClient) -> bool:
    """Whether small packets leave the client's connection at once."""
    session = client.current_session
    assert session is not None
    assert session.sock is not None
    return bool(session.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


@contextmanager
def connected(
    local: Stage, checked_every: float = 5, give: Given = lambda _: True
) -> Iterator[PromptClient]:
    """A client that is connected to the local workspace."""
    slack = Slack(local.workspace.tokens.bot, f"{local.page}/api/", clock=SystemClock())
    me = dict(slack.who_am_i())
    app = slack_app(slack, me, give, refuse=print, clock=SystemClock(), defaults=Defaults())
    client = socket_client(app, local.workspace.tokens.app, checked_every=checked_every)
    client.connect()
    try:
        yield client
    finally:
        client.close()


def test_acknowledgements_are_not_held_back() -> None:
    """Nagle's algorithm is off, and stays off on the connection that replaces an old one."""
    with stage(manifest()) as local, connected(local) as client:
        assert is_prompt(client)
        before = client.session_id()
        client.connect_to_new_endpoint(force=True)
        assert client.session_id() != before
        assert is_prompt(client)


def test_a_connection_that_is_cut_is_soon_replaced(caplog: pytest.LogCaptureFixture) -> None:
    """The first look at it that fails is the last; nobody waits for five."""
    with stage(manifest()) as local, connected(local, 0.1) as client:
        before = client.session_id()
        cut = {"reason": "abrupt"}
        requests.post(f"{local.page}/_/disconnect", json=cut, timeout=5).raise_for_status()
        until(lambda: client.session_id() != before and is_prompt(client), bool)
    failed = [one for one in caplog.messages if "Failed to check the state" in one]
    assert len(failed) <= 1


def test_what_was_taken_is_acknowledged_before_the_end() -> None:
    """A stop comes between a command and its acknowledgement, which leaves all the same."""
    taken, stopping = threading.Event(), threading.Event()

    def give(_: object) -> bool:
        taken.set()
        return stopping.wait(5)

    with stage(manifest()) as local, connected(local, give=give) as client:
        said = {"as": "U0ADALIND01", "channel": "C0DELIVERY1", "text": "/deploys"}
        with ThreadPoolExecutor() as hands:
            saying = hands.submit(requests.post, f"{local.page}/_/say", json=said, timeout=9)
            assert taken.wait(5)
            stop = hands.submit(client.close)
            until(lambda: client.closed, bool)
            stopping.set()
            assert saying.result().json()["ok"]
            stop.result()


def test_a_stop_ends_reading_that_began_as_the_connection_was_made() -> None:
    """The SDK makes a connection known before its flag, so that another one is looked at."""
    with stage(manifest()) as local, connected(local) as client:
        until(lambda: client.current_session and client.current_session.last_ping_pong_time, bool)
        looked_at = client.current_session_state
        client.current_session_state = ConnectionState()  # type: ignore[no-untyped-call] # SDK's
        stop = threading.Thread(target=client.close)
        stop.start()
        stop.join(20)
        stopped = not stop.is_alive()
        looked_at.terminated = True  # so that a test that fails ends
        assert stopped
