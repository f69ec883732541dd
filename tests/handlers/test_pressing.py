"""Buttons: each changes the message it stands in, whoever presses it and however often."""

import csv
import io
import json
import re
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.catalog import CATALOG
from bot.local.insights.faults import Fault
from bot.local.insights.model import Event
from bot.local.insights.selection import Listing, Scope
from bot.local.insights.store import Correction
from bot.local.workspace.model import Message
from tests.handlers.talking import (
    PROJECT,
    Product,
    has_picture,
    is_complete,
    labels,
    said,
    store_few,
    until,
)

CHART = "/charts/deployments/frequency"


def asked(bot: Product, line: str = "/deploys") -> Message:
    """A message that is complete, the latest."""
    before = len(bot.posted())
    bot.say(line)
    until(bot.posted, lambda seen: len(seen) > before and is_complete(seen[-1]))
    return bot.posted()[-1]


def inside(bot: Product, line: str = "/deploys") -> Message:
    """A message in a channel that the bot was invited to, which files in threads need."""
    bot.say("/invite @Drumbeat")
    return asked(bot, line)


def context(message: Message) -> str:
    """The fine print of a message."""
    (block,) = (one for one in message.blocks if one["type"] == "context")
    return " ".join(element["text"] for element in block["elements"])


def in_thread(bot: Product) -> list[Message]:
    """What stands in the threads of a channel."""
    store = bot.stage.workspace.store
    return [reply for one in bot.posted() for reply in store.replies(one)]


def test_a_complete_message_has_its_buttons(bot: Product) -> None:
    """Ranges with the one that is shown marked, groups, refresh, table and file."""
    message = asked(bot)
    assert labels(message) == [
        "7d", "✓ 30d", "90d", "By application", "By kind", "Refresh", "Table", "CSV",
    ]  # fmt: skip
    grouped = asked(bot, "/deploys 7d by application")
    assert labels(grouped)[:5] == ["✓ 7d", "30d", "90d", "By kind", "All together"]


def test_a_range_changes_the_message_in_its_place(bot: Product) -> None:
    """The same message says other days, has its own picture, and names who changed it."""
    message = asked(bot)
    bot.press(message, "7d", person="ken")
    changed = bot.showing("last 7 days")
    assert changed.ts == message.ts
    assert len(bot.posted()) == 1
    assert has_picture(changed)
    assert "✓ 7d" in labels(changed)
    workspace = bot.stage.workspace
    ada, ken = workspace.person("ada").id, workspace.person("ken").id
    assert f"<@{ada}>, changed by <@{ken}>" in context(changed)
    assert "/deploys project mobile env * from 7d" in context(changed)
    assert bot.told("ken") == bot.told("ada") == []


def test_whoever_asked_is_not_named_twice(bot: Product) -> None:
    """Their own change of their own message is theirs."""
    message = asked(bot)
    bot.press(message, "7d")
    changed = bot.showing("last 7 days")
    assert context(changed).count("<@") == 1
    assert "changed by" not in context(changed)


def test_a_group_is_shown_and_taken_back(bot: Product) -> None:
    """By application, and all together again; the range stays."""
    message = asked(bot, "/deploys 7d")
    bot.press(message, "By application")
    grouped = bot.showing("by application")
    assert "api 2 · web 2" in said(grouped)
    assert "last 7 days" in said(grouped)
    bot.press(grouped, "All together")
    together = until(
        lambda: bot.posted()[0], lambda one: "by application" not in said(one) and is_complete(one)
    )
    assert "last 7 days" in said(together)
    assert len(bot.posted()) == 1


def test_pressing_twice_does_no_harm(bot: Product) -> None:
    """The same is shown, once."""
    message = asked(bot)
    row = next(block for block in message.blocks if block["type"] == "actions")
    bot.clock.forget()
    held = threading.Event()
    bot.stage.faults.add(Fault(held=held), times=2, path=CHART)
    for person in ("ada", "ken", "ada"):
        bot.press_button(message, row["block_id"], "chart:again", person=person)
    held.set()
    bot.logged("shows something else by now")
    refreshed = bot.showing("4 deployments")
    assert len(bot.posted()) == 1
    assert has_picture(refreshed)


def test_refreshing_reads_anew(bot: Product) -> None:
    """What happened since is in the numbers; the days of the chart are those of now."""
    message = asked(bot)
    at = int((datetime.now(UTC) - timedelta(days=3)).timestamp() * 1000)
    late = Event(PROJECT, "production", "late", "1.0", "finished", at)
    bot.stage.store.add([late])
    bot.clock.forget()
    bot.press(message, "Refresh")
    bot.showing("5 deployments")
    listing = Listing(Scope(PROJECT, "production", ("late",)), 0, 2 * at)
    (added,) = bot.stage.store.page(listing, limit=1)
    bot.stage.store.correct(added.id, Correction(archived=True))  # the other tests count four


