"""What is said of alerts: the living message of an incident, what is told in its thread, lists."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot import words
from bot.alerts.bounded import spelled
from bot.alerts.events import Event
from bot.alerts.memory import Ack
from bot.alerts.model import TOTAL, Alert, Change, Incident, Notice
from bot.alerts.outages import Outage
from bot.alerts.rules import Rule
from bot.alerts.said import state
from bot.alerts.sentences import bucket_word, buckets_are, failure, told
from bot.alerts.silences import Silence
from bot.catalog import BY_NAME, Kind
from bot.query import BucketType
from handlers import bound_words, message
from handlers.message import Block, Button, Message, Question

_LATE: Final = timedelta(hours=1)
"""How long after it was found something is told late."""
_MOST: Final = 10
"""Series that a message names; of more it says how many."""
_HEADS: Final[dict[str, str]] = {
    "firing": "alerting",
    "closed": "over",
    "repeat": "still alerting",
    "no_data": "no data",
    "data_back": "data is back",
    "eval_error": "could not be looked at",
    "eval_ok": "looked at again",
    "flapping": "unsteady",
    "bound": "not the bound that it was",
}


def title(alert: Alert) -> str:
    """What an alert is called."""
    return alert.name or f"Alert {alert.id}"


def typed(alert: Alert) -> str:
    """What can be typed to have the same alert."""
    called = [f"mention {alert.mention}"] if alert.mention else []
    return " ".join([alert.line, alert.phrase, *called])


def shown_line(line: str) -> str:
    """A kept line as people would say it: deploys mobile by application.

    It is kept with all that was a default when it was set up, so that it stays what it was.
    """
    for kept, said in _USUAL:
        line = line.replace(kept, said)
    return line


_USUAL: Final = ((" bucket day", ""), (" env *", ""), (" project *", ""), (" project ", " "))


def kind_of(alert: Alert) -> Kind:
    """The chart that an alert is about."""
    return BY_NAME[alert.line.partition(" ")[0]]


def watched(alert: Alert, rule: Rule) -> str:
    """What an alert watches for, in words."""
    bucket = BucketType.HOUR if " bucket hour" in f" {alert.line}" else BucketType.DAY
    return spelled(rule, kind_of(alert), bucket)


# -- an incident ----------------------------------------------------------------------------------


def incident(  # noqa: PLR0913 - what it says, and the picture or why there is none
    alert: Alert,
    rule: Rule,
    shown: Incident,
    now: datetime,
    *,
    advice: Mapping[str, str],
    picture: Block | None = None,
    problem: str = "",
    quiet: Silence | None = None,
) -> Message:
    """The one message of an incident: how it stands, from the first series that fires to the end.

    Args:
        alert: Whose.
        rule: What is watched for.
        shown: It.
        now: The present.
        advice: What would make the series calmer that flap, where that is known.
        picture: The block that shows the chart, or None.
        problem: Why there is no picture, or "".
        quiet: What keeps it quiet, or None.
    """
    head = f"{title(alert)}: {_standing(alert, shown)}"
    told_ = list(shown.story.items())
    because = [f"Quiet because: {quiet.why}"] if quiet and quiet.why else []
    lines = [
        *_lines(alert, told_, advice, whole=is_whole(shown)),
        *bound_words.directions(alert, shown.story),
        *([problem] if problem else []),
        *(because if shown.closed_at is None else []),
        *_late(shown, now),
    ]
    blocks = [
        message.rich(head, f"{shown_line(alert.line)}, {watched(alert, rule)}", lines),
        *([picture] if picture else []),
        message.context(" · ".join(_below(alert, shown, now, quiet))),
        _buttons(alert, shown),
    ]
    return message.whole(f"{head}. {' '.join(lines[:2])}", blocks)


_HOUR: Final = timedelta(hours=1)


def is_whole(shown: Incident) -> bool:
    """Whether an incident is over before anybody was told of it: one message tells it all."""
    return shown.closed_at is not None and shown.shown == 0


def _late(shown: Incident, now: datetime) -> Iterator[str]:
    if shown.closed_at is not None and is_whole(shown):
        begun, over = _moment(shown.opened_at), _moment(shown.closed_at)
        yield f"Alerted on {begun}, over on {over}, told late."
    late = now - shown.opened_at
    if late >= _LATE and shown.version == 1:
        yield f"Told {words.length(late // _HOUR * _HOUR)} late."


def _moment(at: datetime) -> str:
    return f"{at:%a} {words.day(at)} {at:%H:%M} UTC"


def _standing(alert: Alert, shown: Incident) -> str:
    if shown.closed_at is not None:
        return "over"
    states = {memory.state for memory in alert.memories.values() if memory.episode}
    return "recovering" if states == {"recovering"} else "alerting"


def _lines(
    alert: Alert,
    events: Iterable[tuple[str, Event]],
    advice: Mapping[str, str],
    *,
    whole: bool = False,
) -> list[str]:
    """Each series in a line, those that fire first."""
    kind = kind_of(alert)
    ordered = sorted(events, key=lambda one: (one[1].key.kind == "closed", one[0]))
    named = [
        told(
            bound_words.label(alert, of, event),
            event,
            kind,
            whole=whole,
            advice=advice.get(of, ""),
        )
        for of, event in ordered
    ]
    more = len(named) - _MOST
    return [*named[:_MOST], f"and {more} more"] if more > 0 else named


def _below(alert: Alert, shown: Incident, now: datetime, quiet: Silence | None) -> Iterator[str]:
    """How it is counted, who knows of it, and whose it is."""
    yield buckets_are(_bucket_ms(shown))
    for ack in _acks(alert) if shown.closed_at is None else ():
        if ack.until is None:
            yield f"acknowledged by <@{ack.by}>"
        elif ack.until > now:
            yield f"quiet until {_stamp(ack.until)}, says <@{ack.by}>"
    if quiet is not None and shown.closed_at is None:
        yield f"silenced until {_stamp(quiet.until)} by <@{quiet.by}>"
    if alert.mention and shown.closed_at is None:
        yield f"for {alert.mention}"  # heard once, as Slack calls nobody when a message changes
    yield f"/drumbeat alert edit {alert.id}"


def _acks(alert: Alert) -> tuple[Ack, ...]:
    """What people said of the open episodes, each once."""
    said = (memory.episode.ack for memory in alert.memories.values() if memory.episode)
    return tuple(dict.fromkeys(ack for ack in said if ack))


def _stamp(moment: datetime) -> str:
    """A moment that Slack shows by each reader's own clock."""
    utc = f"{moment:%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} {{time}}|{utc}>"


