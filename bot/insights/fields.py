"""Single fields of an answer: what JSON may hold, held to what can be shown."""

import math
from collections.abc import Mapping
from typing import Any, Final, TypeGuard

from bot.chart import Number
from bot.insights.errors import BadAnswerError

MAX_VALUE: Final = 10**15
_MAX_NAME: Final = 500


def refused(why: str) -> BadAnswerError:
    """The error of an answer that would show wrong numbers, or none."""
    return BadAnswerError(
        f"LaunchDarkly answered, but not with a chart: {why}.",
        "Nothing is shown rather than a wrong number. Try again; if it stays, tell whoever runs "
        "Drumbeat, since LaunchDarkly may have changed this beta API.",
    )


def is_number(value: object) -> TypeGuard[Number]:
    """Whether JSON gave a finite number; to JSON `true` is none, to Python it is one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or math.isfinite(value)


def mapping(value: object) -> Mapping[str, Any]:
    """An object, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """Text that can be stored, sent and drawn: no lone surrogates, no endless names."""
    said = value if isinstance(value, str) else ""
    return said[:_MAX_NAME].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