# -- the table ----------------------------------------------------------------------------------


def test_the_table_takes_the_pictures_place_and_gives_it_back(bot: Product) -> None:
    """The numbers as text, the same buttons, and the way back to the chart."""
    message = asked(bot, "/deploys 7d by application")
    bot.press(message, "Table")
    shown = bot.showing("start (UTC)")
    assert not has_picture(shown)
    assert "Chart" in labels(shown)
    head, *rows = [line.split() for line in table_of(shown)]
    assert head[2:5] == ["total", "api", "web"]
    assert len(rows) == 8
    assert [sum(int(row[at]) for row in rows[:-1]) for at in (3, 4, 5)] == [4, 2, 2]
    bot.press(shown, "30d")
    longer = bot.showing("last 30 days")
    assert "start (UTC)" in said(longer)
    bot.press(longer, "Chart")
    back = until(lambda: bot.posted()[0], has_picture)
    assert "Table" in labels(back)
    assert "start (UTC)" not in said(back)
    assert len(bot.posted()) == 1


def table_of(message: Message) -> list[str]:
    """The lines of a message's table."""
    parts = [part for block in message.blocks for part in block.get("elements", [])]
    (letters,) = [part for part in parts if part["type"] == "rich_text_preformatted"]
    text: str = letters["elements"][0]["text"]
    return text.splitlines()


# -- the file -----------------------------------------------------------------------------------


def the_file(bot: Product) -> list[list[str]]:
    """The only CSV in a thread, cell by cell."""
    (reply,) = until(lambda: in_thread(bot), len)
    (id_,) = reply.files
    file = bot.stage.workspace.store.files[id_]
    assert re.fullmatch(r"deploys-mobile-20\d\d-\d\d-\d\d-to-20\d\d-\d\d-\d\d\.csv", file.name)
    return list(csv.reader(io.StringIO((file.content or b"").decode("utf-8-sig"))))


def test_the_csv_holds_the_very_numbers_that_are_drawn(bot: Product) -> None:
    """Although there are other numbers by now; and nobody is told anything."""
    message = inside(bot, "/deploys 7d by application")
    bot.clock.forget()
    bot.stage.faults.add(Fault(status=500), times=9, path=CHART)
    bot.press(message, "CSV", person="ken")
    head, *rows = the_file(bot)
    assert head[:4] == ["start (UTC)", "complete", "api", "web"]
    assert len(rows) == 8
    assert sum(int(row[2]) for row in rows) == 2
    assert [row[1] for row in rows] == ["yes"] * 7 + ["no"]
    assert bot.told("ken") == []
    assert in_thread(bot)[0].thread_ts == message.ts


def test_the_same_csv_is_not_given_twice(bot: Product) -> None:
    """Whoever presses again is told where it is."""
    message = inside(bot)
    bot.press(message, "CSV")
    the_file(bot)
    bot.press(message, "CSV", person="ken")
    assert bot.privately(person="ken") == ["The CSV of these numbers is in the thread already."]
    assert len(in_thread(bot)) == 1


def posted(bot: Product, *buttons: dict[str, str], block: str = "asked-by-U0000") -> Message:
    """A message with buttons as another version may have posted them."""
    tokens = bot.stage.workspace.tokens
    web = WebClient(tokens.bot, f"{bot.stage.page}/api/")
    elements = [
        {"type": "button", "text": {"type": "plain_text", "text": one["action_id"]}, **one}
        for one in buttons
    ]
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "An old message"}},
        {"type": "actions", "block_id": block, "elements": elements},
    ]
    channel = bot.stage.workspace.channel("delivery").id
    ts = web.chat_postMessage(channel=channel, text="old", blocks=blocks)["ts"]
    return next(one for one in bot.posted() if one.ts == ts)


def test_numbers_that_are_no_longer_kept_are_read_again_and_checked(bot: Product) -> None:
    """After a restart the CSV has the numbers of now; if they are others, that is said."""
    bot.say("/invite @Drumbeat")
    line = "deploys mobile from 2026-01-01 to 2026-01-08"
    message = posted(bot, {"action_id": "csv:give", "value": f"{'0' * 12} {line}"})
    bot.press(message, "csv:give")
    rows = the_file(bot)
    assert rows[1] == ["2026-01-01", "yes", "0", "0"]
    told = bot.privately("numbers of now")
    assert "Press Refresh" in told[-1]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("not_in_channel", "/invite @Drumbeat"),
        ("storage_limit_reached", "storage is full"),
        ("a_word_of_tomorrow", "a_word_of_tomorrow"),
    ],
)
def test_a_file_that_slack_refuses_is_explained(bot: Product, error: str, words: str) -> None:
    """In private, and the next press tries again."""
    message = inside(bot)
    bot.trouble("files.completeUploadExternal", "error", error=error)
    bot.press(message, "CSV")
    bot.privately(words)
    bot.press(message, "CSV")
    the_file(bot)


