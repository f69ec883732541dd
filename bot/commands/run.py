"""`drumbeat run`."""

import logging
from pathlib import Path
from typing import Final

import click

from bot import logs, wiring
from bot.commands import stopping
from bot.commands.config import config_option
from bot.settings import HttpSettings, Settings, SettingsError, SocketSettings, load

_log = logging.getLogger("drumbeat")


_HELP: Final = """\
Run the bot until it is stopped.

Its settings come from the environment or a TOML file:

\b
SLACK_BOT_TOKEN            xoxb-..., from "OAuth & Permissions"
SLACK_APP_TOKEN            xapp-..., for Socket Mode
SLACK_SIGNING_SECRET       for --http instead
LAUNCHDARKLY_ACCESS_TOKEN  an API access token with the Reader role
LAUNCHDARKLY_URL           commercial (if not set), eu or federal
DRUMBEAT_PROJECT           the project of commands that name none
DRUMBEAT_ENVIRONMENT       likewise the environment
DRUMBEAT_DAYS              how many days a chart covers, 30 if not set
DRUMBEAT_TIMEZONE          for people whose zone Slack does not tell, UTC if not set
DRUMBEAT_PICTURES          message (if not set) or thread
DRUMBEAT_DATABASE          the file that digests are kept in
DRUMBEAT_DATABASE_URL      a PostgreSQL instead, which several bots can share
DRUMBEAT_WORKERS           commands answered at the same time, 8 if not set
DRUMBEAT_LOG_LEVEL         INFO if not set

On SIGTERM or Ctrl-C it takes no more commands, answers those it has, and stops.
"""


@click.command("run", help=_HELP)
@config_option
@click.option("--http", is_flag=True, help="Take signed HTTP requests instead of Socket Mode.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http: the address.")
@click.option("--port", default=3000, show_default=True, help="With --http: the port.")
def command(config: Path | None, http: bool, host: str, port: int) -> None:  # noqa: FBT001 - click passes flags so
    """Run the bot until it is stopped."""
    stop = stopping.on_signal()
    try:
        kind: type[Settings] = HttpSettings if http else SocketSettings
        settings = load(kind, config)
        logs.configure(settings.drumbeat_log_level, settings.secrets)
        with wiring.bot(settings) as bot:
            way_in = (
                wiring.http(bot.app, settings, host=host, port=port)
                if http
                else wiring.socket_mode(bot.app, settings)
            )
            with way_in as address:
                _log.info("Connected to %s (%s)", bot.team, address or "Socket Mode")
                stopping.wait_for(stop)
                _log.info("Stopping: answering what is under way")
    except (SettingsError, wiring.StartError) as error:
        raise click.ClickException(str(error)) from error
