"""Socket Mode: acknowledgements that leave at once, on the first connection and on the next."""

import socket

from bot.clock import SystemClock
from bot.commands.manifest import manifest
from bot.stage import stage
from handlers.app import slack_app
from handlers.slack import Slack
from handlers.socket import PromptClient, socket_client


def is_prompt(client: PromptClient) -> bool:
    """Whether small packets leave the client's connection at once."""
    session = client.current_session
    assert session is not None
    assert session.sock is not None
    return bool(session.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_acknowledgements_are_not_held_back() -> None:
    """Nagle's algorithm is off, and stays off on the connection that replaces an old one."""
    with stage(manifest()) as local:
        slack = Slack(local.workspace.tokens.bot, f"{local.page}/api/", clock=SystemClock())
        me = dict(slack.who_am_i())
        app = slack_app(slack, me, lambda _: True, refuse=print, clock=SystemClock())
        client = socket_client(app, local.workspace.tokens.app)
        client.connect()
        try:
            assert is_prompt(client)
            before = client.session_id()
            client.connect_to_new_endpoint(force=True)
            assert client.session_id() != before
            assert is_prompt(client)
        finally:
            client.close()
