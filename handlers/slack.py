"""The one place that sends to Slack. What it sends is composed elsewhere.

`chat.postMessage` is sent once and never again by itself: Slack takes no key by which it could tell
a repetition, so after a connection that broke, nobody knows whether the message is there.
Everything else may be repeated without harm, and is, while Slack is busy or stumbles.

Source: https://docs.slack.dev/reference/methods
"""

import logging
import re
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import tenacity
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.clock import Clock

_log = logging.getLogger(__name__)

TIMEOUT: Final = 10
READY_WITHIN: Final = 20.0
"""Seconds that an uploaded picture may take to settle; Slack usually needs one or two."""
BUSY_WITHIN: Final = 30.0
"""Seconds for which a busy Slack is waited for."""
HASTE: Final = 2.0
"""Seconds for what an answer can do without."""
Blocks = Sequence[dict[str, Any]]

_PASSING: Final = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable"}
)
_NOT_YET: Final = frozenset({"ratelimited", "rate_limited", "invalid_slack_file"})
"""What Slack refuses now and takes in a moment."""
_OUTSIDE: Final = frozenset({"not_in_channel", "channel_not_found", "is_archived"})
_UNSURE: Final = frozenset({"internal_error", "fatal_error", "no_answer"})
"""Slack: "It's possible some aspect of the operation succeeded before the error was raised"."""
_PAGE: Final = 15
"""Messages that Slack gives at once to every kind of app."""
_CODE: Final = re.compile(r"[a-z0-9_]+", re.ASCII)
"""How Slack writes its errors; where it sends something else, the SDK puts that there."""
_T = TypeVar("_T")


class SlackError(Exception):
    """Slack did not do what was asked.

    Attributes:
        code: Slack's own word for it, or "no_answer".
        sure: Whether it is certain that nothing was done.
    """

    def __init__(self, code: str, *, sure: bool, retry_after: float | None = None) -> None:
        super().__init__(f"Slack said {code}")
        self.code = code
        self.sure = sure
        self.retry_after = retry_after

    @property
    def outside(self) -> bool:
        """Whether the bot cannot post there."""
        return self.code in _OUTSIDE

    @property
    def passes(self) -> bool:
        """Whether it is Slack that stumbles, and nothing is wrong with what was asked."""
        return self.code in _PASSING or self.code == "no_answer"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a message carries unseen, so that it can be found again.

    Source: https://docs.slack.dev/messaging/message-metadata
    """

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in a channel."""

    channel: str
    ts: str


