"""Apps with fewer permissions, pictures in threads, stops; all through the real bot."""

import ssl
import threading
from collections.abc import Iterator

import pytest

from bot.clock import SystemClock
from bot.local.insights.faults import Fault
from handlers.slack import Slack
from tests.handlers.talking import Product, has_picture, product, said, until


def test_certificates_are_read_once() -> None:
    """Left to itself the SDK reads all of them for each call, which takes 20 ms."""
    slack = Slack("xoxb-made-up", "https://slack.com/api/", clock=SystemClock())
    assert slack.web.ssl is not None
    assert slack.web.ssl.verify_mode == ssl.CERT_REQUIRED


# -- permissions --------------------------------------------------------------------------------


def test_without_files_write_the_text_stands_and_says_so() -> None:
    """An app that may not upload still gives the numbers, and names what it lacks."""
    with product(without=("files:write",)) as bot:
        bot.say("/deploys")
        message = bot.saying("lacks the files:write permission")
        assert "4 deployments" in said(message)
        assert not has_picture(message)


def test_without_files_read_the_picture_comes_all_the_same() -> None:
    """An app that may not see whether a file is ready shows it as soon as Slack takes it."""
    with product(without=("files:read",)) as bot:
        bot.settle(file_ready_after=0.05)
        bot.say("/deploys")
        assert len(bot.pictured()) == 1
        assert bot.told() == []


def test_without_users_read_the_zone_is_the_one_that_is_set() -> None:
    """An app that may not look at people reads times in its own zone."""
    with product(without=("users:read",), drumbeat_timezone="Asia/Tokyo") as bot:
        bot.say("/deploys from 2026-10-01T09:00 to 2026-10-01T15:30 bucket hour")
        (message,) = until(bot.posted, len)
        assert "Tokyo" in said(message)
        bot.logged("missing_scope")


def test_without_public_posting_the_numbers_are_whispered() -> None:
    """In a public channel that it has not joined, an app without chat:write.public whispers."""
    with product(without=("chat:write.public",)) as bot:
        bot.say("/deploys")
        assert "/invite" in bot.privately()[0]
        bot.say("/deploys", channel="team-mobile")
        assert len(bot.pictured(channel="team-mobile")) == 1


# -- pictures in threads ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def in_threads() -> Iterator[Product]:
    """A bot that shares its pictures into threads."""
    with product(drumbeat_pictures="thread") as started:
        yield started


@pytest.fixture
def bot(in_threads: Product) -> Product:
    """The same, as if nothing had happened yet."""
    in_threads.reset()
    return in_threads


def test_in_its_channels_pictures_go_into_the_thread(bot: Product) -> None:
    """One message with the numbers; its thread holds the picture."""
    bot.say("/deploys", channel="team-mobile")
    words, shared = until(lambda: bot.posted("team-mobile"), lambda seen: len(seen) == 2)
    assert shared.thread_ts == words.ts
    assert len(shared.files) == 1
    assert not has_picture(words)


def test_in_other_channels_the_thread_is_closed_and_said_so(bot: Product) -> None:
    """Sharing needs membership: without it the message says how to invite the bot."""
    bot.say("/deploys")
    message = bot.saying("/invite @Drumbeat")
    assert "4 deployments" in said(message)


def test_a_share_that_slack_drops_is_said(bot: Product) -> None:
    """Slack takes the picture and shares it nowhere: the message does not promise one."""
    bot.settle(share_dropped=True)
    bot.say("/deploys", channel="team-mobile")
    bot.saying("does not show it", channel="team-mobile")


# -- channels -----------------------------------------------------------------------------------


def test_an_archived_channel_gets_nothing() -> None:
    """Somebody archives the channel meanwhile: the numbers are whispered, nothing is posted."""
    with product() as bot:
        bot.trouble("chat.postMessage", "error", error="is_archived", times=9)
        bot.say("/deploys")
        (told,) = bot.privately()
        assert "4 deployments" in told
        assert "archived" in told
        assert "/invite" not in told
        assert bot.posted() == ()


# -- stops --------------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
def test_a_stop_answers_what_is_under_way(transport: str) -> None:
    """Commands that were taken before the stop have their charts after it."""
    ours = ("drumbeat", "waitress", "charts")
    before = [thread for thread in threading.enumerate() if thread.name.startswith(ours)]
    with product(transport=transport) as bot:
        held = threading.Event()
        bot.stage.faults.add(Fault(held=held), times=1, path="/frequency")
        for person in ("ada", "ken", "joan"):
            bot.say("/deploys", person=person)
        stage = bot.stage
        assert bot.posted() == ()
        held.set()
    assert sum(map(has_picture, stage.workspace.messages("delivery"))) == 3
    after = [thread for thread in threading.enumerate() if thread.name.startswith(ours)]
    assert set(after) <= set(before)
