"""What people read when LaunchDarkly or drawing goes wrong; all through the real bot."""

import contextlib
import json
import multiprocessing
import os
import re
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.insights.client import Patience
from bot.local.insights.faults import Fault
from bot.local.workspace.model import Message
from charts.text import readable
from tests.bot.oracles import bad_inputs, the_name
from tests.handlers.talking import PROJECT, Product, has_picture, product, said, until

CHART = "/deployments/frequency"
PING = re.compile(r"<[!@#][^>]*>?|<https?:")
"""What Slack takes for a mention or a link."""


@pytest.fixture
def bot(bot: Product) -> Product:
    """The product, as if nothing had happened yet; a refused token, too, is tried again."""
    bot.clock.skip(301)
    return bot


# -- LaunchDarkly -------------------------------------------------------------------------------

TROUBLE = [
    (Fault(status=401, body=b"{}"), "does not accept Drumbeat's access token"),
    (Fault(status=403, body=b"{}"), "does not let Drumbeat read this"),
    (Fault(status=404, body=b"{}"), "finds no such project"),
    (Fault(status=429, headers={"Retry-After": "9"}), "LaunchDarkly is busy"),
    (Fault(status=500, body=b"Oh no"), "a problem of its own (it answered 500)"),
    (Fault(status=502, body=b"<html>Bad gateway</html>"), "(it answered 502)"),
    (Fault(status=204), "LaunchDarkly answered"),
    (Fault(status=302, headers={"Location": "http://127.0.0.1:9/"}), "LaunchDarkly answered"),
    (Fault(body=b""), "nothing at all"),
    (Fault(body=b"<html>Sign in</html>"), "not JSON"),
    (Fault(body=b'{"series": 3}'), "not with a chart"),
    (Fault(cut_after=0), "could not be reached"),
    (Fault(cut_after=9), "LaunchDarkly"),
    (Fault(delay=3), "did not answer in time"),
    (Fault(drip=0.4), "did not answer in time"),
]


@pytest.mark.parametrize(("fault", "words"), TROUBLE)
def test_a_launchdarkly_that_fails_is_one_private_sentence(
    bot: Product, fault: Fault, words: str
) -> None:
    """Whatever it answers, one person reads what it means, and the channel stays as it was."""
    bot.stage.faults.add(fault, times=9, path=CHART)
    bot.say("/deploys")
    (told,) = bot.privately()
    assert words in told
    assert "<html>" not in told
    assert "incident" not in bot.log.getvalue()
    assert bot.posted() == ()
    assert bot.calls("chat.postMessage") == 0


def test_a_launchdarkly_that_is_not_there_is_said() -> None:
    """Where nothing listens, the person reads that it could not be reached."""
    with product(launchdarkly_url="http://127.0.0.1:9") as bot:
        bot.say("/deploys")
        (told,) = bot.privately()
        assert "could not be reached" in told
        assert bot.posted() == ()


def test_a_passing_problem_is_got_over(bot: Product) -> None:
    """One 503 and the second attempt: nobody notices."""
    bot.stage.faults.add(Fault(status=503), path=CHART)
    bot.say("/deploys")
    assert len(bot.pictured()) == 1
    assert bot.told() == []


def test_the_nearest_project_is_named(bot: Product) -> None:
    """A project that LaunchDarkly does not know: the one that was probably meant is named."""
    bot.say("/deploys mobil")
    (told,) = bot.privately()
    assert "knows no project “mobil”" in told
    assert f"Did you mean “{PROJECT}”?" in told


def test_an_option_that_was_misspelt_is_named(bot: Product) -> None:
    """A stray first word is read as a project; if there is none of the name, as what was meant."""
    bot.say("/deploys form 30d")
    (told,) = bot.privately()
    assert "Did you mean “from”? For example: /deploys" in told
    assert bot.posted() == ()


def test_who_waits_long_is_told_and_gets_the_chart() -> None:
    """After two seconds the person reads that LaunchDarkly is slow; then the chart comes."""
    with product(patience=Patience()) as bot:
        bot.stage.faults.add(Fault(delay=2.2), times=2, path=CHART)
        bot.say("/deploys")
        assert "I am waiting" in bot.privately()[0]
        assert bot.posted() == ()
        assert len(bot.pictured()) == 1


def test_the_same_question_of_many_is_asked_once(bot: Product) -> None:
    """Twenty commands at once: a message for each, one request for the days and one for before."""
    before = bot.asked()
    held = threading.Event()
    bot.stage.faults.add(Fault(held=held), path=CHART)
    people = ("ada", "ken", "joan", "ada") * 5
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda person: bot.say("/deploys", person=person), people))
    held.set()
    assert len(bot.pictured(count=20)) == 20
    assert bot.asked() == before + 2


# -- drawing ------------------------------------------------------------------------------------


def kill_workers() -> None:
    """End the processes that draw, whatever they do."""
    for worker in multiprocessing.active_children():
        if worker.name == "charts-worker" and worker.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL)


def test_a_chart_worker_that_is_killed_is_replaced(bot: Product) -> None:
    """Somebody, say the kernel, ends the process that draws: the next chart is drawn anew."""
    bot.say("/deploys")
    bot.pictured()
    kill_workers()
    bot.say("/deploys")
    assert len(bot.pictured(count=2)) == 2


