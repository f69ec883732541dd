"""Socket Mode: acknowledgements that leave at once, on the first connection and on the next."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from bot.clock import SystemClock
from bot.commands.manifest import manifest
from bot.grammar.defaults import Defaults
from bot.stage import Stage, stage
from handlers.app import slack_app
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
def connected(local: Stage, checked_every: float) -> Iterator[PromptClient]:
    """A client that is connected to the local workspace."""
    slack = Slack(local.workspace.tokens.bot, f"{local.page}/api/", clock=SystemClock())
    me = dict(slack.who_am_i())
    app = slack_app(
        slack, me, lambda _: True, refuse=print, clock=SystemClock(), defaults=Defaults()
    )
    client = socket_client(app, local.workspace.tokens.app, checked_every=checked_every)
    client.connect()
    try:
        yield client
    finally:
        client.close()


def test_acknowledgements_are_not_held_back() -> None:
    """Nagle's algorithm is off, and stays off on the connection that replaces an old one."""
    with stage(manifest()) as local, connected(local, 5) as client:
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
