"""`drumbeat demo`: a Slack, a LaunchDarkly and the bot on this machine."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
from rich.console import Console

from bot import logs, wiring
from bot.catalog import CATALOG
from bot.commands import stopping
from bot.commands.imports import tell
from bot.commands.manifest import manifest
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
from bot.local.insights.sample import ENVIRONMENT, PROJECT, store_sample
from bot.local.insights.store import Store
from bot.local.serving import ServingError
from bot.stage import Stage, stage

_HELP: Final = """\
Try Drumbeat on this machine: a Slack page, a LaunchDarkly and the real bot, no accounts.

It starts with a generated sample of two years, the projects sample-shop and sample-office, and the
history of this repository as another. A plain /deploys shows sample-shop, or the first that you
bring along; each becomes a project named after its file:

\b
drumbeat demo --git ../mobile --csv deployments.csv
"""
_OWN: Final = "drumbeat"
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
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
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
        project = _key(file.stem)
        tell(import_csv(file, store, project=project, environment=ENVIRONMENT), "row", file.name)
        yield project
    for repository in repositories:
        yield _repository(store, repository, _key(repository.resolve().name))
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


def _key(name: str) -> str:
    """A project's key from a file's name."""
    squeezed = "".join(char if char.isascii() and char.isalnum() else "-" for char in name)
    return squeezed.strip("-").lower() or "mine"


def _welcome(local: Stage, projects: list[str]) -> None:
    console = Console(highlight=False)
    console.print()
    console.print("[bold]Drumbeat is running on this machine.[/bold]")
    console.print(f"Open [bold]{local.page}[/bold] and type [bold]/deploys[/bold]")
    console.print()
    for project in projects:
        named = " (generated)" if project == PROJECT else ""
        console.print(f"  /deploys {project} 90d by application{named}", style="dim")
    for kind in CATALOG[1:]:
        console.print(f"  {kind.command} {PROJECT} (generated)", style="dim")
    console.print()
    console.print("Ctrl-C stops it; nothing is kept.", style="dim")
