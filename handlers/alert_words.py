"""What is said of alerts: the living message of an incident, what is told in its thread, lists."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot import words
from bot.alerts.events import Event
from bot.alerts.memory import Ack
from bot.alerts.model import TOTAL, Alert, Change, Incident, Notice
from bot.alerts.phrases import spelled
from bot.alerts.rules import Rule
from bot.alerts.said import state
from bot.alerts.sentences import buckets_are, told
from bot.alerts.silences import Silence
from bot.catalog import BY_NAME, Kind
from bot.query import BucketType
from handlers import message
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
}


def title(alert: Alert) -> str:
    """What an alert is called."""
    return alert.name or f"Alert {alert.id}"


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


def _spelled(alert: Alert, rule: Rule) -> str:
    """What it watches for, in days or in hours as it counts."""
    hours = " bucket hour" in f" {alert.line}"
    return spelled(rule, kind_of(alert), BucketType.HOUR if hours else BucketType.DAY)


# -- an incident ----------------------------------------------------------------------------------


def incident(  # noqa: PLR0913 - what it says, and the picture or why there is none
    alert: Alert,
    rule: Rule,
    shown: Incident,
    now: datetime,
    *,
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
        picture: The block that shows the chart, or None.
        problem: Why there is no picture, or "".
        quiet: What keeps it quiet, or None.
    """
    kind = kind_of(alert)
    head = f"{title(alert)}: {_standing(alert, shown)}"
    lines = [*_lines(shown.story.items(), kind), *([problem] if problem else [])]
    if quiet is not None and quiet.why and shown.closed_at is None:
        lines.append(f"Quiet because: {quiet.why}")
    late = now - shown.opened_at
    if late >= _LATE and shown.version == 1:
        lines.append(f"Told {words.length(late // _HOUR * _HOUR)} late.")
    blocks = [
        message.rich(head, f"{shown_line(alert.line)}, {_spelled(alert, rule)}", lines),
        *([picture] if picture else []),
        message.context(" · ".join(_below(alert, shown, now, quiet))),
        _buttons(alert, shown),
    ]
    return message.whole(f"{head}. {' '.join(lines[:2])}", blocks)


_HOUR: Final = timedelta(hours=1)


def _standing(alert: Alert, shown: Incident) -> str:
    if shown.closed_at is not None:
        return "over"
    states = {memory.state for memory in alert.memories.values() if memory.episode}
    return "recovering" if states == {"recovering"} else "alerting"


def _lines(events: Iterable[tuple[str, Event]], kind: Kind) -> list[str]:
    """Each series in a line, those that fire first."""
    ordered = sorted(events, key=lambda one: (one[1].key.kind == "closed", one[0]))
    named = [told(series, event, kind) for series, event in ordered]
    more = len(named) - _MOST
    return [*named[:_MOST], f"and {more} more"] if more > 0 else named


def _below(alert: Alert, shown: Incident, now: datetime, quiet: Silence | None) -> Iterator[str]:
    """How it is counted, who knows of it, and whose it is."""
    lengths = [event.bucket_ms for event in shown.story.values() if event.bucket_ms]
    yield buckets_are(lengths[0] if lengths else None)
    for ack in _acks(alert) if shown.closed_at is None else ():
        if ack.until is None:
            yield f"acknowledged by <@{ack.by}>"
        elif ack.until > now:
            yield f"quiet until {_stamp(ack.until)}, says <@{ack.by}>"
    if quiet is not None and shown.closed_at is None:
        yield f"silenced until {_stamp(quiet.until)} by <@{quiet.by}>"
    yield f"set up by <@{alert.owner}>"
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
    about = f"{alert.id} {shown.number}"
    deeds = ("ack", "day", "week") if shown.closed_at is None else ()
    quiet = [Button(f"alert:{deed}:{alert.id}", _LABELS[deed], f"{deed} {about}") for deed in deeds]
    history = Button(f"alert:history:{alert.id}", "History", f"history {alert.id}")
    return message.actions(f"alert-{alert.id}", [*quiet, history])


