"""Alerts that are set up and changed in a form: the real SDK, and a Slack that is strict."""

import contextlib
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.insights.client import Patience
from bot.local.insights.faults import Fault
from bot.local.workspace.model import Message, View
from handlers.alert_form import CALLBACK, TRIED
from handlers.app import OTHER_ALERT_FORM
from tests.handlers.talking import PROJECT, Product, labels, product, said, texts, until

CHART = "/charts/deployments/frequency"
WORKERS = 2


@pytest.fixture(scope="module", params=["socket", "http"])
def shared(request: pytest.FixtureRequest) -> Iterator[Product]:
    """One product for all tests of this file, over each way in."""
    with product(transport=request.param, one_clock=True) as bot:
        yield bot


@pytest.fixture
def bot(shared: Product) -> Iterator[Product]:
    """The product, with nothing in its channels and no alerts."""
    shared.reset()
    shared.say("/invite @Drumbeat")
    yield shared
    for number in re.findall(r"(?:^|\n|Alerts)(\d+)[ “]", listed(shared)):
        shared.say(f"/drumbeat alert delete {number}")
        shared.privately("is deleted")


def listed(bot: Product) -> str:
    """All alerts, as somebody reads them."""
    before = len(bot.told())
    bot.say("/drumbeat alert list")
    return until(bot.told, lambda told: len(told) > before)[-1]


def fields(view: View) -> list[str]:
    """What a form asks, in order."""
    return [block["block_id"] for block in view.body["blocks"] if block["type"] == "input"]


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
    """A form for a new alert."""
    bot.say("/drumbeat alert new")
    return bot.form()


def words(view: View) -> str:
    """All words of a page."""
    return "".join(texts(view.body["blocks"]))


def second(bot: Product) -> View:
    """The second page, once it says what the alert would have done."""
    return until(bot.forms, lambda seen: seen and "submit" in seen[0].body and is_second(seen[0]))[
        0
    ]


def is_second(view: View) -> bool:
    """Whether a page shows what was tried."""
    return bool(view.body["callback_id"] == TRIED)


def tried(bot: Product, **more: object) -> View:
    """The second page of a form with some of its fields filled in."""
    asked = {"request": PROJECT, **more}
    assert bot.submit(opened(bot), "ada", **asked) == {"ok": True}
    return second(bot)


def set_up(bot: Product, **more: object) -> Message:
    """An alert that was set up in a form; returns what was said of it."""
    assert bot.submit(tried(bot, **more)) == {"ok": True}
    return private(bot, "Set up.")


# -- opening ------------------------------------------------------------------------------------


def test_a_form_is_opened_by_a_line(bot: Product) -> None:
    """It names the channel of who typed it, and works as it is."""
    view = opened(bot)
    first = ["chart", "request", "watch", "value", "run", "days"]
    assert fields(view) == [*first, "recovers", "more", "channel", "name"]
    channel = bot.stage.workspace.channel("delivery").id
    assert element(view, "channel")["initial_conversation"] == channel
    assert element(view, "channel")["default_to_current_conversation"] is True
    kept = {"alert": None, "where": channel, "named": False}
    assert json.loads(view.body["private_metadata"]) == kept


@pytest.mark.parametrize("line", ["alert", "alerts list"])
def test_a_form_is_opened_by_a_button(bot: Product, line: str) -> None:
    """It stands below the alerts that there are, and where there are none."""
    bot.say(f"/drumbeat {line}")
    empty = private(bot, "There are no alerts here yet")
    assert labels(empty) == ["New alert"]
    bot.press(empty, "New alert")
    assert bot.form().body["title"]["text"] == "New alert"
    set_up(bot)
    bot.say(f"/drumbeat {line}")
    assert labels(private(bot, "Alerts")) == ["New alert"]


