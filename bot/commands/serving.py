"""gunicorn around the bot: a process that listens, and others forked from it that answer.

It is imported for `drumbeat web` alone, since it comes with `drumbeat[scale]` only.
"""

import contextlib
import logging
import signal
import socket
import threading
from typing import Final

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.errors import AppImportError
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker
from gunicorn.workers.gthread import ThreadWorker

from bot import wiring
from bot.settings import Settings
from handlers.http import HttpDoor

_log = logging.getLogger("drumbeat")

LAST_REQUESTS: Final = 5
"""Seconds that a stop waits for requests that are still coming in; each is answered at once."""

STOP_SECONDS: Final = 35
"""Seconds that a stop may take in all, before a process that has not ended is killed: for the last
requests, for their answers (`wiring.DRAIN_SECONDS`), and for ending."""

_BOOT_SECONDS: Final = 60
"""Seconds without a sign of life after which a process is replaced; one that starts gives none."""

_KEPT_SECONDS: Final = 75
"""How long a connection without requests is kept: longer than proxies do (60 seconds is usual). One
that is closed from this side may carry a request at that moment, which would then be lost."""


class Server(BaseApplication):
    """Answers Slack's requests until it is told to stop; then it answers those it has, and ends."""

    def __init__(
        self,
        settings: Settings,
        listener: socket.socket,
        *,
        team: str,
        processes: int,
        stop: threading.Event,
    ) -> None:
        """Set gunicorn up; nothing is started yet.

        Args:
            settings: Of the bots; each process has its own.
            listener: Where requests come in; it is gunicorn's from now on.
            team: The name of the workspace.
            processes: How many there are to answer.
            stop: Set if it was told to stop before it could hear of it.
        """
        self._settings = settings
        self._address = f"fd://{listener.detach()}"
        self._team = team
        self._processes = processes
        self._stop = stop
        self._open = contextlib.ExitStack()
        super().__init__(prog="drumbeat web")

    def load_config(self) -> None:
        """Tell gunicorn all that differs from what it would do by itself."""
        for name, value in {
            "bind": self._address,
            "workers": self._processes,
            "worker_class": _Answering,
            "threads": 8,
            "keepalive": _KEPT_SECONDS,
            "timeout": _BOOT_SECONDS,
            "graceful_timeout": STOP_SECONDS,
            "logger_class": _Log,
            "control_socket_disable": True,  # it would be a file in somebody's home
            "when_ready": self._ready,
            "worker_exit": self._ended,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> HttpDoor:
        """Start the bot of one process, in that process.

        Raises:
            AppImportError: If it cannot be started; all processes end, and whoever started them
                tries again or does not.
        """
        # From here on the number is this process's, and only about connections.
        self.cfg.set("graceful_timeout", LAST_REQUESTS)
        try:
            bot = self._open.enter_context(wiring.bot(self._settings, delivers=False))
            self._open.callback(_log.info, "Stopping: answering what is under way")
            return wiring.door(bot.app, self._settings)
        except wiring.StartError as error:
            raise AppImportError(str(error)) from error

    def _ready(self, arbiter: Arbiter) -> None:
        """Requests come in from now on, and signals are gunicorn's."""
        (listener,) = arbiter.LISTENERS
        _log.info("Connected to %s (%s)", self._team, listener)
        if self._stop.is_set():
            signal.raise_signal(signal.SIGTERM)

    def _ended(self, _arbiter: Arbiter, _worker: Worker) -> None:
        """No more requests come to this process: let it finish what it has taken."""
        self._open.close()


class _Answering(ThreadWorker):
    """A process that answers; whichever signal ends it, it ends in good order."""

    def init_signals(self) -> None:
        """Ctrl-C comes to all processes at once, and gunicorn passes on SIGQUIT for it."""
        super().init_signals()
        for number in (signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, self.handle_exit)


class _Log(Logger):
    """What gunicorn has to say goes where everything goes, and is redacted there."""

    def setup(self, cfg: Config) -> None:
        """Leave the loggers as `bot.logs` has set them up."""
        self.cfg = cfg
        self.error_log.propagate = True
