"""Writing down who changed a digest, from what to what."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import audit
from bot.audit import Deed, Entry, Facts
from bot.digests import book
from bot.digests.model import Digest


def stop(connection: Connection, digest: Digest, why: str, now: datetime) -> bool:
    """Let a digest that cannot go on not come any more; False if it did not anyway."""
    if not book.pause(connection, digest.id, why):
        return False
    note(connection, Deed(now, audit.DRUMBEAT, "paused"), digest, replace(digest, paused=why))
    return True


def note(connection: Connection, deed: Deed, before: Digest | None, after: Digest | None) -> None:
    """Write down who changed a digest.

    Args:
        connection: To the database.
        deed: What was done, when and by whom.
        before: The digest as it was; None for a new one.
        after: As it is; None for one that was deleted.
    """
    digest = after or before
    if digest is not None:
        was, is_ = (_facts(one) if one else None for one in (before, after))
        about = f"digest {digest.id}"
        who = (deed.at, deed.who, deed.what, about, digest.channel, digest.owner)
        audit.note(connection, digest.team, Entry(*who, was, is_))


def _facts(digest: Digest) -> Facts:
    return {
        "charts": "; ".join(digest.lines),
        "comes": f"{digest.cadence.typed} zone {digest.cadence.zone}",
        "channel": digest.channel,
        "when calm": digest.when_calm,
        "name": digest.name,
        "paused": digest.paused,
    }
