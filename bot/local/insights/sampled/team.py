"""Who the sample is about, and when they work: nothing here is real.

Each day of each application is drawn by itself, from its date: asking again tomorrow gives the
same days and one more.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.local.insights import moments
from bot.local.insights.model import ApplicationKind

PROJECT: Final = "sample-shop"
PROJECT_NAME: Final = "Sample shop (generated)"
ENVIRONMENT: Final = "production"


@dataclass(frozen=True, slots=True)
class Application:
    """An application, how often it is deployed on an average day, and who works on it."""

    key: str
    name: str
    kind: ApplicationKind
    per_day: float
    team: str
    people: tuple[str, ...]


APPLICATIONS: Final = (
    Application("storefront", "Storefront", "browser", 4.5, "web", ("ada", "bo", "carla", "dev")),
    Application("checkout", "Checkout", "server", 2.2, "payments", ("emre", "femi", "greta")),
    Application("search", "Search", "server", 1.4, "web", ("hana", "ivo")),
    Application("payments", "Payments", "server", 0.6, "payments", ("greta", "jun")),
    Application("warehouse", "Warehouse", "server", 0.9, "logistics", ("kofi", "lena")),
    Application("mobile-app", "Mobile app", "mobile", 0.2, "mobile", ("mina", "noor")),
)
PEOPLE: Final = {
    "ada": "Ada Berg",
    "bo": "Bo Larsen",
    "carla": "Carla Ruiz",
    "dev": "Dev Anand",
    "emre": "Emre Kaya",
    "femi": "Femi Ade",
    "greta": "Greta Holm",
    "hana": "Hana Sato",
    "ivo": "Ivo Novak",
    "jun": "Jun Park",
    "kofi": "Kofi Mensah",
    "lena": "Lena Vogt",
    "mina": "Mina Farah",
    "noor": "Noor Aziz",
}
_WEEKDAYS: Final = (0.9, 1.2, 1.3, 1.2, 0.8, 0.08, 0.05)
"""How busy a day is, from Monday on."""
_WEEKS: Final = 26
_QUIET_WEEK: Final = 9
"""Of every 26 weeks of the calendar, the one in which almost nothing is deployed."""
_SLOW_WEEK: Final = 19
"""And the one in which reviews take long."""
_FRIDAY: Final = 4


def seeded(*words: object) -> random.Random:
    """Chance that comes out the same for the same words; nobody's secrets depend on it."""
    return random.Random(" ".join(map(str, words)))  # noqa: S311 (see above)


def weekday(day: date) -> float:
    """How busy a day of its kind is."""
    return _WEEKDAYS[day.weekday()]


def is_quiet(day: date) -> bool:
    """Whether almost nothing is deployed that week."""
    return day.isocalendar().week % _WEEKS == _QUIET_WEEK


def is_slow(day: date) -> bool:
    """Whether reviews take long that week."""
    return day.isocalendar().week % _WEEKS == _SLOW_WEEK


def days(now: datetime, back: int, ahead: int = 0) -> Iterator[date]:
    """The days from so many back to so many ahead, in UTC."""
    today = now.astimezone(UTC).date()
    return (today + timedelta(days=number) for number in range(-back, ahead + 1))


def working_day(day: date) -> date:
    """The day itself, or the Monday after it."""
    late = day.weekday() - _FRIDAY
    return day + timedelta(days=3 - late) if late > 0 else day


def in_hours(chance: random.Random, day: date) -> int:
    """Some moment of a day's work, in epoch milliseconds."""
    morning = datetime.combine(day, time(7), UTC)
    return moments.to_ms(morning + timedelta(minutes=chance.triangular(0, 720)))


def about(chance: random.Random, hours: float, spread: float, *, most: float) -> int:
    """A duration in milliseconds: half of them are shorter, and a few are much longer."""
    return int(min(chance.lognormvariate(math.log(hours), spread), most) * 3_600_000)


def poisson(chance: random.Random, mean: float) -> int:
    """How many, if `mean` is the average (Knuth's way, good for small numbers)."""
    limit, product, number = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        number += 1
    return number
