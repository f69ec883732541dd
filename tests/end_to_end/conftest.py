"""The product, started once for each way in and each file; a browser that talks to nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.end_to_end.local import Local, local, write_history

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "releases-js-core.csv"


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
