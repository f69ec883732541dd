"""The digests that people set up: kept, changed, found."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, select, update

from bot.calendars.kept import Channel
from bot.digests.cadence import Cadence
from bot.digests.model import Code, Digest, Setting
from bot.digests.rearranging import rearrange
from bot.digests.zones import ZONE_DATA
from bot.store.moments import from_ms, maybe, to_ms
from bot.store.tables import DELIVERIES, DIGESTS

MOST: Final = 200
"""Digests that a workspace may have."""
_T: Final = DIGESTS.c


class TooManyError(Exception):
    """The workspace has as many digests as it may."""


def add(
    connection: Connection, team: str, wanted: Setting, now: datetime, key: str | None = None
) -> Digest:
    """Keep a new digest; it comes first on the first slot after now.

    Args:
        connection: Of the database.
        team: The workspace.
        wanted: What it is.
        now: The present.
        key: Its name in the file that it comes from; None for one made in Slack.

    Raises:
        TooManyError: If the workspace has as many as it may.
    """
    if len(of_team(connection, team)) >= MOST:
        raise TooManyError
    row = {
        "team": team,
        "created_at": to_ms(now),
        "code_key": key,
        "code_applied": json.dumps(_fields(wanted)) if key else None,
        **_fields(wanted),
        **_due(wanted.cadence, now),
    }
    id_ = connection.execute(DIGESTS.insert().values(row).returning(_T.id)).scalar_one()
    return _one(connection, select(DIGESTS).where(_T.id == id_))


def change(connection: Connection, digest: Digest, wanted: Setting, now: datetime) -> Digest:
    """Change what a digest shows, where and when; whether it is paused stays.

    A slot that is already planned is not planned again, whatever the new rhythm says, and one that
    has just come and is not planned yet stays due: nobody loses it by a change. One that was moved
    off a day off keeps off those of the channel that it comes to by now.
    """
    is_due = digest.next_due is not None and digest.next_due <= now
    due = _due(wanted.cadence, now) if digest.paused is None and not is_due else {}
    values = {**_fields(wanted), **due}
    connection.execute(update(DIGESTS).where(_T.id == digest.id).values(values))
    mine = update(DELIVERIES).where(DELIVERIES.c.digest_id == digest.id)
    connection.execute(mine.where(DELIVERIES.c.state == "pending").values(place=wanted.channel))
    rearrange(connection, Channel(digest.team, wanted.channel), now)
    return _one(connection, select(DIGESTS).where(_T.id == digest.id))


def apply(connection: Connection, digest: Digest, wanted: Setting, now: datetime) -> Digest:
    """Change a digest to what its file says, and remember that it said so."""
    applied = json.dumps(_fields(wanted))
    connection.execute(update(DIGESTS).where(_T.id == digest.id).values(code_applied=applied))
    return change(connection, digest, wanted, now)


def pause(connection: Connection, digest: int, why: str) -> bool:
    """Let a digest not come any more; False if it did not anyway."""
    rows = connection.execute(
        update(DIGESTS)
        .where(_T.id == digest, _T.paused.is_(None), _T.deleted_at.is_(None))
        .values(paused=why, next_due=None)
    )
    return rows.rowcount == 1


def resume(connection: Connection, digest: Digest, now: datetime) -> bool:
    """Let a digest come again, from its next slot on; False if it does anyway."""
    rows = connection.execute(
        update(DIGESTS)
        .where(_T.id == digest.id, _T.paused.is_not(None), _T.deleted_at.is_(None))
        .values(paused=None, **_due(digest.cadence, now))
    )
    return rows.rowcount == 1


def resume_all(connection: Connection, team: str, whys: Collection[str], now: datetime) -> int:
    """Let all digests of a workspace come again that are paused for one of some reasons.

    Returns:
        How many.
    """
    paused = _living(team).where(_T.paused.in_(whys))
    found = [_digest(row) for row in connection.execute(paused)]
    return sum(resume(connection, digest, now) for digest in found)


def delete(connection: Connection, digest: int, now: datetime) -> bool:
    """Let a digest never come again; what became of its slots is kept."""
    rows = connection.execute(
        update(DIGESTS)
        .where(_T.id == digest, _T.deleted_at.is_(None))
        .values(deleted_at=to_ms(now), next_due=None)
    )
    return rows.rowcount == 1


def find(connection: Connection, team: str, digest: int) -> Digest | None:
    """A workspace's digest by its number, unless it was deleted."""
    row = connection.execute(_living(team).where(_T.id == digest)).one_or_none()
    return _digest(row) if row else None


def of_team(connection: Connection, team: str) -> tuple[Digest, ...]:
    """All digests of a workspace, the oldest first."""
    return tuple(map(_digest, connection.execute(_living(team).order_by(_T.id))))


def recompute(connection: Connection, now: datetime) -> int:
    """Find the next slot of each digest anew whose zone's rules may have changed since.

    Returns:
        How many digests had been computed with another release of the zone data.
    """
    stale = select(DIGESTS).where(_T.zone_data != ZONE_DATA, _T.deleted_at.is_(None))
    found = [_digest(row) for row in connection.execute(stale)]
    for digest in found:
        # A slot that has passed and is not planned yet stays due: nothing is lost by an update.
        is_over = digest.next_due is not None and digest.next_due <= now
        due = {"zone_data": ZONE_DATA} if is_over or digest.paused else _due(digest.cadence, now)
        connection.execute(update(DIGESTS).where(_T.id == digest.id).values(due))
    return len(found)


def _living(team: str) -> Select[Any]:
    return select(DIGESTS).where(_T.team == team, _T.deleted_at.is_(None))


def _fields(wanted: Setting) -> dict[str, Any]:
    return {
        "channel": wanted.channel,
        "owner": wanted.owner,
        "lines": json.dumps(wanted.lines, ensure_ascii=False),
        "cron": wanted.cadence.cron,
        "zone": wanted.cadence.zone,
        "when_calm": wanted.when_calm,
        "name": wanted.name,
    }


def _due(cadence: Cadence, now: datetime) -> dict[str, Any]:
    return {"next_due": to_ms(cadence.next_due(now)), "zone_data": ZONE_DATA}


def _one(connection: Connection, statement: Select[Any]) -> Digest:
    return _digest(connection.execute(statement).one())


def _digest(row: Row[Any]) -> Digest:
    return Digest(
        **_setting(row._asdict()),
        id=row.id,
        team=row.team,
        paused=row.paused,
        next_due=maybe(row.next_due),
        created_at=from_ms(row.created_at),
        code=_code(row),
    )


def _code(row: Row[Any]) -> Code | None:
    if row.code_key is None:
        return None
    return Code(row.code_key, Setting(**_setting(json.loads(row.code_applied))))


def _setting(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "channel": row["channel"],
        "owner": row["owner"],
        "lines": tuple(json.loads(row["lines"])),
        "cadence": Cadence(row["cron"], row["zone"]),
        "when_calm": row["when_calm"],
        "name": row["name"],
    }
