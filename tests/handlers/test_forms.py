"""Digests that are set up and changed in a form: the real SDK, and a Slack that is strict."""

import contextlib
import json
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.insights.client import Patience
from bot.local.insights.faults import Fault
from bot.local.workspace.model import Message, View
from handlers.app import OTHER_FORM
from tests.handlers.digests import CHART, listed, without_digests
from tests.handlers.talking import PROJECT, Product, labels, product, said, until

WORKERS = 2


@pytest.fixture(scope="module", params=["socket", "http"])
def shared(request: pytest.FixtureRequest) -> Iterator[Product]:
    """One product for all tests of this file, over each way in."""
    with product(transport=request.param, one_clock=True) as bot:
        yield bot


@pytest.fixture
def bot(shared: Product) -> Iterator[Product]:
    """The product, with nothing in its channels and no digests."""
    with without_digests(shared):
        shared.say("/invite @Drumbeat")
        yield shared


def fields(view: View) -> list[str]:
    """What a form asks, in order."""
    return [block["block_id"] for block in view.body["blocks"]]


def element(view: View, name: str) -> Any:  # noqa: ANN401 - Slack's JSON
    """A field of a form."""
    return next(one["element"] for one in view.body["blocks"] if one["block_id"] == name)


def private(bot: Product, words: str, *, person: str = "ada") -> Message:
    """The latest message that only one person sees in the channel and that says something."""
    workspace = bot.stage.workspace
    who, where = workspace.person(person).id, workspace.channel("delivery").id
    return until(
        lambda: [m for m in workspace.store.seen_by(who, where) if m.only_for and words in said(m)],
        len,
    )[-1]


def opened(bot: Product) -> View:
    """A form for a new digest."""
    bot.say("/drumbeat digest new")
    return bot.form()


def set_up(bot: Product, **more: object) -> Message:
    """A digest that was set up in a form; returns what was said of it."""
    assert bot.submit(opened(bot), "ada", **{"charts": f"deploys {PROJECT} 30d", **more}) == {
        "ok": True
    }
    return private(bot, "Set up.")


# -- opening ------------------------------------------------------------------------------------


def test_a_form_is_opened_by_a_line(bot: Product) -> None:
    """It names the channel and the zone of who typed it, and holds nothing else unseen."""
    view = opened(bot)
    assert fields(view) == ["channel", "charts", "repeat", "days", "time", "name", "calm"]
    channel = bot.stage.workspace.channel("delivery").id
    assert element(view, "channel")["initial_conversation"] == channel
    assert "Europe/Berlin" in json.dumps(view.body["blocks"])
    kept = {"digest": None, "zone": "Europe/Berlin"}
    assert json.loads(view.body["private_metadata"]) == kept


@pytest.mark.parametrize("line", ["digest", "digest list"])
def test_a_form_is_opened_by_a_button(bot: Product, line: str) -> None:
    """It stands below the digests that there are, and where there are none."""
    bot.say(f"/drumbeat {line}")
    empty = private(bot, "There are no digests here yet")
    assert labels(empty) == ["New digest"]
    bot.press(empty, "New digest")
    assert bot.form().body["title"]["text"] == "New digest"
    set_up(bot)
    bot.say(f"/drumbeat {line}")
    assert labels(private(bot, "Digests")) == ["New digest"]


def test_between_people_no_channel_is_chosen(bot: Product) -> None:
    """A conversation between people gets no digest, so whoever opens the form there chooses."""
    workspace = bot.stage.workspace
    direct = workspace.store.direct(workspace.person("ada").id)
    bot._post(  # noqa: SLF001 - no name leads to a direct conversation
        "say",
        {
            "as": workspace.person("ada").id,
            "channel": direct.id,
            "text": "/drumbeat digest new",
        },
    )
    assert "initial_conversation" not in element(bot.form(), "channel")


def test_behind_new_a_line_can_stand_that_sets_a_digest_up(bot: Product) -> None:
    """Then there is nothing to ask, and no form."""
    bot.say(f"/drumbeat digest new deploys {PROJECT} 30d every monday")
    bot.privately("Set up.")
    assert bot.forms() == []


