"""What keeps the bot from starting is one sentence; what starts it stops within seconds."""

import contextlib
import io
import os
import re
import signal
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
import requests
from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, inspect

from bot import ledger, wiring
from bot.clock import SystemClock
from bot.digests import book
from bot.digests.cadence import Cadence
from bot.digests.model import Setting
from bot.local.insights.faults import Fault
from bot.stage import Stage
from bot.store.engine import opened
from tests.bot.store.databases import closing_engine, database, driven, empty_postgresql, postgresql
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


@pytest.fixture(scope="module")
def servers() -> Iterator[Stage]:
    """A local Slack and a local LaunchDarkly, without a bot."""
    with local_servers() as running:
        yield running


def refusal(servers: Stage, **changed: object) -> str:
    """Why a bot with these settings does not start."""
    settings = servers.settings().model_copy(update=changed)
    with (
        pytest.raises(wiring.StartError) as caught,
        wiring.bot(settings, clock=HastyClock()) as bot,
        wiring.socket_mode(bot.app, settings),
    ):
        pass
    return str(caught.value)


def test_a_wrong_bot_token_is_named(servers: Stage) -> None:
    """The sentence names the setting and where its value comes from."""
    said = refusal(servers, slack_bot_token=SecretStr("xoxb-wrong"))
    assert "SLACK_BOT_TOKEN (invalid_auth)" in said
    assert "xoxb-wrong" not in said


def test_a_wrong_app_token_is_named(servers: Stage) -> None:
    """Likewise the token of Socket Mode."""
    said = refusal(servers, slack_app_token=SecretStr("xapp-wrong"))
    assert "SLACK_APP_TOKEN (invalid_auth)" in said
    assert "xapp-wrong" not in said


def test_a_missing_app_token_is_named(servers: Stage) -> None:
    """Socket Mode needs a token that HTTP does not."""
    assert "SLACK_APP_TOKEN" in refusal(servers, slack_app_token=None)


def test_a_slack_that_is_not_there_is_said(servers: Stage) -> None:
    """Nobody listens: the network is to blame, not the token."""
    said = refusal(servers, slack_api_url="http://127.0.0.1:9/api/")
    assert "could not be reached" in said


def test_no_proxy_comes_between_the_bot_and_this_machine(
    servers: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a company's proxy the local Slack is still reached."""
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "example.com")
    monkeypatch.setenv("NO_PROXY", "example.com")
    settings = servers.settings()
    with wiring.bot(settings) as bot, wiring.socket_mode(bot.app, settings):
        assert bot.team == "Harbour"


def test_http_needs_a_signing_secret(servers: Stage) -> None:
    """Without it nobody could tell Slack from others."""
    settings = servers.settings().model_copy(update={"slack_signing_secret": None})
    with (
        wiring.bot(settings) as bot,
        pytest.raises(wiring.StartError, match="SLACK_SIGNING_SECRET"),
        wiring.http(bot.app, settings, host="127.0.0.1", port=0),
    ):
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_port_that_is_taken_is_named(servers: Stage, host: str) -> None:
    """Somebody else listens there; the sentence names the port."""
    settings = servers.settings()
    with (
        contextlib.closing(socket.create_server((host, 0))) as taken,
        wiring.bot(settings) as bot,
        pytest.raises(wiring.StartError, match=rf"Port {taken.getsockname()[1]} on {host}"),
        wiring.http(bot.app, settings, host=host, port=taken.getsockname()[1]),
    ):
        pass


def test_several_bots_share_a_postgresql_and_post_each_digest_once(
    servers: Stage, tmp_path: Path
) -> None:
    """Both plan and both deliver at the same time; the channel has each digest once."""
    with database("postgresql", tmp_path) as engine:
        clock = HastyClock()
        team = servers.workspace.identity.team
        channel = servers.workspace.channel("delivery").id
        hourly, lines = Cadence("0 * * * *", "UTC"), ("deploys mobile 7d",)
        wanted = Setting(channel, "U1", lines, hourly, when_calm="show", name=None)
        with engine.begin() as connection:
            for _ in range(6):
                book.add(connection, team, wanted, clock.now() - timedelta(hours=1))
        url = SecretStr(postgresql())
        settings = servers.settings().model_copy(update={"drumbeat_database_url": url})
        Product(servers, clock, io.StringIO()).reset()
        with wiring.bot(settings, clock=clock) as one, wiring.bot(settings, clock=clock) as other:
            together = [Thread(target=bot.rhythm.beat) for bot in (one, other) * 2]
            for thread in together:
                thread.start()
            for thread in together:
                thread.join()
            until(lambda: states_of(engine, team), lambda states: set(states) == {"posted"})
    assert len(servers.workspace.messages("delivery")) == 6


def test_a_database_of_another_making_is_said(servers: Stage) -> None:
    """It calls itself up to date and has not what is needed: one sentence, no traceback."""
    file = servers.folder / "other.sqlite"
    with opened(f"sqlite:///{file}") as engine, engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE digest DROP COLUMN when_calm")
    said = refusal(servers, drumbeat_database=file)
    assert said == "The database cannot be used: no such column: digest.when_calm."
    with pytest.raises(wiring.StartError, match=re.escape(said)):
        wiring.check(servers.settings(drumbeat_database=file))


