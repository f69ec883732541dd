"""The app acknowledges at once, hands over, and does nothing twice."""

import json
import logging
import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.request import BoltRequest

from bot.catalog import CATALOG
from bot.grammar.defaults import Defaults
from bot.local.workspace.model import View
from handlers import alert_form as alert_forms
from handlers.app import BUSY, FORM_BUSY, OTHER_ALERT_FORM, OTHER_FORM, UNREAD, slack_app
from handlers.asked import AlertFilled, AlertSent, Filled, Heard, Pressed, Submitted
from handlers.form import blank, view
from handlers.slack import Slack
from handlers.work import Work
from tests.fakes import MovedClock
from tests.handlers.talking import begun

IDENTITY = {"team_id": "T0001", "user_id": "U0B0T", "bot_id": "B0001"}


def command(**bent: str) -> dict[str, str]:
    """The body of a slash command."""
    body = {
        "team_id": "T0001",
        "channel_id": "C0001",
        "user_id": "U0001",
        "command": "/deploys",
        "text": "mobile",
        "trigger_id": "1.2.3",
        "response_url": "https://hooks.slack.com/commands/T0001/1/abcdef",
    }
    return {**body, **bent}


class Inbox:
    """Takes what the app hands over, or refuses to."""

    def __init__(self) -> None:
        self.given: list[Heard] = []
        self.refused: list[Pressed] = []
        self.full = False

    def give(self, asked: Heard) -> bool:
        """Take a command or a press unless full."""
        if not self.full:
            self.given.append(asked)
        return not self.full


@pytest.fixture
def inbox() -> Inbox:
    """Where commands are handed over to."""
    return Inbox()


@pytest.fixture
def app(clock: MovedClock, inbox: Inbox) -> App:
    """The real app over a Slack that nobody answers for; acknowledging must not ask it anything."""
    slack = Slack("xoxb-made-up", "http://127.0.0.1:9/api/", clock=clock)
    return slack_app(
        slack, IDENTITY, inbox.give, refuse=inbox.refused.append, clock=clock, defaults=Defaults()
    )


def send(app: App, body: dict[str, Any]) -> tuple[int, str]:
    """Dispatch as Socket Mode does."""
    answer = app.dispatch(BoltRequest(mode="socket_mode", body=body))
    return answer.status, answer.body or ""


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_every_command_of_the_catalog_is_taken(app: App, inbox: Inbox, kind: Any) -> None:  # noqa: ANN401 - pytest's parameter
    """Each chart has its command, acknowledged without a word."""
    assert send(app, command(command=kind.command)) == (200, "")
    assert [asked.name for asked in inbox.given] == [kind.command]


def test_a_command_of_another_version_is_taken_too(app: App, inbox: Inbox) -> None:
    """A command that this version does not know is answered later, not left to time out."""
    assert send(app, command(command="/deploy"))[0] == 200
    assert len(inbox.given) == 1


def test_the_same_command_event_is_done_once(app: App, inbox: Inbox, clock: MovedClock) -> None:
    """Slack's trigger names one event; ten minutes later it cannot come again."""
    assert send(app, command())[0] == 200
    assert send(app, command())[0] == 200
    assert len(inbox.given) == 1
    clock.move(timedelta(minutes=11))
    send(app, command())
    assert len(inbox.given) == 2


def test_when_there_is_too_much_to_do_the_person_is_told(app: App, inbox: Inbox) -> None:
    """A command that cannot be taken is refused in the acknowledgement itself."""
    inbox.full = True
    assert send(app, command()) == (200, BUSY)
    inbox.full = False
    assert send(app, command()) == (200, "")
    assert len(inbox.given) == 1  # what was refused may be sent again


@pytest.mark.parametrize("missing", ["team_id", "user_id", "channel_id", "trigger_id"])
def test_a_command_without_its_essentials_is_not_taken(
    app: App, inbox: Inbox, missing: str
) -> None:
    """Half a command is answered in words and does nothing."""
    body = command()
    del body[missing]
    assert send(app, body) == (200, UNREAD)
    assert inbox.given == []


# -- buttons ----------------------------------------------------------------------------------