def test_between_people_no_channel_is_chosen(bot: Product) -> None:
    """A conversation between people gets no alert, so whoever opens the form there chooses."""
    workspace = bot.stage.workspace
    ada = workspace.person("ada").id
    direct = workspace.store.direct(ada)
    asked = {"as": ada, "channel": direct.id, "text": "/drumbeat alert new"}
    bot._post("say", asked)  # noqa: SLF001 - no name leads to a direct conversation
    assert "initial_conversation" not in element(bot.form(), "channel")


def test_behind_new_a_line_can_stand(bot: Product) -> None:
    """Then it is tried as it was typed, and there is no form."""
    bot.say(f"/drumbeat alert new deploys {PROJECT} below 3")
    bot.privately("it would have fired")
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
    bot.say("/drumbeat alert new")
    late = private(bot, "too late")
    assert bot.forms() == []
    bot.press(late, "New alert")
    bot.form()


# -- trying -------------------------------------------------------------------------------------


def test_what_it_would_have_done_is_shown_before_it_is_kept(bot: Product) -> None:
    """In words and as a picture; nothing is kept or posted, and the channel hears nothing."""
    page = tried(bot, value="3", days=[])
    assert f"deploys {PROJECT}, below 3 on 2 days in a row" in words(page)
    assert "In the last 8 weeks it would have fired" in words(page)
    assert [one["type"] for one in page.body["blocks"]] == ["rich_text", "image", "actions"]
    assert page.body["submit"]["text"] == "Set it up"
    assert "There are no alerts here yet" in listed(bot)
    assert bot.posted() == ()


def test_the_form_answers_before_launchdarkly_does(bot: Product) -> None:
    """Slack gives three seconds, so the page says that it is being tried, and cannot be sent."""
    answering = threading.Event()
    bot.stage.faults.add(Fault(held=answering), times=1, path=CHART)
    assert bot.submit(opened(bot), request=PROJECT) == {"ok": True}
    (page,) = bot.forms()
    assert "Nothing is set up yet" in words(page)
    assert "submit" not in page.body
    answering.set()
    second(bot)


def test_without_launchdarkly_it_can_be_set_up_all_the_same(bot: Product) -> None:
    """The page says that nobody knows what it would have done."""
    bot.stage.faults.add(Fault(status=503), times=9, path=CHART)
    page = tried(bot)
    assert "It can be set up all the same" in words(page)
    bot.submit(page)
    private(bot, "Set up.")


def test_how_things_stand_now_cannot_be_tried(bot: Product) -> None:
    """The page says so, and it can be set up."""
    page = tried(
        bot, chart="flagstatus", request=f"{PROJECT} env production", watch="above", value="9"
    )
    assert "cannot be tried" in words(page)
    bot.submit(page)
    private(bot, "Set up.")


def test_a_picture_that_slack_does_not_take_is_left_out(bot: Product) -> None:
    """The words are shown without it."""
    bot.trouble("views.update", "error", error="invalid_blocks")
    page = tried(bot)
    assert [one["type"] for one in page.body["blocks"]] == ["rich_text", "actions"]


@pytest.mark.parametrize("chart", ["deploys", "flagstatus"], ids=["pictured", "in words"])
def test_a_page_that_slack_does_not_show_is_answered_with_the_line(
    bot: Product, chart: str
) -> None:
    """So that nothing has to be filled in again."""
    bot.trouble("views.update", "error", error="invalid_arguments", times=9)
    bot.submit(opened(bot), chart=chart, request=f"{PROJECT} env production", name="Few")
    told = said(private(bot, "Nothing is set up yet"))
    assert f"/drumbeat alert add {chart} project {PROJECT}" in told
    assert 'called "Few"' in told


def test_a_form_that_was_closed_meanwhile_is_left_alone(bot: Product) -> None:
    """Nobody is told of what nobody sees any more."""
    bot.trouble("views.update", "error", error="not_found")
    before = len(bot.told())
    bot.submit(opened(bot), request=PROJECT)
    bot.logged("was not changed: not_found")
    assert len(bot.told()) == before