def test_a_form_waits_for_no_chart() -> None:
    """While every hand waits for LaunchDarkly, it opens all the same."""
    answering = threading.Event()
    with product(patience=Patience(), drumbeat_workers=WORKERS) as bot:
        bot.stage.faults.add(Fault(held=answering), times=99, path=CHART)
        for number in range(20):
            bot.say(f"/deploys {PROJECT} {number + 2}d")
        until(bot.asked, lambda asked: asked >= WORKERS)
        opened(bot)
        assert bot.posted() == ()
        answering.set()


def test_a_form_that_comes_too_late_is_said_to_be(bot: Product) -> None:
    """With a button to press again, which opens it."""
    bot.trouble("views.open", "error", error="expired_trigger_id")
    bot.say("/drumbeat digest new")
    late = private(bot, "too late")
    assert bot.forms() == []
    bot.press(late, "New digest")
    bot.form()


# -- asking what the rhythm takes ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("repeat", "asked"),
    [
        ("day", ["time"]),
        ("weekday", ["time"]),
        ("week", ["days", "time"]),
        ("month", ["time"]),
        ("cron", ["line"]),
    ],
)
def test_a_rhythm_is_asked_what_it_takes(bot: Product, repeat: str, asked: list[str]) -> None:
    """The form changes as soon as another one is chosen; what was typed stays."""
    view = opened(bot)
    bot.choose(view, "repeat", repeat)
    before, after = ["channel", "charts", "repeat"], ["name", "calm"]
    changed = until(bot.forms, lambda seen: seen and seen[0].hash != view.hash)[0]
    assert fields(changed) == before + asked + after


def test_a_form_that_was_sent_before_it_had_asked_asks_then(bot: Product) -> None:
    """A Slack that did not follow loses nothing: the form stays, with what is missing in it."""
    bot.trouble("views.update", "error", error="internal_error", times=99)
    view = opened(bot)
    told = bot.submit(view, charts=f"deploys {PROJECT}", repeat="cron")
    assert told == {"ok": True}
    (changed,) = bot.forms()
    assert fields(changed) == ["channel", "charts", "repeat", "line", "name", "calm"]
    assert element(changed, "charts")["initial_value"] == f"deploys {PROJECT}"
    bot.submit(changed, line="0 9 * * 1-5")
    assert "every weekday at 09:00" in said(private(bot, "Set up."))


def test_a_form_that_was_closed_meanwhile_is_left_alone(bot: Product) -> None:
    """Nobody is told of what nobody sees any more."""
    bot.trouble("views.update", "error", error="not_found")
    bot.choose(opened(bot), "repeat", "cron")
    bot.logged("was not changed: not_found")
    assert bot.told()[1:] == []


# -- sending ------------------------------------------------------------------------------------


def test_a_form_sets_a_digest_up(bot: Product) -> None:
    """It closes; the channel is told as of one that was typed, and its person alone the rest."""
    told = set_up(
        bot,
        charts=f"deploys {PROJECT} 30d\n\n/deploys {PROJECT} 7d by application",
        days=["1", "4"],
        time="08:15",
        name="Numbers & <more>",
        calm="line",
    )
    assert bot.forms() == []
    assert "Numbers & <more> (number " in said(told)
    assert f"deploys {PROJECT} 7d by application" in said(told)
    assert "at 08:15, Europe/Berlin, one line when nothing moved" in said(told)
    assert "every Monday and Thursday" in said(told)
    (introduced,) = bot.posted()
    assert "A digest for this channel: Numbers & <more>" in said(introduced)
    assert f"<@{bot.stage.workspace.person('ada').id}>" in said(introduced)


def test_what_is_wrong_is_said_at_its_field_and_all_at_once(bot: Product) -> None:
    """In the words that a typed line gets; the form stays open, and nothing is set up."""
    view = opened(bot)
    told = bot.submit(
        view, charts=f"deploys {PROJECT} 30 bananas\nbanana", days=["1"], name='say "x"'
    )
    assert told["errors"]["charts"].startswith("“banana” is no chart.")
    assert "quotation marks" in told["errors"]["name"]
    told = bot.submit(view, charts=f"deploys {PROJECT}\ndeploys {PROJECT} 30 bananas")
    assert "bananas" in told["errors"]["charts"]
    assert list(told["errors"]) == ["charts"]
    told = bot.submit(view, charts=f"staleflags {PROJECT} env production", calm="silent")
    assert "would never come" in told["errors"]["calm"]
    assert "There are no digests here yet" in listed(bot)
    assert len(bot.forms()) == 1