def _buttons(alert: Alert, shown: Incident) -> Block:
    """What can be done about it: of one that is over, look back or change its alert."""
    about = f"{alert.id} {shown.number}"
    deeds = ("why", "ack", "next", "day", "week") if shown.closed_at is None else ()
    labels = _LABELS | {"next": f"Quiet until the next {bucket_word(_bucket_ms(shown))}"}
    now = [Button(f"alert:{deed}:{alert.id}", labels[deed], f"{deed} {about}") for deed in deeds]
    history = Button(f"alert:history:{alert.id}", "History", f"history {alert.id}")
    turn = bound_words.changing(alert, shown.story)
    edit = edit_button(str(alert.id))
    return message.actions(f"alert-{alert.id}", [*now, *turn, edit, history])


def _bucket_ms(shown: Incident) -> int | None:
    """How long the buckets are that it is about, where any were seen."""
    lengths = (event.bucket_ms for event in shown.story.values())
    return next((length for length in lengths if length), None)


_LABELS: Final = {
    "why": "Why?",
    "ack": "Acknowledge",
    "day": "Quiet for a day",
    "week": "Quiet for a week",
    "pause": "Pause",
    "resume": "Resume",
    "test": "Try it",
    "history": "History",
}


def news(alert: Alert, notices: Iterable[Notice], advice: Mapping[str, str]) -> Message:
    """What is told in an incident's thread, or by itself where there is none.

    Args:
        alert: Whose.
        notices: What happened.
        advice: What would make the series calmer that flap, where that is known.
    """
    events = [(one.series, one.event) for one in notices]
    kinds = list(dict.fromkeys(_HEADS[event.key.kind] for _, event in events))
    head = f"{title(alert)}: {', '.join(kinds)}"
    lines = [
        *_lines(alert, events, advice),
        *bound_words.directions(alert, [name for name, _ in events]),
    ]
    return message.whole(f"{head}. {lines[0]}", [message.rich(head, shown_line(alert.line), lines)])


def outage(found: Outage) -> Message:
    """That no alert of a channel is looked at, and once it is over, that they are again."""
    why = failure(found.reason)
    if found.over_at is None:
        head = "The alerts of this channel are not looked at"
        lines = [f"{why[:1].upper()}{why[1:]}. Nothing of them is known until that is over."]
        below = f"since {_stamp(found.since)}"
    else:
        head = "The alerts of this channel are looked at again"
        lines = ["What happened meanwhile is told if it still is so."]
        below = f"from {_stamp(found.since)} to {_stamp(found.over_at)} they were not"
    blocks = [message.rich(head, "", lines), message.context(below)]
    return message.whole(f"{head}. {lines[0]}", blocks)


