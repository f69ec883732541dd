"""The metronome: looks every few seconds what is due, and hands it to those who deliver.

The scheduler knows five jobs and nothing of what they are about. What is due is read from the
database each
time, so a beat that is missed, late or doubled changes nothing.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from typing import Final
from zlib import crc32

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from bot import ledger
from bot.digests import ahead, book, planning
from bot.digests.ahead import Slot
from bot.ledger import Ready
from bot.store.engine import reason
from handlers.delivering import Delivering
from handlers.lasting import NO_TOKEN
from handlers.settling import by_spot, settle
from handlers.watching import Watching
from handlers.work import Work

_log = logging.getLogger(__name__)

BEAT_SECONDS: Final = 1
"""Whoever presses “Send now” waits no longer than that until it is begun."""
SWEEP_SECONDS: Final = 15
WATCH_SECONDS: Final = 5
_AT_A_LOOK: Final = 1_000
"""Deliveries that are looked up together."""
_EARLY: Final = 8
"""Digests that are made ahead at the same time, beside those whose turn it is."""


class Rhythm:
    """Plans, looks, hands out and settles."""

    def __init__(self, at: Delivering, watching: Watching, *, workers: int) -> None:
        """Start with nothing under way.

        Args:
            at: What delivering takes.
            watching: Looks at alerts.
            workers: How many digests are delivered at the same time.
        """
        self._at = at
        self._watching = watching
        self._workers = workers
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._given: dict[int, str] = {}
        self._waiting: list[Ready] = []
        self._work = Work[int](self._deliver, workers=workers)
        self._making: set[Slot] = set()
        self._early = Work[Slot](self._make, workers=_EARLY)

    def recover(self) -> None:
        """Take over from a bot that had this database before, however it ended.

        Others may be at work on one that is shared; there leases run out by themselves. Whoever
        starts has a token that Slack accepts, so what was paused for want of one comes again.
        """
        now, is_alone = self._at.desk.clock.now(), self._at.store.dialect.name == "sqlite"
        with self._at.store.begin() as connection:
            left = ledger.orphaned(connection, now) if is_alone else 0
            moved = book.recompute(connection, now)
            resumed = book.resume_all(connection, self._at.team, NO_TOKEN, now)
        if left or moved or resumed:
            said = "Found %s deliveries under way, %s slots computed anew, %s digests resumed"
            _log.info(said, left, moved, resumed)

    def beat(self) -> None:
        """Plan what is due and hand it out; make ahead what is due soon."""
        now = self._at.desk.clock.now()
        full = 0
        while self._plan(now) == planning.BATCH:
            full += 1
        if full:
            with self._at.store.begin() as connection:
                planning.recount(connection)
        self._hand_out(anew=True)
        self._look_ahead()

    def _plan(self, now: datetime) -> int:
        with self._at.store.begin() as connection:
            return planning.plan(connection, now)

    def sweep(self) -> None:
        """Settle what nobody knows about."""
        with self._at.store.begin() as connection:
            open_ = ledger.sweep(connection, self._at.team, self._at.desk.clock.now())
        for spot, some in by_spot(open_, self._at.store).items():
            if self._stopping.is_set():
                return
            settle(spot, some, self._at.store, self._at.desk)

    def watch(self) -> None:
        """Look at the alerts that are due, and hand out what they have to tell."""
        while not self._stopping.is_set() and self._watching.watch():
            self._hand_out(anew=True)

    def refresh(self) -> None:
        """Let the messages of alerts say how things stand."""
        self._at.telling.refresh()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        with self._lock:
            return not self._given and not self._making

    def forget(self) -> None:
        """Forget what came so long ago that nobody asks."""
        with self._at.store.begin() as connection:
            ledger.forget(connection, self._at.desk.clock.now())

    def stop(self, seconds: float) -> None:
        """Let what is under way come to its end; what was not begun stays due."""
        self._early.stop(seconds)
        self._work.stop(seconds)

    def hurry(self) -> None:
        """Settle no more than one channel more, and make nothing more ahead."""
        self._stopping.set()

    def _hand_out(self, *, anew: bool = False) -> None:
        """Hand out what is ready to those who are free, one to a channel at a time.

        Args:
            anew: Whether to look what is ready although something is left of what was; meanwhile
                another bot may have done it, which claiming it will show.
        """
        with self._lock:
            if self._at.pace.is_shut():
                return  # whoever is handed something now would only be sent away
            busy = set(self._given.values())
            if anew or all(one.channel in busy for one in self._waiting):
                self._waiting = self._ready(busy)
            for one in tuple(self._waiting):
                if len(self._given) == self._workers:
                    return
                if one.channel not in self._given.values():
                    self._waiting.remove(one)
                    if self._work.give(one.delivery):
                        self._given[one.delivery] = one.channel

    def _ready(self, busy: Collection[str]) -> list[Ready]:
        """What is ready, in another order than others have it who look at the same time."""
        by, now = self._at.name, self._at.desk.clock.now()
        with self._at.store.begin() as connection:
            found = ledger.ready(connection, self._at.team, by, now, _AT_A_LOOK, busy)
        return sorted(found, key=lambda one: (one.since, crc32(f"{by} {one.delivery}".encode())))

    def _deliver(self, delivery: int) -> None:
        try:
            self._at.deliver(delivery)
        except SQLAlchemyError as error:
            _log.warning("Delivery %s is left to its lease: %s", delivery, reason(error))
        finally:
            with self._lock:
                self._given.pop(delivery, None)
        with contextlib.suppress(SQLAlchemyError):  # the next beat will say so
            self._hand_out()  # what waits need not wait for the next beat

    def _look_ahead(self) -> None:
        """Take slots that come soon for those who are free to make them."""
        with self._lock:
            free = _EARLY - len(self._making)
            if not free or self._at.pace.is_shut():
                return
            with self._at.store.begin() as connection:
                now = self._at.desk.clock.now()
                soon = ahead.take(connection, self._at.team, self._at.name, now, free)
            self._making.update(slot for slot in soon if self._early.give(slot))

    def _make(self, slot: Slot) -> None:
        with contextlib.suppress(SQLAlchemyError):  # as above
            try:
                self._at.make_ahead(slot)
            finally:
                with self._lock:
                    self._making.discard(slot)
            if not self._stopping.is_set():
                self._look_ahead()


class Undaunted:
    """Does something again and again, whatever becomes of the database meanwhile.

    That it does not answer is said once, and once that it does again.
    """

    def __init__(self, do: Callable[[], object]) -> None:
        self._do = do
        self._fails = False

    def __call__(self) -> None:
        """Do it once more."""
        try:
            self._do()
        except SQLAlchemyError as error:
            if not self._fails:
                _log.error("The database does not answer, so no digest comes: %s", reason(error))
            self._fails = True
            return
        if self._fails:
            _log.info("The database answers again")
        self._fails = False


@contextlib.contextmanager
def beating(rhythm: Rhythm, *, drain: float) -> Iterator[None]:
    """Keep the rhythm for as long as the block lasts; then let what is under way end.

    Args:
        rhythm: What is kept.
        drain: Seconds for what is under way.
    """
    rhythm.recover()
    # Without a grace time a job that a busy machine begins late would be left out.
    always = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    scheduler = BackgroundScheduler(timezone="UTC", job_defaults=always)
    at_once = datetime.now(UTC)  # by the clock that the scheduler itself looks at
    # Digests are due at whole minutes, and so is a beat.
    seconds = f"*/{BEAT_SECONDS}"
    beat, sweep, forget = map(Undaunted, (rhythm.beat, rhythm.sweep, rhythm.forget))
    watch, refresh = map(Undaunted, (rhythm.watch, rhythm.refresh))
    scheduler.add_job(beat, "cron", second=seconds, next_run_time=at_once)
    scheduler.add_job(sweep, "interval", seconds=SWEEP_SECONDS, next_run_time=at_once)
    scheduler.add_job(watch, "interval", seconds=WATCH_SECONDS, next_run_time=at_once)
    scheduler.add_job(refresh, "interval", seconds=BEAT_SECONDS, next_run_time=at_once)
    scheduler.add_job(forget, "interval", days=1, next_run_time=at_once)
    scheduler.start()
    try:
        yield
    finally:
        rhythm.hurry()
        scheduler.shutdown(wait=True)
        rhythm.stop(drain)
