"""`drumbeat version`."""

import platform
from importlib.metadata import version

import click

from bot import __version__


@click.command("version")
def command() -> None:
    """Show the versions that a bug report needs."""
    click.echo(f"drumbeat {__version__}")
    click.echo(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    for library in ("slack-bolt", "slack-sdk", "requests", "matplotlib", "tzdata"):
        click.echo(f"{library} {version(library)}")
