"""What a person sees: the page in a real browser, the real bot, both ways in."""

import io
import re
from collections import Counter
from datetime import datetime

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.end_to_end.local import PROJECT, Local, counted

pytestmark = pytest.mark.browser
PICTURE = (1600, 900)


def send(page: Page, line: str) -> None:
    """Type a command and send it."""
    page.locator("#composer").fill(line)
    page.locator("#send").click()


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("--from 2026-07-01 --to 2026-08-01 --bucket day --by application", "07-01", "08-01"),
        ("from 2026-06-01 to 2026-06-08 by application", "06-01", "06-08"),
        ("from 2026-05-01 to 2026-06-01", "05-01", "06-01"),
    ],
)
def test_typing_deploys_shows_the_numbers_and_the_chart(
    page: Page, product: Local, line: str, first: str, last: str
) -> None:
    """The numbers in the text are those counted from the file, and the picture is a real PNG."""
    page.goto(product.page)
    send(page, f"/deploys {PROJECT} {line}")
    start, end = (datetime.fromisoformat(f"2026-{day}T00:00:00Z") for day in (first, last))
    expected = counted(product.file, start, end)
    message = page.locator("[data-ts]", has_text=f"/deploys {PROJECT} {line}").last
    picture = message.locator('img[data-ready="true"]')
    expect(picture).to_be_visible(timeout=15_000)
    text = message.inner_text()
    assert f"{sum(expected.values()):,} deployments" in text
    if "by application" in line:
        assert_shares(text, expected)
    assert f"{sum(expected.values()):,}" in (picture.get_attribute("alt") or "")
    source = page.evaluate("(image) => image.src", picture.element_handle())
    png = Image.open(io.BytesIO(page.request.get(source).body()))
    assert (png.format, png.size) == ("PNG", PICTURE)


def assert_shares(text: str, expected: Counter[str]) -> None:
    """Every application that is named has its own count; the others are summed up."""
    line = next(line for line in text.splitlines() if " · " in line and "others" in line)
    *named, others = line.split(" · ")
    shown = {name: int(count.replace(",", "")) for name, count in (n.rsplit(" ", 1) for n in named)}
    assert shown == {name: expected[name] for name in shown}
    assert min(shown.values()) >= max(v for k, v in expected.items() if k not in shown)
    match = re.fullmatch(r"([\d,]+) others? ([\d,]+)", others)
    assert match
    assert int(match[1]) == len(expected) - len(shown)
    assert int(match[2].replace(",", "")) == sum(expected.values()) - sum(shown.values())


def test_a_wrong_word_is_answered_privately(page: Page, product: Local) -> None:
    """The nearest right word comes with an example, and only the person who typed sees it."""
    page.goto(product.page)
    send(page, f"/deploys {PROJECT} form 30d")
    private = page.locator("[data-ephemeral]", has_text="Did you mean “from”").last
    expect(private).to_be_visible()
    assert not any("form 30d" in m.text for m in product.stage.workspace.messages("delivery"))


def test_help_shows_commands_that_work(page: Page, product: Local) -> None:
    """Usage comes in private."""
    page.goto(product.page)
    send(page, "/deploys help")
    private = page.locator("[data-ephemeral]", has_text="/deploys 90d by application").last
    expect(private).to_be_visible()


def test_where_the_bot_is_not_invited_the_person_is_told_how_to(page: Page, product: Local) -> None:
    """In a private channel without the bot the numbers come in private, with what to do."""
    workspace = product.stage.workspace
    channel, ada = workspace.channel("team-private").id, workspace.person("ada").id
    page.goto(f"{product.stage.page}/#{channel}/{ada}")
    send(page, f"/deploys {PROJECT} from 2026-05-01 to 2026-06-01")
    private = page.locator("[data-ephemeral]", has_text="/invite @Drumbeat").last
    expect(private).to_contain_text("deployments")
    send(page, "/invite @Drumbeat")
    expect(page.locator("[data-ephemeral]", has_text="Drumbeat is in now").last).to_be_visible()
    send(page, f"/deploys {PROJECT} from 2026-05-01 to 2026-06-01 by application")
    expect(page.locator('img[data-ready="true"]').last).to_be_visible(timeout=15_000)
