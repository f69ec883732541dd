"""`drumbeat demo`: a Slack, a LaunchDarkly and the bot on this machine."""

import contextlib
import signal
import threading
from collections.abc import Iterator
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
from bot.local.insights.config import DEPLOYMENT_FREQUENCY, Bound, Config
from bot.local.insights.import_csv import import_csv
from bot.local.insights.import_git import Each, import_git
from bot.local.insights.importing import ImportingError
from bot.local.insights.sample import ENVIRONMENT, PROJECT, store_sample
from bot.local.insights.selection import Listing, Scope
from bot.local.insights.store import Store
from bot.local.serving import ServingError
from bot.stage import Stage, stage

_HELP: Final = """\
Try Drumbeat on this machine: a Slack page, a LaunchDarkly and the real bot, no accounts.

It starts with the history of this repository as one project and a generated sample, called
sample-shop, as another. A plain /deploys shows this repository once it has a few weeks of history,
the sample until then. Bring your own along; each becomes a project named after its file, and the
first one is what a plain /deploys shows:

\b
drumbeat demo --git ../mobile --csv deployments.csv
"""
_OWN: Final = "drumbeat"
_ENOUGH: Final = 10
"""Deployments of the last thirty days, today left out, that make a chart worth a first look."""


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
    bounds = {DEPLOYMENT_FREQUENCY: (Bound("lower", 1),)}
    try:
        with stage(manifest(), config=Config(bounds), page_port=port) as local:
            projects = list(_fill(local.store, files, repositories))
            first = projects[0] if files or repositories else _livelier(local.store)
            with _bot(local, first):
                _welcome(local, projects)
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
    own = Path(__file__).resolve().parent.parent.parent
    if (own / ".git").exists():
        with contextlib.suppress(ImportingError):  # a machine without git still has the sample
            yield _repository(store, own, _OWN, application=_OWN)
    store_sample(store, datetime.now(UTC))
    yield PROJECT


def _livelier(store: Store) -> str:
    """This repository, if enough happened in it lately to be looked at; otherwise the sample."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    month = (moments.to_ms(today - timedelta(days=30)), moments.to_ms(today))
    lately = Listing(Scope(_OWN, ENVIRONMENT), *month)
    return _OWN if store.total(lately) >= _ENOUGH else PROJECT


def _repository(store: Store, path: Path, project: str, application: str | None = None) -> str:
    """Tags where there are any, else the commits of the main branch."""
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
            tell(summary, each, project)
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
    console.print()
    console.print("Ctrl-C stops it; nothing is kept.", style="dim")
