"""A digest's whole life, as a person sees it: the page in a real browser, and a clock to move."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.test_browser import send
from tests.handlers.digests import to_nine
from tests.handlers.talking import PROJECT, Product, product

pytestmark = pytest.mark.browser


@pytest.fixture
def bot() -> Iterator[Product]:
    """The product in a time of its own."""
    with product(transport="socket", one_clock=True) as running:
        yield running


def address(bot: Product) -> str:
    """The page, with a channel open as Ada."""
    workspace = bot.stage.workspace
    return f"{bot.stage.page}/#{workspace.channel('delivery').id}/{workspace.person('ada').id}"


def private(page: Page, words: str) -> Locator:
    """The latest message that only the person before the page sees and that says something."""
    return page.locator("[data-ephemeral]", has_text=words).last


def form(page: Page, name: str | re.Pattern[str]) -> Locator:
    """A form that is open."""
    shown = page.get_by_role("dialog", name=name)
    expect(shown).to_be_visible()
    return shown


def set_up(page: Page) -> None:
    """Fill the form in, wrongly at first."""
    new = form(page, "New digest")
    expect(new.get_by_label("Channel").locator("option:checked")).to_have_text("#delivery")
    new.get_by_label("Charts").fill(f"deploys {PROJECT} 30 bananas")
    new.get_by_role("button", name="Set up").click()
    expect(new.get_by_role("alert").filter(has_text="bananas")).to_be_visible()
    new.get_by_label("Charts").fill(f"deploys {PROJECT} 30d\ndeploys {PROJECT} 7d by application")
    new.get_by_label("Every day").check()
    expect(new.locator("[data-block-id=days]")).to_have_count(0)
    expect(new.get_by_label("Charts")).to_have_value(re.compile("by application"))
    expect(new.get_by_label("Every day")).to_be_checked()
    expect(new.get_by_text("By the clock of Europe/Berlin.")).to_be_visible()
    new.get_by_label("Name").fill("Morning numbers")
    new.get_by_role("button", name="Set up").click()
    expect(new).to_be_hidden()


def test_a_digest_lives_from_its_form_to_its_end(page: Page, bot: Product) -> None:
    """Set up, previewed, come on its slot, paused, looked up, changed, and deleted after a yes."""
    page.goto(address(bot))
    send(page, "/invite @Drumbeat")
    expect(private(page, "Drumbeat is in now")).to_be_visible()
    send(page, "/drumbeat digest list")
    private(page, "There are no digests here yet").get_by_role("button", name="New digest").click()
    set_up(page)
    told = private(page, "Set up.")
    expect(told).to_contain_text("every day at 09:00, Europe/Berlin")

    told.get_by_role("button", name="Preview").click()
    preview = private(page, "Preview")
    expect(preview).to_contain_text("4 deployments")
    expect(preview.locator('img[data-ready="true"]')).to_have_count(2, timeout=15_000)

    came = page.locator("[data-ts]:not([data-ephemeral])", has_text="due ")
    expect(came).to_have_count(0)
    bot.pass_time(to_nine(bot))
    expect(came).to_contain_text("Morning numbers", timeout=15_000)
    expect(came).to_contain_text("09:00 Europe/Berlin")
    expect(came.locator('img[data-ready="true"]')).to_have_count(2, timeout=15_000)

    came.get_by_role("button", name="Pause").click()
    expect(private(page, "Morning numbers is paused.")).to_be_visible()
    came.get_by_role("button", name="History").click()
    expect(private(page, "what became of it")).to_contain_text("09:00 Europe/Berlin: sent")

    told.get_by_role("button", name="Edit").click()
    edit = form(page, re.compile(r"Edit digest \d+"))
    expect(edit.get_by_label("Name")).to_have_value("Morning numbers")
    edit.get_by_label("By a cron line").check()
    edit.get_by_label("Cron line", exact=True).fill("0 9 1,15 * *")
    expect(edit.get_by_label("All of it, as usual")).to_be_checked()
    edit.get_by_label("One line with the numbers").check()
    edit.get_by_role("button", name="Save").click()
    expect(private(page, "Changed.")).to_contain_text("on the 1st and 15th of every month")
    expect(private(page, "Changed.")).to_contain_text("one line when nothing moved")

    told.get_by_role("button", name="Delete").click()
    asked = page.get_by_role("dialog", name="Delete this digest?")
    asked.get_by_role("button", name="Keep it").click()
    expect(asked).to_be_hidden()
    told.get_by_role("button", name="Delete").click()
    asked.get_by_role("button", name="Delete").click()
    expect(private(page, "Morning numbers is deleted.")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_form_fits_every_screen(page: Page, bot: Product, width: int) -> None:
    """At the width of a desk and of a phone nothing of it lies outside, and it can be sent."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address(bot))
    send(page, "/drumbeat digest new")
    new = form(page, "New digest")
    new.get_by_label("Charts").fill(f"deploys {PROJECT} 30d")
    body = new.locator(".view-body")
    assert body.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert new.evaluate("(one) => one.getBoundingClientRect().right <= innerWidth")
    new.get_by_role("button", name="Set up").click()
    expect(new).to_be_hidden()