class Slack:
    """A workspace, as far as Drumbeat talks to it. Safe to share between threads."""

    def __init__(self, token: str, base_url: str, *, clock: Clock) -> None:
        """Make a client; nothing is sent yet.

        Args:
            token: The bot token.
            base_url: Slack's API, as the settings have checked it.
            clock: How to wait.
        """
        # The SDK would repeat a post whose connection broke, and double it.
        self.web = WebClient(token, base_url, timeout=TIMEOUT, retry_handlers=[])
        self._local = urlsplit(base_url).scheme == "http"
        if not self._local:
            # Left to itself the SDK reads all certificates anew for each call: 20 ms of work.
            self.web.ssl = ssl.create_default_context()
        if self._local:
            self.web.proxy = None  # the SDK would send even loopback through a proxy
        self._clock = clock

    # -- messages -----------------------------------------------------------------------------

    def post(self, channel: str, text: str, blocks: Blocks) -> Posted:
        """Post a message, once.

        Raises:
            SlackError: With `sure` False if the message may be there all the same.
        """

        def once() -> Posted:
            answer = self.web.chat_postMessage(
                channel=channel,
                text=text,
                blocks=list(blocks),
                parse="none",
                unfurl_links=False,
                unfurl_media=False,
            )
            if not answer.get("ts"):  # there it is, and nobody can change it
                raise SlackError("no_answer", sure=False)
            return _posted(answer, channel)

        return self._patiently(once, again=lambda error: error.sure and error.code in _PASSING)

    def post_marked(
        self, channel: str, text: str, blocks: Blocks, mark: Mark, *, thread: str | None = None
    ) -> Posted:
        """Post a message that can be found again by its mark; again only if it was refused for now.

        Args:
            channel: Where.
            text: What stands for its blocks where they are not shown.
            blocks: What it shows.
            mark: By what it can be found.
            thread: The message in whose thread it stands, or None for the channel itself.

        Raises:
            SlackError: With `sure` False if the message may be there all the same.
        """

        def once() -> Posted:
            answer = self.web.chat_postMessage(
                channel=channel,
                text=text,
                blocks=list(blocks),
                metadata={"event_type": mark.kind, "event_payload": {"id": mark.id}},
                thread_ts=thread,
                parse="none",
                unfurl_links=False,
                unfurl_media=False,
            )
            return _posted(answer, channel)

        return self._patiently(once, again=lambda error: error.sure and error.code in _NOT_YET)

    def standing(
        self, channel: str, kind: str, *, since: datetime, thread: str | None = None
    ) -> dict[str, Posted]:
        """The messages of a channel with marks of a kind since a moment, by the marks' ids.

        Args:
            channel: Where they stand.
            kind: Of the marks.
            since: The moment.
            thread: The message in whose thread they stand, or None for the channel itself.

        Raises:
            SlackError: If Slack does not let us look, or does not answer.
        """
        oldest = f"{since.timestamp():.6f}"

        def pages() -> list[dict[str, Posted]]:
            answers = (
                self.web.conversations_replies(
                    channel=channel,
                    ts=thread,
                    oldest=oldest,
                    limit=_PAGE,
                    include_all_metadata=True,
                )
                if thread
                else self.web.conversations_history(
                    channel=channel, oldest=oldest, limit=_PAGE, include_all_metadata=True
                )
            )
            return [_marked(answer["messages"], kind, channel) for answer in answers]

        found = self._patiently(pages, again=lambda error: error.passes)
        return {id_: posted for page in found for id_, posted in page.items()}

    def update(
        self,
        posted: Posted,
        text: str,
        blocks: Blocks,
        *,
        permit: Callable[[], AbstractContextManager[bool]] = lambda: nullcontext(enter_result=True),
    ) -> bool:
        """Show other words in a message that stands; waits for a picture that is not ready.

        Args:
            posted: The message.
            text: What stands for its blocks where they are not shown.
            blocks: What it shows.
            permit: Says anew for each attempt whether it may be made, and holds while it lasts.

        Returns:
            Whether it was still permitted.
        """

        def once() -> bool:
            with permit() as is_permitted:
                if is_permitted:
                    self.web.chat_update(
                        channel=posted.channel,
                        ts=posted.ts,
                        text=text,
                        blocks=list(blocks),
                        parse="none",
                    )
                return is_permitted

        return self._patiently(
            once, again=lambda error: error.passes or error.code == "invalid_slack_file"
        )

    def whisper(self, response_url: str, text: str, blocks: Blocks) -> None:
        """Answer privately, by the address that came with the command.

        Raises:
            SlackError: If the address is used up, or Slack does not answer.
        """
        hook = WebhookClient(response_url, timeout=TIMEOUT, ssl=self.web.ssl, retry_handlers=[])
        if self._local:
            hook.proxy = None

        def once() -> None:
            # Behind a button the address would otherwise put the words in the message's place.
            answer = hook.send(
                text=text, blocks=list(blocks), response_type="ephemeral", replace_original=False
            )
            if answer.status_code != HTTPStatus.OK:  # of this the SDK makes no exception
                after = _seconds(answer.headers.get("Retry-After"))
                raise SlackError(_hook_code(answer.status_code), sure=True, retry_after=after)

        # A private line that is there twice does less harm than none; five times is enough harm.
        may_double = iter((True,))
        self._patiently(
            once, again=lambda error: error.passes and (error.sure or next(may_double, False))
        )

    def aside(self, channel: str, user: str, text: str, blocks: Blocks) -> None:
        """Say something to one person in a channel; both have to be in it.

        Raises:
            SlackError: If one of them is not, or Slack does not answer.
        """
        self._patiently(
            lambda: self.web.chat_postEphemeral(
                channel=channel, user=user, text=text, blocks=list(blocks), parse="none"
            ),
            again=lambda error: error.sure and error.code in _PASSING,
        )

    # -- forms --------------------------------------------------------------------------------

    def open(self, trigger: str, view: dict[str, Any]) -> None:
        """Open a form before whoever pressed; Slack takes it for three seconds after the press.

        Raises:
            SlackError: If it is too late, or Slack does not answer.
        """
        self._patiently(
            lambda: self.web.views_open(trigger_id=trigger, view=view),
            again=lambda error: error.sure and error.code in _PASSING,
            within=HASTE,
        )

    def show(self, form: str, view: dict[str, Any]) -> None:
        """Let an open form ask for something else; what was filled in stays.

        Raises:
            SlackError: If it was closed meanwhile, or Slack does not answer.
        """
        self._patiently(
            lambda: self.web.views_update(view_id=form, view=view),
            again=lambda error: error.passes,
            within=HASTE,
        )

    # -- pictures -----------------------------------------------------------------------------

    def upload(self, png: bytes, *, name: str, title: str) -> str:
        """Upload a picture that only the bot has yet; returns the file's id.

        The picture's description goes into the block that shows it. Passed to the upload it would
        keep Slack from sharing the file at all (python-slack-sdk issue 1818).
        """
        answer = self._patiently(
            lambda: self.web.files_upload_v2(file=png, filename=name, title=title),
            again=lambda error: error.passes,
        )
        return str(answer["files"][0]["id"])

    def share(self, content: bytes, posted: Posted, *, name: str, title: str) -> None:
        """Upload a file into a message's thread, and see that it is shown there.

        Raises:
            SlackError: If Slack does not take it, or takes it and shows it nowhere.
        """
        answer = self._patiently(
            lambda: self.web.files_upload_v2(
                file=content,
                filename=name,
                title=title,
                channel=posted.channel,
                thread_ts=posted.ts,
            ),
            again=lambda error: error.sure and error.code in _PASSING,
        )
        settled = self.settled(str(answer["files"][0]["id"]))
        if settled is not None and not settled.get("shares"):
            raise SlackError("not_shared", sure=True)

    def settled(
        self, file: str, *, first: float = 0.0, within: float = READY_WITHIN
    ) -> Mapping[str, Any] | None:
        """Wait until Slack has made up its mind about a file.

        Args:
            file: Its id.
            first: Seconds until Slack is asked first.
            within: Seconds that are waited in all.

        Returns:
            The file as Slack describes it, or None where Slack does not let us look or takes
            longer than `within` seconds.
        """
        give_up_at = self._clock.monotonic() + within
        if first:
            self._clock.sleep(first)
        pause = max(first, 0.1)
        while self._clock.monotonic() < give_up_at:
            try:
                known = self._patiently(
                    lambda: self.web.files_info(file=file)["file"], again=lambda error: error.passes
                )
            except SlackError as error:
                _log.warning("Slack does not say whether file %s is ready: %s", file, error.code)
                return None
            if known.get("mimetype"):
                return dict(known)
            self._clock.sleep(pause)
            pause = min(2 * pause, 4.0)
        return None

    # -- people -------------------------------------------------------------------------------

    def user(self, user: str) -> Mapping[str, Any]:
        """What Slack knows of a person."""
        answer = self._patiently(
            lambda: self.web.users_info(user=user)["user"],
            again=lambda error: error.passes,
            within=HASTE,
        )
        return dict(answer)

    def who_am_i(self) -> Mapping[str, Any]:
        """The bot's own names and ids; also the proof that the token works, so asked in haste."""
        answer = self._patiently(self.web.auth_test, again=lambda error: error.code in _PASSING)
        return {key: answer.get(key) for key in ("team", "team_id", "user_id", "bot_id", "url")}

    # -- patience -----------------------------------------------------------------------------

    def _patiently(
        self,
        call: Callable[[], _T],
        *,
        again: Callable[[SlackError], bool],
        within: float = BUSY_WITHIN,
    ) -> _T:
        """Repeat a call for as long as `again` says it may be, and a busy Slack says when."""
        give_up_at = self._clock.monotonic() + within

        def enough(state: tenacity.RetryCallState) -> bool:
            return self._clock.monotonic() + state.upcoming_sleep > give_up_at

        trying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(
                lambda error: isinstance(error, SlackError) and again(error)
            ),
            wait=_pause,
            stop=enough,
            sleep=self._clock.sleep,
            reraise=True,
        )
        return trying(lambda: _translated(call))


