"""The composition root: the one place that sees everything and puts it together."""

import contextlib
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

import waitress.server
from slack_bolt import App
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from waitress import wasyncore

from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.clock import Clock, SystemClock
from bot.digests import book
from bot.digests.ahead import AHEAD
from bot.grammar.defaults import Defaults
from bot.insights.answers import Answers
from bot.insights.client import InsightsClient, Patience
from bot.settings import SLACK_API, Reading, Settings
from bot.store.engine import DatabaseError, opened, reason
from charts.studio import Studio
from handlers import message
from handlers.answering import answer
from handlers.app import BUSY, slack_app
from handlers.asked import Heard, Pressed
from handlers.contents import Contents
from handlers.delivering import Delivering
from handlers.desk import Desk
from handlers.early import Early
from handlers.files import Files
from handlers.http import HttpDoor
from handlers.opening import is_hasty
from handlers.pace import Pace
from handlers.people import Directory, Members, Zones
from handlers.pictures import Pictures
from handlers.private import say, tell
from handlers.rhythm import Rhythm, beating
from handlers.slack import Slack, SlackError
from handlers.socket import socket_client
from handlers.telling import Telling
from handlers.turns import Turns
from handlers.watching import Watching
from handlers.work import Work

_log = logging.getLogger(__name__)

DRAIN_SECONDS: Final = 20.0
"""How long a stop waits for answers that are under way."""

_QUESTIONS: Final = 2
"""A command usually asks LaunchDarkly twice at the same time: about its period, and the one before.
Where more is compared, some of its questions wait for a moment."""

_FORMS: Final = 4
"""Forms that are opened at the same time, beside the charts: Slack waits three seconds for one."""

_DELIVERING: Final = 8
"""Digests that are delivered at the same time: Slack takes two seconds for one with a new picture,
and with so many its own limits are reached."""

_SAME: Final = AHEAD.total_seconds()
"""Seconds for which digests show the same numbers: as long as those of one slot are made."""

PATIENCE: Final = Patience()
"""How long LaunchDarkly is waited for."""
_HASTE: Final = 2.0
"""Seconds for a suggestion: nobody waits longer for what only makes an error kinder."""


DaysOff = Callable[[str], frozenset[date]]
"""The days off of a channel, by its id."""


class StartError(Exception):
    """The bot cannot start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that is ready to be connected to Slack.

    Attributes:
        app: Acknowledges.
        team: The name of the workspace.
        rhythm: Brings digests when they are due, if that is left to this bot.
    """

    app: App
    team: str
    rhythm: Rhythm


def insights_client(
    settings: Reading, clock: Clock, patience: Patience = PATIENCE
) -> InsightsClient:
    """The client that the settings describe."""
    token = settings.launchdarkly_access_token.get_secret_value()
    return InsightsClient(settings.launchdarkly_url, token, clock=clock, patience=patience)


def defaults(settings: Reading) -> Defaults:
    """What fills in for what is left out of a command."""
    return Defaults(
        project=settings.drumbeat_project,
        environment=settings.drumbeat_environment,
        span=timedelta(days=settings.drumbeat_days),
    )


def team_of(settings: Settings) -> str:
    """The id of the workspace that the token is for.

    Raises:
        StartError: If Slack does not know the token.
    """
    return str(_identity(_slack(settings, SystemClock()))["team_id"])


def check(settings: Settings) -> str:
    """Try all that a bot needs to start; no connection and no thread is left behind.

    Returns:
        The name of the workspace.

    Raises:
        StartError: If Slack does not know the token, or the database cannot be used.
    """
    identity = _identity(_slack(settings, SystemClock()))
    with _store(settings) as store, _fitting(), store.begin() as connection:
        # None has this number, and every column is read.
        book.find(connection, str(identity["team_id"]), 0)
    return str(identity["team"])


def _slack(settings: Settings, clock: Clock) -> Slack:
    if settings.slack_api_url != SLACK_API:
        _keep_loopback_direct()
    return Slack(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, clock=clock)


def _identity(slack: Slack) -> dict[str, Any]:
    try:
        return dict(slack.who_am_i())
    except SlackError as error:
        raise StartError(_no_slack(error)) from error


