"""Memory as it is kept: plain JSON that says of which version it is."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.alerts.memory import Memory

VERSION: Final = 1


class MemoryFormatError(ValueError):
    """What was kept is not to be read. The message is a sentence for whoever runs Drumbeat."""


class _Kept(BaseModel):
    """A version and what it goes with; what it does not know it refuses rather than forgets."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    version: Literal[1]
    memory: Memory


def to_json(memory: Memory) -> dict[str, Any]:
    """Write memory down, in nothing but what JSON has."""
    return _Kept(version=VERSION, memory=memory).model_dump(mode="json")


def from_json(document: Mapping[str, Any]) -> Memory:
    """Read memory that was written down.

    Raises:
        MemoryFormatError: If it is of another version, or damaged.
    """
    version = document.get("version")
    if version != VERSION:
        raise MemoryFormatError(
            f"This alert was remembered in version {version!r} of its format, and this Drumbeat "
            f"reads version {VERSION}; use the Drumbeat that wrote it, or a newer one."
        )
    try:
        return _Kept.model_validate(document).memory
    except ValidationError as problems:
        where = ", ".join(".".join(map(str, one["loc"])) for one in problems.errors()[:3])
        raise MemoryFormatError(f"What was remembered of this alert is damaged: {where}.") from None
