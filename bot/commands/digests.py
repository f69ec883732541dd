"""`drumbeat digests`: digests and alerts as code, and the database that they are kept in."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot import wiring
from bot.alerts import book as alert_book
from bot.alerts.book import TooManyError
from bot.alerts.model import Alert, Wish
from bot.calendars import ics, kept
from bot.calendars.kept import Channel
from bot.calendars.model import CalendarError
from bot.clock import SystemClock
from bot.commands.config import config_option
from bot.digests import applying, book, code
from bot.digests import plan as plans
from bot.digests.applying import AppliedError
from bot.digests.code import CodeError
from bot.digests.model import Digest, Setting
from bot.digests.plan import Step
from bot.digests.rearranging import rearrange
from bot.settings import Settings, SettingsError, load
from bot.store.engine import DatabaseError, backed_up, beside, reason
from bot.store.moving import MovingError, bring_in, export
from bot.words import count

_PLAN_HELP: Final = """\
Show what applying FILE would change, and change nothing.

FILE is YAML; ids of people and channels are Slack's (“Copy member ID”, “Copy channel ID”):

\b
owner: U0123ABCD
digests:
  monday-numbers:
    channel: C0123ABCD
    charts:
      - deploys mobile 30d
      - leadtime mobile 30d
    every: monday 09:00
    zone: Europe/Berlin
alerts:
  mobile-quiet:
    channel: C0123ABCD
    line: deploys mobile below 3 for 2 days

What was made in Slack is left alone. One that stands in the file and was changed in
Slack since has drifted: that is shown, and applying ends it. One that no longer stands in the file
is deleted. Exits with 2 if anything would change, with 0 if not.
"""


@click.group("digests")
def command() -> None:
    """Set digests and alerts up from a file, and back up or move their database."""


_FILE: Final = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


_REFUSED: Final = (
    AppliedError,
    CalendarError,
    CodeError,
    DatabaseError,
    MovingError,
    SettingsError,
    wiring.StartError,
)


@contextlib.contextmanager
def _database(config: Path | None) -> Iterator[tuple[Settings, Engine]]:
    """The settings and the database, beside a bot that may be using it."""
    try:
        settings = load(Settings, config)
        with beside(settings.database) as engine:
            yield settings, engine
    except _REFUSED as error:
        raise click.ClickException(str(error)) from error
    except TooManyError as error:
        most = f"{alert_book.MOST} alerts are as many as a channel can have"
        raise click.ClickException(f"{most}. Delete one first.") from error
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database cannot be used: {reason(error)}.") from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}.") from error


@command.command("plan", help=_PLAN_HELP)
@config_option
@_FILE
@click.pass_context
def plan(ctx: click.Context, config: Path | None, file: Path) -> None:
    """Show what would change."""
    with _database(config) as (settings, engine):
        steps = _steps(settings, engine, file)
    _show(steps)
    ctx.exit(2 if any(step.deed != "keep" for step in steps.all) else 0)


@command.command("apply")
@config_option
@_FILE
def apply(config: Path | None, file: Path) -> None:
    """Make digests and alerts what FILE says, as plan shows it."""
    now = SystemClock().now()
    with _database(config) as (settings, engine):
        team, steps = wiring.team_of(settings), _steps(settings, engine, file)
        with engine.begin() as connection:
            for digest in steps.digests:
                applying.digest(connection, team, digest, now)
            for alert in steps.alerts:
                applying.alert(connection, team, alert, now, wiring.defaults(settings))
    _show(steps)
    click.echo("Applied.")


@dataclass(frozen=True, slots=True)
class _Steps:
    """What applying a file does."""

    digests: plans.Digests
    alerts: plans.Alerts

    @property
    def all(self) -> tuple[Step[Setting, Digest] | Step[Wish, Alert], ...]:
        """To digests and to alerts."""
        return (*self.digests, *self.alerts)


def _steps(settings: Settings, engine: Engine, file: Path) -> _Steps:
    now, defaults, team = SystemClock().now(), wiring.defaults(settings), wiring.team_of(settings)
    wanted = code.parsed(file.read_text(encoding="utf-8"), now=now, defaults=defaults)
    with engine.begin() as connection:
        return _Steps(
            plans.plan(wanted.digests, book.of_team(connection, team)),
            plans.plan_alerts(wanted.alerts, alert_book.of_team(connection, team)),
        )


_SIGNS: Final = {"add": "[green]+", "change": "[yellow]~", "delete": "[red]-", "keep": "[dim]="}


def _show(steps: _Steps) -> None:
    console = Console(highlight=False, emoji=False)
    for step in steps.all:
        what = "alert" if isinstance(step.wanted or step.known, Wish) else "digest"
        number = f" ({what} {step.known.id})" if step.known else ""
        key = f"{'alert ' if what == 'alert' else ''}{step.key}"
        console.print(f"{_SIGNS[step.deed]} {key}{number}: {step.deed}[/]", soft_wrap=True)
        lines = [f"drift since it was applied: {one}" for one in step.drift]
        for line in (*lines, *step.changes):
            console.print(f"    {line}", markup=False, soft_wrap=True)


@command.command("backup")
@config_option
@_FILE
def backup(config: Path | None, file: Path) -> None:
    """Copy the database into FILE, while the bot goes on."""
    with _database(config) as (_, engine):
        backed_up(engine, file)
    click.echo(f"{file}: a whole database. To use it, let DRUMBEAT_DATABASE name it.")


@command.command("export")
@config_option
@_FILE
def export_(config: Path | None, file: Path) -> None:
    """Write all digests and what became of their slots into FILE, as JSON.

    Stop the bot first: what happens afterwards is not in the file.
    """
    with _database(config) as (_, engine), engine.begin() as connection:
        file.write_text(export(connection), encoding="utf-8")
    click.echo(f"{file}: bring it into another database with drumbeat digests import.")


@command.command("import")
@config_option
@_FILE
def import_(config: Path | None, file: Path) -> None:
    """Bring an export into an empty database: from a file to PostgreSQL, or the other way."""
    with _database(config) as (_, engine), engine.begin() as connection:
        count = bring_in(connection, file.read_text(encoding="utf-8"))
    click.echo(f"{count} digests came. Start the bot with this database, and no other.")


_HOLIDAYS_HELP: Final = """\
Bring the days off of an ICS file into the calendar of a channel.

