"""Buttons, menus, modals and the App Home: what people do and what the app is told."""

from typing import Any

from tests.bot.local.workspace.harness import (
    ADA,
    ADAS_DM,
    DELIVERY,
    KEN,
    MOBILE,
    Caller,
    Json,
    MovedClock,
    SocketApp,
    wait_until,
)


def text(words: str) -> Json:
    """Plain text."""
    return {"type": "plain_text", "text": words}


def option(value: str) -> Json:
    """An option of a menu."""
    return {"text": text(value.title()), "value": value}


MENU: Json = {
    "type": "static_select",
    "action_id": "day",
    "options": [option("monday"), option("friday")],
}
BLOCKS: list[Json] = [
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            {"type": "button", "action_id": "go", "text": text("Go"), "value": "v1"},
            MENU,
        ],
    },
    {"type": "section", "block_id": "sec", "text": text("x"), "accessory": {**MENU}},
]
MODAL: Json = {
    "type": "modal",
    "callback_id": "digest",
    "title": text("A digest"),
    "submit": text("Save"),
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": text("Name"),
            "element": {"type": "plain_text_input", "action_id": "typed"},
        },
        {
            "type": "input",
            "block_id": "when",
            "optional": True,
            "label": text("Day"),
            "element": MENU,
        },
    ],
}


def posted(slack: Caller) -> Json:
    """Where a message with blocks is, as the page says it."""
    ts = slack.call("chat.postMessage", channel=DELIVERY, text="x", blocks=BLOCKS)["ts"]
    return {"as": ADA, "channel": DELIVERY, "ts": ts}


def trigger(slack: Caller, app: SocketApp) -> str:
    """The trigger of a command."""
    before = len(app.got)
    slack.say("/deploys")
    return str(app.wait(before + 1)[-1]["payload"]["trigger_id"])


def opened(slack: Caller, app: SocketApp, **more: Any) -> Json:  # noqa: ANN401 - any field of a view
    """A modal in front of Ada."""
    answer = slack.call("views.open", trigger_id=trigger(slack, app), view={**MODAL, **more})
    assert answer["ok"], answer
    view: Json = answer["view"]
    return view


def typed(name: str) -> Json:
    """What Ada fills in."""
    return {"name": {"typed": {"value": name}}}


# -- in messages ------------------------------------------------------------------------------


def test_a_button_tells_what_it_is_and_where(slack: Caller, app: SocketApp) -> None:
    """The server fills in type, text and value; the page only names the element."""
    where = posted(slack)
    assert slack.post("action", **where, block_id="acts", action_id="go")["ok"]
    [request] = app.wait()
    payload = request["payload"]
    [action] = payload["actions"]
    assert request["type"] == "interactive"
    assert payload["type"] == "block_actions"
    assert (action["type"], action["value"], action["text"]["text"]) == ("button", "v1", "Go")
    assert payload["container"]["message_ts"] == where["ts"]
    assert payload["user"]["id"] == ADA
    assert payload["message"]["text"] == "x"


def test_a_menu_tells_the_whole_option(slack: Caller, app: SocketApp) -> None:
    """Named by its value or given whole, the option comes as the app wrote it."""
    where = posted(slack)
    for chosen in ("friday", option("friday")):
        slack.post("action", **where, block_id="sec", action_id="day", selected_option=chosen)
    for request in app.wait(2):
        payload = request["payload"]
        assert payload["actions"][0]["selected_option"] == option("friday")
        assert payload["state"]["values"]["sec"]["day"]["selected_option"] == option("friday")


def test_nobody_presses_what_is_not_there(slack: Caller, app: SocketApp) -> None:
    """An element or message that the person does not see is refused, and the app hears nothing."""
    where = posted(slack)
    refused = slack.post("action", **where, block_id="acts", action_id="nope")
    assert refused["error"] == "element_not_found"
    gone = {**where, "ts": "1.2"}
    assert "no such message" in slack.post("action", **gone, block_id="b", action_id="a")["error"]
    assert app.got == []


