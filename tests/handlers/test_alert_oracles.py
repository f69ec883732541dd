"""What broke other programs when people managed alerts or pressed buttons, through the product.

Every case of the collected bad inputs that `tests.oracle_files` finds is played; where there are
none, that is visibly skipped. A case that has no play of its own is typed as it stands.
"""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.alerts.book import MOST
from bot.local.workspace.model import Message
from tests.handlers.alerts import added, asked, head, numbers, without_alerts
from tests.handlers.talking import PROJECT, Product, product, said, until
from tests.oracle_files import FOLDER

Play = Callable[[Product, str], None]
"""Does what a case says to the product that has one alert, whose number it is told, and looks."""


def found(surface: str) -> list[Any]:
    """The cases of a surface in all files; skipped where no file has it."""
    listed = [
        pytest.param(case, id=f"{file.stem}-{case['id']}")
        for file in sorted(FOLDER.glob("*bad_inputs*.json"))
        for case in json.loads(file.read_text("utf-8"))
        if case["surface"] == surface
    ]
    if not listed:
        why = pytest.mark.skip(reason=f"no oracle with {surface} is beside this checkout")
        return [pytest.param({"id": surface}, id=surface, marks=why)]
    return listed


@pytest.fixture(scope="module")
def shared() -> Iterator[Product]:
    """One product in a time of its own, for all tests of this file."""
    with product(transport="socket", one_clock=True) as bot:
        yield bot


@pytest.fixture
def bot(shared: Product) -> Iterator[Product]:
    """The product, with nothing in its channels, no alerts and nothing quiet."""
    with without_alerts(shared):
        yield shared


@pytest.mark.parametrize("case", found("slash.alert.manage"))
def test_an_alert_is_managed_as_it_has_to_be(bot: Product, case: dict[str, Any]) -> None:
    """Each line gets what its case expects."""
    play(bot, case, typed)


@pytest.mark.parametrize("case", found("slack.interaction"))
def test_a_press_does_what_it_has_to(bot: Product, case: dict[str, Any]) -> None:
    """Each press gets what its case expects."""
    play(bot, case, None)


def play(bot: Product, case: dict[str, Any], otherwise: Callable[..., None] | None) -> None:
    """Play a case, and see that nothing went wrong inside."""
    number = added(bot)
    if case["id"] in PLAYS:
        PLAYS[case["id"]](bot, number)
    elif otherwise is not None and isinstance(case["input"], str):
        otherwise(bot, number, case)
    else:
        pytest.skip(f"nobody here knows how {case['id']} is played")
    assert "incident" not in "".join(bot.told())


def typed(bot: Product, number: str, case: dict[str, Any]) -> None:
    """Type a line as it stands, about the alert that there is; what is refused changes nothing."""
    told = asked(bot, f"/drumbeat {case['input'].replace(' 12', f' {number}')}")
    assert told
    if case["expected"].startswith(("REJECT", "DENY", "CLARIFY")):
        unchanged(bot, number)


def unchanged(bot: Product, number: str) -> None:
    """The one alert is there, and as it was set up."""
    assert numbers(bot) == [number]
    told = asked(bot, f"/drumbeat alert show {number}")
    assert "paused" not in told
    assert "quiet until" not in told
    assert f"alert {number} set up" in asked(bot, "/drumbeat audit").splitlines()[1]


# -- managing -------------------------------------------------------------------------------------


@contextlib.contextmanager
def elsewhere(bot: Product, count: int = 1, *, team: str = "T0ELSEWHERE") -> Iterator[list[int]]:
    """Alerts that somebody else has; gives their numbers."""
    row = {
        "team": team,
        "channel": bot.stage.workspace.channel("delivery").id,
        "owner": bot.stage.workspace.person("ken").id,
        "line": f"deploys project {PROJECT}",
        "phrase": "below 3",
        "memory": "{}",
        "revision": 0,
        "created_at": 0,
    }
    file = str(bot.stage.settings().drumbeat_database)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as writing:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        insert = f"INSERT INTO alert ({names}) VALUES ({marks})"  # noqa: S608 - our own names
        ids = [writing.execute(insert, tuple(row.values())).lastrowid or 0 for _ in range(count)]
        yield ids
        writing.executemany("DELETE FROM alert WHERE id = ?", [(one,) for one in ids])


