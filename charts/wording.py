"""Numbers, dates and stretches of time as people write them in a chart, in English."""

import math
from datetime import datetime, timedelta
from typing import Final

from charts.model import Number

ONE_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)
_BIG: Final = ((1e12, " tn"), (1e9, " bn"), (1e6, " M"), (1e3, "k"))
_COMPACT_FROM: Final = 1e5
_SCIENTIFIC_FROM: Final = 1e15
_SCIENTIFIC_BELOW: Final = 1e-4
MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def number(value: Number) -> str:
    """12,345 and 4.7; a fraction keeps one digit, a small one two that mean something."""
    if abs(value) >= _SCIENTIFIC_FROM or 0 < abs(value) < _SCIENTIFIC_BELOW:
        return _scientific(value)
    if float(value).is_integer():
        return f"{int(value):,}".replace("-", "−")
    return (f"{value:,.1f}" if abs(value) >= 1 else f"{value:.2g}").replace("-", "−")


def level(value: float, step: float) -> str:
    """A number beside an axis: 0.25, 1,500, 20k, 1.5 M.

    Args:
        value: A multiple of the step.
        step: From one level to the next, which says how many digits matter.
    """
    if value == 0:
        return "0"
    if step < _SCIENTIFIC_BELOW or abs(value) >= _SCIENTIFIC_FROM:
        return _scientific(value)
    divisor, suffix = 1.0, ""
    if abs(value) >= _COMPACT_FROM or step >= _COMPACT_FROM:
        divisor, suffix = next((d, s) for d, s in _BIG if abs(value) >= d)
    digits = max(0, -math.floor(math.log10(step / divisor) + 1e-9))
    shown = f"{value / divisor:,.{digits}f}"
    if float(f"{step / divisor:.{digits}f}") != round(step / divisor, 12):
        shown = f"{value / divisor:,.{digits + 1}f}"
    return shown.replace("-", "−") + suffix


def _scientific(value: Number) -> str:
    digits, _, power = f"{value:.2e}".partition("e")
    digits = digits.rstrip("0").rstrip(".")
    return f"{digits}e{int(power)}".replace("-", "−")


def count(value: Number, noun: tuple[str, str]) -> str:
    """1 deployment, 142 deployments."""
    return f"{number(value)} {noun[0] if value == 1 else noun[1]}"


def day(moment: datetime, *, year: bool = False) -> str:
    """12 Nov, or 12 Nov 2026; in the zone that the moment carries, in English everywhere."""
    return f"{moment.day} {month(moment)}" + (f" {moment.year}" if year else "")


def month(moment: datetime, *, year: bool = False) -> str:
    """Nov, or Nov 2026."""
    return MONTHS[moment.month - 1] + (f" {moment.year}" if year else "")


def clock(moment: datetime) -> str:
    """09:00."""
    return f"{moment.hour:02}:{moment.minute:02}"


def bucket(length: timedelta, amount: int = 1) -> str:
    """One bucket, or several: day, 3 days, hour, period of 12 hours."""
    for one, name in ((ONE_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if length == one:
            return name if amount == 1 else f"{name}s"
        if length > one and length % one == timedelta(0):
            return f"period{'s' * (amount != 1)} of {length // one} {name}s"
    return "period" if amount == 1 else "periods"