def test_numbers_stand_where_nothing_can_be_drawn(bot: Product) -> None:
    """The process that draws ends again and again: the words say so; the next chart is drawn."""

    def look() -> tuple[Message, ...]:
        kill_workers()
        return bot.posted()

    bot.say("/deploys")
    (message,) = until(look, lambda seen: "numbers stand" in "".join(map(said, seen)))
    assert "4 deployments" in said(message)
    assert not has_picture(message)
    assert bot.told() == []
    bot.say("/deploys")
    assert [has_picture(one) for one in bot.pictured()] == [False, True]


# -- lines that broke other programs ------------------------------------------------------------


@pytest.mark.parametrize("command", ["/deploys", "/releases", "/leadtime"])
@pytest.mark.parametrize(("line", "expected"), bad_inputs("slash.chart"))
def test_a_line_that_broke_others_is_answered(
    bot: Product, line: str, expected: str, command: str
) -> None:
    """What must be refused is, in private, before LaunchDarkly is asked; the rest is charted."""
    typed = line.removeprefix("chart deploys")
    project = "nothing-yet" if "in a project with no data" in typed else PROJECT
    typed = typed.partition(" in a ")[0]
    place = "" if project != PROJECT and command == "/deploys" else "env production"
    outside = "absent" in line
    before = bot.asked()
    where = "team-private" if outside else "delivery"
    bot.say(f"{command} {project} {place} {typed}", channel=where)
    if expected.startswith("REJECT"):
        (told,) = bot.privately()
        assert "For example" in told
        assert bot.asked() == before
        assert bot.posted() == ()
    elif outside:
        assert "/invite" in bot.privately(channel="team-private")[0]
    elif project == PROJECT or command == "/deploys":
        seen = until(bot.posted, len)
        assert len(seen) == 1
    else:
        assert "has no environment" in bot.privately()[0]


@pytest.mark.parametrize("command", ["/staleflags", "/flagstatus"])
@pytest.mark.parametrize(("line", "expected"), bad_inputs("slash.chart"))
def test_a_line_that_broke_others_is_answered_without_a_time_too(
    bot: Product, line: str, expected: str, command: str
) -> None:
    """These charts take no time: what names one is refused before anybody is asked."""
    typed = line.removeprefix("chart deploys").partition(" in a ")[0]
    before = bot.asked()
    bot.say(f"{command} {PROJECT} env production {typed}")
    told, posted = until(lambda: (bot.told(), bot.posted()), any)
    assert bool(told) != bool(posted)
    if expected.startswith("REJECT") or "--from" in typed:
        assert "For example" in told[0]
        assert bot.asked() == before


def test_an_empty_project_gets_words_and_no_picture(bot: Product) -> None:
    """No deployments at all: the message says what sends them; no empty axes are drawn."""
    bot.say("/deploys nothing-yet")
    (message,) = until(bot.posted, len)
    assert "deployment" in said(message)
    bot.say("/deploys")  # by the time that this one has its picture the first would have its own
    bot.pictured()
    assert [has_picture(one) for one in bot.posted()] == [False, True]


# -- names --------------------------------------------------------------------------------------


def named(name: str) -> bytes:
    """An answer of LaunchDarkly with one series of that name, and an ordinary one."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [int((today - timedelta(days=back)).timestamp() * 1000) for back in (2, 1)]
    points = [{"x": day, "y": 3} for day in days]
    series = [{"metadata": {"name": label}, "data": points} for label in (name, "web")]
    return json.dumps({"series": series, "metadata": {}}).encode()


@pytest.mark.parametrize("line", ["/deploys by application", "/staleflags env production"])
@pytest.mark.parametrize(("given_name", "expected"), bad_inputs("ld.series_name"))
def test_a_hostile_name_is_shown_as_it_stands(
    bot: Product, given_name: str | dict[str, Any], expected: str, line: str
) -> None:
    """Whatever something is called: a picture is drawn, the name is read, nobody is pinged."""
    assert expected.startswith("ESCAPE")
    name = the_name(given_name)
    bot.stage.faults.add(Fault(body=named(name)), times=2, path="")
    bot.say(line)
    (message,) = bot.pictured()
    shown = said(message) + "".join(str(block.get("alt_text")) for block in message.blocks)
    assert readable(name) in shown
    assert not PING.search(message.text)
    (context,) = (block for block in message.blocks if block["type"] == "context")
    parsed = [one["text"] for one in context["elements"] if one["type"] == "mrkdwn"]
    assert all(found.startswith(("<!date", "<@")) for one in parsed for found in PING.findall(one))
    kinds = ["rich_text", "image", "context", "actions"]
    assert [block["type"] for block in message.blocks] == kinds
    (file,) = bot.stage.workspace.store.files.values()
    assert (file.content or b"").startswith(b"\x89PNG\r\n\x1a\n")
    assert re.fullmatch(r"(deploys|staleflags)-[a-z-]+[0-9-]+(to-[0-9-]+)?\.png", file.name)
