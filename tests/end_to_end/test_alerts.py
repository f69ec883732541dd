"""An alert's whole life, as a person sees it: the page in a real browser, and a clock to move.

What was seen is left as pictures in the folder of the test, for whoever wants to look.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.local.insights.config import DEPLOYMENT_FREQUENCY, Bound, Config
from bot.local.insights.model import Event
from tests.end_to_end.test_browser import send
from tests.end_to_end.test_digests import address, form, private
from tests.handlers.digests import DAY, HOUR
from tests.handlers.talking import PROJECT, Product, product

pytestmark = pytest.mark.browser
BOUNDS = Config({DEPLOYMENT_FREQUENCY: (Bound("lower", 3),)})
BUSY = 120
"""Days of which there are deployments."""
QUIET = range(20, 23)
"""How many days ago there were none."""
SLOW = 15_000


@pytest.fixture
def bot() -> Iterator[Product]:
    """The product in a time of its own, with a busy past in which there was one quiet stretch."""
    with product(transport="socket", one_clock=True, config=BOUNDS) as running:
        for ago in range(BUSY):
            if ago not in QUIET:
                deployed(running, 4 + ago * 7 % 5, ago)
        yield running


def deployed(bot: Product, amount: int, ago: int = 0) -> None:
    """So many deployments on one day, of which none is in the future."""
    day = bot.clock.now() - timedelta(days=ago)
    ms = int(day.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1_000)
    events = [
        Event(PROJECT, "production", "web", f"{ms}.{number}", "finished", ms + number)
        for number in range(amount)
    ]
    bot.stage.store.add(events)


def set_up(page: Page, pictures: Path) -> None:
    """Fill the form in, wrongly at first; see what it would have done; set it up."""
    new = form(page, "New alert")
    expect(new.get_by_label("Channel").locator("option:checked")).to_have_text("#delivery")
    new.get_by_label("Project, environment, options").fill(f"{PROJECT} 30d")
    new.get_by_role("button", name="Try it").click()
    refusal = new.get_by_role("alert").filter(has_text="“30d” is a time, and an alert takes none")
    expect(refusal).to_be_visible()
    page.screenshot(path=pictures / "refused.png")
    new.get_by_label("Project, environment, options").fill(PROJECT)
    new.get_by_label("Value").fill("3")
    new.get_by_label("For how many days or hours in a row").fill("1")
    new.get_by_label("Only weekdays count").uncheck()
    new.get_by_label("Name").fill("Quiet mobile")
    new.get_by_role("button", name="Try it").click()
    expect(new).to_contain_text("In the last 8 weeks it would have fired once", timeout=SLOW)
    expect(new.locator('img[data-ready="true"]')).to_be_visible(timeout=SLOW)
    page.screenshot(path=pictures / "tried.png")
    new.get_by_role("button", name="Set it up").click()
    expect(new).to_be_hidden()


def incident(page: Page) -> Locator:
    """The message of an incident."""
    return page.locator("[data-ts]:not([data-ephemeral])", has_text="Quiet mobile: ").first


def test_an_alert_lives_from_its_form_to_its_end(page: Page, bot: Product, tmp_path: Path) -> None:
    """A bound is offered; a rule is tried and kept; it fires, is acknowledged, and is over."""
    page.goto(address(bot))
    send(page, "/invite @Drumbeat")
    expect(private(page, "Drumbeat is in now")).to_be_visible()
    send(page, f"/drumbeat alert add deploys {PROJECT}")
    offered = private(page, "carries these bounds")
    expect(offered).to_contain_text("Bound lower, 3")
    expect(offered.get_by_role("button", name="Watch below 3")).to_be_visible()
    page.screenshot(path=tmp_path / "offered.png")

    send(page, "/drumbeat alert list")
    private(page, "There are no alerts here yet").get_by_role("button", name="New alert").click()
    set_up(page, tmp_path)
    told = private(page, "Set up.")
    expect(told).to_contain_text("below 3")
    introduced = page.locator("[data-ts]:not([data-ephemeral])", has_text="An alert for this chan")
    expect(introduced).to_contain_text("Quiet mobile")
    bot.pass_time(60)
    expect(incident(page)).to_have_count(0)

    bot.pass_time(2 * DAY + 3 * HOUR)
    fired = incident(page)
    expect(fired).to_contain_text("Quiet mobile: alerting", timeout=SLOW)
    expect(fired).to_contain_text("0 deployments on ")
    expect(fired.locator('img[data-ready="true"]')).to_be_visible(timeout=SLOW)
    page.screenshot(path=tmp_path / "fired.png")

    fired.get_by_role("button", name="Acknowledge").click()
    expect(private(page, "Nothing of it is repeated")).to_be_visible()
    bot.pass_time(5)
    expect(fired).to_contain_text(re.compile("acknowledged by @?Ada"))

    deployed(bot, 6)
    bot.pass_time(DAY + 4 * HOUR)
    expect(fired).to_contain_text("Quiet mobile: over", timeout=SLOW)
    expect(fired.get_by_role("button", name="Acknowledge")).to_have_count(0)
    expect(fired).to_contain_text("1 reply")
    expect(fired.locator('img[data-ready="true"]')).to_be_visible(timeout=SLOW)
    page.screenshot(path=tmp_path / "over.png")


@pytest.mark.parametrize("width", [1280, 390])
def test_both_pages_fit_every_screen(page: Page, bot: Product, width: int, tmp_path: Path) -> None:
    """At the width of a desk and of a phone nothing of them lies outside, and they can be sent."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address(bot))
    send(page, "/invite @Drumbeat")
    expect(private(page, "Drumbeat is in now")).to_be_visible()
    send(page, "/drumbeat alert new")
    new = form(page, "New alert")
    new.get_by_label("Project, environment, options").fill(PROJECT)
    assert_fits(new)
    page.screenshot(path=tmp_path / "first.png")
    new.get_by_role("button", name="Try it").click()
    expect(new.locator('img[data-ready="true"]')).to_be_visible(timeout=SLOW)
    assert_fits(new)
    page.screenshot(path=tmp_path / "second.png")
    new.get_by_role("button", name="Change it").click()
    expect(new.get_by_label("Project, environment, options")).to_have_value(PROJECT)
    new.get_by_role("button", name="Try it").click()
    expect(new.locator('img[data-ready="true"]')).to_be_visible(timeout=SLOW)
    new.get_by_role("button", name="Set it up").click()
    expect(new).to_be_hidden()
    expect(private(page, "Set up.")).to_be_visible()
    page.screenshot(path=tmp_path / "set-up.png")

    bot.pass_time(6 * DAY)
    fired = page.locator("[data-ts]:not([data-ephemeral])", has_text=": alerting").first
    expect(fired.locator('img[data-ready="true"]')).to_be_visible(timeout=SLOW)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=tmp_path / "fired.png")


def assert_fits(shown: Locator) -> None:
    """Nothing of a form lies outside, to the side."""
    body = shown.locator(".view-body")
    assert body.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert shown.evaluate("(one) => one.getBoundingClientRect().right <= innerWidth")
