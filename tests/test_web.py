"""`drumbeat web` answers and delivers nothing; what keeps it from starting is said once."""

import contextlib
import io
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import ledger
from bot.clock import SystemClock
from bot.digests import book
from bot.digests.cadence import Cadence
from bot.digests.model import Setting
from bot.local.insights.faults import Fault
from bot.stage import Stage
from bot.store.engine import opened
from tests.bot.store.databases import driven, empty_postgresql
from tests.handlers.talking import HastyClock, Product, has_picture, until
from tests.processes import (
    PATIENCE,
    drumbeat,
    environment,
    free_port,
    local_servers,
    read_until,
    secrets_of,
)

if TYPE_CHECKING:
    import subprocess


@pytest.fixture(scope="module")
def servers() -> Iterator[Stage]:
    """A local Slack and a local LaunchDarkly, without a bot."""
    with local_servers() as running:
        yield running


@pytest.fixture
def env(servers: Stage) -> Iterator[dict[str, str]]:
    """What the command needs, and a PostgreSQL with nothing in it."""
    with empty_postgresql() as url:
        yield environment(servers) | {"DRUMBEAT_DATABASE_URL": url}


@dataclass(frozen=True, slots=True)
class Web:
    """The command, running.

    Attributes:
        process: The one that listens.
        bot: What people see and do.
        said: What it wrote until it was there.
    """

    process: "subprocess.Popen[str]"
    bot: Product
    said: str

    def processes(self) -> list[int]:
        """Those that answer."""
        pid = self.process.pid
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


@contextlib.contextmanager
def web(servers: Stage, env: dict[str, str], *words: str) -> Iterator[Web]:
    """Run the command, and let the local Slack send to it."""
    port = str(free_port())
    with drumbeat("web", "--port", port, *words, env=env) as process:
        said = read_until(process, "Connected to Harbour (http://127.0.0.1:")
        servers.workspace.request_url = f"http://127.0.0.1:{port}/slack/events"
        bot = Product(servers, HastyClock(), io.StringIO())
        bot.reset()
        try:
            yield Web(process, bot, said)
        finally:
            servers.workspace.request_url = None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_stop_answers_what_is_under_way(
    servers: Stage, env: dict[str, str], processes: str, number: signal.Signals
) -> None:
    """As with `drumbeat run`: the command that was taken has its chart, and all processes end."""
    env |= {"DRUMBEAT_LOG_LEVEL": "DEBUG"}
    with web(servers, env, "--processes", processes) as running:
        servers.faults.add(Fault(delay=0.3), path="/frequency")
        running.bot.say("/deploys")
        running.process.send_signal(number)
        output, errors = running.process.communicate(timeout=PATIENCE)
    assert running.process.returncode == 0, errors
    assert [has_picture(one) for one in running.bot.posted()] == [True]
    assert errors.count("Stopping: answering what is under way") == int(processes)
    written = running.said + output + errors
    assert "Traceback" not in written
    assert "slack/events" not in written  # no line for each request
    for secret in (*secrets_of(servers), "/response/"):
        assert secret not in written


def test_who_answers_brings_no_digest_and_a_worker_beside_it_does(
    servers: Stage, env: dict[str, str]
) -> None:
    """A digest that is due waits for a worker; so does one that is asked for where it answers."""
    team, channel = servers.workspace.identity.team, servers.workspace.channel("delivery").id
    hourly, lines = Cadence("0 * * * *", "UTC"), ("deploys mobile 7d",)
    wanted = Setting(channel, "U1", lines, hourly, when_calm="show", name=None)
    with opened(driven(env["DRUMBEAT_DATABASE_URL"])) as engine, web(servers, env) as running:
        with engine.begin() as connection:
            ago = SystemClock().now() - timedelta(hours=1)
            digest = book.add(connection, team, wanted, ago)
        running.bot.say("/deploys")
        running.bot.pictured()
        with engine.begin() as connection:
            assert ledger.history(connection, digest.id) == ()
        assert len(running.bot.posted()) == 1
        with drumbeat("worker", env=env) as worker:
            read_until(worker, "Bringing digests to")
            running.bot.pictured(count=2)
            running.bot.say(f"/drumbeat digest now {digest.id}")
            running.bot.privately("is on its way")
            running.bot.pictured(count=3)


def test_if_a_process_cannot_be_replaced_all_of_them_end(
    servers: Stage, env: dict[str, str]
) -> None:
    """One was killed, and Slack takes the token no more: said once, and no further one is tried."""
    with web(servers, env) as running:
        running.bot.say("/deploys")
        running.bot.pictured()
        running.bot.trouble("auth.test", "error", error="account_inactive")
        (answering,) = until(running.processes, len)
        os.kill(answering, signal.SIGKILL)
        _, errors = running.process.communicate(timeout=PATIENCE)
    running.bot.clear_trouble()
    assert running.process.returncode > 0
    assert errors.count("Slack does not accept SLACK_BOT_TOKEN (account_inactive)") == 1
    assert "Traceback" not in errors


# -- what keeps it from starting ------------------------------------------------------------------


def refusal(env: dict[str, str], *words: str) -> str:
    """What the command says where it does not start."""
    with drumbeat("web", "--processes", "2", *words, env=env) as process:
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "Traceback" not in errors
    return errors


def test_without_a_postgresql_it_says_what_it_is_for(servers: Stage) -> None:
    """A file is no use to it: others bring the digests. One process alone does both."""
    said = refusal(environment(servers))
    assert "drumbeat web needs DRUMBEAT_DATABASE_URL" in said
    assert "it brings no digests itself" in said
    assert "drumbeat run --http" in said


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "SLACK_BOT_TOKEN (invalid_auth)"),
        ("SLACK_SIGNING_SECRET", "", "SLACK_SIGNING_SECRET is missing"),
        ("DRUMBEAT_DATABASE_URL", "postgresql://u:hunter2@127.0.0.1:9/x", "cannot be opened"),
    ],
)
def test_what_is_wrong_is_said_once(
    env: dict[str, str], setting: str, value: str, why: str
) -> None:
    """However many processes there were to be, none is started."""
    said = refusal(env | {setting: value})
    assert said.count(why) == 1
    assert "hunter2" not in said


def test_a_port_that_is_taken_is_named(env: dict[str, str]) -> None:
    """Somebody else listens there; it is not tried again."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        assert f"Port {port} on 127.0.0.1 cannot be used" in refusal(env, "--port", port)


def test_a_missing_gunicorn_is_named(env: dict[str, str], tmp_path: Path) -> None:
    """Something else is found under its name."""
    (tmp_path / "gunicorn.py").write_text("")
    assert "install drumbeat[scale]" in refusal(env | {"PYTHONPATH": str(tmp_path)})