def test_a_file_that_slack_takes_and_does_not_show_is_no_success(bot: Product) -> None:
    """The person is told, and the next press is not answered with "it is there"."""
    message = inside(bot)
    bot.settle(share_dropped=True)
    bot.press(message, "CSV")
    bot.privately("does not show it in the thread")
    bot.settle(share_dropped=False)
    bot.press(message, "CSV")
    the_file(bot)


def test_a_file_that_launchdarkly_does_not_give_is_explained(bot: Product) -> None:
    """A failed question is said to have failed, and may be asked again."""
    bot.say("/invite @Drumbeat")
    bot.stage.faults.add(Fault(status=403), times=2, path=CHART)
    message = posted(bot, {"action_id": "csv:give", "value": f"{'0' * 12} deploys mobile 7d"})
    bot.press(message, "csv:give")
    bot.privately("does not let Drumbeat read this")
    assert in_thread(bot) == []


# -- trouble ------------------------------------------------------------------------------------


def test_a_press_that_launchdarkly_does_not_answer_leaves_the_message(bot: Product) -> None:
    """The person who pressed is told; what stands stays as it is."""
    message = asked(bot)
    bot.stage.faults.add(Fault(status=403), times=2, path=CHART)
    bot.press(message, "90d", person="ken")
    bot.privately("does not let Drumbeat read this", person="ken")
    (same,) = bot.posted()
    assert (said(same), labels(same)) == (said(message), labels(message))
    assert bot.told("ada") == []


def test_the_latest_press_has_the_last_word(bot: Product) -> None:
    """A slow answer does not put an older wish over a newer one."""
    message = asked(bot)
    held = threading.Event()
    goes_wrong(bot, 90, Fault(held=held))
    bot.press(message, "90d")
    bot.press(message, "7d", person="ken")
    bot.showing("last 7 days")
    held.set()
    bot.logged("shows something else by now")
    (final,) = bot.posted()
    assert "last 7 days" in said(final)


def goes_wrong(bot: Product, days: int, fault: Fault) -> None:
    """Let the question about the last so many days go wrong, and no other."""
    query = {"from": str(days_ago(bot, days))}
    bot.stage.faults.add(fault, times=9, path=CHART, query=query)


def days_ago(bot: Product, days: int) -> int:
    """The beginning of a UTC day, in milliseconds."""
    today = bot.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return int((today - timedelta(days=days)).timestamp() * 1000)


def test_a_press_that_fails_takes_nothing_from_one_that_does_not(bot: Product) -> None:
    """An older wish is shown whole where a newer one came to nothing, and is told so."""
    message = asked(bot)
    held = threading.Event()
    goes_wrong(bot, 90, Fault(held=held))
    goes_wrong(bot, 7, Fault(status=403))
    bot.press(message, "90d")
    bot.press(message, "7d", person="ken")
    bot.privately("does not let Drumbeat read this", person="ken")
    held.set()
    assert has_picture(bot.showing("last 90 days"))


def test_a_press_that_slack_does_not_take_leaves_the_one_before_whole(bot: Product) -> None:
    """Whoever pressed before gets all that they asked for, picture and file."""
    message = asked(bot)
    held = threading.Event()
    before = {"to": str(days_ago(bot, 7))}
    bot.stage.faults.add(Fault(held=held), path=CHART, query=before)
    bot.press(message, "7d", person="ken")
    until(lambda: bot.posted()[0], lambda one: "last 7 days" in said(one))
    bot.trouble("chat.update", "ratelimited", retry_after=600)
    bot.press(message, "90d", person="joan")
    bot.privately("Slack is busy", person="joan")
    held.set()
    assert has_picture(bot.showing("last 7 days"))


def test_an_update_that_has_to_be_repeated_undoes_no_newer_one(bot: Product) -> None:
    """Slack is busy for the first; by the time it is not, the message shows the second."""
    message = asked(bot)
    bot.trouble("chat.update", "ratelimited", retry_after=25, times=1)
    bot.press(message, "90d")
    until(bot.stage.workspace.faults.shown, lambda left: not left)
    bot.press(message, "7d", person="ken")
    bot.showing("last 7 days")
    bot.logged("shows something else by now")
    (final,) = bot.posted()
    assert "last 7 days" in said(final)
    assert is_complete(final)