def test_an_action_without_ack_is_told(slack: Caller, app: SocketApp, moved: MovedClock) -> None:
    """After three seconds, like a command."""
    where = posted(slack)
    app.acks = None
    call = {**where, "block_id": "acts", "action_id": "go"}
    pressing = slack.in_background(lambda: slack.post("action", **call))
    app.wait()
    moved.wait_for_sleeper(3.0)
    moved.move(3.0)
    assert pressing.result(5)["error"] == "operation_timeout"


def test_options_come_from_the_app(slack: Caller, app: SocketApp) -> None:
    """A search in an external menu is a `block_suggestion`."""
    menu = {"type": "external_select", "action_id": "project", "min_query_length": 0}
    block = {"type": "section", "block_id": "b", "text": text("x"), "accessory": menu}
    ts = slack.call("chat.postMessage", channel=DELIVERY, text="x", blocks=[block])["ts"]
    app.acks = lambda _: {"options": [option("mobile")]}
    where = {"as": ADA, "channel": DELIVERY, "ts": ts, "block_id": "b", "action_id": "project"}
    assert slack.post("options", **where, value="mo")["options"] == [option("mobile")]
    payload = app.wait()[0]["payload"]
    assert (payload["type"], payload["value"]) == ("block_suggestion", "mo")


# -- triggers ---------------------------------------------------------------------------------


def test_a_trigger_is_good_once(slack: Caller, app: SocketApp) -> None:
    """A second modal from it is `exchanged_trigger_id`; a made-up one is `invalid_trigger_id`."""
    args = {"trigger_id": trigger(slack, app), "view": MODAL}
    assert slack.call("views.open", **args)["ok"]
    assert slack.refusal("views.open", **args) == "exchanged_trigger_id"
    assert slack.refusal("views.open", trigger_id="1.2.x", view=MODAL) == "invalid_trigger_id"


def test_a_trigger_is_good_for_three_seconds(
    slack: Caller, app: SocketApp, moved: MovedClock
) -> None:
    """A moment later it is `expired_trigger_id`."""
    key = trigger(slack, app)
    moved.move(3.1)
    assert slack.refusal("views.open", trigger_id=key, view=MODAL) == "expired_trigger_id"


def test_a_bad_view_does_not_use_the_trigger_up(slack: Caller, app: SocketApp) -> None:
    """What is wrong with the view is said first."""
    key = trigger(slack, app)
    bad = {**MODAL, "title": text("x" * 25)}
    answer = slack.call("views.open", trigger_id=key, view=bad)
    assert answer["error"] == "invalid_arguments"
    assert "[json-pointer:/view/title/text]" in answer["response_metadata"]["messages"][0]
    assert slack.call("views.open", trigger_id=key, view=MODAL)["ok"]


# -- modals -----------------------------------------------------------------------------------


def test_a_submission_has_what_was_typed_with_its_types(slack: Caller, app: SocketApp) -> None:
    """Without a word from the app, the modal closes."""
    view = opened(slack, app)
    answer = slack.post("view/submit", **{"as": ADA}, view_id=view["id"], values=typed("Weekly"))
    assert answer == {"ok": True}
    payload = app.wait(2)[-1]["payload"]
    assert payload["type"] == "view_submission"
    assert payload["view"]["callback_id"] == "digest"
    assert payload["view"]["state"]["values"] == {
        "name": {"typed": {"type": "plain_text_input", "value": "Weekly"}},
        "when": {"day": {"type": "static_select"}},
    }
    gone = slack.post("view/submit", **{"as": ADA}, view_id=view["id"], values={})
    assert "not open" in gone["error"]


def test_required_fields_must_be_filled(slack: Caller, app: SocketApp) -> None:
    """Slack says so without asking the app."""
    view = opened(slack, app)
    answer = slack.post("view/submit", **{"as": ADA}, view_id=view["id"], values={})
    assert list(answer["errors"]) == ["name"]
    assert len(app.got) == 1


def test_the_app_may_refuse_a_submission(slack: Caller, app: SocketApp) -> None:
    """Its errors come back with the blocks that they are about; the modal stays."""
    view = opened(slack, app)
    app.acks = lambda _: {"response_action": "errors", "errors": {"name": "taken"}}
    submit = {"as": ADA, "view_id": view["id"], "values": typed("x")}
    assert slack.post("view/submit", **submit) == {"ok": True, "errors": {"name": "taken"}}
    assert slack.post("view/submit", **submit)["ok"]