def test_a_wrong_cron_line_is_said_to_be_wrong_where_it_stands(bot: Product) -> None:
    """In the words that a typed one gets."""
    view = opened(bot)
    bot.choose(view, "repeat", "cron")
    changed = until(bot.forms, lambda seen: seen and "line" in fields(seen[0]))[0]
    told = bot.submit(changed, charts=f"deploys {PROJECT}", line="cron * * * * *")
    assert "comes more than once an hour" in told["errors"]["line"]


def test_a_form_that_is_sent_twice_sets_one_digest_up(bot: Product) -> None:
    """Whoever is impatient, and a Slack that repeats itself, get one."""
    view = opened(bot)
    both = threading.Barrier(2)

    def send() -> None:
        both.wait()
        with contextlib.suppress(AssertionError):  # the form may be closed by then
            bot.submit(view, charts=f"deploys {PROJECT} 30d")

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    private(bot, "Set up.")
    assert len(re.findall("every Monday", listed(bot))) == 1
    assert len(bot.posted()) == 1


def test_where_the_bot_is_not_a_member_a_form_is_answered_directly(bot: Product) -> None:
    """In a public channel it may post, and in none may it whisper without being there."""
    bot.reset()  # it is no member any more
    bot.submit(opened(bot), charts=f"deploys {PROJECT}")
    told = bot.directly()
    assert "Set up." in said(told)
    assert "Edit" in labels(told)
    assert "A digest for this channel" in said(bot.posted()[0])


def test_of_a_digest_that_cannot_be_introduced_the_line_is_given(bot: Product) -> None:
    """A form that is gone is not filled in again: the line does it once the bot is invited."""
    workspace = bot.stage.workspace
    channel = workspace.channel("team-private").id
    bot.submit(opened(bot), charts=f"deploys {PROJECT}", channel=channel)
    told = bot.directly()
    assert "/invite @Drumbeat" in said(told)
    assert f"/drumbeat digest add deploys {PROJECT} every monday 09:00 zone" in said(told)
    assert f"in <#{channel}>" in said(told)
    assert "There are no digests here yet" in listed(bot)


def test_where_nobody_can_be_told_the_log_says_so(bot: Product) -> None:
    """What the form asked for is done all the same."""
    bot.press(set_up(bot), "Edit")
    bot.trouble("chat.postEphemeral", "error", error="restricted_action")
    bot.trouble("chat.postMessage", "error", error="restricted_action", times=2)
    bot.submit(bot.form(), name="Quietly changed")
    bot.logged("form that was sent by")
    assert "Quietly changed" in listed(bot)


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_a_digest_of_which_its_channel_may_have_heard_is_kept(bot: Product, kind: str) -> None:
    """Whether Slack took the introduction nobody knows; that it comes, everybody may."""
    bot.trouble("chat.postMessage", kind)
    told = set_up(bot)
    workspace = bot.stage.workspace
    bot.trouble("chat.postMessage", kind)
    bot.press(told, "Edit")
    bot.submit(bot.form(), channel=workspace.channel("team-mobile").id)
    bot.privately("Changed.", channel="team-mobile")


def test_a_form_of_another_version_is_answered_with_a_sentence(bot: Product) -> None:
    """In the form's own place, since there is no other; nothing is set up."""
    view = opened(bot)
    view.body["callback_id"] = "digest-form-0"
    assert bot.submit(view, charts=f"deploys {PROJECT}") == {"ok": True}
    (shown,) = bot.forms()
    assert shown.body["blocks"][0]["text"]["text"] == OTHER_FORM
    assert "There are no digests here yet" in listed(bot)


@pytest.mark.parametrize(
    "kept", ["", "{}", "[]", '{"digest": 3, "zone": "Nowhere"}', '{"digest": "x", "zone": "UTC"}']
)
def test_a_form_that_lacks_what_it_kept_is_another_versions(bot: Product, kept: str) -> None:
    """Whatever stands in there, it is answered."""
    view = opened(bot)
    view.body["private_metadata"] = kept
    assert bot.submit(view, charts=f"deploys {PROJECT}") == {"ok": True}
    assert bot.forms()[0].body["blocks"][0]["text"]["text"] == OTHER_FORM


