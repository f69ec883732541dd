"""`drumbeat local insights`: the local LaunchDarkly by itself."""

import json
from pathlib import Path
from typing import Final

import click

from bot.commands import stopping
from bot.commands.data import data_option, prepared
from bot.local.insights.app import create_app
from bot.local.insights.config import METRICS, Config, ConfigError, read_bounds
from bot.local.insights.store import Store, StoreError
from bot.local.insights.tokens import Tokens, new_token
from bot.local.serving import ServingError, serving

_HELP: Final = """\
Run the local LaunchDarkly by itself.

It answers the engineering insights API as LaunchDarkly documents it, over what was imported and
what is posted to it: deployment events as to LaunchDarkly, and at addresses of its own the rows
of `drumbeat import` as JSON. Those are /local/flags, /local/flag-events and /local/pull-requests,
with projectKey and environmentKey in the query. Only this machine can reach it; another one needs
a tunnel to it, such as ssh -N -L 8310:127.0.0.1:8310 this-machine.

\b
drumbeat local insights
LAUNCHDARKLY_URL=http://127.0.0.1:8310 LAUNCHDARKLY_ACCESS_TOKEN=... drumbeat run
"""


@click.group("local")
def command() -> None:
    """Run the local LaunchDarkly by itself, for good."""


@command.command("insights", help=_HELP)
@data_option
@click.option("--port", default=8310, show_default=True, help="Where it listens on 127.0.0.1.")
@click.option(
    "--token",
    envvar="DRUMBEAT_LOCAL_TOKEN",
    help="The access token that it takes; one is made up and shown if none is given.",
)
@click.option(
    "--bounds",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help='A JSON file: {"leadTime": [{"name": "upper", "value": 86400000}]}; '
    f"bounds of {', '.join(METRICS)}.",
)
def insights(data: Path, port: int, token: str | None, bounds: Path | None) -> None:
    """Serve until stopped."""
    stop = stopping.on_signal()
    token = token or new_token()
    try:
        config = Config(read_bounds(_json(bounds))) if bounds else Config()
        with Store(prepared(data)) as store:
            app = create_app(store, tokens=Tokens(writers=frozenset({token})), config=config)
            with serving(app, port=port) as url:
                click.echo(f"export LAUNCHDARKLY_URL={url}")
                click.echo(f"export LAUNCHDARKLY_ACCESS_TOKEN={token}")
                click.echo(f"Serving what is in {data}. Ctrl-C stops it.", err=True)
                stopping.wait_for(stop)
    except (StoreError, ServingError, ConfigError) as error:
        raise click.ClickException(str(error)) from error


def _json(file: Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{file} cannot be read as JSON: {error}.") from error
