"""Each command in a real browser: its numbers, its picture, its buttons."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from bot.catalog import BY_NAME
from bot.local.insights.sample import ENVIRONMENT, PROJECT
from tests.end_to_end.local import Local, sampled
from tests.handlers.talking import until

pytestmark = pytest.mark.browser
PICTURE = (1600, 900)


@pytest.fixture(scope="module")
def product() -> Iterator[Local]:
    """The product over the generated sample."""
    with sampled() as running:
        yield running


def ask(page: Page, product: Local, line: str) -> Locator:
    """Send a command; returns its message, once its picture is there."""
    before = {one.ts for one in product.stage.workspace.messages("delivery")}
    page.locator("#composer").fill(line)
    page.locator("#send").click()
    seen = until(
        lambda: [one.ts for one in product.stage.workspace.messages("delivery")],
        lambda listed: set(listed) - before,
    )
    message = page.locator(f'[data-ts="{seen[-1]}"]')
    expect(message.locator('img[data-ready="true"]')).to_be_visible(timeout=15_000)
    return message


def picture(page: Page, message: Locator) -> str:
    """A message's picture, which has to be one; returns its description."""
    image = message.locator('img[data-ready="true"]')
    source = page.evaluate("(image) => image.src", image.element_handle())
    png = Image.open(io.BytesIO(page.request.get(source).body()))
    assert (png.format, png.size) == ("PNG", PICTURE)
    return image.get_attribute("alt") or ""


@dataclass(frozen=True)
class Answer:
    """What the local LaunchDarkly answers to the question that the bot asked last."""

    series: list[dict[str, Any]]

    def whole(self) -> int:
        """All values of days that are over, added up by hand."""
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        over = int(today.timestamp() * 1000)
        return sum(p["y"] for one in self.series for p in one["data"] if p["x"] < over)

    def standing(self) -> dict[str, int]:
        """The value of each series."""
        return {one["metadata"]["name"]: one["data"][0]["y"] for one in self.series}


def answer(product: Local, chart: str, **more: str) -> Answer:
    """Ask the local LaunchDarkly what the bot asked it, over the same time."""
    kind = BY_NAME[chart]
    sent = [dict(one.query) for one in product.stage.record.requests if one.path == kind.path]
    matching = [one for one in sent if more.items() <= one.items()]
    latest = max(matching, key=lambda one: int(one.get("to", 0)))
    headers = {"Authorization": product.stage.token, "LD-API-Version": "beta"}
    url = product.stage.insights + kind.path
    with requests.Session() as session:
        session.trust_env = False
        told = session.get(url, params=latest, headers=headers, timeout=10)
    told.raise_for_status()
    return Answer(told.json()["series"])


@pytest.mark.parametrize("chart", ["deploys", "releases"])
def test_events_are_counted(page: Page, product: Local, chart: str) -> None:
    """The total in the words and in the description is that of the days that are over."""
    page.goto(product.page)
    message = ask(page, product, f"/{chart} 30d")
    total = answer(product, chart).whole()
    assert f"{total:,} {BY_NAME[chart].noun[1]}" in message.inner_text()
    assert f"{total:,} in all" in picture(page, message)
    assert re.search(r"(more|fewer) than on the same weekdays 5 weeks before", message.inner_text())


def test_lead_times_are_told_by_their_middle(page: Page, product: Local) -> None:
    """Hours and days in the words and in the picture, stages in their order."""
    page.goto(product.page)
    message = ask(page, product, "/leadtime 30d")
    text = message.inner_text()
    assert re.search(r"typically .*(h|days) · from", text)
    assert re.search(r"typically coding .* · review .* · wait .* · deploy ", text)
    alt = picture(page, message)
    assert "in all" not in alt
    assert re.search(r"\d (h|days?)", alt)


def test_flags_are_counted_as_they_stand(page: Page, product: Local) -> None:
    """Each status, and each maintainer of stale flags."""
    page.goto(product.page)
    message = ask(page, product, "/flagstatus")
    statuses = answer(product, "flagstatus").standing()
    text = message.inner_text()
    assert f"{sum(statuses.values())} flags" in text
    assert all(f"{name} {value} (" in text for name, value in statuses.items())
    assert "flags" in picture(page, message)
    stale = ask(page, product, "/staleflags")
    counts = answer(product, "staleflags").standing()
    assert f"{sum(counts.values())} stale flags" in stale.inner_text()
    assert "stale flags" in picture(page, stale)


@pytest.mark.parametrize(
    ("line", "scope"),
    [
        ("/deploys compare app checkout web 30d", "checkout and web"),
        ("/leadtime compare app checkout web 30d", "checkout and web"),
        ("/leadtime by application percentiles", "by application"),
        ("/releases by impact 90d", "by impact"),
        ("/deploys this week bucket hour vs last month", "hour buckets"),
    ],
)
def test_every_form_is_drawn(page: Page, product: Local, line: str, scope: str) -> None:
    """Lines on one scale, panels beside each other, percentiles, stacks, hours."""
    page.goto(product.page)
    message = ask(page, product, line)
    assert scope in message.inner_text()
    assert picture(page, message)


def test_buttons_change_the_message_in_its_place(page: Page, product: Local) -> None:
    """Another range, another grouping, the table and back, each in the same message."""
    page.goto(product.page)
    message = ask(page, product, "/releases")
    message.get_by_role("button", name="7d", exact=True).click()
    expect(message).to_contain_text("last 7 days")
    expect(message.locator('img[data-ready="true"]')).to_be_visible(timeout=15_000)
    message.get_by_role("button", name="By impact").click()
    expect(message).to_contain_text("by impact")
    message.get_by_role("button", name="Table").click()
    expect(message).to_contain_text("start (UTC)")
    expect(message.locator("img")).to_have_count(0)
    message.get_by_role("button", name="Chart").click()
    expect(message.locator('img[data-ready="true"]')).to_be_visible(timeout=15_000)
    expect(message).not_to_contain_text("changed by")  # who asked did it


def test_the_csv_comes_into_the_thread(page: Page, product: Local) -> None:
    """Where the bot is a member; elsewhere the person is told how to invite it."""
    page.goto(product.page)
    message = ask(page, product, "/staleflags")
    message.get_by_role("button", name="CSV").click()
    private = page.locator("[data-ephemeral]", has_text="/invite @Drumbeat").last
    expect(private).to_be_visible()
    page.locator("#composer").fill("/invite @Drumbeat")
    page.locator("#send").click()
    expect(page.locator("[data-ephemeral]", has_text="Drumbeat is in now").last).to_be_visible()
    message.get_by_role("button", name="CSV").click()
    expect(message).to_contain_text("1 reply")
    counts = answer(product, "staleflags").standing()
    files = product.stage.workspace.store.files.values()
    (file,) = [one for one in files if one.name.endswith(".csv") and one.shares]
    rows = (file.content or b"").decode("utf-8-sig").splitlines()
    assert rows[0] == "maintainer,stale flags"
    assert {name: int(value) for name, value in (row.rsplit(",", 1) for row in rows[1:])} == counts


def test_what_a_chart_needs_is_asked_for_with_what_there_is(page: Page) -> None:
    """A project without its environment gets the environments that it has."""
    with sampled(drumbeat_environment=None) as other:
        page.goto(other.page)
        page.locator("#composer").fill(f"/releases {PROJECT}")
        page.locator("#send").click()
        private = page.locator("[data-ephemeral]", has_text="needs an environment").last
        expect(private).to_contain_text(f"{PROJECT} has")
        expect(private).to_contain_text(f"/releases project {PROJECT} env {ENVIRONMENT}")
