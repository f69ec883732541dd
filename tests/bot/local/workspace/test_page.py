"""The page against a scripted server that speaks the control contract.

The real server refuses much of what is sent here (hostile texts, unknown blocks); the page must
stand it all the same, so these tests put it straight before the page.
"""

import json
import mimetypes
import queue
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

import bot.local.workspace

pytestmark = pytest.mark.browser

FILES: Final = Path(bot.local.workspace.__file__).with_name("page")
PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090"
    "7753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
FILE: Final = "F0CHART0001"

Json = dict[str, Any]


def text(words: str, kind: str = "mrkdwn") -> Json:
    """A text object."""
    return {"type": kind, "text": words}


def button(action: str, label: str) -> Json:
    """A button whose value is its action."""
    return {
        "type": "button",
        "action_id": action,
        "value": action,
        "text": text(label, "plain_text"),
    }


def option(label: str, value: str) -> Json:
    """An option of a menu."""
    return {"text": text(label, "plain_text"), "value": value}


def message(ts: str, **more: Any) -> Json:  # noqa: ANN401 - any field of the contract
    """A message of the app in #delivery."""
    return {"ts": ts, "channel": "C1", "bot_id": "B1", "name": "Drumbeat", "text": "", **more}


def person(of: str, name: str, zone: str) -> Json:
    """A person of the workspace."""
    return {"id": of, "name": name.lower(), "real_name": name, "tz": zone, "color": "2f6f9f"}


def channel(of: str, name: str, *members: str, is_private: bool = False) -> Json:
    """A channel; one whose id starts with D is a direct conversation with the app."""
    direct = {"is_private": is_private, "is_im": of.startswith("D"), "archived": False}
    return {"id": of, "name": name, "members": [*members], **direct}


def command(name: str, hint: str) -> Json:
    """A slash command of the app."""
    return {"command": name, "description": f"What {name} does", "usage_hint": hint}


STATE: Final[Json] = {
    "team": {"id": "T1", "name": "Harbour"},
    "app": {"name": "Drumbeat", "connected": True, "transport": "socket"},
    "people": [person("U1", "Ada Lind", "Europe/Berlin"), person("U2", "Ken Mori", "Asia/Tokyo")],
    "channels": [
        channel("C1", "delivery"),
        channel("C2", "secret", "U1", is_private=True),
        channel("D1", "drumbeat", "U1", "U9"),
    ],
    "commands": [command("/deploys", "[project] [30d] or help"), command("/drumbeat", "help")],
    "faults": [],
    "limits": True,
}

VIEW: Final[Json] = {
    "id": "V1",
    "type": "modal",
    "title": text("A digest", "plain_text"),
    "submit": text("Save", "plain_text"),
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": text("Name", "plain_text"),
            "element": {"type": "plain_text_input", "action_id": "typed"},
        },
        {
            "type": "input",
            "block_id": "day",
            "label": text("Day", "plain_text"),
            "element": {
                "type": "static_select",
                "action_id": "chosen",
                "options": [option("Monday", "1"), option("Friday", "5")],
            },
        },
    ],
}


class Stage:
    """What the page is shown, and what it asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Json]] = []
        self.answers: dict[str, Json] = {}
        self.messages: list[Json] = []
        self.files: set[str] = set()
        self.streams: list[queue.Queue[Json | None]] = []
        self.lock = threading.Condition()

    def tell(self, kind: str, **event: Any) -> None:  # noqa: ANN401 - any field of the contract
        """Send one event to every page that listens."""
        for stream in self.streams:
            stream.put({"type": kind, **event})

    def post(self, path: str, body: Json) -> Json:
        """Note what the page posted, and answer as the test wants."""
        with self.lock:
            self.asked.append((path, body))
            self.lock.notify_all()
        return self.answers.get(path, {"ok": True})

    def wait(self, path: str, **fields: str) -> Json:
        """The latest body with these fields posted to `path`, waiting for it where needed."""

        def found() -> Json | None:
            bodies = [body for asked, body in self.asked if asked == path]
            return next((b for b in reversed(bodies) if fields.items() <= b.items()), None)

        with self.lock:
            body = self.lock.wait_for(found, timeout=5)
        assert body is not None, f"nothing was posted to {path} with {fields}"
        return body

    def get(self, path: str, fields: dict[str, list[str]]) -> Json | bytes | None:
        """What a GET answers: JSON, the bytes of a file, or nothing (404)."""
        if path == "/_/state":
            return self.answers.get(path, STATE)
        if path == "/_/messages":
            thread = fields.get("thread", [None])[0]
            channel = fields["channel"][0]
            return {"messages": [m for m in self.messages if shown(m, channel, thread)]}
        if path.startswith("/_/files/"):
            return PNG if path.rpartition("/")[2] in self.files else None
        if path == "/":
            return (FILES / "index.html").read_bytes()
        return self.answers.get(path) or asset(path)


def shown(one: Json, channel: str, thread: str | None) -> bool:
    """Whether a message belongs to what the page asked for."""
    in_thread = thread is None or thread in (one["ts"], one.get("thread_ts"))
    return bool(one["channel"] == channel and in_thread)


def asset(path: str) -> bytes | None:
    """One of the page's own files."""
    file = FILES / path.removeprefix("/page/")
    return file.read_bytes() if file.is_file() else None