# -- changing -----------------------------------------------------------------------------------


def test_a_form_changes_a_digest(bot: Product) -> None:
    """Edit opens it with all that the digest is, for whoever presses; its zone and owner stay."""
    bot.say(
        f"/drumbeat digest add deploys {PROJECT} 30d, deploys {PROJECT} 7d every 1st at 7:05 "
        'only when something moved called "Firsts" zone America/New_York'
    )
    told = private(bot, "Set up.")
    assert labels(told)[0] == "Edit"
    bot.press(told, "Edit")
    view = bot.form()
    assert element(view, "charts")["initial_value"] == (
        f"deploys {PROJECT} 30d\ndeploys {PROJECT} 7d"
    )
    assert element(view, "repeat")["initial_option"]["value"] == "month"
    assert element(view, "time")["initial_time"] == "07:05"
    assert element(view, "name")["initial_value"] == "Firsts"
    assert element(view, "calm")["initial_option"]["value"] == "silent"
    assert "America/New_York" in json.dumps(view.body["blocks"])
    assert bot.submit(view, charts=f"deploys {PROJECT} 14d", calm="show", name=None) == {"ok": True}
    changed = said(private(bot, "Changed."))
    assert f"deploys {PROJECT} 14d" in changed
    assert "on the 1st of every month at 07:05, America/New_York" in changed
    assert "only when" not in changed
    assert "Digest " in changed
    introduced, told_of_it = bot.posted()
    assert "A digest for this channel" in said(introduced)
    assert "was changed" in said(told_of_it)


def test_a_digest_that_moves_is_introduced_where_it_comes_from_then_on(bot: Product) -> None:
    """A channel hears of what will come to it; one that cannot be told gets nothing."""
    workspace = bot.stage.workspace
    told = set_up(bot)
    bot.press(told, "Edit")
    bot.submit(bot.form(), channel=workspace.channel("team-private").id)
    refused = bot.directly()
    assert "/invite @Drumbeat there" in said(refused)
    assert "/drumbeat digest edit" in said(refused)
    bot.press(told, "Edit")
    bot.submit(bot.form(), channel=workspace.channel("team-mobile").id)
    bot.privately("Changed.", channel="team-mobile")
    (introduced,) = bot.posted("team-mobile")
    assert "A digest for this channel" in said(introduced)
    assert bot.posted("team-private") == ()


def test_a_digest_that_rests_moves_without_a_word(bot: Product) -> None:
    """Nothing comes until somebody resumes it, which its channel hears."""
    told = set_up(bot)
    bot.press(told, "Pause")
    bot.privately("is paused")
    bot.press(told, "Edit")
    bot.submit(bot.form(), channel=bot.stage.workspace.channel("team-mobile").id)
    bot.privately("Changed.", channel="team-mobile")
    assert bot.posted("team-mobile") == ()


def test_a_digest_that_was_deleted_meanwhile_is_not_changed(bot: Product) -> None:
    """Whoever sends the form reads that there is none any more."""
    told = set_up(bot)
    bot.press(told, "Edit")
    view = bot.form()
    bot.press(told, "Delete")
    bot.privately("is deleted")
    bot.submit(view, charts=f"deploys {PROJECT} 7d")
    bot.privately("was deleted meanwhile")


def test_the_button_of_a_digest_that_is_gone_opens_nothing(bot: Product) -> None:
    """It says that there is none."""
    told = set_up(bot)
    bot.press(told, "Delete")
    bot.privately("is deleted")
    bot.press(told, "Edit")
    bot.privately("There is no digest")
    assert bot.forms() == []


def test_deleting_is_asked_about(bot: Product) -> None:
    """Slack asks before it tells of the press; nothing else is asked about."""
    told = set_up(bot, name="Numbers")
    (row,) = (block for block in told.blocks if block["type"] == "actions")
    asked = [one for one in row["elements"] if "confirm" in one]
    assert [one["text"]["text"] for one in asked] == ["Delete"]
    assert "Numbers will not come again" in asked[0]["confirm"]["text"]["text"]