_LABELS: Final = {
    "ack": "Acknowledge",
    "day": "Quiet for a day",
    "week": "Quiet for a week",
    "pause": "Pause",
    "resume": "Resume",
    "test": "Try it",
    "history": "History",
}


def news(alert: Alert, notices: Iterable[Notice]) -> Message:
    """What is told in an incident's thread, or by itself where there is none."""
    events = [(one.series, one.event) for one in notices]
    kinds = list(dict.fromkeys(_HEADS[event.key.kind] for _, event in events))
    head = f"{title(alert)}: {', '.join(kinds)}"
    lines = _lines(events, kind_of(alert))
    return message.whole(f"{head}. {lines[0]}", [message.rich(head, shown_line(alert.line), lines)])


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
    sentence = _spelled(alert, rule)
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
    if not alert.memories:
        yield "watching"
    for series, memory in alert.memories.items():
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
    return message.actions(f"alert-{alert.id}", [*buttons, delete])


def introduction(alert: Alert, rule: Rule) -> Message:
    """What the channel is told of an alert that may speak in it."""
    head = f"An alert for this channel: {title(alert)}"
    lines = [f"{shown_line(alert.line)}, {_spelled(alert, rule)}."]
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
    if not lines:
        return message.sentence(
            "There are no alerts here yet.",
            "Set one up: /drumbeat alert add deploys below 1 for 2 days on weekdays",
        )
    shown = [message.rich("Alerts", "", lines), message.context(_HOW)]
    return message.whole(f"{len(lines)} alerts", shown)


_HOW: Final = (
    "/drumbeat alert show NUMBER tells more and has buttons · yours, and those of this channel"
)


def _line(one: Alert, rule: Rule, quiet: Silence | None) -> str:
    states = list(dict.fromkeys(state(rule, memory) for memory in one.memories.values()))
    stands = f"paused: {one.paused}" if one.paused is not None else ", ".join(states) or "watching"
    name = f" “{one.name}”" if one.name else ""
    silenced = f" · {_silenced(quiet)}" if quiet else ""
    return f"{one.id}{name} · {shown_line(one.line)} {one.phrase} · {stands}{silenced}"


def usage() -> Message:
    """How alerts are set up and looked after."""
    return message.with_commands(
        ["An alert watches a chart and speaks up in a channel when something is wrong. Type:"],
        [
            "/drumbeat alert add deploys",
            "/drumbeat alert add deploys below 1 for 2 days on weekdays",
            "/drumbeat alert add deploys by application below 3 for 2 days, recovers at 5",
            "/drumbeat alert add deploys drops by 50 %",
            "/drumbeat alert add leadtime above 2 days for 3 days in #eng",
            "/drumbeat alert add deploys rating falls",
            "/drumbeat alert quiet 3 for 2 days because release freeze",
            "/drumbeat alert quiet channel until friday 18:00",
            "/drumbeat alert hours 20:00-8:00 zone Europe/Berlin",
            "/drumbeat alert list",
        ],
        message.lines(_MORE),
    )


_MORE: Final = (
    "The first shows the bounds that the data carries; the others what they would have done.",
    "Then, with its number: show 3, edit 3, pause 3, resume 3, test 3, history 3, delete 3.",
    "loud 3, loud channel and loud all end a silence; hours off ends quiet hours.",
    "Below its message: Acknowledge, Quiet for a day, Quiet for a week.",
)


def history(alert: Alert, changes: Iterable[Change]) -> Message:
    """What happened to an alert, the newest first."""
    lines = [_changed(one) for one in changes] or ["Nothing has happened yet."]
    return message.whole(
        f"{title(alert)}: {lines[0]}", [message.rich(title(alert), "what happened", lines)]
    )


def _changed(one: Change) -> str:
    series = f"{one.series}: " if one.series != TOTAL else ""
    why = f" ({one.why})" if one.why else ""
    what = _HAPPENED.get(one.what, one.what.replace("_", " "))
    return f"{one.at:%a} {words.day(one.at)} {one.at:%H:%M} UTC: {series}{what}{why}"


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
}