def states_of(engine: Engine, team: str) -> list[str]:
    """What became of the latest slot of each digest."""
    with engine.begin() as connection:
        digests = book.of_team(connection, team)
        return [ledger.history(connection, one.id)[0].state for one in digests]


def test_a_database_that_is_not_there_is_said(servers: Stage) -> None:
    """Nobody listens at the address; its password is not shown."""
    url = SecretStr("postgresql://drum:hunter2@127.0.0.1:9/beat")
    said = refusal(servers, drumbeat_database_url=url)
    assert "The database cannot be opened" in said
    assert "hunter2" not in said


def test_a_check_leaves_nothing_open(servers: Stage) -> None:
    """Whoever has checked may fork: there is no thread and no connection; but there are tables."""
    threads = threading.enumerate()
    with empty_postgresql() as url:
        settings = servers.settings(drumbeat_database_url=SecretStr(url))
        assert wiring.check(settings) == "Harbour"
        assert threading.enumerate() == threads
        with closing_engine(create_engine(driven(url))) as connection:
            others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            until(lambda: connection.exec_driver_sql(others).all(), lambda seen: len(seen) == 1)
            assert inspect(connection).has_table("digest")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"slack_bot_token": SecretStr("xoxb-wrong")}, "SLACK_BOT_TOKEN"),
        (
            {"drumbeat_database_url": SecretStr("postgresql://u@127.0.0.1:9/x")},
            "cannot be opened",
        ),
    ],
)
def test_what_keeps_a_bot_from_starting_does_not_pass_the_check(
    servers: Stage, changed: dict[str, object], why: str
) -> None:
    """It is the same sentence, before anything is started."""
    settings = servers.settings().model_copy(update=changed)
    with pytest.raises(wiring.StartError, match=why) as caught:
        wiring.check(settings)
    assert str(caught.value) == refusal(servers, **changed)


# -- drumbeat run -------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["socket", "http"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_answers_what_is_under_way(
    servers: Stage, transport: str, number: signal.Signals
) -> None:
    """The command that was taken has its chart, and the process ends."""
    port = str(free_port())
    words = ("run", "--http", "--port", port) if transport == "http" else ("run",)
    with drumbeat(*words, env=environment(servers)) as process:
        connected = read_until(process, "Connected to")
        assert "WARNING" not in connected
        url = f"http://127.0.0.1:{port}/slack/events" if transport == "http" else None
        servers.workspace.request_url = url
        bot = Product(servers, HastyClock(), io.StringIO())
        bot.reset()
        servers.faults.add(Fault(delay=0.3), path="/frequency")
        bot.say("/deploys")
        process.send_signal(number)
        output, errors = process.communicate(timeout=PATIENCE)
    servers.workspace.request_url = None
    assert process.returncode == 0, errors
    assert [has_picture(one) for one in bot.posted()] == [True]
    assert "Traceback" not in connected + output + errors
    for secret in (*secrets_of(servers), "/response/"):
        assert secret not in connected + output + errors


def test_a_worker_brings_what_is_due_and_stops(servers: Stage) -> None:
    """Without a way in; a signal ends it."""
    file = servers.folder / "worker.sqlite"
    Product(servers, HastyClock(), io.StringIO()).reset()
    with opened(f"sqlite:///{file}") as engine, engine.begin() as connection:
        channel, ago = servers.workspace.channel("delivery").id, timedelta(hours=1)
        hourly, lines = Cadence("0 * * * *", "UTC"), ("deploys mobile 7d",)
        wanted = Setting(channel, "U1", lines, hourly, when_calm="show", name=None)
        team = servers.workspace.identity.team
        book.add(connection, team, wanted, SystemClock().now() - ago)
    env = environment(servers) | {"DRUMBEAT_DATABASE": str(file)}
    with drumbeat("worker", env=env) as process:
        read_until(process, "Bringing digests to")
        until(lambda: servers.workspace.messages("delivery"), len)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors


def test_what_is_wrong_with_settings_is_said_at_once() -> None:
    """No token at all: the command ends with a sentence for each, and no traceback."""
    with drumbeat("run", env={"PATH": os.environ["PATH"], "HOME": "/"}) as process:
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "SLACK_BOT_TOKEN is missing" in errors
    assert "LAUNCHDARKLY_ACCESS_TOKEN is missing" in errors
    assert "Traceback" not in errors


def test_the_door_takes_nobody_without_a_signature(servers: Stage) -> None:
    """The HTTP way in is up as soon as it is yielded, and it is Slack's alone."""
    settings = servers.settings()
    with (
        wiring.bot(settings) as bot,
        wiring.http(bot.app, settings, host="127.0.0.1", port=0) as address,
        requests.Session() as session,
    ):
        session.trust_env = False
        answer = session.post(f"{address}/slack/events", data={"command": "/deploys"}, timeout=5)
    assert answer.status_code == 401