class Door(BaseHTTPRequestHandler):
    """HTTP in front of a stage, which the server carries."""

    @property
    def stage(self) -> Stage:
        """The stage behind this server."""
        return self.server.stage  # type: ignore[attr-defined,no-any-return] # set by `stage`

    def do_GET(self) -> None:
        """Answer with JSON, a file or a stream."""
        parts = urlsplit(self.path)
        if parts.path == "/_/stream":
            return self.stream()
        content = self.stage.get(parts.path, parse_qs(parts.query))
        kind = mimetypes.guess_type(parts.path)[0] or "text/html"
        if content is None:
            return self.answer(404, "text/plain", b"")
        if isinstance(content, bytes):
            return self.answer(200, "image/png" if content == PNG else kind, content)
        return self.answer(200, "application/json", json.dumps(content).encode())

    def do_POST(self) -> None:
        """Hand what was posted to the stage."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(200, "application/json", json.dumps(self.stage.post(self.path, body)).encode())

    def answer(self, status: int, kind: str, content: bytes) -> None:
        """Send one whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def stream(self) -> None:
        """Send events until the stage hangs up."""
        events: queue.Queue[Json | None] = queue.Queue()
        self.stage.streams.append(events)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        while (event := events.get()) is not None:
            self.wfile.write(b"data: %s\n\n" % json.dumps(event).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing: the tests' output is theirs."""


@pytest.fixture
def stage() -> Stage:
    """What this test shows to the page."""
    return Stage()


@pytest.fixture
def base(stage: Stage) -> Iterator[str]:
    """The stage on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.stage = stage  # type: ignore[attr-defined] # how a handler class gets its state
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    for stream in stage.streams:
        stream.put(None)
    server.shutdown()
    server.server_close()
    serving.join()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, base: str) -> Iterator[Open]:
    """Open the page; whatever it complains about on the console, CSP included, fails the test."""
    complaints: list[str] = []
    contexts = []

    def complain(what: str, *, unless: bool = False) -> None:
        if not unless:
            complaints.append(what)

    def open_page(where: str = "", **context: Any) -> Page:  # noqa: ANN401 - playwright's own
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda said: complain(said.text, unless=said.type != "error"))
        page.on("pageerror", lambda error: complain(str(error)))
        page.on("request", lambda asked: complain(asked.url, unless=asked.url.startswith(base)))
        page.goto(f"{base}/{where}")
        page.wait_for_selector(".message, .welcome", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


HOSTILE: Final = [
    "<script>document.title = 'owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "&lt;b&gt;bold&lt;/b&gt;",
    "<javascript:alert(1)|a harmless label>",
    "<data:text/html,x|label>",
]


def test_hostile_text_stays_text(stage: Stage, open_page: Open) -> None:
    """What looks like HTML, or like a link to a script, is shown as it was written."""
    literal = [hostile.replace("&lt;", "<").replace("&gt;", ">") for hostile in HOSTILE]
    blocks = [
        *({"type": "section", "text": text(hostile)} for hostile in HOSTILE),
        *({"type": "context", "elements": [text(h, "plain_text")]} for h in literal),
        *({"type": "markdown", "text": hostile} for hostile in literal),
        *({"type": hostile} for hostile in [*HOSTILE, "constructor"]),
    ]
    stage.messages = [message("1.1", blocks=blocks)]
    page = open_page()
    log = page.locator("#log")
    expect(log.locator(".block")).to_have_count(len(blocks))
    expect(log.locator("script, img, .text b, .text a")).to_have_count(0)
    assert log.locator(".text").all_inner_texts() == literal * 3
    assert "owned" not in page.title()


MRKDWN: Final = {
    "*bold* _it_ ~gone~": "<strong>bold</strong> <em>it</em> <s>gone</s>",
    "2*3*4 and snake_case_name": "2*3*4 and snake_case_name",
    "`*not bold*` &amp;amp;": "<code>*not bold*</code> &amp;amp;",
    "&gt; quoted\nplain": "<blockquote>quoted</blockquote>plain",
    "```\na *b*\n```": "<pre>a *b*</pre>",
    "<@U2>": '<span class="mention">@Ken Mori</span>',
    "<@U9>": '<span class="mention">@Drumbeat</span>',
    "<#C1|other>": '<span class="mention">#delivery</span>',
    "<!channel>": '<span class="mention">@channel</span>',
    "<!date^0^{date_num} {time}|then>": (
        '<time datetime="1970-01-01T00:00:00.000Z">1970-01-01 01:00</time>'
    ),
    "<!date^x^{time}|then>": "then",
}


def test_mrkdwn(stage: Stage, open_page: Open) -> None:
    """Slack's marks become elements where words begin and end, dates stand in the person's zone."""
    stage.messages = [message(f"{n}.0", text=source) for n, source in enumerate(MRKDWN)]
    page = open_page()
    shown = "(all) => all.map((one) => one.innerHTML)"
    assert page.locator("#log .text").evaluate_all(shown) == [*MRKDWN.values()]


def test_a_broken_block_leaves_the_others_standing(stage: Stage, open_page: Open) -> None:
    """A block without its parts is shown as the app sent it, the next one as ever."""
    broken = [{"type": "section", "accessory": {"type": "overflow"}}, {"type": "table"}]
    stage.messages = [message("1.0", blocks=[*broken, {"type": "header", "text": text("Well")}])]
    log = open_page().locator("#log")
    expect(log.locator(".unknown")).to_have_count(2)
    expect(log.get_by_role("heading", name="Well")).to_be_visible()


def test_links_leave_the_page_without_telling_it(stage: Stage, open_page: Open) -> None:
    """A link opens elsewhere, with no way back to this page and no referrer."""
    stage.messages = [message("1.1", text="<https://example.com/?a=1&amp;b=2|here>")]
    link = open_page().get_by_role("link", name="here")
    assert link.get_attribute("href") == "https://example.com/?a=1&b=2"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_newcomers_get_lines_to_try(open_page: Open) -> None:
    """An empty channel offers three lines made of the commands' hints; one fills the composer."""
    page = open_page()
    lines = page.locator("[data-example]")
    expect(lines).to_have_count(3)
    lines.first.click()
    expect(page.locator("#composer")).to_have_value("/deploys 30d")
    expect(page.locator("#composer")).to_be_focused()


def test_commands_are_completed_and_remembered(stage: Stage, open_page: Open) -> None:
    """Arrows choose, Tab completes, Enter sends, and arrow up brings the line back."""
    stage.answers["/_/say"] = {"ok": True, "ack_ms": 7.4}
    page = open_page()
    composer = page.locator("#composer")
    composer.press_sequentially("/d")
    expect(page.get_by_role("option")).to_have_count(2)
    composer.press("ArrowDown")
    composer.press("Tab")
    expect(composer).to_have_value("/drumbeat ")
    composer.fill("/dep")
    expect(page.get_by_role("option")).to_have_count(1)
    composer.press("Enter")
    expect(composer).to_have_value("/deploys ")
    expect(page.locator("#compose .note")).to_have_text("/deploys [project] [30d] or help")
    composer.press_sequentially("30d")
    composer.press("Enter")
    expect(page.locator("#compose .note")).to_have_text("Acknowledged in 7 ms")
    assert stage.wait("/_/say") == {
        "as": "U1",
        "channel": "C1",
        "text": "/deploys 30d",
        "thread": None,
    }
    composer.press("ArrowUp")
    expect(composer).to_have_value("/deploys 30d")


def test_a_line_that_was_not_delivered_comes_back(stage: Stage, open_page: Open) -> None:
    """The person reads why, and has the line again to mend it."""
    stage.answers["/_/say"] = {"ok": False, "error": "unknown_command", "shown": "No such command."}
    page = open_page()
    page.fill("#composer", "/nope")
    page.click("#send")
    expect(page.locator("#compose .note")).to_have_text("No such command.")
    expect(page.locator("#composer")).to_have_value("/nope")


def test_a_line_sent_too_early_waits_for_its_channel(stage: Stage, open_page: Open) -> None:
    """Whoever is quicker than the page is answered all the same."""
    page = open_page()
    state, held = re.compile(r"/_/state\b"), list[Route]()
    page.route(state, lambda route: held.append(route), times=1)  # noqa: PLW0108 - its parameters are looked at
    with page.expect_request(state):
        page.reload(wait_until="commit")
    page.fill("#composer", "/deploys 30d")
    page.click("#send")
    with page.expect_request(re.compile(r"/_/say\b")):
        held[0].continue_()
    assert stage.wait("/_/say")["text"] == "/deploys 30d"


def test_messages_arrive_change_and_go(stage: Stage, open_page: Open) -> None:
    """The stream keeps the list in order, marks what was edited and what only she can see."""
    stage.messages = [message("10.0", text="old")]
    page = open_page()
    stage.tell("message", message=message("30.0", text="new"))
    stage.tell("ephemeral", message=message("20.0", text="psst", ephemeral=True))
    expect(page.locator("#log .message")).to_have_count(3)
    assert page.locator("#log .text").all_inner_texts() == ["old", "psst", "new"]
    expect(page.locator("[data-ephemeral]")).to_contain_text("Only visible to you")
    stage.tell("message_changed", message=message("30.0", text="newer", edited=True))
    expect(page.locator("[data-ts='30.0']")).to_contain_text("newer(edited)")
    stage.tell("message_deleted", channel="C1", ts="10.0")
    expect(page.locator("#log .message")).to_have_count(2)


def test_a_message_elsewhere_marks_its_channel(stage: Stage, open_page: Open) -> None:
    """What arrives in another channel is announced at the left, and read there."""
    page = open_page()
    stage.tell("message", message=message("1.0", channel="C2", text="hidden"))
    page.locator("[data-channel=C2]", has_text="new messages").click()
    expect(page.locator("[data-channel=C2]")).not_to_contain_text("new messages")
    expect(page.locator("#title")).to_have_text("◆ secret")


def test_people_see_their_own_channels(open_page: Open) -> None:
    """Acting as somebody else hides the private channels that he is not in."""
    page = open_page("#C2/U1")
    page.click("[data-person=U2]")
    expect(page.locator("[data-channel=C2]")).to_have_count(0)
    expect(page.locator("#title")).to_have_text("# delivery")


def test_pictures_come_when_their_file_is_ready(stage: Stage, open_page: Open) -> None:
    """A file that is not ready keeps a 16:9 place; once ready it is loaded and can be enlarged."""
    file = {"id": FILE, "name": "c.png", "title": "Chart", "mimetype": "", "size": 9}
    stage.messages = [message("1.0", files=[{**file, "ready": False}])]
    page = open_page()
    waiting = page.locator(".waiting").bounding_box()
    assert waiting is not None
    assert waiting["width"] / waiting["height"] == pytest.approx(16 / 9, rel=0.02)
    stage.files.add(FILE)
    stage.tell("file_ready", file={"id": FILE})
    picture = page.locator(f"img[data-file={FILE}][data-ready=true]")
    expect(picture).to_have_attribute("alt", "Chart")
    picture.evaluate("(img) => { img.dataset.same = 'yes' }")
    stage.tell("message_changed", message=message("1.0", text="More", files=[file]))
    expect(page.locator("#log")).to_contain_text("More")
    expect(picture).to_have_attribute("data-same", "yes")  # moved along, not loaded again
    picture.click()
    large = page.get_by_role("dialog", name="Picture")
    expect(large).to_be_visible()
    original = large.get_by_role("link", name="Open it by itself, 1 x 1")
    assert FILE in (original.get_attribute("href") or "")


def test_pictures_of_other_hosts_are_not_fetched(stage: Stage, open_page: Open) -> None:
    """The page makes no request that leaves this machine, whatever an app asks it to show."""
    image = {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "A logo"}
    stage.messages = [message("1.0", blocks=[image])]
    expect(open_page().locator(".elsewhere")).to_contain_text("A logo (a picture on example.com")


def test_threads_stand_at_the_side(stage: Stage, open_page: Open) -> None:
    """Replies are counted under their message, read and written in a panel of their own."""
    reply = message("2.0", text="a reply", thread_ts="1.0")
    stage.messages = [message("1.0", text="parent", reply_count=1), reply]
    page = open_page()
    expect(page.locator("#log .message")).to_have_count(1)
    page.get_by_role("button", name="1 reply").click()
    expect(page.locator("#thread-log .message")).to_have_count(2)
    page.fill("#reply", "thanks")
    page.press("#reply", "Enter")
    assert stage.wait("/_/say")["thread"] == "1.0"
    stage.messages[0]["reply_count"] = 2
    stage.tell("message", message=message("3.0", text="thanks", thread_ts="1.0"))
    expect(page.locator("#thread-log .message")).to_have_count(3)
    expect(page.get_by_role("button", name="2 replies")).to_be_visible()
    expect(page.locator("#log .message")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#thread-panel")).to_be_hidden()


def test_buttons_act_and_say_why_not(stage: Stage, open_page: Open) -> None:
    """A press names its block and action; a refusal is read right under the button."""
    stage.answers["/_/action"] = {"ok": False, "error": "x", "shown": "The app did not answer."}
    actions = {"type": "actions", "block_id": "b", "elements": [button("again", "Again")]}
    stage.messages = [message("1.0", blocks=[actions])]
    page = open_page()
    page.click("[data-action-id=again]")
    expect(page.get_by_role("alert")).to_have_text("The app did not answer.")
    assert stage.wait("/_/action") == {
        "as": "U1",
        "channel": "C1",
        "ts": "1.0",
        "block_id": "b",
        "action_id": "again",
        "value": "again",
    }


def test_a_button_that_asks_first(stage: Stage, open_page: Open) -> None:
    """A press with a confirmation is sent only after a yes."""
    question = {
        "title": text("Sure?", "plain_text"),
        "text": text("It is *final*."),
        "confirm": text("Yes", "plain_text"),
        "deny": text("No", "plain_text"),
    }
    element = {**button("drop", "Drop"), "confirm": question}
    actions = {"type": "actions", "block_id": "b", "elements": [element]}
    stage.messages = [message("1.0", blocks=[actions])]
    page = open_page()
    page.click("[data-action-id=drop]")
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert stage.asked == []
    page.click("[data-action-id=drop]")
    page.get_by_role("button", name="Yes").click()
    assert stage.wait("/_/action")["action_id"] == "drop"


def opened(menu: Locator) -> Locator:
    """The menu, unfolded."""
    menu.locator("summary").click()
    return menu


def searched(select: Locator) -> Locator:
    """The select, with enough typed to ask the app for options."""
    select.locator("input").fill("two")
    return select


ONE, TWO = option("One", "1"), option("Two", "2")
CONTROLS: Final[dict[str, tuple[Callable[[Locator], object], Json]]] = {
    "static_select": (lambda at: at.select_option("2"), {"selected_option": TWO}),
    "users_select": (lambda at: at.select_option("U2"), {"selected_user": "U2"}),
    "checkboxes": (lambda at: at.get_by_label("Two").check(), {"selected_options": [TWO]}),
    "radio_buttons": (lambda at: at.get_by_label("One").check(), {"selected_option": ONE}),
    "overflow": (lambda at: opened(at).get_by_text("One").click(), {"selected_option": ONE}),
    "multi_static_select": (
        lambda at: opened(at).get_by_label("One").check(),
        {"selected_options": [ONE]},
    ),
    "external_select": (
        lambda at: searched(at).get_by_role("option").first.click(),
        {"selected_option": TWO},
    ),
    "datepicker": (lambda at: at.fill("2026-10-01"), {"selected_date": "2026-10-01"}),
    "timepicker": (lambda at: at.fill("09:30"), {"selected_time": "09:30"}),
}


def test_controls_send_what_was_chosen(stage: Stage, open_page: Open) -> None:
    """Each interactive element of Block Kit sends its value under Slack's own name for it."""
    stage.answers["/_/options"] = {"ok": True, "options": [TWO]}
    stage.messages = [
        message(
            f"{n}.0",
            blocks=[
                {
                    "type": "actions",
                    "block_id": "b",
                    "elements": [{"type": kind, "action_id": kind, "options": [ONE, TWO]}],
                }
            ],
        )
        for n, kind in enumerate(CONTROLS)
    ]
    page = open_page()
    for kind, (use, sent) in CONTROLS.items():
        use(page.locator(f"[data-action-id={kind}]"))
        body = stage.wait("/_/action", action_id=kind)
        assert {key: body[key] for key in body if key.startswith("selected")} == sent


def test_modals_keep_refuse_and_submit(stage: Stage, open_page: Open) -> None:
    """What was typed outlives a pushed view and a refusal; the last submit sends every value."""
    page = open_page()
    stage.tell("view_opened", view=VIEW)
    modal = page.get_by_role("dialog", name="A digest")
    modal.get_by_role("button", name="Save").click()
    expect(modal.get_by_text("Please fill this in.")).to_have_count(2)
    modal.get_by_label("Name").fill("Monday numbers")
    modal.get_by_label("Day").select_option("1")
    stage.tell("view_pushed", view={"id": "V2", "title": text("More", "plain_text"), "blocks": []})
    expect(page.get_by_role("dialog", name="More")).to_be_visible()
    page.keyboard.press("Escape")
    assert stage.wait("/_/view/close")["view_id"] == "V2"
    expect(modal.get_by_label("Name")).to_have_value("Monday numbers")
    stage.answers["/_/view/submit"] = {"ok": True, "errors": {"name": "That name is taken."}}
    modal.get_by_role("button", name="Save").click()
    expect(modal.get_by_role("alert").filter(has_text="taken")).to_be_visible()
    assert stage.wait("/_/view/submit")["values"] == {
        "name": {"typed": {"type": "plain_text_input", "value": "Monday numbers"}},
        "day": {"chosen": {"type": "static_select", "selected_option": option("Monday", "1")}},
    }
    stage.tell("view_closed", view_id="V1")
    expect(modal).to_be_hidden()


def test_a_modal_that_changes_leaves_people_where_they_are(stage: Stage, open_page: Open) -> None:
    """The control that they used keeps the focus, though it is another one by then."""
    page = open_page()
    choice = {
        "type": "input",
        "block_id": "how",
        "dispatch_action": True,
        "label": text("How", "plain_text"),
        "element": {
            "type": "radio_buttons",
            "action_id": "chosen",
            "options": [option("Daily", "1"), option("Weekly", "2")],
        },
    }
    view = {**VIEW, "blocks": [*VIEW["blocks"], choice]}
    stage.tell("view_opened", view=view)
    modal = page.get_by_role("dialog", name="A digest")
    modal.get_by_label("Weekly").check()
    stage.wait("/_/action", action_id="chosen")
    stage.tell("view_updated", view={**view, "blocks": [VIEW["blocks"][0], choice]})
    expect(modal.get_by_label("Day")).to_have_count(0)
    expect(modal.get_by_label("Weekly")).to_be_checked()
    expect(modal.get_by_label("Weekly")).to_be_focused()


@pytest.mark.parametrize(
    ("include", "names"),
    [
        (None, ["#delivery", "#secret", "drumbeat"]),
        (["public", "private"], ["#delivery", "#secret"]),
        (["im"], ["drumbeat"]),
    ],
)
def test_a_picker_offers_the_conversations_it_asks_for(
    stage: Stage, open_page: Open, include: list[str] | None, names: list[str]
) -> None:
    """As its filter says; without one, all that the person sees."""
    page = open_page()
    element: Json = {"type": "conversations_select", "action_id": "where"}
    if include:
        element["filter"] = {"include": include}
    block = {
        "type": "input",
        "block_id": "where",
        "label": text("Where", "plain_text"),
        "element": element,
    }
    stage.tell("view_opened", view={**VIEW, "blocks": [block]})
    offered = page.get_by_role("dialog", name="A digest").get_by_label("Where").locator("option")
    expect(offered).to_have_text(["Choose…", *names])


def test_home_is_shown_in_the_apps_channel(stage: Stage, open_page: Open) -> None:
    """The Home tab tells the app that it was opened, and shows what it publishes then."""
    stage.answers["/_/home"] = {"view": None}
    page = open_page("#D1/U1")
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home")).to_contain_text("has not published a Home yet")
    stage.wait("/_/home")
    header = {"type": "header", "text": text("Your digests", "plain_text")}
    stage.tell("home", view={"id": "V9", "type": "home", "blocks": [header]})
    expect(page.get_by_role("heading", name="Your digests")).to_be_visible()


def test_a_home_that_is_not_turned_on_is_said(stage: Stage, open_page: Open) -> None:
    """Nobody waits for a Home that the manifest does not have."""
    stage.answers["/_/state"] = {**STATE, "app": {**STATE["app"], "has_home": False}}
    stage.answers["/_/home"] = {"view": None}
    page = open_page("#D1/U1")
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home")).to_contain_text("has no Home: its manifest does not turn one on")


def test_whoever_joins_is_among_the_members(stage: Stage, open_page: Open) -> None:
    """At once, in the line below the channel's name, and in that channel alone."""
    page = open_page("#C1/U1")
    members = page.locator("#members")
    stage.tell("channel", channel=channel("C2", "secret", "U1", "U9", is_private=True))
    stage.tell("channel", channel=channel("C1", "delivery", "U1", "U9"))
    expect(members).to_have_text("Ada Lind, Drumbeat")
    stage.tell("channel", channel=channel("C1", "delivery", "U1", "U2", "U9"))
    expect(members).to_have_text("Ada Lind, Ken Mori, Drumbeat")


def test_the_status_line_says_whether_commands_can_work(stage: Stage, open_page: Open) -> None:
    """Connected, not connected: in words, as it happens."""
    page = open_page()
    expect(page.locator("#status")).to_have_text("Drumbeat is connected (Socket Mode)")
    stage.tell("app", connected=False, transport="socket")
    expect(page.locator("#status")).to_contain_text("not connected")


def test_the_page_comes_back_when_the_stream_breaks(stage: Stage, open_page: Open) -> None:
    """After a lost stream the page connects again and reads what it missed."""
    page = open_page()
    stage.messages = [message("5.0", text="missed")]
    stage.streams.pop().put(None)
    expect(page.locator("#log")).to_contain_text("missed")


def test_faults_are_ordered_from_the_drawer(stage: Stage, open_page: Open) -> None:
    """A fault is chosen by method, kind and count, and listed as a sentence."""
    stage.answers["/_/calls"] = {"calls": [{"n": 1, "method": "auth.test", "args": {}, "ok": True}]}
    page = open_page()
    page.click("#open-tools")
    expect(page.locator(".calls")).to_contain_text("auth.test")
    page.locator("#tools [name=method]").select_option("chat.postMessage")
    page.get_by_label("What happens").select_option("ratelimited")
    page.get_by_label("Times").fill("3")
    page.get_by_role("button", name="Add").click()
    fault = stage.wait("/_/faults")
    assert fault == {
        "method": "chat.postMessage",
        "kind": "ratelimited",
        "retry_after": 2,
        "times": 3,
    }
    stage.tell("faults", faults=[fault])
    expect(page.locator(".faults li")).to_have_text(re.compile("chat.postMessage.*429.*3 more"))


def test_dark_follows_the_system_and_the_switch(open_page: Open) -> None:
    """Colours follow the system until the switch says otherwise, and the choice is kept."""
    page = open_page(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.click("#theme")
    light = page.evaluate(background)
    assert (dark, light) == ("rgb(22, 29, 38)", "rgb(255, 254, 251)")
    page.reload()
    assert page.evaluate(background) == light


def test_a_phone_gets_the_channels_as_a_drawer(stage: Stage, open_page: Open) -> None:
    """At 360 pixels nothing is cut off at the side, and the channels are one press away."""
    stage.messages = [message("1.0", text="x" * 500)]
    page = open_page(viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(page.locator("#sidebar")).to_be_hidden()
    page.click("#menu")
    page.click("[data-channel=C2]")
    expect(page.locator("#title")).to_have_text("◆ secret")
    expect(page.locator("#sidebar")).to_be_hidden()