def test_the_app_may_push_and_update_and_clear(slack: Caller, app: SocketApp) -> None:
    """Three views at most stand on top of each other; `clear` takes all away."""
    view = opened(slack, app)
    top = {"type": "modal", "title": text("More"), "blocks": []}
    views = slack.workspace.store.views
    app.acks = lambda _: {"response_action": "push", "view": top}
    submit = {"as": ADA, "view_id": view["id"], "values": typed("x")}
    slack.post("view/submit", **submit)
    [second] = [one for one in views.values() if one.id != view["id"]]
    assert (second.root, second.previous) == (view["id"], view["id"])
    app.acks = lambda _: {"response_action": "update", "view": {**top, "title": text("New")}}
    slack.post("view/submit", **submit)
    assert views[view["id"]].body["title"]["text"] == "New"
    app.acks = lambda _: {"response_action": "clear"}
    slack.post("view/submit", **submit)
    assert not views


def test_a_fourth_view_is_too_many(slack: Caller, app: SocketApp) -> None:
    """`push_limit_reached`."""
    button = {"type": "button", "action_id": "more", "text": text("More")}
    view = {**MODAL, "blocks": [{"type": "actions", "block_id": "b", "elements": [button]}]}
    top = slack.call("views.open", trigger_id=trigger(slack, app), view=view)["view"]
    for error in (None, None, "push_limit_reached"):
        where = {"as": ADA, "view_id": top["id"], "block_id": "b", "action_id": "more"}
        slack.post("action", **where)
        key = app.got[-1]["payload"]["trigger_id"]
        answer = slack.call("views.push", trigger_id=key, view=view)
        assert answer.get("error") == error
        top = answer.get("view", top)


def test_pushing_needs_a_modal_to_push_onto(slack: Caller, app: SocketApp) -> None:
    """A command's trigger opens a modal; it cannot push one."""
    key = trigger(slack, app)
    assert slack.refusal("views.push", trigger_id=key, view=MODAL) == "invalid_trigger_id"


def test_a_hash_keeps_two_from_overwriting_each_other(slack: Caller, app: SocketApp) -> None:
    """An update with an old hash is `hash_conflict`; without one the last wins."""
    view = opened(slack, app)
    args = {"view_id": view["id"], "view": MODAL}
    assert slack.call("views.update", **args, hash=view["hash"])["ok"]
    assert slack.refusal("views.update", **args, hash=view["hash"]) == "hash_conflict"
    assert slack.call("views.update", **args)["ok"]
    assert slack.refusal("views.update", view_id="V0NONE", view=MODAL) == "not_found"


def test_an_external_id_names_one_view(slack: Caller, app: SocketApp) -> None:
    """It may stand for the view's id, and cannot be used twice."""
    opened(slack, app, external_id="mine")
    assert slack.call("views.update", external_id="mine", view=MODAL)["ok"]
    opened(slack, app, external_id="yours")
    again = {"trigger_id": trigger(slack, app), "view": {**MODAL, "external_id": "yours"}}
    assert slack.refusal("views.open", **again) == "duplicate_external_id"


def test_a_large_view_is_refused(slack: Caller, app: SocketApp) -> None:
    """`view_too_large` beyond 250 kB."""
    many = [{"type": "section", "text": text("x" * 3_000)}] * 100
    view = {**MODAL, "blocks": many}
    assert slack.refusal("views.open", trigger_id=trigger(slack, app), view=view) == (
        "view_too_large"
    )


def test_the_app_hears_of_a_closed_modal_if_it_wants_to(slack: Caller, app: SocketApp) -> None:
    """`notify_on_close` asks for `view_closed`."""
    quiet = opened(slack, app)
    slack.post("view/close", **{"as": ADA}, view_id=quiet["id"])
    told = opened(slack, app, notify_on_close=True)
    slack.post("view/close", **{"as": ADA}, view_id=told["id"])
    kinds = [one["payload"].get("type") for one in app.wait(3)]
    assert kinds == [None, None, "view_closed"]


