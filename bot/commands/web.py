"""`drumbeat web`."""

import importlib
from pathlib import Path
from typing import Any, Final

import click

from bot import logs, wiring
from bot.commands import stopping
from bot.commands.config import config_option
from bot.settings import HttpSettings, SettingsError, load

_HELP: Final = """\
Answer signed HTTP requests, and bring no digests: drumbeat worker does that beside it.

Any number of them share one PostgreSQL (DRUMBEAT_DATABASE_URL) with any number of workers, behind
whatever ends TLS for them and hands out requests, whole, to any of them. The settings are those of
drumbeat run --http.

On SIGTERM or Ctrl-C it takes no more requests, answers those it has, and stops.
"""

_NO_DATABASE: Final = (
    "drumbeat web needs DRUMBEAT_DATABASE_URL, a PostgreSQL that it shares with drumbeat worker, "
    "since it brings no digests itself. Without one, a single process answers and brings digests: "
    "drumbeat run --http."
)
_NO_GUNICORN: Final = (
    "drumbeat web takes gunicorn: install drumbeat[scale]. A single process does without: "
    "drumbeat run --http."
)


@click.command("web", help=_HELP)
@config_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address.")
@click.option("--port", default=3000, show_default=True, help="The port.")
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many processes answer; each has threads, and another process that draws.",
)
def command(config: Path | None, host: str, port: int, processes: int) -> None:
    """Answer until stopped."""
    stop = stopping.on_signal()
    try:
        serving = _serving()
        settings = _settings(config)
        logs.configure(settings.drumbeat_log_level, settings.secrets)
        # What keeps a bot from starting is said once, here, and not by each process over and over.
        team = wiring.check(settings)
        listener = wiring.listening(host, port)
    except (SettingsError, wiring.StartError) as error:
        raise click.ClickException(str(error)) from error
    serving.Server(settings, listener, team=team, processes=processes, stop=stop).run()


def _settings(config: Path | None) -> HttpSettings:
    """What is set.

    Raises:
        SettingsError: If anything is missing or wrong, such as a database that others can share.
    """
    settings = load(HttpSettings, config)
    if settings.drumbeat_database_url is None:
        raise SettingsError(_NO_DATABASE)
    return settings


def _serving() -> Any:  # noqa: ANN401 - a module
    """What has gunicorn in it.

    Raises:
        StartError: If gunicorn is not installed.
    """
    try:
        return importlib.import_module("bot.commands.serving")
    except ModuleNotFoundError as error:
        raise wiring.StartError(_NO_GUNICORN) from error
