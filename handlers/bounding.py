"""The bounds of a chart, read; and which side of one is bad, asked, answered and listed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.alerts import directions
from bot.alerts.bounded import Bounded, usual_of
from bot.alerts.bounds import judge
from bot.alerts.directions import ANSWERS, Said
from bot.alerts.holding import Known, Spot, spots
from bot.alerts.model import Alert
from bot.alerts.phrases import AlertDraft, bucket_of
from bot.alerts.rules import Rule
from bot.catalog import BY_NAME, Kind
from bot.chart import Chart
from bot.query import Query
from handlers import bound_words, message
from handlers.asked import Asked, Pressed
from handlers.delivering import Delivering
from handlers.message import Message
from handlers.slack import SlackError


def carried(draft: AlertDraft, team: str, at: Delivering) -> Mapping[str, Spot]:
    """The bounds that the series of a chart carry at present.

    Raises:
        InsightsError: If LaunchDarkly does not answer.
    """
    query = replace(draft.request.query, expand=())
    return worth(draft, query, at.desk.ask(query).result(), team, at)


def worth(
    draft: AlertDraft, query: Query, chart: Chart, team: str, at: Delivering
) -> Mapping[str, Spot]:
    """What the bounds in an answer are worth in an alert, people's own alerts aside."""
    rule = draft.rule
    base = rule if isinstance(rule, Bounded) else usual_of(draft.kind, bucket_of(draft.request))
    with at.store.begin() as connection:
        answers = directions.answers(connection, team, draft.kind.name)
    return spots(base, query, chart, Known(answers))


def rules(found: Iterable[Spot], draft: AlertDraft) -> list[Rule]:
    """What could be watched for of bounds, each once.

    Of those that contradict each other none is picked by itself, and people may pick one.
    """
    base = usual_of(draft.kind, bucket_of(draft.request))
    each = [spot.rule or _alone(base, spot, draft.kind) for spot in found]
    return list(dict.fromkeys(rule for rule in each if rule is not None))


def _alone(base: Bounded, spot: Spot, kind: Kind) -> Rule | None:
    """The rule of a bound that only others keep from being used."""
    if spot.judged.kind != "unusable":
        return None
    (judged,) = judge([spot.judged.bound], kind, {})
    return base.rule(judged)


def known(alerts: tuple[Alert, ...], team: str, at: Delivering) -> Message:
    """All bounds that are known, with their directions and who says so."""
    with at.store.begin() as connection:
        said = directions.of_team(connection, team)
    return bound_words.known(alerts, said)


def say(text: str, asked: Asked | Pressed, at: Delivering) -> Message:
    """Keep which side of a bound is bad, for everybody in the workspace; the channel reads it.

    Args:
        text: `deploys below target`.
        asked: Who says so, and where.
        at: The database, and what telling takes.
    """
    chart, _, rest = text.partition(" ")
    side, _, name = rest.strip().partition(" ")
    kind = BY_NAME.get(chart.casefold().removeprefix("/"))
    answer = next((one for one in ANSWERS if one == side.casefold()), None)
    is_whole = bool(name.strip()) or isinstance(asked, Pressed)
    if kind is None or answer is None or not is_whole:
        return message.with_commands(
            ["Say the chart, the side that is bad (below, above or ignore) and the bound's name:"],
            [f"{bound_words.COMMAND} deploys below target"],
        )
    said = Said(kind.name, name.strip(), answer, asked.user)
    with at.store.begin() as connection:
        one = directions.say(connection, asked.team, said, at.desk.clock.now())
    told = bound_words.told(one, asked.user)
    sentence = bound_words.answered(one)
    try:
        at.desk.slack.post(asked.channel, told.text, told.blocks)
    except SlackError:
        return message.sentence(f"{sentence} The channel could not be told.")
    return message.sentence(sentence, "Alerts on bounds are looked at anew at once.")
