"""The ledger: each slot comes to one end, whoever plans, dies or is cut off on the way."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot import ledger
from bot.digests import book, planning
from bot.digests.cadence import Cadence
from bot.digests.model import Digest, Setting
from bot.ledger import Claim
from tests.bot.store.databases import KINDS, database

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEK = timedelta(weeks=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    with database(request.param, tmp_path) as engine:
        yield engine


def digest(
    store: Engine,
    now: datetime = MONDAY - WEEK,
    cron: str = "0 9 * * 1",
    channel: str = "C1",
) -> Digest:
    """A digest that was set up at some time."""
    lines = ("deploys 30d",)
    wanted = Setting(channel, "U1", lines, Cadence(cron, "UTC"), when_calm="show", name=None)
    with store.begin() as connection:
        return book.add(connection, "T1", wanted, now)


def planned(store: Engine, now: datetime) -> int:
    """Plan until nothing is due; how many digests were."""
    total = 0
    while True:
        with store.begin() as connection:
            count = planning.plan(connection, now)
        if not count:
            return total
        total += count


def states(store: Engine, digest: Digest) -> list[tuple[datetime, str]]:
    """What became of each slot, the earliest first."""
    with store.begin() as connection:
        found = ledger.history(connection, digest.id, 100)
    return [(one.due, one.state) for one in reversed(found)]


def ready(store: Engine, now: datetime) -> tuple[int, ...]:
    """What is to be delivered."""
    with store.begin() as connection:
        return tuple(one.delivery for one in ledger.ready(connection, "T1", "A", now, 100))


def claimed(store: Engine, now: datetime, owner: str = "me") -> Claim:
    """The first delivery that can be had."""
    with store.begin() as connection:
        (first, *_) = ledger.ready(connection, "T1", "A", now, 1)
        claim = ledger.claim(connection, first.delivery, owner, now)
    assert claim is not None
    return claim


# -- what is due --------------------------------------------------------------------------------


def test_a_slot_is_planned_once_however_often_somebody_plans(store: Engine) -> None:
    """Before its time there is nothing to do, at its time one delivery, later no other."""
    one = digest(store, MONDAY - MINUTE)
    assert planned(store, MONDAY - timedelta(seconds=1)) == 0
    assert planned(store, MONDAY) == 1
    assert planned(store, MONDAY) == planned(store, MONDAY + MINUTE) == 0
    assert states(store, one) == [(MONDAY, "pending")]
    assert len(ready(store, MONDAY)) == 1


def test_of_several_missed_slots_the_latest_comes(store: Engine) -> None:
    """A bot that was away for three weeks sends one digest and writes down the others."""
    one = digest(store, MONDAY - 4 * WEEK)
    planned(store, MONDAY + timedelta(hours=1))
    assert [state for _, state in states(store, one)] == ["skipped"] * 3 + ["pending"]
    assert states(store, one)[-1][0] == MONDAY


def test_what_is_too_late_is_skipped_and_said_to_be(store: Engine) -> None:
    """Nobody wants Monday's numbers on Wednesday; the rhythm goes on."""
    one = digest(store, MONDAY - MINUTE)
    planned(store, MONDAY + planning.GRACE + MINUTE)
    assert states(store, one) == [(MONDAY, "skipped")]
    planned(store, MONDAY + WEEK)
    assert states(store, one)[-1] == (MONDAY + WEEK, "pending")


def test_after_long_the_earliest_missed_slots_are_not_written_down(store: Engine) -> None:
    """An hourly digest and a month away: the latest slots are, and the very latest comes."""
    one = digest(store, MONDAY - 5 * WEEK, "0 * * * *")
    planned(store, MONDAY)
    found = states(store, one)
    assert len(found) <= 52
    assert found[-1] == (MONDAY, "pending")
    assert Counter(state for _, state in found)["pending"] == 1


def test_what_somebody_asks_for_does_not_move_the_rhythm(store: Engine) -> None:
    """It comes at once, and Monday's comes on Monday."""
    one = digest(store, MONDAY - MINUTE)
    with store.begin() as connection:
        asked = planning.ask(connection, one.id, "U2", MONDAY - MINUTE)
    assert ready(store, MONDAY - MINUTE) == (asked,)
    assert planned(store, MONDAY) == 1
    assert len(states(store, one)) == 2


