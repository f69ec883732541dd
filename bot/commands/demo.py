"""`drumbeat demo`: a Slack, a LaunchDarkly and the bot on this machine."""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click
from rich.console import Console

from bot import logs, wiring
from bot.commands import stopping
from bot.commands.imports import tell
from bot.commands.manifest import manifest
from bot.local.insights import moments
from bot.local.insights.config import (
    DEPLOYMENT_FREQUENCY,
    LEAD_TIME,
    STALE_FLAGS,
    Bound,
    Config,
)
from bot.local.insights.import_csv import import_csv
from bot.local.insights.import_git import Each, import_git
from bot.local.insights.importing import ImportingError
from bot.local.insights.sample import DESKTOP, ENVIRONMENT, PROJECT, PROJECTS, store_sample
from bot.local.insights.selection import Listing, Scope
from bot.local.insights.store import Store
from bot.local.serving import ServingError
from bot.stage import Stage, stage

_HELP: Final = """\
Try Drumbeat on this machine: a Slack page, a LaunchDarkly and the real bot, no accounts.

It starts with a generated sample of two years, the projects sample-shop and sample-desktop, and the
history of this repository as another. A plain /deploys shows sample-shop, or the first that you
bring along; each becomes a project named after its file:

\b
drumbeat demo --git ../mobile --csv deployments.csv
"""
_OWN: Final = "drumbeat"
SAMPLE_LINES: Final = (
    f"/deploys {PROJECT} this month vs last year",
    f"/leadtime {PROJECT} 90d by application percentiles",
    f"/releases {PROJECT} 30d by impact",
    f"/staleflags {PROJECT} by maintainer levels",
    f"/leadtime compare {PROJECT} {DESKTOP}",
    f"/flagstatus {PROJECT} compare env staging production",
)
"""What to try next, over the sample."""
_SHOWN: Final = timedelta(days=90)
_AT_ONCE: Final = 100
"""Days of the sample that are there when the page is: its two years would be waited for."""
_BOUNDS: Final = {
    DEPLOYMENT_FREQUENCY: (Bound("lower", 1),),
    LEAD_TIME: (Bound("upper", 3 * 86_400_000),),
    STALE_FLAGS: (Bound("upper", 10),),
}
"""Something to hold the numbers against; LaunchDarkly's own come from your account."""


@click.command("demo", help=_HELP)
@click.option(
    "--csv",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A CSV file of deployments (application,version,released_at). May be repeated.",
)
@click.option(
    "--git",
    "repositories",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A git repository whose tags, or else commits, are deployments. May be repeated.",
)
@click.option("--port", default=0, help="The page's port; a free one is picked if none is given.")
def command(files: tuple[Path, ...], repositories: tuple[Path, ...], port: int) -> None:
    """Run until stopped."""
    stop = stopping.on_signal()
    try:
        with stage(manifest(), config=Config(_BOUNDS), page_port=port) as local:
            projects = list(_fill(local.store, files, repositories))
            with _bot(local, projects[0]):
                _welcome(local, projects)
                with _following(local.store):
                    stopping.wait_for(stop)
    except (ServingError, ImportingError, wiring.StartError) as error:
        raise click.ClickException(str(error)) from error


@contextlib.contextmanager
def _bot(local: Stage, project: str) -> Iterator[None]:
    settings = local.settings(drumbeat_project=project, drumbeat_environment=ENVIRONMENT)
    logs.configure("WARNING", settings.secrets)
    with wiring.bot(settings) as bot, wiring.socket_mode(bot.app, settings):
        yield


def _fill(store: Store, files: tuple[Path, ...], repositories: tuple[Path, ...]) -> Iterator[str]:
    """Bring deployments in; yields the projects, the one to start with first."""
    for file in files:
        project = project_key(file.stem)
        now = moments.to_ms(datetime.now(UTC))
        summary = import_csv(file, store, project=project, environment=ENVIRONMENT, now=now)
        tell(summary, "row", file.name)
        yield project
    for repository in repositories:
        yield _repository(store, repository, project_key(repository.resolve().name))
    store_sample(store, datetime.now(UTC), days=_AT_ONCE)
    yield PROJECT
    own = Path(__file__).resolve().parent.parent.parent
    if (own / ".git").exists():
        with contextlib.suppress(ImportingError):  # a machine without git still has the sample
            yield _repository(store, own, _OWN, application=_OWN, notes=False)


@contextlib.contextmanager
def _following(store: Store) -> Iterator[None]:
    """Bring in the earlier years of the sample while somebody opens the page."""
    rest = threading.Thread(target=store_sample, args=(store, datetime.now(UTC)), name="sample")
    rest.start()
    try:
        yield
    finally:
        rest.join()  # the store is closed next


def _repository(
    store: Store, path: Path, project: str, *, application: str | None = None, notes: bool = True
) -> str:
    """Tags where there are any, else the commits of the main branch; says what became of them."""
    sources: tuple[Each, ...] = ("tag", "commit")
    for each in sources:
        summary = import_git(
            path,
            store,
            project=project,
            environment=ENVIRONMENT,
            each=each,
            application=application,
        )
        if summary.added or summary.known:
            tell(summary if notes else replace(summary, notes=()), each, project)
            return project
    raise ImportingError(f"{path} has neither tags nor commits to show.")


def project_key(name: str) -> str:
    """A project's key from a file's name, and none of those that are generated."""
    squeezed = "".join(char if char.isascii() and char.isalnum() else "-" for char in name)
    key = squeezed.strip("-").lower() or "mine"
    return f"my-{key}" if key in PROJECTS else key


def own_lines(store: Store, projects: Sequence[str], now: datetime) -> list[str]:
    """For each project that is not generated a line that has something to show.

    Args:
        store: With its deployments.
        projects: Their keys.
        now: The present (aware).
    """
    return [
        f"/deploys {project} {_time_of(store, project, now)} by application"
        for project in projects
        if project not in PROJECTS
    ]


def _time_of(store: Store, project: str, now: datetime) -> str:
    """The last 90 days, or those up to the last deployment where there was none since."""
    until = moments.to_ms(now)
    latest = store.page(Listing(Scope(project, ENVIRONMENT), 0, until), limit=1)
    at = datetime.fromtimestamp(latest[0].started_at / 1000, UTC) if latest else now
    if now - at < _SHOWN:
        return f"{_SHOWN.days}d"
    return f"from {at - _SHOWN:%Y-%m-%d} to {at + timedelta(days=1):%Y-%m-%d}"


def _welcome(local: Stage, projects: list[str]) -> None:
    console = Console(highlight=False)
    console.print()
    console.print("[bold]Drumbeat is running on this machine.[/bold]")
    console.print(f"Open [bold]{local.page}[/bold] and type [bold]/deploys[/bold]")
    console.print()
    for line in (*own_lines(local.store, projects, datetime.now(UTC)), *SAMPLE_LINES):
        console.print(f"  {line}", style="dim")
    console.print(f"  ({' and '.join(PROJECTS)} are generated)", style="dim")
    console.print()
    console.print("Ctrl-C stops it; nothing is kept.", style="dim")
