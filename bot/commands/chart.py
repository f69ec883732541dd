"""`drumbeat chart`: a request line to a picture and its words, without Slack."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import click
from rich.console import Console

from bot import wiring
from bot.catalog import BY_NAME, CATALOG, Kind
from bot.clock import SystemClock
from bot.commands.data import data_option
from bot.describe import Description, describe
from bot.drawing import drawing
from bot.grammar import Defaults, HelpAsked, UsageError, parse
from bot.insights.client import InsightsClient
from bot.insights.errors import InsightsError
from bot.local.insights.app import create_app
from bot.local.insights.store import Store, StoreError
from bot.local.insights.tokens import Tokens, new_token
from bot.local.serving import serving
from bot.report import assess
from bot.settings import Reading, SettingsError, load
from charts.draw import draw
from charts.model import Picture

_HELP: Final = """\
Draw a chart into a file and print what its message would say.

LINE is what you would type in Slack, without the slash:

\b
drumbeat chart deploys mobile 30d
drumbeat chart --out week.png deploys mobile 7d by application

With LAUNCHDARKLY_ACCESS_TOKEN set it asks LaunchDarkly (LAUNCHDARKLY_URL says which), otherwise
it counts the deployments that `drumbeat import` brought in.
"""


def _known_zone(ctx: click.Context, param: click.Parameter, name: str) -> ZoneInfo:  # noqa: ARG001 - click's signature
    if name not in available_timezones():
        raise click.BadParameter("Zones are named like Europe/Berlin.")
    return ZoneInfo(name)


@click.command("chart", help=_HELP, context_settings={"ignore_unknown_options": True})
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    default=Path("chart.png"),
    show_default=True,
    help="The picture's file.",
)
@click.option(
    "--zone",
    default="UTC",
    show_default=True,
    callback=_known_zone,
    help="The zone that times are read in.",
)
@data_option
@click.argument("line", nargs=-1, required=True, type=click.UNPROCESSED)
def command(out: Path, zone: ZoneInfo, data: Path, line: tuple[str, ...]) -> None:
    """Ask, draw, write, print."""
    kind = _kind(line[0])
    try:
        with _source(data) as source:
            query = parse(
                kind,
                " ".join(line[1:]),
                now=SystemClock().now(),
                zone=zone,
                defaults=source.defaults,
            )
            report = assess(query, source.client.chart(query))
    except HelpAsked:
        click.echo("\n".join(f"drumbeat chart {kind.name} {line}" for line in kind.examples))
        return
    except UsageError as error:
        example = f"drumbeat chart {error.example.removeprefix('/')}"
        raise click.ClickException(f"{error}\nFor example: {example}") from error
    except InsightsError as error:
        raise click.ClickException(f"{error.sentence} {error.remedy}") from error
    except (SettingsError, StoreError) as error:
        raise click.ClickException(str(error)) from error
    _print(describe(report, zone=zone), source.where)
    if not report.is_empty:
        _write(draw(drawing(report, zone=zone)), out)


def _kind(word: str) -> Kind:
    kind = BY_NAME.get(word.removeprefix("/"))
    if kind is None:
        names = ", ".join(kind.name for kind in CATALOG)
        raise click.ClickException(f"There is no chart {word!r}. Charts: {names}.")
    return kind


@dataclass(frozen=True, slots=True)
class _Source:
    """Whom to ask, what fills in for what is left out, and how to name it."""

    client: InsightsClient
    defaults: Defaults
    where: str


@contextlib.contextmanager
def _source(data: Path) -> Iterator[_Source]:
    """LaunchDarkly if there is a token for it, otherwise what was imported."""
    if os.environ.get("LAUNCHDARKLY_ACCESS_TOKEN"):
        settings = load(Reading)
        with contextlib.closing(wiring.insights_client(settings, SystemClock())) as client:
            yield _Source(client, wiring.defaults(settings), settings.launchdarkly_url)
        return
    if not data.is_file():
        raise SettingsError(
            "There is nothing to count yet. Bring deployments in (drumbeat import --help), or set "
            "LAUNCHDARKLY_ACCESS_TOKEN to ask LaunchDarkly."
        )
    token = new_token()
    with (
        Store(data) as store,
        serving(create_app(store, tokens=Tokens(readers=frozenset({token})))) as url,
        contextlib.closing(InsightsClient(url, token, clock=SystemClock())) as client,
    ):
        yield _Source(client, Defaults(), f"the deployments in {data}")


def _print(told: Description, where: str) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    console.print(told.heading, style="bold", end="")
    console.print(f" · {told.scope}")
    for line in told.lines:
        console.print(line)
    console.print(f"{told.footnote} · from {where}", style="dim")


def _write(picture: Picture, out: Path) -> None:
    try:
        out.write_bytes(picture.png)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"{out} ({picture.width} x {picture.height}): {picture.alt}")