def nothing_there(bot: Product, number: str) -> None:
    """A number that nobody has."""
    assert "There is no alert 999999 here." in asked(bot, "/drumbeat alert delete 999999")
    unchanged(bot, number)


def anothers(bot: Product, number: str) -> None:
    """Of another workspace's the same is said as of one that nobody has, and it is logged."""
    nobodys = asked(bot, "/drumbeat alert delete 999999")
    with elsewhere(bot) as (foreign,):
        told = asked(bot, f"/drumbeat alert delete {foreign}")
    assert told.replace(str(foreign), "999999") == nobodys
    assert f"names alert '{foreign}', which is not theirs or not there" in bot.log.getvalue()
    unchanged(bot, number)


def all_at_once(bot: Product, number: str) -> None:
    """Nothing is deleted; one number is asked for."""
    assert "One at a time" in asked(bot, "/drumbeat alert delete all")
    unchanged(bot, number)


def old_button(bot: Product, number: str) -> None:
    """An older incident's acknowledgement does nothing to the one that is open."""
    bot.pass_time(5)
    first = head(bot, ": alerting")
    asked(bot, f"/drumbeat alert edit {number} deploys {PROJECT} below 4")
    bot.pass_time(5)
    second = until(lambda: [one for one in bot.posted() if ": alerting" in said(one)], len)[-1]
    assert second.ts != first.ts
    assert "That is over" in asked(bot, f"/drumbeat alert ack {number} 1")
    bot.pass_time(5)
    until(lambda: now(bot, first), lambda one: ": over" in said(one))
    assert "acknowledged" not in said(now(bot, second))


def now(bot: Product, message: Message) -> Message:
    """A message as it is by now."""
    return next(one for one in bot.posted() if one.ts == message.ts)


def too_long(bot: Product, number: str) -> None:
    """The most is named."""
    assert "30 days at most" in asked(bot, f"/drumbeat alert snooze {number} for 10 years")
    unchanged(bot, number)


def skipped_time(bot: Product, number: str) -> None:
    """A time that does not exist is refused with the one that does."""
    line = f"/drumbeat alert snooze {number} until 2025-03-09 02:30 America/New_York"
    told = asked(bot, line)
    assert "There is no 02:30" in told
    assert "03:30" in told
    unchanged(bot, number)


def repeated_time(_: Product, _number: str) -> None:
    """A time that comes twice is taken as the first; played in the autumn that comes next."""
    with product(transport="socket", one_clock=True) as later:
        autumn = datetime(2027, 11, 6, tzinfo=UTC)
        later.clock.skip((autumn - later.clock.now()).total_seconds())
        number = added(later)
        line = f"/drumbeat alert snooze {number} until 2027-11-07 01:30 America/New_York"
        assert "Sun 7 Nov 01:30 America/New_York (UTC-04:00)" in asked(later, line)
        assert "quiet until Sun 7 Nov 05:30 UTC" in asked(later, f"/drumbeat alert show {number}")


def tried(bot: Product, number: str) -> None:
    """A test is marked as one and changes nothing; LaunchDarkly is not asked each time."""
    before = bot.posted()
    assert f"Test of Alert {number}" in asked(bot, f"/drumbeat alert test {number}")
    count = bot.asked()
    for _ in range(3):
        asked(bot, f"/drumbeat alert test {number}")
    assert bot.asked() - count <= 1  # ten minutes may end meanwhile
    assert bot.posted() == before
    unchanged(bot, number)