def _posted(answer: SlackResponse, channel: str) -> Posted:
    """Where Slack says that a message stands; it took it, even where it says little more."""
    return Posted(str(answer.get("channel") or channel), str(answer.get("ts") or ""))


def _marked(messages: object, kind: str, channel: str) -> dict[str, Posted]:
    """The messages with marks of a kind; what anybody else wrote may look like anything."""
    if not isinstance(messages, list):
        raise SlackError("no_answer", sure=True)
    found = {}
    for one in messages:
        match one:
            case {"ts": str(ts), "metadata": {"event_type": str(of), "event_payload": {"id": id_}}}:
                if of == kind:
                    found[str(id_)] = Posted(channel, ts)
    return found


def _hook_code(status: int) -> str:
    """What a response_url's status means; its body is for people."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "ratelimited"
    return "no_answer" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "response_url"


def _pause(state: tenacity.RetryCallState) -> float:
    """As long as Slack says; otherwise a little longer each time."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, SlackError) and error.retry_after is not None:
        return error.retry_after
    return min(0.1 * 2.0**state.attempt_number, 4.0)


_NO_ANSWER: Final = (
    SlackClientError,
    OSError,
    HTTPException,
    # What the SDK and we stumble over where an answer is JSON, and not what it should be.
    AttributeError,
    LookupError,
    TypeError,
    UnicodeError,
)