# -- their form ---------------------------------------------------------------------------------

NEW: Final = "new"
"""What is typed for a form."""
EDIT: Final = "alert:edit:"
"""How the id begins of a button that opens one."""


def new_button() -> Button:
    """Opens the form for a new alert."""
    return Button("alert:new", "New alert", NEW)


def edit_button(number: str) -> Button:
    """Opens the form with an alert in it."""
    return Button(f"{EDIT}{number}", "Edit", f"edit {number}")


def not_opened(wish: str, *, is_late: bool) -> Message:
    """Why there is no form, and a button to try again."""
    why = "The form came too late for Slack to open it." if is_late else _REFUSED
    button = new_button() if wish == NEW else edit_button(wish)
    blocks = [message.rich(why, "", [_AGAIN]), message.actions("alert-again", [button])]
    return message.whole(f"{why} {_AGAIN}", blocks)


_REFUSED: Final = "Slack did not open the form."
_AGAIN: Final = "Press again, or type it: /drumbeat alert help"


# -- about alerts ---------------------------------------------------------------------------------


def described(
    alert: Alert,
    rule: Rule,
    first: str,
    notes: Iterable[str] = (),
    *,
    quiet: Silence | None = None,
) -> Message:
    """What somebody is told of an alert: what it watches for, and how it stands."""
    heading = f"{title(alert)} (number {alert.id})"
    sentence = watched(alert, rule)
    silenced = [_silenced(quiet)] if quiet else []
    lines = [shown_line(alert.line), sentence, *_standings(alert, rule), *silenced, *notes]
    who = f" · silenced by <@{quiet.by}>" if quiet else ""
    blocks = [
        message.rich(first or heading, heading if first else "", lines),
        message.context(f"<#{alert.channel}> · set up by <@{alert.owner}>{who}"),
        _all_buttons(alert),
    ]
    return message.whole(f"{first or heading}: {'; '.join(lines)}", blocks)


def _silenced(quiet: Silence) -> str:
    """Quiet until Fri 27 Nov 17:00 UTC: release freeze."""
    until = f"quiet until {quiet.until:%a} {words.day(quiet.until)} {quiet.until:%H:%M} UTC"
    return f"{until}: {quiet.why}" if quiet.why else until


def quiet(silence: Silence) -> str:
    """For what, until when and why something is quiet."""
    if silence.scope.alert is not None:
        return _silenced(silence)
    return f"{'its channel' if silence.scope.channel else 'all'} is {_silenced(silence)}"


def _standings(alert: Alert, rule: Rule) -> Iterator[str]:
    if alert.paused is not None:
        yield f"paused: {alert.paused}"
        return
    if not alert.watched:
        yield "watching"
    for name, memory in alert.watched.items():
        series = bound_words.label(alert, name)
        yield f"{series}: {state(rule, memory)}" if series != TOTAL else state(rule, memory)


def _all_buttons(alert: Alert) -> Block:
    turned = "resume" if alert.paused is not None else "pause"
    buttons = [
        Button(f"alert:{deed}:{alert.id}", _LABELS[deed], f"{deed} {alert.id}")
        for deed in (turned, "test", "history")
    ]
    asked = Question(
        title="Delete this alert?",
        text=f"{title(alert)} will not be looked at again. Pause lets it rest instead.",
        yes="Delete",
        no="Keep it",
    )
    delete = Button(f"alert:delete:{alert.id}", "Delete", f"delete {alert.id}", asked)
    return message.actions(f"alert-{alert.id}", [edit_button(str(alert.id)), *buttons, delete])


def introduction(alert: Alert, rule: Rule, more: Iterable[str] = ()) -> Message:
    """What the channel is told of an alert that may speak in it, and of the bounds it watches."""
    head = f"An alert for this channel: {title(alert)}"
    lines = [f"{shown_line(alert.line)}, {watched(alert, rule)}.", *more]
    below = f"set up by <@{alert.owner}> · change it with /drumbeat alert edit {alert.id}"
    return message.whole(
        f"{head}. {lines[0]}", [message.rich(head, "", lines), message.context(below)]
    )


