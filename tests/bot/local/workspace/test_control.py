"""The control interface: who may use it, what it shows, and the stream of events."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.local.workspace.hub import Hub
from tests.bot.local.workspace.harness import (
    ADA,
    DELIVERY,
    JOAN,
    KEN,
    MOBILE,
    PNG,
    PRIVATE,
    Caller,
    MovedClock,
)


@contextmanager
def listening(slack: Caller, person: str) -> Iterator[Iterator[dict[str, Any]]]:
    """What a page hears that acts as a person."""
    with slack.http.get(
        f"{slack.base}/_/stream", params={"as": person}, stream=True, timeout=5
    ) as stream:
        lines = stream.iter_lines(chunk_size=1)
        assert next(lines).startswith(b":")
        yield (json.loads(line[6:]) for line in lines if line.startswith(b"data: "))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example"},
    ],
)
def test_foreign_pages_get_nowhere(slack: Caller, headers: dict[str, str]) -> None:
    """Neither by their origin nor under a name that was made to point here."""
    url = f"{slack.base}/_/state"
    assert slack.http.get(url, headers=headers, timeout=5).status_code == 403
    post = slack.http.post(f"{slack.base}/_/reset", json={}, headers=headers, timeout=5)
    assert post.status_code == 403


def test_a_form_of_a_foreign_page_gets_nowhere(slack: Caller) -> None:
    """A browser posts text without asking first; the control interface takes JSON only."""
    answer = slack.http.post(f"{slack.base}/_/reset", data="{}", timeout=5)
    assert answer.status_code == 403


def test_the_own_page_may(slack: Caller) -> None:
    """Its origin is the server's."""
    headers = {"Origin": slack.base, "Sec-Fetch-Site": "same-origin"}
    assert slack.http.get(f"{slack.base}/_/state", headers=headers, timeout=5).ok


def test_the_page_is_served_with_a_strict_policy(slack: Caller) -> None:
    """Nothing from elsewhere, nothing inline, no frames around it."""
    answer = slack.http.get(f"{slack.base}/", timeout=5)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert slack.http.get(f"{slack.base}/page/app.js", timeout=5).ok
    outside = slack.http.get(f"{slack.base}/page/../workspace.py", timeout=5)
    assert outside.status_code == 404


def test_the_state_has_no_secrets(slack: Caller) -> None:
    """Neither the state nor what an error prints shows a token."""
    tokens = slack.workspace.tokens
    told = json.dumps(slack.get("state")) + repr(tokens) + repr(slack.workspace)
    assert not any(one in told for one in (tokens.bot, tokens.app, tokens.signing_secret))


def test_the_state_is_what_the_page_needs(slack: Caller) -> None:
    """Team, app, people, channels, commands, and how things are set."""
    state = slack.get("state")
    assert state["app"]["name"] == "Drumbeat"
    assert state["app"]["connected"] is False
    assert [one["real_name"] for one in state["people"]] == ["Ada Lind", "Ken Mori", "Joan Reyes"]
    assert {one["name"] for one in state["channels"]} >= {"delivery", "team-private"}
    assert state["commands"][0] == {
        "command": "/deploys",
        "description": "Chart it",
        "usage_hint": "[30d] or help",
    }
    assert state["settle"]["file_ready_after"] == 1.0


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("say", {"as": "U0", "channel": DELIVERY, "text": "x"}, "as is the id of a person"),
        ("say", {"as": ADA, "channel": "C0", "text": "x"}, "no such channel"),
        ("say", {"as": ADA, "channel": DELIVERY, "text": " "}, "Say something"),
        ("action", {"as": ADA, "channel": DELIVERY, "ts": "1.2"}, "no such message"),
        ("action", {"as": ADA, "view_id": "V0"}, "not open"),
        ("settle", {"file_ready_after": "soon"}, "a number of seconds"),
        ("settle", {"file_ready_after": -1}, "from 0 to 600"),
    ],
)
def test_requests_that_make_no_sense_are_told_why(
    slack: Caller, path: str, fields: dict[str, Any], sentence: str
) -> None:
    """A 400 with a sentence."""
    assert sentence in slack.post(path, **fields)["error"]


def test_a_body_that_is_no_json_object_is_refused(slack: Caller) -> None:
    """With a sentence, too."""
    headers = {"Content-Type": "application/json"}
    for body in ("{", "[]"):
        answer = slack.http.post(f"{slack.base}/_/say", data=body, headers=headers, timeout=5)
        assert answer.status_code == 400


