"""Days off, as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal, get_args

Deed = Literal["skip", "shift"]
"""What becomes of a digest: it does not come, or it comes on the next day that is not off."""
DEEDS: Final[tuple[Deed, ...]] = get_args(Deed)
MOST_DAYS: Final = 2_000
"""Days that a channel may have off; more is a mistake."""
BEHIND: Final = timedelta(days=366)
"""How far back a day off may lie: charts of the last year have it shaded."""
AHEAD: Final = timedelta(days=5 * 366)
"""How far ahead it may lie; whoever wants more brings the file in again."""
LONGEST_NAME: Final = 80
ONE_DAY: Final = timedelta(days=1)


class CalendarError(ValueError):
    """Something is no day off. The message is a sentence for who typed it or brought the file."""


@dataclass(frozen=True, slots=True, order=True)
class Off:
    """Days off: a holiday, a freeze, or a single day.

    Attributes:
        first: The first day.
        last: The last day, which is off as well.
        name: What people call it; may be "".
        deed: What becomes of digests that would come then.

    Raises:
        CalendarError: If it ends before it begins, or is longer than a channel's calendar.
    """

    first: date
    last: date
    name: str
    deed: Deed

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise CalendarError(f"{self.last} is before {self.first}; name the first day first.")
        if self.length > MOST_DAYS:
            raise CalendarError(
                f"That is {self.length:,} days; {MOST_DAYS:,} is the most that a channel has off."
            )

    @property
    def length(self) -> int:
        """How many days it is."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> Iterable[date]:
        """Each of its days."""
        return (self.first + ONE_DAY * at for at in range(self.length))

    @property
    def why(self) -> str:
        """What is said of a digest that does not come: a day off: Christmas."""
        return f"a day off: {self.name}" if self.name else "a day off"

    def beyond(self, today: date) -> bool:
        """Whether some of it lies further away than anybody plans or looks back."""
        return self.first < today - BEHIND or self.last > today + AHEAD


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off of a channel.

    Attributes:
        by_day: What each day off is. Where several fall on one day, one that skips goes before one
            that shifts, since whoever freezes a week wants nothing to be moved into it.
    """

    by_day: Mapping[date, Off] = field(default_factory=dict)

    @classmethod
    def of(cls, days_off: Iterable[Off]) -> "Calendar":
        """The calendar that has all of these."""
        by_day: dict[date, Off] = {}
        for off in sorted(days_off, key=lambda off: (-DEEDS.index(off.deed), off)):
            by_day.update(dict.fromkeys(off.days, off))
        return cls(by_day)

    def on(self, day: date) -> Off | None:
        """Why a day is off, or None."""
        return self.by_day.get(day)

    @property
    def days(self) -> frozenset[date]:
        """All days that are off."""
        return frozenset(self.by_day)


NO_DAYS_OFF: Final = Calendar()