Digests that would come to the channel on such a day are skipped, or come at the same time of the
next day that is not off. Events of whole days are days off, also those that come every year, from
a year ago to five years ahead. Bringing a file in again replaces what a file of this name brought
before; what was typed with /drumbeat calendar stays. The id of the channel is Slack's (“Copy
channel ID”).
"""


@command.command("holidays", help=_HOLIDAYS_HELP)
@config_option
@_FILE
@click.option("--channel", required=True, help="Whose calendar it is.")
@click.option("--shift", is_flag=True, help="Digests come on the next day that is not off.")
def holidays(config: Path | None, file: Path, channel: str, *, shift: bool) -> None:
    """Bring days off in."""
    if not re.fullmatch("[CG][A-Z0-9]{2,20}", channel):
        raise click.BadParameter("A channel's id looks like C0123ABCD.", param_hint="--channel")
    now = SystemClock().now()
    with _database(config) as (settings, engine):
        found = ics.read(_bytes(file), "shift" if shift else "skip", today=now.date())
        whose = Channel(wiring.team_of(settings), channel)
        with engine.begin() as connection:
            gone = kept.bring_in(connection, whose, found.days_off, file.name)
            rearrange(connection, whose, now)
    for note in found.notes:
        click.echo(note, err=True)
    brought = count(len(found.days_off), ("holiday or freeze", "holidays and freezes"))
    instead = f", in place of {gone:,} that it brought before" if gone else ""
    click.echo(f"{file.name}: {brought} for {channel}{instead}.")


def _bytes(file: Path) -> bytes:
    """No more of a file than it takes to see that it is too large."""
    with file.open("rb") as opened:
        return opened.read(ics.MOST_BYTES + 1)
