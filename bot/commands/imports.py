"""`drumbeat import`: deployments, pull requests and flags from files, or from a git repository."""

import contextlib
import functools
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.commands.data import data_option, prepared, short
from bot.local.insights import moments
from bot.local.insights.import_file import import_file
from bot.local.insights.import_git import Each, import_git
from bot.local.insights.importing import ImportingError, ImportSummary
from bot.local.insights.kinds import DEPLOYMENTS, IMPORTED, Kind
from bot.local.insights.store import Store, StoreError
from bot.words import count

_QUIET_SECONDS: Final = 1.0
"""What takes no longer than this is over before a bar is read."""
_GIT_HELP: Final = """\
Bring in deployments from a git repository, with their lead times.

Every tag becomes a deployment that finished when the tag was made. Tags such as web-v1.2.0,
web@1.2.0 or web/v1.2.0 belong to the application that they name, others to the repository. Teams
that deploy on every push take each commit, or each merge, of the main branch instead. Lead times
run from the first commit that the release before did not have. Importing twice changes nothing.

\b
drumbeat import git ../mobile --project mobile
drumbeat import git ../mobile --project mobile --each merge
"""
_FORMS: Final = """\
It is CSV whose first line names the columns (with commas, semicolons or tabs between them), a JSON
array of objects, or JSON lines; columns that are not listed here are ignored. Times are ISO 8601
with a zone, or epoch milliseconds; lists have commas between their items. A bad row is named with
its line number and the good ones are kept. Importing twice changes nothing."""


@click.group("import")
def command() -> None:
    """Bring in deployments, pull requests and flags, from files or a git repository."""


_PROJECT: Final = click.option("--project", required=True, help="The project's key.")
_ENVIRONMENT: Final = click.option(
    "--environment", default="production", show_default=True, help="Its key."
)


def _into(function: Any, *, environment: bool = True) -> Any:  # noqa: ANN401 - click's decorators take and give anything
    """Give a command the options that say where things go."""
    placed = _ENVIRONMENT(data_option(function)) if environment else data_option(function)
    return _PROJECT(placed)


def _from_file(name: str, kind: Kind[Any]) -> click.Command:
    """The command that brings in files of a kind."""
    short_help = f"{kind.noun[1].capitalize()}, from a file."

    @click.command(name, help=_file_help(name, kind), short_help=short_help)
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    @functools.partial(_into, environment=kind.is_placed)
    def run(file: Path, project: str, data: Path, environment: str = "") -> None:
        with _importing(data) as (store, progress):
            summary = import_file(
                file,
                store,
                kind,
                project=project,
                environment=environment,
                now=moments.to_ms(datetime.now(UTC)),
                progress=progress,
            )
        tell(summary, "row", str(file), kind.noun, data=data)

    return run


def _file_help(name: str, kind: Kind[Any]) -> str:
    """What the file may hold, column by column."""
    width = max(len(column.name) for column in kind.columns)
    columns = "\n".join(
        f"{column.name:{width}}  {column.holds}{' (required)' if column.required else ''}"
        for column in kind.columns
    )
    return (
        f"Bring in {kind.noun[1]} from a file.\n\n{_FORMS}\n\n\b\n{columns}\n\n"
        f"\b\ndrumbeat import {name} {kind.noun[1].replace(' ', '-')}.csv --project mobile"
    )


_FILES: Final[dict[str, Kind[Any]]] = {"csv": DEPLOYMENTS, **IMPORTED}
for _name, _kind in _FILES.items():
    command.add_command(_from_file(_name, _kind))


@command.command("git", help=_GIT_HELP, short_help="Deployments and their lead times, from git.")
@click.argument("path", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--each",
    type=click.Choice(["tag", "commit", "merge"]),
    default="tag",
    show_default=True,
    help="What stands for a deployment.",
)
@click.option("--application", help="The application of what names none; else the repository.")
@_into
def git(  # noqa: PLR0913, PLR0917 - click hands over one argument for each option
    path: Path, each: Each, application: str | None, project: str, environment: str, data: Path
) -> None:
    """Import a repository."""
    with _importing(data) as (store, progress):
        summary = import_git(
            path,
            store,
            project=project,
            environment=environment,
            each=each,
            application=application,
            progress=progress,
        )
    tell(summary, each, str(path), data=data)


@contextlib.contextmanager
def _importing(data: Path) -> Iterator[tuple[Store, Callable[[int, int], None]]]:
    """The store and somebody to be told how far it is; what goes wrong becomes one sentence."""
    try:
        with Store(prepared(data)) as store, progress_bar() as progress:
            yield store, progress
    except (ImportingError, StoreError) as error:
        raise click.ClickException(str(error)) from error


@contextlib.contextmanager
def progress_bar(
    quiet: float = _QUIET_SECONDS, console: Console | None = None
) -> Iterator[Callable[[int, int], None]]:
    """A progress bar that appears once there is something to wait for.

    Args:
        quiet: Seconds until it appears.
        console: Where it appears; stderr if none is given.
    """
    begun = time.monotonic()
    bar = Progress(
        TextColumn("Importing"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=console or Console(stderr=True),
        transient=True,
    )
    task: TaskID | None = None

    def tell_progress(done: int, of: int) -> None:
        nonlocal task
        if task is None and time.monotonic() - begun >= quiet:
            bar.start()
            task = bar.add_task("", total=of)
        if task is not None:
            bar.update(task, completed=done, total=of)

    try:
        yield tell_progress
    finally:
        if task is not None:  # a bar that never was would leave an empty line
            bar.stop()


def tell(
    summary: ImportSummary,
    what: str,
    source: str,
    noun: tuple[str, str] = DEPLOYMENTS.noun,
    *,
    data: Path | None = None,
) -> None:
    """Say what became of a source; exit with 1 if nothing in it was any good.

    Args:
        summary: What became of it.
        what: What it is made of: rows, tags, commits.
        source: Its name.
        noun: One and many of what was brought in.
        data: Where it is kept, if it is.
    """
    one, many = noun
    changed = f"{summary.changed:,} changed, " if summary.changed else ""
    click.echo(
        f"{source}: {count(summary.read, (what, what + 's'))} read, "
        f"{count(summary.added, (f'new {one}', f'new {many}'))}, "
        f"{changed}{summary.known:,} already there, {summary.bad:,} left out."
    )
    for row in summary.first_bad:
        click.echo(f"  {row.where}: {row.reason}", err=True)
    if summary.bad > len(summary.first_bad):
        click.echo(f"  and {summary.bad - len(summary.first_bad):,} more", err=True)
    for note in summary.notes:
        click.echo(note, err=True)
    if data is not None and summary.added + summary.changed + summary.known:
        click.echo(f"Kept in {short(data)}.", err=True)
    if summary.bad and summary.bad == summary.read:
        raise click.exceptions.Exit(1)
