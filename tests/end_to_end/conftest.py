"""The product, started once for each way in and each file; a browser that talks to nobody else."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.end_to_end.local import Local, local, write_history

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "releases-js-core.csv"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", params=["made up", "real"])
def history(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of deployments: a made-up one, and 1,533 real releases where they are at hand."""
    if request.param == "made up":
        return write_history(tmp_path_factory.mktemp("history") / "made-up.csv")
    if not REAL.is_file():
        pytest.skip("the file of real releases is not here")
    return REAL


@pytest.fixture(scope="session", params=["socket", "http"])
def product(request: pytest.FixtureRequest, history: Path) -> Iterator[Local]:
    """The product, over Socket Mode and over signed HTTP."""
    with local(history, request.param) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no Chromium here (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window; the test fails if the page logs an error."""
    window = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = window.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    window.close()
    assert errors == []