def test_closing_may_clear_the_stack(slack: Caller, app: SocketApp) -> None:
    """`clear_on_close` takes all views away, not only the top one."""
    root = opened(slack, app)
    top = {"type": "modal", "title": text("More"), "blocks": [], "clear_on_close": True}
    app.acks = lambda _: {"response_action": "push", "view": top}
    slack.post("view/submit", **{"as": ADA}, view_id=root["id"], values=typed("x"))
    views = slack.workspace.store.views
    [second] = [one for one in views.values() if one.id != root["id"]]
    slack.post("view/close", **{"as": ADA}, view_id=second.id)
    assert not views


def test_a_view_that_cannot_be_shown_is_told(slack: Caller, app: SocketApp) -> None:
    """The person reads that it went wrong; the modal stays."""
    view = opened(slack, app)
    app.acks = lambda _: {"response_action": "update", "view": {"type": "modal"}}
    submit = {"as": ADA, "view_id": view["id"], "values": typed("x")}
    assert slack.post("view/submit", **submit)["error"] == "invalid_blocks"
    assert view["id"] in slack.workspace.store.views


def test_modals_are_for_the_person_who_asked(slack: Caller, app: SocketApp) -> None:
    """Nobody else can submit them."""
    view = opened(slack, app)
    stranger = slack.post("view/submit", **{"as": KEN}, view_id=view["id"], values=typed("x"))
    assert "not open" in stranger["error"]


# -- App Home and mentions --------------------------------------------------------------------


def test_opening_the_home_is_an_event_that_publishing_answers(
    slack: Caller, app: SocketApp
) -> None:
    """`app_home_opened` says who looks; `views.publish` shows them something, with a hash."""
    assert slack.get("home", **{"as": ADA}) == {"view": None}
    slack.post("home", **{"as": ADA})
    event = app.wait()[0]["payload"]["event"]
    assert (event["type"], event["user"], event["tab"]) == ("app_home_opened", ADA, "home")
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = slack.call("views.publish", user_id=ADA, view=home)["view"]
    assert slack.get("home", **{"as": ADA})["view"]["id"] == first["id"]
    args = {"user_id": ADA, "view": home}
    assert slack.call("views.publish", **args, hash=first["hash"])["ok"]
    assert slack.refusal("views.publish", **args, hash=first["hash"]) == "hash_conflict"


def test_a_mention_reaches_the_app_where_it_is_a_member(slack: Caller, app: SocketApp) -> None:
    """In other channels it does not, and what is not subscribed to is not sent."""
    slack.say("@drumbeat hello", channel=DELIVERY)
    slack.say("nothing for it", channel=MOBILE)
    slack.say("@drumbeat <hello>", channel=MOBILE)
    slack.say("in private", channel=ADAS_DM)
    kinds = [one["payload"]["event"]["type"] for one in app.wait(2)]
    assert kinds == ["app_mention", "message"]
    event = app.got[0]["payload"]["event"]
    assert event["text"] == f"<@{slack.workspace.identity.user}> &lt;hello&gt;"
    assert (event["channel"], event["user"]) == (MOBILE, ADA)


def test_an_event_without_ack_is_sent_again(
    slack: Caller, app: SocketApp, moved: MovedClock
) -> None:
    """At once, after a minute, after five; then Slack gives up."""
    app.acks = None
    slack.post("home", **{"as": ADA})
    for count, pause in enumerate((0.0, 60.0, 300.0), start=1):
        app.wait(count)
        moved.wait_for_sleeper(3.0)
        moved.move(3.0)
        moved.wait_for_sleeper(pause)
        moved.move(pause)
    attempts = [one["retry_attempt"] for one in app.wait(4)]
    assert attempts == [0, 1, 2, 3]
    assert len({one["payload"]["event_id"] for one in app.got}) == 1
    assert app.got[1]["retry_reason"] == "http_timeout"


def test_a_home_needs_the_tab_to_be_on(slack: Caller) -> None:
    """Blocks for messages only are refused there, and unknown people are not found."""
    plan = {"type": "home", "blocks": [{"type": "markdown", "text": "x"}]}
    assert slack.refusal("views.publish", user_id=ADA, view=plan) == "invalid_arguments"
    home = {"type": "home", "blocks": []}
    assert slack.refusal("views.publish", user_id="U0NOBODY00", view=home) == "user_not_found"
    wait_until(lambda: slack.get("home", **{"as": ADA}) == {"view": None})