def turned(alert: Alert, said: str, by: str) -> Message:
    """What the channel is told when somebody paused, resumed, changed or deleted an alert."""
    text = f"{title(alert)} {said}."
    blocks = [message.rich(text, ""), message.context(f"by <@{by}>")]
    return message.whole(text, blocks)


def by_somebody(text: str, why: str, by: str) -> Message:
    """What a channel is told that somebody did, and why."""
    blocks = [message.rich(text, "", [why] if why else []), message.context(f"by <@{by}>")]
    return message.whole(f"{text} {why}".rstrip(), blocks)


def listed(
    alerts: Iterable[Alert],
    rules: Mapping[int, Rule],
    quiets: Mapping[int, Silence | None],
) -> Message:
    """All alerts, a line each."""
    lines = [_line(one, rules[one.id], quiets.get(one.id)) for one in alerts]
    button = message.actions("alert-new", [new_button()])
    if not lines:
        said = message.sentence(
            "There are no alerts here yet.",
            "Set one up here, or type: /drumbeat alert add deploys below 1 for 2 days on weekdays",
        )
        return Message(said.text, (*said.blocks, button))
    shown = [message.rich("Alerts", "", lines), message.context(_HOW), button]
    return message.whole(f"{len(lines)} alerts", shown)


_HOW: Final = (
    "/drumbeat alert show NUMBER tells more and has buttons · yours, and those of this channel"
)


def _line(one: Alert, rule: Rule, quiet: Silence | None) -> str:
    states = list(dict.fromkeys(state(rule, memory) for memory in one.watched.values()))
    stands = f"paused: {one.paused}" if one.paused is not None else ", ".join(states) or "watching"
    name = f" “{one.name}”" if one.name else ""
    silenced = f" · {_silenced(quiet)}" if quiet else ""
    return f"{one.id}{name} · {shown_line(one.line)} {one.phrase} · {stands}{silenced}"


def usage() -> Message:
    """How alerts are set up and looked after."""
    return message.with_commands(
        ["An alert watches a chart and speaks up in a channel when something is wrong. Type:"],
        [
            "/drumbeat alert new",
            "/drumbeat alert add deploys",
            "/drumbeat alert add deploys below 1 for 2 days on weekdays",
            "/drumbeat alert add deploys by application below 3 for 2 days, recovers at 5",
            "/drumbeat alert add deploys drops by 50 %",
            "/drumbeat alert add leadtime above 2 days for 3 days in #eng",
            "/drumbeat alert add deploys rating falls",
            "/drumbeat alert add deploys bounds",
            "/drumbeat alert quiet 3 for 2 days because release freeze",
            "/drumbeat alert quiet channel until friday 18:00",
            "/drumbeat alert hours 20:00-8:00 zone Europe/Berlin",
            "/drumbeat alert list",
        ],
        message.lines(_MORE),
    )


_MORE: Final = (
    "The first opens a form. A chart alone shows the bounds that its data carries.",
    "With what is watched for, it shows what that would have done.",
    "“bounds” watches them all; /drumbeat alert bounds says which side of each is bad, and why.",
    "Then, with its number: show 3, why 3, edit 3, pause 3, resume 3, test 3, history 3, delete 3.",
    "loud 3, loud channel and loud all end a silence; hours off ends quiet hours.",
    "Below its message: Why?, Acknowledge, Quiet until the next day, for a day, for a week, Edit.",
)


def history(alert: Alert, changes: Iterable[Change]) -> Message:
    """What happened to an alert, the newest first."""
    lines = [_changed(alert, one) for one in changes] or ["Nothing has happened yet."]
    return message.whole(
        f"{title(alert)}: {lines[0]}", [message.rich(title(alert), "what happened", lines)]
    )


def _changed(alert: Alert, one: Change) -> str:
    named = bound_words.place(alert, one.series)
    series = f"{named}: " if named != TOTAL else ""
    why = f" ({one.why})" if one.why else ""
    what = _HAPPENED.get(one.what, one.what.replace("_", " "))
    return f"{_moment(one.at)}: {series}{what}{why}"


_HAPPENED: Final[dict[str, str]] = {
    "ok": "OK",
    "pending": "building up",
    "fired": "alerting",
    "firing": "alerting again",
    "closed": "over",
    "unseen": "began and ended while nobody looked",
    "calm": "steady again",
    "flapping": "unsteady",
    "error": "could not be looked at",
    "never_seen": "never seen yet",
    "healthy": "looked at again",
    "heard": "no longer silenced",
    "bound": "its bound is not what it was",
}
