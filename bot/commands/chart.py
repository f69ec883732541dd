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
from bot.answer import Answer, answer
from bot.catalog import BY_NAME, CATALOG, Kind
from bot.change import Before
from bot.clock import SystemClock
from bot.commands.data import data_option
from bot.commands.usage import usage
from bot.grammar.defaults import Defaults
from bot.grammar.errors import HelpAsked, UsageError
from bot.grammar.parse import parse
from bot.insights.client import InsightsClient
from bot.insights.errors import InsightsError, NotFoundError
from bot.local.insights.app import create_app
from bot.local.insights.store import Store, StoreError
from bot.local.insights.tokens import Tokens, new_token
from bot.local.serving import serving
from bot.request import Request
from bot.settings import Reading, SettingsError, load
from bot.table import as_csv, table
from bot.text_table import TERMINAL, as_text
from charts.draw import draw

_HELP: Final = """\
Draw a chart into a file and print what its message would say.

LINE is what you would type in Slack, with or without the slash; `drumbeat chart deploys help` lists
what it may hold:

\b
drumbeat chart deploys mobile 30d
drumbeat chart --out week.png deploys mobile 7d by application

With LAUNCHDARKLY_ACCESS_TOKEN set it asks LaunchDarkly (LAUNCHDARKLY_URL says which), otherwise
it counts what `drumbeat import` brought in.
"""


def _known_zone(ctx: click.Context, param: click.Parameter, name: str) -> ZoneInfo:  # noqa: ARG001 - click's signature
    if name not in available_timezones():
        raise click.BadParameter("Zones are named like Europe/Berlin.")
    return ZoneInfo(name)


def _png(ctx: click.Context, param: click.Parameter, out: Path) -> Path:  # noqa: ARG001 - click's signature
    if out.suffix.casefold() != ".png":
        raise click.BadParameter(f"The picture is a PNG; give it a name such as {out.stem}.png.")
    return out


@click.command("chart", help=_HELP, context_settings={"ignore_unknown_options": True})
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    default=Path("chart.png"),
    show_default=True,
    callback=_png,
    help="The picture's file, a PNG.",
)
@click.option(
    "--zone",
    default="UTC",
    show_default=True,
    callback=_known_zone,
    help="The zone that times are read in.",
)
@click.option(
    "--csv",
    "numbers",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Write the numbers that are drawn into this file as well.",
)
@click.option("--table", "as_table", is_flag=True, help="Print the numbers as a table as well.")
@data_option
@click.argument("line", nargs=-1, required=True, type=click.UNPROCESSED)
def command(  # noqa: PLR0913, PLR0917 - click hands over one argument for each option
    out: Path,
    zone: ZoneInfo,
    numbers: Path | None,
    as_table: bool,  # noqa: FBT001 - as above
    data: Path,
    line: tuple[str, ...],
) -> None:
    """Ask, draw, write, print."""
    name, _, words = " ".join(" ".join(line).split()).partition(" ")
    kind = _kind(name)
    try:
        settings = _settings()
        request = parse(
            kind,
            words,
            now=SystemClock().now(),
            zone=zone,
            defaults=wiring.defaults(settings) if settings else Defaults(),
        )
        with _source(settings, data) as source:
            found = _found(request, source)
    except HelpAsked:
        click.echo(usage(kind))
        return
    except UsageError as error:
        example = f"drumbeat chart {error.example.removeprefix('/')}"
        raise click.ClickException(f"{error}\nFor example: {example}") from error
    except InsightsError as error:
        raise click.ClickException(f"{error.sentence} {error.remedy}") from error
    except (SettingsError, StoreError) as error:
        raise click.ClickException(str(error)) from error
    _print(found, source.where, as_table=as_table)
    if numbers is not None:
        _write(as_csv(table(found)), numbers)
        click.echo(f"{numbers}: the numbers")
    if not found.is_empty:
        picture = draw(found.drawing())
        _write(picture.png, out)
        click.echo(f"{out} ({picture.width} x {picture.height}): {picture.alt}")


def _found(request: Request, source: "_Source") -> Answer:
    """All answers to a request; a project that is not there is told from those that are."""
    try:
        return _asked(request, source.client)
    except NotFoundError as error:
        known = source.client.project_keys()
        missing = [one.project for one in request.queries if one.project not in (None, *known)]
        if not missing:
            raise
        raise NotFoundError(
            f"There is no project “{missing[0]}” in {source.where}.",
            f"There is {', '.join(known)}." if known else "There is none at all.",
        ) from error


def _asked(request: Request, client: InsightsClient) -> Answer:
    """All answers to a request; without the period before where LaunchDarkly does not give it."""
    charts = [client.chart(query) for query in request.queries]
    earlier, past = request.earlier, request.past
    if earlier is None or past is None:
        return answer(request, charts)
    try:
        return answer(request, charts, Before(earlier, client.chart(past)))
    except InsightsError as error:
        return answer(request, charts, Before(earlier, None, error.sentence.rstrip(".")))


def _kind(word: str) -> Kind:
    kind = BY_NAME.get(word.removeprefix("/"))
    if kind is None:
        names = ", ".join(kind.name for kind in CATALOG)
        raise click.ClickException(f"There is no chart {word!r}. Charts: {names}.")
    return kind


@dataclass(frozen=True, slots=True)
class _Source:
    """Whom to ask, and how to name it."""

    client: InsightsClient
    where: str


def _settings() -> Reading | None:
    """Those for LaunchDarkly if there is a token for it; otherwise what was imported is counted."""
    return load(Reading) if os.environ.get("LAUNCHDARKLY_ACCESS_TOKEN") else None


@contextlib.contextmanager
def _source(settings: Reading | None, data: Path) -> Iterator[_Source]:
    """LaunchDarkly where there are settings for it, otherwise what was imported."""
    if settings is not None:
        with contextlib.closing(wiring.insights_client(settings, SystemClock())) as client:
            yield _Source(client, settings.launchdarkly_url)
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
        yield _Source(client, f"what was imported into {data}")


def _print(found: Answer, where: str, *, as_table: bool) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    told = found.told
    console.print(told.heading, style="bold", end="")
    console.print(f" · {told.scope}")
    for line in told.lines:
        console.print(line)
    if as_table and not found.is_empty:
        numbers = table(found)
        shown = as_text(numbers, TERMINAL)
        console.print(shown.text, soft_wrap=True)
        console.print(shown.notes(numbers), style="dim", end="\n" if shown.open else "")
    console.print(f"{told.footnote} · from {where}", style="dim")


def _write(content: bytes, out: Path) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