def test_from_the_second_page_a_way_leads_back(bot: Product) -> None:
    """All that was typed is there, and what is sent then is tried anew."""
    page = tried(bot, value="3", name="Quiet & <days>", recovers="5")
    (row,) = (one for one in page.body["blocks"] if one["type"] == "actions")
    asked = {"as": page.person, "view_id": page.id, "block_id": row["block_id"]}
    bot._post("action", {**asked, "action_id": row["elements"][0]["action_id"]})  # noqa: SLF001 - a button
    first = until(bot.forms, lambda seen: seen[0].body["callback_id"] == CALLBACK)[0]
    assert element(first, "value")["initial_value"] == "3"
    assert element(first, "name")["initial_value"] == "Quiet & <days>"
    bot.submit(first, value="2")
    assert "below 2 on 2 days" in words(second(bot))


# -- sending ------------------------------------------------------------------------------------


def test_a_form_sets_an_alert_up(bot: Product) -> None:
    """It closes; the channel is told as of one that was typed, and its person alone the rest."""
    told = set_up(
        bot,
        request=f"{PROJECT} by application",
        value="3",
        run="1",
        days=[],
        recovers="5",
        more="never repeat",
        name="Numbers & <more>",
    )
    assert bot.forms() == []
    assert "Numbers & <more> (number " in said(told)
    assert f"deploys {PROJECT} by application" in said(told)
    assert "below 3; it recovers at 5; it is told once and not repeated" in said(told)
    (introduced,) = bot.posted()
    assert "An alert for this channel: Numbers & <more>" in said(introduced)
    assert f"<@{bot.stage.workspace.person('ada').id}>" in said(introduced)


def test_an_alert_that_counts_hours_can_be_set_up(bot: Product) -> None:
    """What it waits for are hours then, from its form to its list."""
    page = tried(bot, request=f"{PROJECT} bucket hour", run="3", days=[])
    assert "below 1 in 3 hours in a row" in words(page)
    bot.submit(page)
    private(bot, "Set up.")
    assert "below 1 for 3 hours" in listed(bot)


def test_an_alert_of_another_channel_is_introduced_there(bot: Product) -> None:
    """Who filled the form in is answered where they are."""
    set_up(bot, channel=bot.stage.workspace.channel("team-mobile").id)
    assert bot.posted() == ()
    (introduced,) = bot.posted("team-mobile")
    assert "An alert for this channel" in said(introduced)


def test_an_alert_that_cannot_be_introduced_is_not_kept(bot: Product) -> None:
    """The line does it once the bot is invited."""
    channel = bot.stage.workspace.channel("team-private").id
    bot.submit(tried(bot, channel=channel))
    told = said(private(bot, "/invite @Drumbeat"))
    assert f"in <#{channel}>" in told
    assert "There are no alerts here yet" in listed(bot)


def test_what_is_wrong_is_said_at_its_field_and_all_at_once(bot: Product) -> None:
    """In the words that a typed line gets; the form stays open, and LaunchDarkly is not asked."""
    view, asked = opened(bot), bot.asked()
    told = bot.submit(view, request=f"{PROJECT} 30d")
    assert told["errors"]["request"].startswith("“30d” is a time, and an alert takes none")
    told = bot.submit(view, request=PROJECT, value="0")
    assert told["errors"] == {"value": "Nothing is ever below 0; say at most 0, or below 1."}
    told = bot.submit(view, request=PROJECT, run="99", more="bananas", name='say "x"')
    assert set(told["errors"]) == {"run", "more", "name"}
    assert len(bot.forms()) == 1
    assert bot.asked() == asked


def test_a_form_that_is_sent_twice_sets_one_alert_up(bot: Product) -> None:
    """Whoever is impatient, and a Slack that repeats itself, get one."""
    page, both = tried(bot), threading.Barrier(2)

    def send() -> None:
        both.wait()
        with contextlib.suppress(AssertionError):  # the form may be closed by then
            bot.submit(page)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    private(bot, "Set up.")
    assert listed(bot).count("below 1") == 1
    assert len(bot.posted()) == 1


