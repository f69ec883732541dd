"""Who hands deliveries to workers that share a PostgreSQL: the ledger itself, or a queue beside it.

Drumbeat asks its ledger. The other way, procrastinate (`pip install procrastinate`), has a job for
each delivery, written in the transaction that plans it. Either way a delivery is claimed in the
ledger, takes so long, and is written down as posted. `python -m tests.benchmarks.queue HOW URL` is
one worker.
"""

import importlib.util
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, func, insert, select, text

from bot import ledger
from bot.clock import SystemClock
from bot.digests import planning
from bot.digests.zones import ZONE_DATA
from bot.store.moments import to_ms
from bot.store.tables import DELIVERIES, DIGESTS
from handlers.pace import Pace
from handlers.rhythm import BEAT_SECONDS, Rhythm
from tests.benchmarks.figures import Row
from tests.bot.store.databases import database, postgresql

if TYPE_CHECKING:
    from handlers.delivering import Delivering
    from handlers.watching import Watching

AMOUNT: Final = 5_000
WORKERS: Final = 3
AT_ONCE: Final = 10
TAKES_SECONDS: Final = 0.04
_TEAM: Final = "T1"
_LOOK_SECONDS: Final = 0.05
_PATIENCE: Final = 300.0
_DUE: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)


def rows() -> Iterable[Row]:
    """How long planning takes, and how many deliveries a second come to their end."""
    for how in ("ledger", "procrastinate"):
        name = f"{AMOUNT:,} deliveries by {WORKERS} workers of {AT_ONCE}, handed out by {how}"
        if how == "procrastinate" and importlib.util.find_spec(how) is None:
            yield name, "not installed: pip install procrastinate", ""
            continue
        planned, done = _measured(how)
        yield name, f"planned in {planned:.1f} s, {AMOUNT / done:.0f} a second", ""


def _measured(how: str) -> tuple[float, float]:
    """Seconds until all are planned, and from then on until all are done; workers are up before."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        engine = stack.enter_context(database("postgresql", Path(folder)))
        _store(engine)
        enqueue = _queue(engine) if how == "procrastinate" else None
        command = [sys.executable, "-m", "tests.benchmarks.queue", how, postgresql()]
        for _ in range(WORKERS):
            worker = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE))  # noqa: S603 - our own module
            stack.callback(worker.kill)
            assert worker.stdout is not None
            worker.stdout.readline()  # it is there
        begun = time.monotonic()
        _plan(engine, enqueue)
        planned = time.monotonic()
        while _left(engine):
            if time.monotonic() > planned + _PATIENCE:
                raise TimeoutError("The deliveries did not come to their end.")
            threading.Event().wait(_LOOK_SECONDS)
        return planned - begun, time.monotonic() - planned


def _store(engine: Engine) -> None:
    """Digests of as many channels, all due at the same time."""
    digest = {
        "team": _TEAM,
        "owner": "U1",
        "lines": '["deploys 30d"]',
        "cron": "0 9 * * 1",
        "zone": "UTC",
        "zone_data": ZONE_DATA,
        "when_calm": "show",
        "next_due": to_ms(_DUE),
        "created_at": to_ms(_DUE - timedelta(days=1)),
    }
    with engine.begin() as connection:
        connection.execute(
            insert(DIGESTS), [digest | {"channel": f"C{number}"} for number in range(AMOUNT)]
        )


def _plan(engine: Engine, enqueue: Any) -> None:  # noqa: ANN401 - a library that may not be there
    """Plan all that is due; where there are jobs, write one for each in the same transaction."""
    known = 0
    while True:
        with engine.begin() as connection:
            if not planning.plan(connection, _DUE):
                planning.recount(connection)
                return
            if enqueue is not None:
                new = select(DELIVERIES.c.id).where(DELIVERIES.c.id > known)
                ids = connection.execute(new.order_by(DELIVERIES.c.id)).scalars().all()
                enqueue(connection, ids)
                known = ids[-1]


def _left(engine: Engine) -> int:
    with engine.connect() as connection:
        left = select(func.count()).where(DELIVERIES.c.state.in_(("pending", "posting")))
        return int(connection.execute(left).scalar_one())


def _deliver(engine: Engine, delivery: int, owner: str) -> None:
    """All that a delivery writes, and a pause for what it does."""
    with engine.begin() as connection:
        claimed = ledger.claim(connection, delivery, owner, _DUE)
    if claimed is None:
        return
    time.sleep(TAKES_SECONDS)
    with engine.begin() as connection:
        ledger.begin(connection, claimed, "C1", "show", _DUE)
    with engine.begin() as connection:
        ledger.posted(connection, claimed, "C1", "1.0", _DUE)


# -- workers ------------------------------------------------------------------------------------


def _engine(url: str) -> Engine:
    return create_engine(
        url.replace("postgresql:", "postgresql+psycopg:"), pool_size=AT_ONCE, max_overflow=2
    )


class _Then(SystemClock):
    """It is always the moment at which all is due."""

    def now(self) -> datetime:
        return _DUE


def _by_ledger(url: str) -> None:
    """A worker that asks the ledger, every second and after each delivery."""
    engine, name, clock = _engine(url), uuid4().hex, _Then()
    pretended = SimpleNamespace(
        store=engine,
        team=_TEAM,
        name=name,
        desk=SimpleNamespace(clock=clock),
        pace=Pace(clock),
        deliver=lambda delivery: _deliver(engine, delivery, name),
    )
    nobody = cast("Watching", None)  # there are no alerts
    rhythm = Rhythm(cast("Delivering", pretended), nobody, workers=AT_ONCE)
    print(flush=True)  # noqa: T201 - whoever started this waits for it
    while True:
        rhythm.beat()
        threading.Event().wait(BEAT_SECONDS)


def _app(url: str) -> Any:  # noqa: ANN401 - a library that may not be there
    procrastinate = importlib.import_module("procrastinate")
    engine, name = _engine(url), uuid4().hex
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))

    @app.task(name="deliver", queue="deliver")  # type: ignore[untyped-decorator] # the library's
    def deliver(delivery: int) -> None:
        _deliver(engine, delivery, name)

    return app


def _queue(engine: Engine) -> Any:  # noqa: ANN401 - a library that may not be there
    """Makes the queue's tables; returns what writes jobs into a transaction of ours."""
    procrastinate = importlib.import_module("procrastinate")
    app = _app(postgresql())
    known = app.with_connector(procrastinate.SyncPsycopgConnector(conninfo=postgresql()))
    known.open()
    with engine.begin() as connection:
        if connection.execute(text("SELECT to_regclass('procrastinate_jobs')")).scalar() is None:
            known.schema_manager.apply_schema()
        connection.execute(text("TRUNCATE procrastinate_jobs CASCADE"))

    def enqueue(connection: Connection, ids: Iterable[int]) -> None:
        job = app.tasks["deliver"].configure().job
        jobs = [job.evolve(task_kwargs={"delivery": one}) for one in ids]
        known.job_manager.batch_defer_jobs(jobs, connection=connection.connection.driver_connection)

    return enqueue


def _by_procrastinate(url: str) -> None:
    """A worker of procrastinate, with as many threads."""
    app = _app(url)
    print(flush=True)  # noqa: T201 - as above
    app.run_worker(queues=["deliver"], concurrency=AT_ONCE, delete_jobs="successful")


if __name__ == "__main__":
    way, address = sys.argv[1:]
    {"ledger": _by_ledger, "procrastinate": _by_procrastinate}[way](address)