def one_too_many(bot: Product, _: str) -> None:
    """The most is named, and how there can be fewer."""
    team = bot.stage.workspace.identity.team
    with elsewhere(bot, MOST - 1, team=team):
        told = asked(bot, f"/drumbeat alert keep deploys {PROJECT} below 1")
    assert f"This channel has {MOST} alerts" in told
    assert "Delete one first" in told


# -- pressing -------------------------------------------------------------------------------------


def forged(bot: Product, action: str, value: str) -> None:
    """Press a button that no message of this version has; returns once Slack has the ack."""
    message = bot.posted()[-1]
    button = {"type": "button", "action_id": action, "value": value}
    shown = {**button, "text": {"type": "plain_text", "text": "Press"}}
    row = {"type": "actions", "block_id": "forged", "elements": [shown]}
    bot.stage.workspace.board.change(replace(message, blocks=(row,)))
    bot.press_button(message, "forged", action)


def anothers_button(bot: Product, number: str) -> None:
    """What a button carries is not believed: of another workspace's alert nothing is done."""
    with elsewhere(bot) as (foreign,):
        forged(bot, f"alert:delete:{foreign}", f"delete {foreign}")
        bot.privately(f"There is no alert {foreign} here.")
    unchanged(bot, number)


def old_version(bot: Product, number: str) -> None:
    """Somebody who presses what is no longer known is told so."""
    for at, action in enumerate(("unknown_old_action", "alert:unknown_old_action"), 1):
        forged(bot, action, f"unknown {number}")
        old_buttons(bot, at)
    unchanged(bot, number)


def old_buttons(bot: Product, count: int) -> None:
    """So often somebody was told by now that a button is an old one."""
    words = "from another version of Drumbeat"
    until(lambda: [one for one in bot.told() if words in one], lambda seen: len(seen) == count)


def too_much(bot: Product, number: str) -> None:
    """What no button of Slack's can carry is dropped."""
    before = len(bot.told())
    forged(bot, f"alert:pause:{number}", f"pause {number} {'x' * 3000}")
    bot.logged("more than a button of Slack's can carry")
    assert len(bot.told()) == before
    unchanged(bot, number)


def no_person(bot: Product, number: str) -> None:
    """Who was deactivated, or is a bot, changes nothing by a press."""
    bot.pass_time(5)
    shown = head(bot, ": alerting")
    people, ken = bot.stage.workspace.store.people, bot.stage.workspace.person("ken")
    for at, account in enumerate(({"deleted": True}, {"is_bot": True}), 1):
        people[ken.id] = replace(ken, account=account)
        bot.clock.forget()
        bot.press(shown, "Acknowledge", person="ken")
        denied(bot, "ken", at)
    people[ken.id] = ken
    unchanged(bot, number)


def denied(bot: Product, person: str, count: int) -> None:
    """So often somebody was told by now that they may not, and the log says who it was."""
    words = "may look at this, and not change it"
    until(lambda: [one for one in bot.told(person) if words in one], lambda one: len(one) == count)
    who = bot.stage.workspace.person(person).id
    assert bot.log.getvalue().count(f"Denied: {who}") == count


def no_number(bot: Product, number: str) -> None:
    """What is no threshold in a line is none in the form, and is said at its field."""
    bot.say("/drumbeat alert new")
    told = bot.submit(bot.form(), request=PROJECT, value="NaN")
    assert set(told["errors"]) == {"value"}
    assert numbers(bot) == [number]


PLAYS: dict[str, Play] = {
    "SM01": nothing_there,
    "SM02": anothers,
    "SM03": all_at_once,
    "SM06": old_button,
    "SM07": too_long,
    "SM09": skipped_time,
    "SM10": repeated_time,
    "SM14": tried,
    "SM15": one_too_many,
    "IN02": anothers_button,
    "IN03": old_version,
    "IN04": too_much,
    "IN05": no_number,
    "IN09": no_person,
}
"""How a case is played, by its id."""