def test_whoever_pressed_last_is_known_by_the_press(bot: Product) -> None:
    """Not by how soon Slack told where they live."""
    message = asked(bot)
    bot.trouble("users.info", "delay", seconds=0.3)
    bot.press(message, "90d", person="ken")
    bot.press(message, "7d")
    bot.showing("last 7 days")
    bot.logged("shows something else by now")
    (final,) = bot.posted()
    assert "last 7 days" in said(final)


def test_buttons_are_there_from_the_first_words_on(bot: Product) -> None:
    """A message that is never completed can still be asked for more."""
    bot.stage.faults.clear()
    bot.trouble("chat.update", "error", error="edit_window_closed", times=9)
    bot.say("/deploys")
    (message,) = until(bot.posted, len)
    assert labels(message)[-1] == "Refresh"


def test_a_message_that_is_deleted_is_left_alone_in_any_view(bot: Product) -> None:
    """Whoever deletes a message before it is complete wants no more of it, and hears no more."""
    message = asked(bot)
    bot.trouble("chat.update", "delay", seconds=0.001)
    bot.trouble("chat.update", "error", error="message_not_found")
    bot.press(message, "Table")
    bot.logged("was deleted before it was complete")
    assert bot.told() == []


def test_a_message_that_is_gone_is_said_to_be(bot: Product) -> None:
    """Somebody deleted it before the press was done."""
    message = asked(bot)
    bot.trouble("chat.update", "error", error="message_not_found")
    bot.press(message, "7d")
    bot.privately("That message is gone")


@pytest.mark.parametrize(
    ("action", "value", "words"),
    [
        ("chart:7d", "burndown mobile 7d", "“burndown mobile 7d”"),
        ("chart:7d", "deploys mobile frobnicate=7", "“deploys mobile frobnicate=7”"),
        ("chart:7d", "deploys help", "“deploys help”"),
        ("explode:now", "deploys mobile", "“deploys mobile”"),
        ("csv:give", "no digest", "“no digest”"),
        ("chart", "x", "“x”"),
    ],
)
def test_a_button_of_another_version_says_what_to_do(
    bot: Product, action: str, value: str, words: str
) -> None:
    """What it carries is shown, and the commands there are; nothing is changed."""
    message = posted(bot, {"action_id": action, "value": value})
    bot.press(message, action)
    (told,) = bot.privately("I cannot do what that button says")
    assert words in told
    assert "another version of Drumbeat" in told
    assert all(kind.command in told for kind in CATALOG)
    assert said(bot.posted()[0]).startswith("An old message")


@pytest.mark.parametrize(
    "value",
    [
        "deploys mobile 7d",
        "deploys --project mobile --from 7d --bucket day --every 86400000ms",
        "deploys project mobile from 2026-11-01T00:00Z to 2026-11-08T00:00Z by application levels",
    ],
)
def test_a_button_of_an_older_version_still_works(bot: Product, value: str) -> None:
    """Its line is one that people may type, whatever it looks like and wherever it stands."""
    message = posted(bot, {"action_id": "chart:something-else", "value": value}, block="b-17")
    bot.press(message, "chart:something-else", person="ken")
    changed = bot.showing("Deployments")
    assert changed.ts == message.ts
    assert f"<@{bot.stage.workspace.person('ken').id}>" in context(changed)


def test_a_button_carries_a_line_that_can_be_typed(bot: Product) -> None:
    """Each value, sent as a command, is answered."""
    message = asked(bot, "/deploys 7d by application")
    row = next(block for block in message.blocks if block["type"] == "actions")
    lines = [one["value"] for one in row["elements"] if one["action_id"] != "csv:give"]
    assert all(len(json.dumps(one)) < 2_000 for one in row["elements"])
    for count, line in enumerate(dict.fromkeys(lines), 2):
        bot.say(f"/{line}")
        bot.pictured(count=count)
    assert bot.told() == []


def test_a_line_too_long_for_a_button_has_none(bot: Product) -> None:
    """Slack refuses a whole message for one long value; then there are only the words."""
    for n in range(49):
        store_few(bot.stage.store, f"application-{n:02}-with-a-rather-long-name")
    many = ",".join(f"application-{n:02}-with-a-rather-long-name" for n in range(49))
    bot.say(f"/deploys mobile app {many}")
    (message,) = bot.pictured()
    row = next(block for block in message.blocks if block["type"] == "actions")
    assert all(len(one["value"]) <= 2_000 for one in row["elements"])
