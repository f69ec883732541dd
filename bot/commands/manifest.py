"""`drumbeat manifest`."""

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import click
import yaml

_HERE: Final = Path(__file__).resolve().parent.parent
_PATH: Final = "/slack/events"


def manifest_text() -> str:
    """The manifest as it ships: beside the package in a checkout, inside it when installed."""
    inside, beside = _HERE / "manifest.yml", _HERE.parent / "manifest.yml"
    return (inside if inside.is_file() else beside).read_text(encoding="utf-8")


def manifest() -> dict[str, Any]:
    """The manifest, parsed."""
    parsed: dict[str, Any] = yaml.safe_load(manifest_text())
    return parsed


def for_http(base: str) -> dict[str, Any]:
    """The manifest of the same app for signed HTTP.

    Args:
        base: Where Slack reaches the bot: scheme and host, "https://drumbeat.example.com".
    """
    app = manifest()
    address = base.rstrip("/") + _PATH
    for slash_command in app["features"]["slash_commands"]:
        slash_command["url"] = address
    app["settings"]["interactivity"]["request_url"] = address
    app["settings"]["socket_mode_enabled"] = False
    return app


def _https(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001 - click's signature
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise click.BadParameter("Slack sends only to https://HOST, without query or fragment.")
    return value


_HELP: Final = """\
Print the Slack app's manifest.

Create the app from it at https://api.slack.com/apps ("Create New App", "From a manifest"). As
it stands it is for Socket Mode, which needs no public address.

\b
drumbeat manifest | pbcopy
drumbeat manifest --http https://drumbeat.example.com
"""


@click.command("manifest", help=_HELP)
@click.option(
    "--http",
    metavar="URL",
    callback=_https,
    help="Print it for signed HTTP at this public address (https://...) instead of Socket Mode.",
)
def command(http: str | None) -> None:
    """Print the Slack app's manifest."""
    if http is None:
        click.echo(manifest_text(), nl=False)
    else:
        click.echo(yaml.safe_dump(for_http(http), sort_keys=False, width=100), nl=False)
