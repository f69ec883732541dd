"""Memory is kept as JSON that says its version, and comes back as it was."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.kept import VERSION, MemoryFormatError, from_json, to_json
from bot.alerts.memory import Ack, Closing, Correction, Episode, Health, Memory, Told
from bot.alerts.rules import Condition, Drop, Fall, Threshold
from bot.alerts.seen import Counted
from tests.bot.alerts.samples import MONDAY, closing

NOW = closing(1) + timedelta(microseconds=1)
CONDITIONS: list[Condition] = [
    Threshold("at_least", 3),
    Threshold("below", 0.5),
    Drop(50),
    Drop(20, weeks=2, least=30),
    Fall(),
]


def full(condition: Condition) -> Memory:
    """Memory of which nothing is as in a new one."""
    buckets = (Counted(MONDAY, 2), Counted(NOW, 2.5, sent=False, base=7))
    episode = Episode(2, condition, MONDAY, NOW, 86_400_000, buckets, Ack("U1", NOW))
    owed = Closing(episode, "corrected", NOW, buckets[:1], (Correction(MONDAY, 2, None),))
    return Memory(
        state="recovering",
        run=3,
        number=2,
        episode=episode,
        health=Health("error", "http_502", NOW, 3),
        first_seen=MONDAY,
        last_seen=NOW,
        high_water=NOW,
        newest=NOW,
        read_at=NOW,
        is_new=True,
        days=((MONDAY, None), (NOW, 3)),
        best=3,
        fired=(MONDAY, NOW),
        turned=NOW,
        flapping=True,
        silenced_until=NOW,
        paused=True,
        told=Told(
            2, NOW, MONDAY, owed, no_data=True, error=True, flapping=True, flapping_at=NOW,
            counts=(("firing", 1), ("repeat", 2)),
        ),
    )  # fmt: skip


def through_json(memory: Memory) -> Memory:
    """Written down and read again."""
    return from_json(json.loads(json.dumps(to_json(memory), allow_nan=False)))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_memory_comes_back_as_it_was(condition: Condition) -> None:
    """To the microsecond, whole numbers whole and fractions fractions."""
    memory = full(condition)
    back = through_json(memory)
    assert back == memory
    assert back.episode is not None
    assert type(back.episode.condition) is type(condition)
    assert [type(one.value) for one in back.episode.buckets] == [int, float]
    assert through_json(Memory()) == Memory()


def test_what_an_older_drumbeat_wrote_is_read() -> None:
    """Version 1, as it was written first; a change that breaks this needs a version of its own."""
    written = """{
      "version": 1,
      "memory": {
        "state": "firing", "run": 1, "number": 1,
        "episode": {
          "number": 1, "condition": {"word": "below", "value": 3},
          "since": "2026-11-02T00:00:00Z", "fired_at": "2026-11-03T02:00:00Z",
          "bucket_ms": 86400000,
          "buckets": [{"start": "2026-11-02T00:00:00Z", "value": 2, "sent": true, "base": null}],
          "ack": {"by": "U1", "until": null}
        },
        "health": {"ailment": "ok", "reason": "", "since": null, "failures": 0},
        "first_seen": "2026-11-02T00:00:00Z", "last_seen": "2026-11-02T00:00:00Z",
        "high_water": "2026-11-02T00:00:00Z", "newest": "2026-11-02T00:00:00Z",
        "read_at": "2026-11-03T02:00:00Z",
        "is_new": false, "days": [], "best": null,
        "fired": ["2026-11-02T00:00:00Z"], "turned": "2026-11-02T00:00:00Z",
        "flapping": false, "silenced_until": null, "paused": false,
        "told": {
          "episode": 1, "at": "2026-11-03T02:00:00Z", "through": "2026-11-02T00:00:00Z",
          "owed": null, "no_data": false, "error": false,
          "flapping": false, "flapping_at": null, "counts": [["firing", 1]]
        }
      }
    }"""
    memory = from_json(json.loads(written))
    assert memory.episode is not None
    assert memory.episode.ack == Ack("U1")
    assert not memory.episode.is_older
    known = json.loads(written)
    known["memory"]["episode"]["is_older"] = False  # of which it knew nothing
    assert to_json(memory) == known


@pytest.mark.parametrize(
    "document", [{}, {"version": 2, "memory": {}}, {"version": "1", "memory": {}}, {"memory": {}}]
)
def test_another_version_is_refused(document: Mapping[str, Any]) -> None:
    """With both versions in the sentence, rather than guessed at."""
    with pytest.raises(MemoryFormatError, match=f"{document.get('version')!r}.*{VERSION}"):
        from_json(document)


@pytest.mark.parametrize(
    ("memory", "where"),
    [
        (None, "memory"),
        ({"state": "alarmed"}, "memory.state"),
        ({"mood": "good"}, "memory.mood"),
        ({"episode": {"number": 1}}, "memory.episode"),
        ({"first_seen": "once"}, "memory.first_seen"),
    ],
)
def test_what_is_damaged_is_refused(memory: object, where: str) -> None:
    """And said where, without what stands there."""
    with pytest.raises(MemoryFormatError, match=where):
        from_json({"version": 1, "memory": memory})