@pytest.mark.parametrize("callback", ["alert-form-0", "alert-tried-0", "alert-form-1"])
def test_a_form_of_another_version_is_answered_with_a_sentence(bot: Product, callback: str) -> None:
    """In the form's own place, since there is no other; nothing is set up."""
    view = opened(bot)
    view.body["callback_id"] = callback
    view.body["private_metadata"] = '{"alert": null, "where": "C1", "of": "another version"}'
    assert bot.submit(view, request=PROJECT) == {"ok": True}
    (shown,) = bot.forms()
    assert shown.body["blocks"][0]["text"]["text"] == OTHER_ALERT_FORM
    assert "There are no alerts here yet" in listed(bot)


def test_going_back_in_a_form_that_was_closed_is_left_alone(bot: Product) -> None:
    """Nobody sees it any more."""
    page = tried(bot)
    bot.trouble("views.update", "error", error="not_found")
    (row,) = (one for one in page.body["blocks"] if one["type"] == "actions")
    asked = {"as": page.person, "view_id": page.id, "block_id": row["block_id"]}
    bot._post("action", {**asked, "action_id": row["elements"][0]["action_id"]})  # noqa: SLF001 - a button
    bot.logged("was not changed: not_found")


# -- changing -----------------------------------------------------------------------------------


def test_a_form_changes_an_alert(bot: Product) -> None:
    """Edit opens it with all that the alert is; it is tried, and saved, and its channel hears."""
    told = set_up(bot, value="3", recovers="5", more="never repeat", name="Quiet mobile")
    assert labels(told)[0] == "Edit"
    bot.press(told, "Edit")
    view = bot.form()
    assert re.fullmatch(r"Edit alert \d+", view.body["title"]["text"])
    values = {one: element(view, one).get("initial_value") for one in ("request", "value", "more")}
    assert values == {"request": PROJECT, "value": "3", "more": "never repeat"}
    assert element(view, "recovers")["initial_value"] == "5"
    bot.submit(view, value="2")
    page = second(bot)
    assert page.body["submit"]["text"] == "Save"
    bot.submit(page)
    changed = said(private(bot, "Changed."))
    assert "below 2 on 2 days in a row; weekends do not count; it recovers at 5" in changed
    assert "Quiet mobile" in changed
    assert "was changed" in said(bot.posted()[-1])


def test_an_alert_that_was_deleted_meanwhile_is_not_changed(bot: Product) -> None:
    """Whoever sends the form reads that there is none any more."""
    told = set_up(bot)
    bot.press(told, "Edit")
    bot.submit(bot.form())
    page = second(bot)
    bot.press(told, "Delete")
    bot.privately("is deleted")
    bot.submit(page)
    bot.privately("There is no alert")


def test_the_button_of_an_alert_that_is_gone_opens_nothing(bot: Product) -> None:
    """It says that there is none."""
    told = set_up(bot)
    bot.press(told, "Delete")
    bot.privately("is deleted")
    bot.press(told, "Edit")
    bot.privately("There is no alert")
    assert bot.forms() == []


def test_an_alert_that_this_version_does_not_understand_is_typed_anew(bot: Product) -> None:
    """The button says why there is no form."""
    told = set_up(bot)
    number = said(told).partition("number ")[2].partition(")")[0]
    with kept_otherwise(bot, number, "deploys by banana"):
        bot.press(told, "Edit")
        bot.privately(f"Type it anew: /drumbeat alert edit {number}")
    assert bot.forms() == []


@contextlib.contextmanager
def kept_otherwise(bot: Product, number: str, line: str) -> Iterator[None]:
    """Another line stands in the database, as another version may have written it."""
    file = str(bot.stage.settings().drumbeat_database)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as database:
        ((before,),) = database.execute("SELECT line FROM alert WHERE id = ?", (number,))
        database.execute("UPDATE alert SET line = ? WHERE id = ?", (line, number))
        yield
        database.execute("UPDATE alert SET line = ? WHERE id = ?", (before, number))
