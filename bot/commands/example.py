"""`drumbeat example`."""

from pathlib import Path
from typing import Final

import click

_HERE: Final = Path(__file__).resolve().parents[1] / "examples"
NAMES: Final = ("compose", "kubernetes")


def example_text(name: str) -> str:
    """An example as it ships."""
    return (_HERE / f"{name}.yaml").read_text(encoding="utf-8")


_HELP: Final = """\
Print an example of how to run Drumbeat in several processes.

It is a file that works as it stands, with comments that say what it takes; no secret is in it.

\b
compose     Docker Compose on one machine, PostgreSQL included
kubernetes  manifests for a cluster, beside a PostgreSQL that is there
"""


@click.command("example", help=_HELP)
@click.argument("name", type=click.Choice(NAMES))
def command(name: str) -> None:
    """Print an example."""
    click.echo(example_text(name), nl=False)
