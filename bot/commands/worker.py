"""`drumbeat worker`."""

import logging
from pathlib import Path
from typing import Final

import click

from bot import logs, wiring
from bot.commands import stopping
from bot.commands.config import config_option
from bot.settings import Settings, SettingsError, load

_log = logging.getLogger("drumbeat")

_HELP: Final = """\
Bring digests to their channels, and answer nobody.

Any number of workers and of bots (drumbeat run) share one PostgreSQL (DRUMBEAT_DATABASE_URL);
each digest is posted by one of them, whichever is first. The settings are those of drumbeat run,
without the app-level token and the signing secret.

On SIGTERM or Ctrl-C it brings what it has begun, and stops; what it has not, another one brings.
"""


@click.command("worker", help=_HELP)
@config_option
def command(config: Path | None) -> None:
    """Bring digests until stopped."""
    stop = stopping.on_signal()
    try:
        settings = load(Settings, config)
        logs.configure(settings.drumbeat_log_level, settings.secrets)
        with wiring.bot(settings) as bot:
            _log.info("Bringing digests to %s", bot.team)
            stopping.wait_for(stop)
            _log.info("Stopping: bringing what is under way")
    except (SettingsError, wiring.StartError) as error:
        raise click.ClickException(str(error)) from error