def _translated(call: Callable[[], _T]) -> _T:
    """One kind of error for all the ways in which the SDK reports that a call failed."""
    try:
        return call()
    except SlackApiError as problem:
        raise _refused(problem) from problem
    except _NO_ANSWER as problem:
        if isinstance(problem, HTTPError):
            problem.close()  # of a refused upload the SDK leaves it open
        reason = problem.reason if isinstance(problem, URLError) else problem
        sure = isinstance(reason, ConnectionRefusedError)
        raise SlackError("no_answer", sure=sure) from problem


def _refused(problem: SlackApiError) -> SlackError:
    answer = problem.response
    data = answer.data if isinstance(answer.data, dict) else {}
    code = str(data.get("error") or "")
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        code = "ratelimited"
    elif not _CODE.fullmatch(code):
        code = "no_answer"  # a page of a proxy, say, or nothing at all
    told = str(data.get("response_metadata") or "") + str(data.get("errors") or "")
    if code == "invalid_blocks":
        _log.warning("Slack refuses blocks: %s", told)
        if "slack file" in told or "slack_file" in told:
            code = "invalid_slack_file"
    after = _seconds(answer.headers.get("Retry-After"))
    return SlackError(code, sure=code not in _UNSURE, retry_after=after)


def _seconds(value: object) -> float | None:
    """A Retry-After header; the SDK gives headers as text or as lists of it."""
    text = value[0] if isinstance(value, list) and value else value
    return float(text) if isinstance(text, str) and text.isascii() and text.isdigit() else None