def press(**bent: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a payload may hold
    """The payload of a press."""
    action = {"action_id": "chart:7d", "block_id": "asked-by-U0002", "value": "deploys from 7d"}
    body = {
        "type": "block_actions",
        "team": {"id": "T0001"},
        "user": {"id": "U0001"},
        "channel": {"id": "C0001"},
        "container": {"type": "message", "message_ts": "17.1", "channel_id": "C0001"},
        "actions": [{"type": "button", **action}],
        "trigger_id": "1.2.3",
        "response_url": "https://hooks.slack.com/actions/T0001/1/abcdef",
    }
    return {**body, **bent}


def test_a_press_is_taken_and_acknowledged_without_a_word(app: App, inbox: Inbox) -> None:
    """Whatever the button, and once."""
    assert send(app, press()) == (200, "")
    assert send(app, press()) == (200, "")
    (pressed,) = inbox.given
    assert isinstance(pressed, Pressed)
    assert (pressed.channel, pressed.message, pressed.user) == ("C0001", "17.1", "U0001")
    assert (pressed.action, pressed.value, pressed.block) == (
        "chart:7d",
        "deploys from 7d",
        "asked-by-U0002",
    )
    assert "hooks.slack.com" not in repr(pressed)


def test_a_press_too_many_is_refused_aloud(app: App, inbox: Inbox) -> None:
    """An acknowledgement of a press has no words, so somebody else says them."""
    inbox.full = True
    assert send(app, press()) == (200, "")
    assert (len(inbox.refused), inbox.given) == (1, [])


@pytest.mark.parametrize(
    "half",
    [
        {"channel": {}},
        {"container": {"type": "view"}},
        {"user": None},
        {"team": None},
        {"trigger_id": ""},
        {"actions": [{"type": "button", "action_id": "chart:7d", "value": 7}]},
    ],
)
def test_a_press_without_its_essentials_does_nothing(
    app: App, inbox: Inbox, half: dict[str, Any]
) -> None:
    """It is acknowledged, so that Slack shows no error of its own."""
    assert send(app, press(**half))[0] == 200
    assert inbox.given == []


# -- forms ------------------------------------------------------------------------------------


def filled(kind: str = "view_submission", **bent: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """The payload of a form that is sent, or in which something was chosen."""
    shown = replace(blank("C0001", "UTC"), charts="deploys mobile")
    body = view(shown)
    state = {"values": begun(View("V0001", "U0001", "1.a", body, "V0001"))}
    payload = {
        "type": kind,
        "team": {"id": "T0001"},
        "user": {"id": "U0001"},
        "view": {**body, "id": "V0001", "state": state},
        "trigger_id": "1.2.3",
    }
    chosen = {"actions": [{"type": "radio_buttons", "action_id": "repeat", "block_id": "repeat"}]}
    return {**payload, **(chosen if kind == "block_actions" else {}), **bent}


def test_a_form_is_taken_once(app: App, inbox: Inbox) -> None:
    """Whoever sends it again, or lets Slack, has it acknowledged and nothing more."""
    assert send(app, filled()) == (200, "")
    assert send(app, filled(trigger_id="4.5.6")) == (200, "")
    (given,) = inbox.given
    assert isinstance(given, Submitted)
    assert (given.user, given.setting.lines) == ("U0001", ("deploys mobile",))


def test_a_form_too_many_stays_and_may_be_sent_again(app: App, inbox: Inbox) -> None:
    """What was typed into it is not lost."""
    inbox.full = True
    status, body = send(app, filled())
    assert status == 200
    assert json.loads(body) == {"response_action": "errors", "errors": {"channel": FORM_BUSY}}
    inbox.full = False
    assert send(app, filled()) == (200, "")
    assert len(inbox.given) == 1


@pytest.mark.parametrize(
    "half",
    [
        {"user": None},
        {"team": {}},
        {"trigger_id": ""},
        {"view": {"type": "modal", "callback_id": "x"}},
    ],
)
def test_half_a_form_is_answered_in_its_place(app: App, inbox: Inbox, half: dict[str, Any]) -> None:
    """With a sentence; nothing is done."""
    status, body = send(app, filled(**half))
    assert (status, inbox.given) == (200, [])
    assert OTHER_FORM in json.loads(body)["view"]["blocks"][0]["text"]["text"]


def test_a_choice_in_a_form_is_handed_over(app: App, inbox: Inbox) -> None:
    """So that the form may follow; where it cannot, there is nobody to tell."""
    inbox.full = True
    assert send(app, filled("block_actions")) == (200, "")
    assert inbox.refused == []
    inbox.full = False
    assert send(app, filled("block_actions", trigger_id="4.5.6")) == (200, "")
    (given,) = inbox.given
    assert isinstance(given, Filled)
    assert (given.name, given.form.charts) == ("form", "deploys mobile")


# -- the form of an alert ---------------------------------------------------------------------


def alert_form(page: dict[str, Any], kind: str = "view_submission", **bent: Any) -> dict[str, Any]:  # noqa: ANN401 - Slack's JSON
    """The payload of a page of an alert's form, as somebody has it before them."""
    values = begun(View("V1", "U0001", "1.a", page, "V1"))
    body = {
        "type": kind,
        "team": {"id": "T0001"},
        "user": {"id": "U0001"},
        "trigger_id": "1.2.3",
        "actions": [{"type": "button", "action_id": alert_forms.BACK, "block_id": "b"}],
        "view": {**page, "id": "V1", "state": {"values": values}},
    }
    return {**body, **bent}


ALERT = replace(alert_forms.blank("C0001"), request="mobile")
FIRST, SECOND = alert_forms.view(ALERT), alert_forms.tried(ALERT, [])


def test_a_first_page_becomes_the_second_at_once(app: App, inbox: Inbox) -> None:
    """Nobody is asked for that; trying it is handed over, and again for who sends it again."""
    for _ in range(2):
        status, body = send(app, alert_form(FIRST))
        assert (status, json.loads(body)["response_action"]) == (200, "update")
        assert "Nothing is set up yet" in body
    assert [given.is_seen for given in inbox.given if isinstance(given, AlertSent)] == [False] * 2


def test_a_second_page_is_kept_once(app: App, inbox: Inbox) -> None:
    """However often it is sent, also by a Slack that repeats itself; the form closes."""
    for _ in range(2):
        assert send(app, alert_form(SECOND)) == (200, "")
    (given,) = inbox.given
    assert isinstance(given, AlertSent)
    assert (given.is_seen, given.channel, given.form) == (True, "C0001", ALERT)
    assert given.name == "form of an alert that was sent"


def test_of_an_alert_form_that_is_one_too_many_it_is_said_so(app: App, inbox: Inbox) -> None:
    """On either page, in the form; it can be sent again."""
    inbox.full = True
    told = json.loads(send(app, alert_form(FIRST))[1])
    assert told["errors"] == {"channel": FORM_BUSY}
    told = json.loads(send(app, alert_form(SECOND))[1])
    assert FORM_BUSY in json.dumps(told["view"]["blocks"])
    assert told["view"]["submit"]["text"] == "Set it up"
    inbox.full = False
    assert send(app, alert_form(told["view"])) == (200, "")
    assert len(inbox.given) == 1


def test_a_mistake_in_an_alert_form_is_said_at_its_field(app: App, inbox: Inbox) -> None:
    """Nothing is handed over."""
    told = json.loads(send(app, alert_form(alert_forms.view(replace(ALERT, value="0"))))[1])
    assert told["response_action"] == "errors"
    assert list(told["errors"]) == ["value"]
    assert inbox.given == []


def test_going_back_in_an_alert_form_is_handed_over(app: App, inbox: Inbox) -> None:
    """Where it is too much nobody is told: it can be pressed again."""
    inbox.full = True
    assert send(app, alert_form(SECOND, "block_actions")) == (200, "")
    assert inbox.refused == []
    inbox.full = False
    assert send(app, alert_form(SECOND, "block_actions", trigger_id="4.5.6")) == (200, "")
    (given,) = inbox.given
    assert isinstance(given, AlertFilled)
    assert (given.name, given.form) == ("form of an alert", ALERT)


@pytest.mark.parametrize("kind", ["view_submission", "block_actions"])
@pytest.mark.parametrize("page", [FIRST, SECOND], ids=["first", "second"])
def test_an_alert_form_of_another_version_is_not_followed(
    app: App, inbox: Inbox, page: dict[str, Any], kind: str
) -> None:
    """Who sends it is told so in its place."""
    other = {**page, "callback_id": "alert-form-0"}
    status, body = send(app, alert_form(other, kind))
    assert (status, inbox.given) == (200, [])
    assert (OTHER_ALERT_FORM in body) == (kind == "view_submission")


def test_nothing_that_is_logged_opens_a_door(app: App, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the token nor the address for private answers is logged, at any level."""
    with caplog.at_level(logging.DEBUG):
        send(app, command())
        send(app, command(trigger_id=""))
        send(app, press())
        send(app, press(trigger_id=""))
    assert "xoxb-made-up" not in caplog.text
    assert "hooks.slack.com" not in caplog.text


def test_acknowledging_does_not_wait_for_work(clock: MovedClock) -> None:
    """While every worker is stuck, commands are acknowledged all the same, within Slack's time."""
    free, done = threading.Event(), []

    def do(asked: Heard) -> None:
        free.wait()
        done.append(asked.name)

    work = Work[Heard](do, workers=2)
    slack = Slack("xoxb-made-up", "http://127.0.0.1:9/api/", clock=clock)
    app = slack_app(slack, IDENTITY, work.give, refuse=do, clock=clock, defaults=Defaults())
    begun = time.monotonic()
    assert [send(app, command(trigger_id=str(n)))[0] for n in range(50)] == [200] * 50
    assert time.monotonic() - begun < 3
    assert done == []
    free.set()
    assert work.stop(5) == ()
    assert len(done) == 50
