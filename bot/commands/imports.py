"""`drumbeat import`: deployments from a CSV file or a git repository."""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.commands.data import data_option, prepared
from bot.local.insights.import_csv import import_csv
from bot.local.insights.import_git import Each, import_git
from bot.local.insights.importing import ImportingError, ImportSummary
from bot.local.insights.store import Store, StoreError
from bot.words import count

_QUIET_SECONDS: Final = 1.0
"""What takes no longer than this is over before a bar is read."""
_CSV_HELP: Final = """\
Bring in deployments from a CSV file.

Its first line names the columns application, version and released_at (ISO 8601 with a time zone);
other columns are ignored. A bad row is named with its line number and the good ones are kept.
Importing twice changes nothing.

\b
drumbeat import csv deployments.csv --project mobile
"""
_GIT_HELP: Final = """\
Bring in deployments from a git repository.

Every tag becomes a deployment that finished when the tag was made. Tags such as web-v1.2.0,
web@1.2.0 or web/v1.2.0 belong to the application that they name, others to the repository. Teams
that deploy on every push take each commit, or each merge, of the main branch instead. Importing
twice changes nothing.

\b
drumbeat import git ../mobile --project mobile
drumbeat import git ../mobile --project mobile --each merge
"""


@click.group("import")
def command() -> None:
    """Bring in deployments from a CSV file or a git repository."""


def _into(function: Any) -> Any:  # noqa: ANN401 - click's decorators take and give anything
    """Give a command the options that say where deployments go."""
    for option in (
        click.option("--project", required=True, help="The project's key."),
        click.option("--environment", default="production", show_default=True, help="Its key."),
        data_option,
    ):
        function = option(function)
    return function


@command.command("csv", help=_CSV_HELP)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_into
def csv_(file: Path, project: str, environment: str, data: Path) -> None:
    """Import a file."""
    with _importing(data) as (store, progress):
        summary = import_csv(
            file, store, project=project, environment=environment, progress=progress
        )
    tell(summary, "row", str(file))


@command.command("git", help=_GIT_HELP)
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
    tell(summary, each, str(path))


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
        bar.stop()


def tell(summary: ImportSummary, what: str, source: str) -> None:
    """Say what became of a source; exit with 1 if nothing in it was any good."""
    click.echo(
        f"{source}: {count(summary.read, (what, what + 's'))} read, "
        f"{count(summary.added, ('new deployment', 'new deployments'))}, "
        f"{summary.known:,} already there, {summary.bad:,} left out."
    )
    for row in summary.first_bad:
        click.echo(f"  {row.where}: {row.reason}", err=True)
    if summary.bad > len(summary.first_bad):
        click.echo(f"  and {summary.bad - len(summary.first_bad):,} more", err=True)
    for note in summary.notes:
        click.echo(note, err=True)
    if summary.bad and not summary.added and not summary.known:
        raise click.exceptions.Exit(1)
