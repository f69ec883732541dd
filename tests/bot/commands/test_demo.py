"""What the demo and the README say can be typed: it has something to show in the demo."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.assess import assess
from bot.catalog import BY_NAME, CATALOG
from bot.commands.demo import SAMPLE_LINES, own_lines, project_key
from bot.grammar.defaults import Defaults
from bot.grammar.errors import HelpAsked
from bot.grammar.parse import parse
from bot.insights.client import InsightsClient
from bot.local.insights.app import create_app
from bot.local.insights.model import Event
from bot.local.insights.sample import ENVIRONMENT, PROJECT, store_sample
from bot.local.insights.store import Store
from bot.local.insights.tokens import Tokens, new_token
from bot.local.serving import serving
from tests.bot.local.insights.locally import ms
from tests.fakes import MovedClock

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
README = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
BLOCK = README.split("## What you can type", 1)[1].split("```", 2)[1]
SHOWN = [re.split(r"\s{3,}", line)[0] for line in BLOCK.strip().splitlines()]
USUAL = Defaults(project=PROJECT, environment=ENVIRONMENT)
EXAMPLES = [
    USUAL.at_home(f"{kind.command} {example}") for kind in CATALOG for example in kind.examples
]


@contextlib.contextmanager
def asking(store: Store) -> Iterator[InsightsClient]:
    """A client of the local LaunchDarkly, at the moment of these tests."""
    token, clock = new_token(), MovedClock(NOW)
    app = create_app(store, tokens=Tokens(readers=frozenset({token})), clock=clock.now)
    with (
        serving(app) as url,
        contextlib.closing(InsightsClient(url, token, clock=clock)) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[InsightsClient]:
    """Over the sample."""
    with Store() as store:
        store_sample(store, NOW)
        with asking(store) as client:
            yield client


def shows(client: InsightsClient, line: str) -> bool:
    """Whether a line that is typed in the demo has something to show, and to compare it with."""
    command, _, words = line.removeprefix("/").partition(" ")
    request = parse(BY_NAME[command], words, now=NOW, zone=ZoneInfo("UTC"), defaults=USUAL)
    earlier = request.earlier
    before = [replace(request.query, window=earlier.window, expand=())] if earlier else []
    asked = (*request.queries, *(before if " vs " in line else ()))
    return not any(assess(query, client.chart(query)).is_empty for query in asked)


@pytest.mark.parametrize("line", SHOWN)
def test_every_line_of_the_readme_shows_something(client: InsightsClient, line: str) -> None:
    """As it stands, in the demo; but for the one that asks what there is."""
    with pytest.raises(HelpAsked) if line.endswith(" help") else contextlib.nullcontext():
        assert shows(client, line)


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_shows_something(client: InsightsClient, line: str) -> None:
    """Those of `/deploys help` and of the answers to what cannot be understood."""
    assert shows(client, line)


@pytest.mark.parametrize("line", SAMPLE_LINES)
def test_every_line_of_the_welcome_shows_something(client: InsightsClient, line: str) -> None:
    """What the demo says to try next is worth it."""
    assert shows(client, line)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Deployments 2026", "deployments-2026"),
        ("Sample Desktop", "my-sample-desktop"),
        ("Sample-Shop", "my-sample-shop"),
        ("…", "mine"),
    ],
)
def test_a_project_of_ones_own_is_none_of_the_sample(name: str, key: str) -> None:
    """Whatever the file is called, its numbers do not mix with generated ones."""
    assert project_key(name) == key


@pytest.mark.parametrize("days_ago", [1, 89, 90, 1_000])
def test_the_line_of_ones_own_project_shows_something(days_ago: int) -> None:
    """Whenever it was deployed last."""
    at = ms("2026-11-24T09:30") - int(timedelta(days=days_ago).total_seconds() * 1000)
    with Store() as store:
        store.add([Event("mine", ENVIRONMENT, "web", "1", "finished", at)])
        (line,) = own_lines(store, ["mine", PROJECT], NOW)
        with asking(store) as client:
            assert shows(client, line)