# -- who does it --------------------------------------------------------------------------------


def test_of_two_who_want_it_one_gets_it(store: Engine) -> None:
    """A delivery that is handed out twice is taken once."""
    digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    claim = claimed(store, MONDAY)
    with store.begin() as connection:
        assert ledger.claim(connection, claim.delivery, "other", MONDAY) is None
    assert ready(store, MONDAY + MINUTE) == ()


def test_what_ended_long_ago_is_forgotten(store: Engine) -> None:
    """What came last year is known, what came before is not; what has not ended is kept."""
    mine = digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    with store.begin() as connection:
        assert ledger.forget(connection, MONDAY + 2 * ledger.KEPT) == 0
    claim = claimed(store, MONDAY)
    with store.begin() as connection:
        ledger.posted(connection, claim, "C1", "1.0", MONDAY)
        assert ledger.forget(connection, MONDAY + ledger.KEPT) == 0
    assert states(store, mine) == [(MONDAY, "posted")]
    with store.begin() as connection:
        assert ledger.forget(connection, MONDAY + ledger.KEPT + MINUTE) == 1
    assert states(store, mine) == []


def test_what_is_due_follows_its_digest_to_another_channel(store: Engine) -> None:
    """It takes its turn where it will come."""
    mine = digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    with store.begin() as connection:
        book.change(connection, mine, replace(mine.setting, channel="C2"), MONDAY)
        (found,) = ledger.ready(connection, "T1", "A", MONDAY, 1)
    assert found.channel == "C2"


def test_much_that_is_due_is_found_at_once(store: Engine) -> None:
    """PostgreSQL knows how much there is before it is asked for it."""
    for number in range(30):
        digest(store, MONDAY - MINUTE, channel=f"C{number}")
    planned(store, MONDAY)
    with store.begin() as connection:
        planning.recount(connection)
        assert len(ledger.ready(connection, "T1", "A", MONDAY, 100)) == 30
        if connection.dialect.name == "postgresql":
            known = "SELECT reltuples FROM pg_class WHERE relname = 'delivery'"
            assert connection.execute(text(known)).scalar_one() == 30


def test_a_channel_to_which_much_comes_keeps_no_other_waiting(store: Engine) -> None:
    """Of each channel the one that waits longest is ready, and none of those that are busy."""
    for channel in ("C1", "C1", "C1", "C2", "C3"):
        digest(store, MONDAY - MINUTE, channel=channel)
    planned(store, MONDAY)
    with store.begin() as connection:
        found = ledger.ready(connection, "T1", "A", MONDAY, 100)
        assert [one.channel for one in found] == ["C1", "C2", "C3"]
        others = ledger.ready(connection, "T1", "A", MONDAY, 100, {"C1", "C3"})
    assert [one.channel for one in others] == ["C2"]


def test_a_channel_where_somebody_posts_waits_a_moment(store: Engine) -> None:
    """Whoever it is; one who takes longer than it should is not waited for, as it may be dead."""
    for _ in range(2):
        digest(store, MONDAY - MINUTE)
    digest(store, MONDAY - MINUTE, channel="C2")
    planned(store, MONDAY)
    first = claimed(store, MONDAY)
    with store.begin() as connection:
        found = ledger.ready(connection, "T1", "B", MONDAY, 100)
        assert [one.channel for one in found] == ["C2"]
        later = ledger.ready(connection, "T1", "B", MONDAY + MINUTE, 100)
        assert [one.channel for one in later] == ["C1", "C2"]
        ledger.posted(connection, first, "C1", "1.0", MONDAY)
        after = ledger.ready(connection, "T1", "B", MONDAY, 100)
    assert [one.channel for one in after] == ["C1", "C2"]
    assert after[0].delivery > first.delivery


