"""The whole product on this machine, over deployments that a plain loop can count too."""

import contextlib
import csv
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from bot import wiring
from bot.commands.manifest import manifest
from bot.local.insights import sample
from bot.local.insights.import_csv import import_csv
from bot.stage import Stage, stage

PROJECT = "counted"
Transport = Literal["socket", "http"]


@dataclass(frozen=True, slots=True)
class Local:
    """A bot that is connected, its two servers, and the file that its numbers come from."""

    stage: Stage
    file: Path

    @property
    def page(self) -> str:
        """The address of the page, with a public channel open as a person in Berlin."""
        workspace = self.stage.workspace
        channel, person = workspace.channel("delivery").id, workspace.person("ada").id
        return f"{self.stage.page}/#{channel}/{person}"


@contextlib.contextmanager
def local(file: Path, transport: Transport, **settings: object) -> Iterator[Local]:
    """Run the product over a file of deployments; files of the local Slack are ready at once."""
    with contextlib.ExitStack() as stack:
        servers = stack.enter_context(stage(manifest(), limits=False))
        servers.workspace.settling.file_ready_after = 0.05
        import_csv(file, servers.store, project=PROJECT, environment="production")
        chosen = servers.settings(drumbeat_project=PROJECT, **settings)
        bot = stack.enter_context(wiring.bot(chosen))
        if transport == "socket":
            stack.enter_context(wiring.socket_mode(bot.app, chosen))
        else:
            way_in = wiring.http(bot.app, chosen, host="127.0.0.1", port=0)
            servers.workspace.request_url = stack.enter_context(way_in) + "/slack/events"
        yield Local(servers, file)


@contextlib.contextmanager
def sampled(**settings: object) -> Iterator[Local]:
    """Run the product over the generated sample, whose project and environment are the usual ones.

    Args:
        settings: Further settings of the bot.
    """
    usual = {"drumbeat_project": sample.PROJECT, "drumbeat_environment": sample.ENVIRONMENT}
    with contextlib.ExitStack() as stack:
        servers = stack.enter_context(stage(manifest(), limits=False))
        servers.workspace.settling.file_ready_after = 0.05
        sample.store_sample(servers.store, datetime.now(UTC), days=100)
        chosen = servers.settings(**{**usual, **settings})
        bot = stack.enter_context(wiring.bot(chosen))
        stack.enter_context(wiring.socket_mode(bot.app, chosen))
        yield Local(servers, Path())


def counted(file: Path, start: datetime, end: datetime) -> Counter[str]:
    """Deployments of each application within [start, end), by a loop over the file."""
    found: Counter[str] = Counter()
    with file.open(newline="") as rows:
        for row in csv.DictReader(rows):
            at = datetime.fromisoformat(row["released_at"])
            if start <= at < end:
                found[row["application"]] += 1
    return found


def write_history(file: Path) -> Path:
    """A made-up history of twelve applications over five months, always the same."""
    chance = random.Random(7)  # noqa: S311 - the same history each time
    first = datetime(2026, 3, 1, tzinfo=UTC)
    with file.open("w", newline="") as rows:
        write = csv.writer(rows).writerow
        write(["application", "version", "released_at"])
        for number in range(1_200):
            # Skewed, so that some applications are busy and some nearly silent.
            name = f"app-{min(int(chance.expovariate(0.25)), 11):02d}"
            at = first + timedelta(seconds=chance.randrange(153 * 86_400))
            write([name, f"1.0.{number}", at.isoformat().replace("+00:00", "Z")])
    return file
