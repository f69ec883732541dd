"""The command line as it really runs: a process of its own, beside the local servers."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.commands.manifest import manifest
from bot.stage import Stage, stage
from tests.handlers.talking import store_few

ROOT = Path(__file__).parents[1]
PATIENCE = 60
"""Seconds for what takes four on a machine that has nothing else to do."""


@contextlib.contextmanager
def local_servers() -> Iterator[Stage]:
    """A local Slack, whose files are ready at once, and a local LaunchDarkly; without a bot."""
    with stage(manifest(), limits=False) as running:
        running.workspace.settling.file_ready_after = 0.0
        store_few(running.store)
        yield running


def environment(servers: Stage) -> dict[str, str]:
    """What `drumbeat run` needs, and two variables that would turn Bolt into another app."""
    tokens = servers.workspace.tokens
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "SLACK_BOT_TOKEN": tokens.bot,
        "SLACK_APP_TOKEN": tokens.app,
        "SLACK_SIGNING_SECRET": tokens.signing_secret,
        "SLACK_API_URL": f"{servers.page}/api/",
        "SLACK_CLIENT_ID": "111.222",
        "SLACK_CLIENT_SECRET": "not-for-us",
        "LAUNCHDARKLY_URL": servers.insights,
        "LAUNCHDARKLY_ACCESS_TOKEN": servers.token,
        "DRUMBEAT_PROJECT": "mobile",
        "DRUMBEAT_DATABASE": str(servers.folder / "drumbeat.sqlite"),
    }


@contextlib.contextmanager
def drumbeat(*words: str, env: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """The command, running; killed if it is still there at the end."""
    command = [sys.executable, "-m", "bot", *words]
    with subprocess.Popen(  # noqa: S603 - our own command line
        command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    """What the command writes to stderr, until a line holds some words."""
    assert process.stderr is not None
    seen = ""
    for line in process.stderr:
        seen += line
        if words in line:
            return seen
    pytest.fail(f"the command ended: {seen}")


def free_port() -> int:
    """A port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def secrets_of(servers: Stage) -> tuple[str, ...]:
    """The secrets that a bot is started with."""
    tokens = servers.workspace.tokens
    return tokens.bot, tokens.app, tokens.signing_secret, servers.token