def test_a_claim_that_ran_out_may_not_post(store: Engine) -> None:
    """Somebody who slept through their lease does not begin; another one does."""
    digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    claim = claimed(store, MONDAY)
    late = MONDAY + ledger.LEASE
    with store.begin() as connection:
        assert not ledger.begin(connection, claim, "C1", "show", late)
        assert ledger.sweep(connection, "T1", late) == ()
    other = claimed(store, late, "other")
    with store.begin() as connection:
        assert ledger.begin(connection, other, "C1", "show", late)
        assert not ledger.posted(connection, claim, "C1", "1.1", late)
        assert ledger.posted(connection, other, "C1", "2.2", late)


def test_what_was_put_off_is_not_ready_before_its_time(store: Engine) -> None:
    """Slack said when; until then nobody gets it."""
    digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    claim = claimed(store, MONDAY)
    with store.begin() as connection:
        assert ledger.later(connection, claim, MONDAY + MINUTE, "busy")
        assert ledger.claim(connection, claim.delivery, "me", MONDAY) is None
    assert ready(store, MONDAY) == ()
    assert ready(store, MONDAY + MINUTE) == (claim.delivery,)


# -- what nobody knows --------------------------------------------------------------------------


def test_a_post_that_nobody_knows_about_is_asked_about_once_it_has_settled(store: Engine) -> None:
    """Not while it may still be on its way; then it is found, or it is tried again."""
    one = digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    claim = claimed(store, MONDAY)
    with store.begin() as connection:
        ledger.begin(connection, claim, "C1", "show", MONDAY)
        ledger.unsure(connection, claim, MONDAY)
        assert ledger.sweep(connection, "T1", MONDAY + MINUTE / 2) == ()
        (open_,) = ledger.sweep(connection, "T1", MONDAY + ledger.SETTLE)
        assert open_.begun_at == MONDAY
        assert ledger.not_known(connection, open_, MONDAY + 2 * ledger.SETTLE)
        assert ledger.sweep(connection, "T1", MONDAY + ledger.SETTLE) == ()
        assert ledger.found(connection, open_.id, "C1", "1.1", MONDAY + MINUTE)
        assert not ledger.not_found(connection, open_, "why", MONDAY + MINUTE)
    assert states(store, one) == [(MONDAY, "posted")]


def test_an_answer_about_a_post_says_nothing_of_the_next_one(store: Engine) -> None:
    """Two ask at once; by the time the second learns "not there" another post may be on its way."""
    one = digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    late = MONDAY + ledger.SETTLE
    first = claimed(store, MONDAY)
    with store.begin() as connection:
        ledger.begin(connection, first, "C1", "show", MONDAY)
        ledger.unsure(connection, first, MONDAY)
        (open_,) = ledger.sweep(connection, "T1", late)
        assert ledger.not_found(connection, open_, "lost", late)
    second = claimed(store, late, "other")
    with store.begin() as connection:
        ledger.begin(connection, second, "C1", "show", late)
        ledger.unsure(connection, second, late)
        assert not ledger.not_found(connection, open_, "lost", late)
        assert not ledger.not_known(connection, open_, late)
    assert states(store, one) == [(MONDAY, "unsure")]


@pytest.mark.parametrize("is_taken", [False, True])
def test_whoever_knows_that_it_stands_is_believed(store: Engine, *, is_taken: bool) -> None:
    """A post that was taken for lost arrived after all: the next one does not begin."""
    one = digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    late = MONDAY + ledger.SETTLE
    first = claimed(store, MONDAY)
    with store.begin() as connection:
        ledger.begin(connection, first, "C1", "show", MONDAY)
        ledger.unsure(connection, first, MONDAY)
        (open_,) = ledger.sweep(connection, "T1", late)
        ledger.not_found(connection, open_, "lost", late)
    second = claimed(store, late, "other") if is_taken else None
    with store.begin() as connection:
        assert ledger.found(connection, first.delivery, "C1", "1.1", late)
        assert second is None or not ledger.begin(connection, second, "C1", "show", late)
    assert states(store, one) == [(MONDAY, "posted")]
    assert ready(store, late) == ()


def test_without_a_post_there_is_nothing_to_be_unsure_of(store: Engine) -> None:
    """What failed before the post began is simply tried again."""
    digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    claim = claimed(store, MONDAY)
    with store.begin() as connection:
        assert not ledger.unsure(connection, claim, MONDAY)
        assert ledger.later(connection, claim, MONDAY, "why")