@contextlib.contextmanager
def bot(
    settings: Settings,
    *,
    delivers: bool = True,
    clock: Clock | None = None,
    patience: Patience = PATIENCE,
) -> Iterator[Bot]:
    """Start all that answering takes; on the way out, finish what is under way, then stop.

    Args:
        settings: What is set.
        delivers: Whether it brings digests; otherwise others on its database do.
        clock: What time it is, and how to wait.
        patience: How long LaunchDarkly is waited for.

    Raises:
        StartError: If Slack does not know the token.
    """
    clock = clock or SystemClock()
    slack = _slack(settings, clock)
    identity = _identity(slack)
    with contextlib.ExitStack() as stack:
        team, store = str(identity["team_id"]), stack.enter_context(_store(settings))
        days_off = _days_off(store, team)
        desk = stack.enter_context(_desk(settings, slack, days_off, clock, patience))
        digests = stack.enter_context(_delivering(store, desk, team))
        watching = Watching(store, digests.desk, team)
        rhythm = Rhythm(digests, watching, workers=_DELIVERING)
        if delivers:
            with _fitting():
                stack.enter_context(beating(rhythm, drain=DRAIN_SECONDS))
        work, forms = (
            Work[Heard](lambda heard: answer(heard, desk, digests), workers=workers)
            for workers in (settings.drumbeat_workers, _FORMS)
        )
        refusals = Work[Pressed](
            lambda pressed: tell(pressed, desk, message.sentence(BUSY)), workers=1
        )
        stack.callback(_finish, work, slack)
        stack.callback(_finish, forms, slack)
        stack.callback(refusals.stop, DRAIN_SECONDS)
        app = slack_app(
            slack,
            identity,
            lambda heard: (forms if is_hasty(heard) else work).give(heard),
            refuse=lambda one: _refuse(one, refusals),
            clock=clock,
            defaults=desk.defaults,
        )
        yield Bot(app, str(identity["team"]), rhythm)


@contextlib.contextmanager
def _delivering(store: Engine, desk: Desk, team: str) -> Iterator[Delivering]:
    """All that delivering takes besides: what several digests share."""
    clock = desk.clock
    # Twice as many hands: what is made ahead does not take them from what is due.
    with ThreadPoolExecutor(2 * _QUESTIONS * _DELIVERING, "drumbeat-digest") as hands:
        answers = Answers(
            lambda query: desk.ask(query).result(), hands, clock=clock, kept_seconds=_SAME
        )
        unhurried = replace(desk, ask=answers.ask)
        pictures = Pictures(desk.studio, desk.slack, hands, clock=clock)
        pace, contents = Pace(clock), Contents(unhurried, pictures)
        telling = Telling(store, unhurried, team, pictures, pace)
        yield Delivering(store, unhurried, team, uuid4().hex, contents, Early(clock), telling, pace)


@contextlib.contextmanager
def _store(settings: Settings) -> Iterator[Engine]:
    """The database; of one that cannot be used it is said why."""
    try:
        with opened(settings.database) as engine:
            yield engine
    except DatabaseError as error:
        raise StartError(str(error)) from error