def test_a_page_hears_of_what_its_person_sees(slack: Caller) -> None:
    """Messages, their changes and ends; of a private channel only its members."""
    with listening(slack, KEN) as events:
        slack.say("secret", person=ADA, channel=PRIVATE)
        ts = slack.call("chat.postMessage", channel=DELIVERY, text="one")["ts"]
        slack.call("chat.update", channel=DELIVERY, ts=ts, text="two")
        slack.call("chat.delete", channel=DELIVERY, ts=ts)
        heard = [next(events) for _ in range(4)]
    kinds = ["message", "message", "message_changed", "message_deleted"]
    assert [one["type"] for one in heard] == kinds
    assert heard[2]["message"]["text"] == "two"
    assert (heard[3]["channel"], heard[3]["ts"]) == (DELIVERY, ts)


def test_a_page_does_not_hear_of_what_is_not_for_its_person(slack: Caller) -> None:
    """Neither ephemeral messages nor direct ones of others."""
    with listening(slack, KEN) as events:
        slack.call("chat.postEphemeral", channel=MOBILE, user=ADA, text="psst")
        slack.call("chat.postMessage", channel=ADA, text="direct")
        slack.say("for all")
        assert next(events)["message"]["text"] == "for all"


def test_a_page_hears_of_files_faults_and_resets(slack: Caller, moved: MovedClock) -> None:
    """And of nothing twice."""
    with listening(slack, ADA) as events:
        file = slack.upload(PNG)
        moved.wait_for_sleeper(1.0)
        moved.move(1.0)
        assert next(events)["file"]["id"] == file
        slack.post("faults", kind="error", method="auth.test")
        assert next(events)["faults"][0]["method"] == "auth.test"
        slack.post("reset")
        assert next(events) == {"type": "reset"}
    assert slack.get("state")["faults"] == []


def test_a_page_that_lags_behind_is_let_go() -> None:
    """A stream holds a thousand events at most; the page then reads everything anew."""
    hub = Hub()
    with hub.listening(ADA) as listener:
        for _ in range(2_000):
            hub.tell("message", None)
        heard = [listener.events.get_nowait() for _ in range(listener.events.qsize())]
    assert len(heard) == 1_000
    assert heard[-1] is None


def test_pages_hear_who_was_let_in(slack: Caller) -> None:
    """Those of people who may see the channel, with all that the page shows of it."""
    app = slack.workspace.identity.user
    with listening(slack, ADA) as ada, listening(slack, JOAN) as joan:
        for channel in (PRIVATE, DELIVERY):
            slack.say("/invite", channel=channel)
        heard = [
            [next(event for event in events if event["type"] == "channel")["channel"] for _ in ids]
            for events, ids in ((ada, (PRIVATE, DELIVERY)), (joan, (DELIVERY,)))
        ]
    assert [[one["id"] for one in each] for each in heard] == [[PRIVATE, DELIVERY], [DELIVERY]]
    assert all(app in one["members"] for each in heard for one in each)


def test_an_unknown_person_has_no_stream(slack: Caller) -> None:
    """It is a 400."""
    answer = slack.http.get(f"{slack.base}/_/stream?as=U0", timeout=5)
    assert answer.status_code == 400


def test_a_thread_can_be_read_by_itself(slack: Caller) -> None:
    """The parent and its replies, no more."""
    slack.say("other")
    slack.say("parent")
    ts = slack.seen(ADA)[-1]["ts"]
    slack.say("reply", thread=ts)
    fields = {"as": ADA, "channel": DELIVERY, "thread": ts}
    assert [m["text"] for m in slack.get("messages", **fields)["messages"]] == ["parent", "reply"]


def test_calls_are_written_down(slack: Caller) -> None:
    """With their arguments and what came of them, for one method if asked."""
    slack.call("auth.test")
    slack.call("chat.postMessage", channel=DELIVERY)
    [call] = slack.get("calls", method="chat.postMessage")["calls"]
    assert (call["args"], call["ok"], call["error"]) == ({"channel": DELIVERY}, False, "no_text")
    assert [one.method for one in slack.workspace.calls] == ["auth.test", "chat.postMessage"]


def test_a_reset_forgets_everything(slack: Caller) -> None:
    """Messages, files, calls and memberships are as in the beginning."""
    slack.call("conversations.join", channel=DELIVERY)
    slack.say("hello")
    slack.upload(PNG)
    assert slack.post("reset")["ok"]
    assert slack.seen(ADA) == []
    assert slack.get("calls")["calls"] == []
    assert not slack.call("conversations.info", channel=DELIVERY)["channel"]["is_member"]