def test_it_is_looked_for_where_it_was_posted(store: Engine) -> None:
    """Somebody may move the digest to another channel meanwhile."""
    digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    claim = claimed(store, MONDAY)
    with store.begin() as connection:
        ledger.begin(connection, claim, "C7", "show", MONDAY)
        ledger.unsure(connection, claim, MONDAY)
        (open_,) = ledger.sweep(connection, "T1", MONDAY + ledger.SETTLE)
    assert open_.channel == "C7"


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_set_does_no_harm(store: Engine, days: int) -> None:
    """By a day, back or ahead and then back again: each slot is planned once."""
    one = digest(store, MONDAY - MINUTE, "0 9 * * *")
    planned(store, MONDAY)
    claim = claimed(store, MONDAY)
    with store.begin() as connection:
        ledger.begin(connection, claim, "C1", "show", MONDAY)
        ledger.posted(connection, claim, "C1", "1.1", MONDAY)
    planned(store, MONDAY + timedelta(days=days))
    for later in range(4):
        planned(store, MONDAY + later * timedelta(hours=12))
    found = [due for due, _ in states(store, one)]
    assert found == [MONDAY, MONDAY + timedelta(days=1)]


def test_whoever_died_before_the_post_has_posted_nothing(store: Engine) -> None:
    """Their delivery is tried again at once, and nobody has to be asked."""
    digest(store, MONDAY - MINUTE)
    planned(store, MONDAY)
    claim = claimed(store, MONDAY)
    with store.begin() as connection:
        assert ledger.orphaned(connection, MONDAY) == 1
        assert ledger.sweep(connection, "T1", MONDAY) == ()
    assert ready(store, MONDAY) == (claim.delivery,)


# -- all of it ----------------------------------------------------------------------------------


class Slack:
    """What a channel shows, and connections that break before or after it is shown."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.shown: list[int] = []

    def post(self, delivery: int) -> bool:
        """Show it, or not; whether the one who posts learns that."""
        fate = self._chance.random()
        if fate < 0.1:
            return False
        self.shown.append(delivery)
        return fate > 0.2


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_doubled_and_nothing_missed(tmp_path: Path, seed: int) -> None:
    """Two deliverers that die at any point, and a Slack that breaks off every fifth call."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    slack, now = Slack(chance), MONDAY
    with database("sqlite", tmp_path) as store:
        digests = [digest(store, MONDAY - MINUTE) for _ in range(12)]
        for step in range(2_000):
            planned(store, now)
            _deliver_some(store, slack, chance, f"deliverer {step}", now)
            _settle(store, slack, now)
            now += timedelta(seconds=20)
            if all(states(store, one)[-1][1] == "posted" for one in digests):
                break
        assert [states(store, one) for one in digests] == [[(MONDAY, "posted")]] * 12
    assert Counter(slack.shown) == Counter(dict.fromkeys(slack.shown, 1))
    assert len(slack.shown) == 12


def _deliver_some(
    store: Engine, slack: Slack, chance: random.Random, owner: str, now: datetime
) -> None:
    """Deliver what is ready; at each step the one who does may die."""
    for delivery in ready(store, now)[:3]:
        with store.begin() as connection:
            claim = ledger.claim(connection, delivery, owner, now)
        if claim is None or chance.random() < 0.1:
            return
        with store.begin() as connection:
            began = ledger.begin(connection, claim, "C1", "show", now)
        if not began or chance.random() < 0.1:
            return
        is_known = slack.post(delivery)
        if chance.random() < 0.1:
            return
        with store.begin() as connection:
            if is_known:
                ledger.posted(connection, claim, "C1", str(delivery), now)
            else:
                ledger.unsure(connection, claim, now)


def _settle(store: Engine, slack: Slack, now: datetime) -> None:
    """Ask what is shown."""
    with store.begin() as connection:
        for one in ledger.sweep(connection, "T1", now):
            if one.id in slack.shown:
                ledger.found(connection, one.id, "C1", str(one.id), now)
            else:
                ledger.not_found(connection, one, "lost", now)