@contextlib.contextmanager
def _fitting() -> Iterator[None]:
    """Say of a database that opens and is of another making that it does not fit."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StartError(f"The database cannot be used: {reason(error)}.") from error


def _days_off(store: Engine, team: str) -> DaysOff:
    """Looks into the calendar of a channel; a chart does without it where it cannot be read."""

    def look(channel: str) -> frozenset[date]:
        try:
            with store.begin() as connection:
                return kept.calendar(connection, Channel(team, channel)).days
        except SQLAlchemyError as error:
            _log.warning("The days off of %s cannot be read: %s", channel, reason(error))
            return frozenset()

    return look


@contextlib.contextmanager
def _desk(
    settings: Settings, slack: Slack, days_off: DaysOff, clock: Clock, patience: Patience
) -> Iterator[Desk]:
    """All that answering takes: a way to LaunchDarkly, a process that draws, what is remembered."""
    with contextlib.ExitStack() as stack:
        client = stack.enter_context(contextlib.closing(insights_client(settings, clock, patience)))
        hasty = replace(patience, total=min(_HASTE, patience.total), attempts=1)
        asking = stack.enter_context(
            ThreadPoolExecutor(_QUESTIONS * settings.drumbeat_workers, "drumbeat-ask")
        )
        studio = stack.enter_context(contextlib.closing(Studio()))
        studio.warm_up()
        people = Directory(slack.user, clock=clock)
        yield Desk(
            slack=slack,
            ask=Answers(client.chart, asking, clock=clock).ask,
            knows=client.with_patience(hasty),
            studio=studio,
            zones=Zones(people.user, otherwise=settings.zone, clock=clock),
            members=Members(people.user),
            defaults=defaults(settings),
            pictures=settings.drumbeat_pictures,
            turns=Turns(clock),
            files=Files(clock),
            days_off=days_off,
            clock=clock,
        )


def _keep_loopback_direct() -> None:
    """Let no proxy come between the bot and a Slack on this machine.

    The SDK opens its requests with urllib, which takes a proxy from the environment on its own.
    """
    for name in ("no_proxy", "NO_PROXY"):
        named = os.environ.get(name, "")
        os.environ[name] = ",".join(filter(None, (named, "127.0.0.1", "::1")))


_BAD_TOKEN: Final = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)


def _no_slack(error: SlackError) -> str:
    if error.code not in _BAD_TOKEN:
        why = "" if error.code == "no_answer" else f" ({error.code})"
        return f"Slack could not be reached{why}. Check the network and start again."
    return (
        f"Slack does not accept SLACK_BOT_TOKEN ({error.code}). Copy the bot token (xoxb-...) from "
        "“OAuth & Permissions” of your app, and install the app if you have not."
    )


def _refuse(pressed: Pressed, refusals: Work[Pressed]) -> None:
    """Have somebody told that there is too much to do; where even that is too much, log it."""
    if not refusals.give(pressed):
        _log.error("%s by %s was not answered: too much to do", pressed.name, pressed.user)


def _finish(work: Work[Heard], slack: Slack) -> None:
    """Let what is under way be answered; tell those whose turn never came."""
    for asked in work.stop(DRAIN_SECONDS):
        words = message.sentence("I was stopped before I could answer.", "Send it again later.")
        with contextlib.suppress(SlackError):
            say(asked, slack, words)
        _log.warning("%s by %s was not answered before the stop", asked.name, asked.user)


# -- ways in ----------------------------------------------------------------------------------

_NO_SOCKET: Final = "Slack could not be reached for Socket Mode. Try again in a minute."


@contextlib.contextmanager
def socket_mode(app: App, settings: Settings) -> Iterator[None]:
    """Take commands over Socket Mode: no public address is needed.

    Raises:
        StartError: If there is no app-level token, or Slack does not accept it.
    """
    if settings.slack_app_token is None:
        raise StartError(
            "Socket Mode needs SLACK_APP_TOKEN (xapp-..., with connections:write): create it under "
            "“Basic Information”, “App-Level Tokens”. To take HTTP requests instead: --http."
        )
    client = socket_client(app, settings.slack_app_token.get_secret_value())
    try:
        client.connect()
    except SlackApiError as problem:
        client.close()
        code = str(problem.response.get("error"))
        if code not in _BAD_TOKEN:
            raise StartError(_NO_SOCKET) from problem
        raise StartError(f"Slack does not accept SLACK_APP_TOKEN ({code}).") from problem
    except (SlackClientError, OSError) as problem:
        client.close()
        raise StartError(_NO_SOCKET) from problem
    try:
        if not client.is_connected():  # the SDK only warns where Slack refuses the handshake
            raise StartError(_NO_SOCKET)
        yield
    finally:
        client.close()


@contextlib.contextmanager
def http(
    app: App, settings: Settings, *, host: str, port: int, clock: Clock | None = None
) -> Iterator[str]:
    """Take signed HTTP requests; yields the address.

    Raises:
        StartError: If there is no signing secret, or the port is taken.
    """
    waiting, listener = door(app, settings, clock), listening(host, port)
    sockets: dict[int, object] = {}
    server = waitress.server.create_server(
        waiting, map=sockets, sockets=[listener], threads=8, ident=None
    )
    thread = threading.Thread(target=server.run, name="drumbeat-http", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        # Closed by the thread that waits on them; closed by another, it would wait on nothing.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
        thread.join(timeout=5)


def door(app: App, settings: Settings, clock: Clock | None = None) -> HttpDoor:
    """The WSGI application that lets nobody but Slack in.

    Raises:
        StartError: If there is no signing secret.
    """
    if settings.slack_signing_secret is None:
        raise StartError(
            "HTTP needs SLACK_SIGNING_SECRET, which proves that a request comes from Slack: copy "
            "it from “Basic Information”, “App Credentials”."
        )
    secret = settings.slack_signing_secret.get_secret_value()
    return HttpDoor(app, secret, clock=clock or SystemClock())


def listening(host: str, port: int) -> socket.socket:
    """A socket at which requests come in; port 0 lets the system pick one.

    Raises:
        StartError: If the port is taken.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as problem:
        raise StartError(f"Port {port} on {host} cannot be used: {problem.strerror}.") from problem
