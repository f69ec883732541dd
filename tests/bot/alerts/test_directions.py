"""Which side of a bound is bad: asked once, answered, used by every alert of the workspace."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot import ledger
from bot.alerts import book, directions, knowing, news, silences
from bot.alerts.directions import Said
from bot.alerts.holding import Looked
from bot.alerts.looking import question
from bot.alerts.model import Alert, Held, Wish
from bot.alerts.rules import Threshold
from bot.alerts.silences import Scope, Silence
from bot.grammar.defaults import Defaults
from tests.bot.alerts.samples import DAY, MONDAY
from tests.bot.store.databases import KINDS, database

LINE = "deploys project mobile env * bucket day"
WISH = Wish("C1", "U1", LINE, "bounds", None)
HELD = Held("web", "<!here> 部署", 3, "below", "Because.")


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    with database(request.param, tmp_path) as engine:
        yield engine


def added(store: Engine, wish: Wish = WISH, team: str = "T1") -> Alert:
    """An alert that was set up."""
    with store.begin() as connection:
        return book.add(connection, team, wish, MONDAY)


def looked(store: Engine, alert: Alert, *unclear: str, hours: int = 0) -> list[str]:
    """Keep what a look found; returns what is asked about for the first time."""
    now = MONDAY + timedelta(hours=hours)
    asked = question(alert, now, Defaults())
    seen = Looked({}, {"web · here": HELD}, unclear)
    with store.begin() as connection:
        before = directions.of_team(connection, "T1")
        assert news.keep(connection, alert, {}, now, now + DAY)
        knowing.keep(connection, alert, seen, asked, now)
        after = directions.of_team(connection, "T1")
        return [one.shown for one in after if one not in before]


def found(store: Engine, alert: Alert) -> Alert:
    """An alert as it is kept by now."""
    with store.begin() as connection:
        return book.get(connection, alert.team, alert.id)


def test_bounds_are_kept_beside_what_is_remembered(store: Engine) -> None:
    """As LaunchDarkly writes them; of another chart nothing is known."""
    alert = added(store)
    looked(store, alert)
    alert = found(store, alert)
    assert alert.bounds == {"web · here": HELD}
    with store.begin() as connection:
        other = replace(WISH, line=f"{LINE} by application")
        changed = book.change(connection, alert, other, MONDAY)
    assert changed is not None
    assert changed.bounds == {}


def test_each_name_is_asked_about_once(store: Engine) -> None:
    """In the whole workspace, however it is written; another workspace is asked for itself."""
    first, second = added(store), added(store, replace(WISH, channel="C2"))
    assert looked(store, first, "p95 Target", "goal\0") == ["goal", "p95 Target"]
    assert looked(store, found(store, first), "p95 Target", hours=1) == []
    assert looked(store, second, "P95-target", "fair", hours=1) == ["fair"]
    with store.begin() as connection:
        assert directions.unasked(connection, "T2", "deploys", ["goal"]) == ("goal",)
        assert directions.unasked(connection, "T1", "leadtime", ["goal"]) == ("goal",)


def test_what_is_asked_has_a_delivery_of_its_own(store: Engine) -> None:
    """Whoever dies meanwhile leaves it to others; it is asked once all the same."""
    alert = added(store)
    looked(store, alert, "p95 Target", "goal")
    with store.begin() as connection:
        (ready,) = ledger.ready(connection, "T1", "A", MONDAY + DAY, 99)
        asked = directions.asked_by(connection, ready.delivery)
        assert [(one.chart, one.shown, one.answer) for one in asked] == [
            ("deploys", "p95 Target", None),
            ("deploys", "goal", None),
        ]
        assert news.of_delivery(connection, ready.delivery) == ()


def test_few_are_asked_about_at_a_time(store: Engine) -> None:
    """The others when it is looked at the next time."""
    alert, names = added(store), [f"target {number}" for number in range(7)]
    assert looked(store, alert, *names) == names[:5]
    assert looked(store, found(store, alert), *names, hours=1) == names[5:]


def test_an_alert_that_is_quiet_asks_nothing(store: Engine) -> None:
    """But when it may speak again."""
    alert = added(store)
    with store.begin() as connection:
        quiet = Silence(Scope(alert=alert.id), MONDAY + DAY, "U1", "")
        silences.begin(connection, "T1", quiet, MONDAY)
    assert looked(store, found(store, alert), "goal") == []
    assert looked(store, found(store, alert), "goal", hours=25) == ["goal"]


def test_an_answer_is_kept_and_used_at_once(store: Engine) -> None:
    """By all alerts on bounds of that chart, asked about or not; the latest counts."""
    alert, other = added(store), added(store, replace(WISH, line=f"leadtime{LINE[7:]}"))
    later = MONDAY + DAY
    looked(store, alert, "P95 Target", hours=1)
    looked(store, other, hours=1)
    with store.begin() as connection:
        for said in (
            Said("deploys", "p95target", "above", "U2"),
            Said("deploys", "x", "ignore", "U3"),
        ):
            directions.say(connection, "T1", said, later)
        one = directions.say(connection, "T1", Said("deploys", "p95target", "below", "U4"), later)
        assert (one.shown, one.said_by, one.said_at) == ("P95 Target", "U4", later)
        assert directions.answers(connection, "T1", "deploys") == {
            "p95target": "below",
            "x": "ignore",
        }
        assert directions.answers(connection, "T1", "leadtime") == {}
        assert directions.answers(connection, "T2", "deploys") == {}
    assert found(store, alert).next_look == later
    assert found(store, other).next_look == later + timedelta(hours=1)


@pytest.mark.parametrize(
    ("wish", "own_rules"),
    [
        (replace(WISH, phrase="below 3"), [Threshold("below", 3)]),
        (replace(WISH, phrase="below 3", owner="U9", name="Ours"), [Threshold("below", 3)]),
        (replace(WISH, phrase="below 3", channel="C2"), []),
        (replace(WISH, phrase="below 3", line=f"{LINE} by application"), []),
        (replace(WISH, phrase="below 3", line=LINE.replace("day", "hour")), []),
        (replace(WISH, phrase="above 1d", line=f"leadtime{LINE[7:]}"), []),
        (replace(WISH, phrase="sideways"), []),
        (WISH, []),
    ],
)
def test_peoples_own_rules_are_those_on_the_same_series(
    store: Engine, wish: Wish, own_rules: list[Threshold]
) -> None:
    """In the same channel; one that cannot be read is left to whoever looks at it."""
    alert, own = added(store), added(store, wish)
    asked = question(alert, MONDAY, Defaults())
    with store.begin() as connection:
        known = knowing.known(connection, alert, asked, MONDAY, Defaults())
        assert [rule.condition for rule in known.own] == own_rules
        book.pause(connection, own.id, "somebody paused it")
        assert knowing.known(connection, alert, asked, MONDAY, Defaults()).own == ()
