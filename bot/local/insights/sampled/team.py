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
DESKTOP: Final = "sample-desktop"
PROJECTS: Final = {PROJECT: "Sample shop (generated)", DESKTOP: "Sample desktop (generated)"}
"""What they are called; their keys, which stand in messages, say what they are as well."""
ENVIRONMENT: Final = "production"
STAGING: Final = "staging"
"""Where all that was merged on a day is tried out on the next morning."""


@dataclass(frozen=True, slots=True)
class Application:
    """An application, how often it is deployed on an average day, and who works on it."""

    key: str
    name: str
    kind: ApplicationKind
    per_day: float
    team: str
    people: tuple[str, ...]
    project: str = PROJECT


APPLICATIONS: Final = (
    Application("storefront", "Storefront", "browser", 4.5, "web", ("ada", "bo", "carla", "dev")),
    Application("checkout", "Checkout", "server", 2.2, "payments", ("emre", "femi", "greta")),
    Application("web", "Web", "browser", 1.4, "web", ("hana", "ivo")),
    Application("payments", "Payments", "server", 0.6, "payments", ("greta", "jun")),
    Application("api", "API", "server", 0.9, "logistics", ("kofi", "lena")),
    Application("mobile-app", "Mobile app", "mobile", 0.2, "mobile", ("mina", "noor")),
    Application("desktop-app", "Desktop app", "browser", 0.5, "desktop", ("pia", "quinn"), DESKTOP),
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
    "olga": "Olga Petri",
    "pia": "Pia Sand",
    "quinn": "Quinn Hale",
}
_WEEKDAYS: Final = (0.9, 1.2, 1.3, 1.2, 0.8, 0.08, 0.05)
"""How busy a day is, from Monday on."""
_SMALLEST: Final = date(2025, 1, 1)
_PERIOD: Final = timedelta(days=1461)
"""Teams grow to twice their size and shrink again, so that a year ago was not like today."""
_WEEKS: Final = 26
_QUIET_WEEK: Final = 9
"""Of every 26 weeks of the calendar, the one in which almost nothing is deployed."""
_SLOW_WEEK: Final = 19
"""And the one in which reviews take long."""
_FRIDAY: Final = 4


def seeded(*words: object) -> random.Random:
    """Chance that comes out the same for the same words; nobody's secrets depend on it."""
    return random.Random(" ".join(map(str, words)))  # noqa: S311 (see above)


def busy(day: date) -> float:
    """How busy a day is: its weekday, and how large the teams are by then."""
    along = (day - _SMALLEST).days / _PERIOD.days
    return _WEEKDAYS[day.weekday()] * (0.75 - 0.25 * math.cos(math.tau * along))


def is_weekend(day: date) -> bool:
    """Whether it is Saturday or Sunday."""
    return day.weekday() > _FRIDAY


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


def morning(day: date) -> int:
    """An hour before a day's work begins, in epoch milliseconds."""
    return moments.to_ms(datetime.combine(day, time(6), UTC))


def in_hours(chance: random.Random, day: date) -> int:
    """Some moment of a day's work, in epoch milliseconds."""
    return morning(day) + int((60 + chance.triangular(0, 720)) * 60_000)


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
