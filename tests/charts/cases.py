"""Drawings with names: what the gallery hangs and the golden images keep."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from charts.model import Bound, Drawing, Form, Point, Series

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
END: Final = datetime(2026, 11, 24, tzinfo=UTC)
"""The bucket that begins here is still open."""
_SATURDAY: Final = 5
LONG: Final = "checkout-service-of-the-payments-platform-team-in-region-{:03}"
"""As long as a name may be."""


def counts(seed: int, typical: int, amount: int, step: timedelta = DAY) -> tuple[Point, ...]:
    """Counts that go up and down with the week, the last one not over yet."""
    points = []
    state = seed * 7919 + 17
    for at in range(amount):
        start = END - step * (amount - 1 - at)
        state = (state * 1103515245 + 12345) % 2**31
        quiet = 4 if start.weekday() >= _SATURDAY else 1
        value = typical * (40 + state // 65536 % 121) // 100 // quiet
        points.append(Point(start, value // (1 + (at == amount - 1)), whole=at < amount - 1))
    return tuple(points)


def without(points: Iterable[Point], *gaps: int) -> tuple[Point, ...]:
    """The same points with some that are missing."""
    return tuple(
        Point(point.start, None if at in gaps else point.value, whole=point.whole)
        for at, point in enumerate(points)
    )


def drawing(form: Form, series: Iterable[Series], *bounds: Bound, **changed: object) -> Drawing:
    """A drawing of deployments, as the bot would ask for it."""
    usual: dict[str, object] = {
        "title": "Deployments",
        "subtitle": "mobile / production · last 30 days",
        "form": form,
        "series": tuple(series),
        "bucket": DAY,
        "unit": "deployments per day",
        "noun": ("deployment", "deployments"),
        "bounds": bounds,
        "footnote": "day buckets, UTC · today is not over yet",
    }
    return Drawing(**{**usual, **changed})  # type: ignore[arg-type]


def several(amount: int, days: int, name: str = "") -> tuple[Series, ...]:
    """Series from large to small."""
    names = ["web", "api", "ios", "android", "billing", "search", "mail", "login", "admin", "docs"]
    return tuple(
        Series(name.format(at) if name else names[at], counts(at, 14 - 2 * min(at, 5), days))
        for at in range(amount)
    )


ONE: Final = Series("deployments", counts(1, 6, 30))
LOWER: Final = Bound("lower", 3, "plain")
EQUAL: Final = Bound("equal", 30, "documented")
GOAL: Final = Bound("goal", 5, "unclear")

CASES: Final[dict[str, Drawing]] = {
    "bars": drawing("bars", [ONE], LOWER),
    "bars of a week": drawing("bars", [Series("deployments", counts(4, 14, 7))]),
    "bars stacked": drawing("bars", several(5, 30), EQUAL),
    "bars of eight and others": drawing("bars", several(10, 14)),
    "bars with long names": drawing("bars", several(12, 14, LONG), EQUAL),
    "bars of hours": drawing(
        "bars",
        [Series("deployments", counts(3, 8, 48, HOUR))],
        bucket=HOUR,
        unit="deployments per hour",
        subtitle="mobile / production · last 48 hours",
        zone="Europe/Berlin",
        footnote="hour buckets, Europe/Berlin",
    ),
    "bars over three months": drawing("bars", several(3, 90)),
    "bars with gaps": drawing(
        "bars", [Series("web", without(counts(5, 9, 21), 3, 4, 12, 13, 14))], LOWER
    ),
    "bars, all equal": drawing(
        "bars", [Series("x", tuple(Point(END - DAY * at, 4) for at in range(13, -1, -1)))]
    ),
    "bars, all zero": drawing(
        "bars", [Series("x", tuple(Point(END - DAY * at, 0) for at in range(29, -1, -1)))], LOWER
    ),
    "one bar": drawing("bars", [Series("x", (Point(END, 7, whole=False),))]),
    "lines": drawing(
        "lines",
        several(5, 90),
        Bound("upper", 18, "plain"),
        GOAL,
        subtitle="mobile / production · last 90 days",
    ),
    "one line with gaps": drawing(
        "lines", [Series("deployments", without(counts(2, 1300, 60), 12, 13, 30, 32))]
    ),
    "lines over a year": drawing("lines", several(2, 365), subtitle="last year"),
    "lines of eight and others": drawing("lines", several(30, 45, "service-{}")),
    "lines of a hundred": drawing("lines", several(100, 45, "service-{}")),
    "lines with long names": drawing("lines", several(9, 30, LONG)),
    "one point": drawing("lines", [Series("x", (Point(END, 7),))]),
    "huge values": drawing(
        "lines",
        [
            Series(
                "x", tuple(Point(END - DAY * at, 10**15 * (at % 5 + 1)) for at in range(19, -1, -1))
            )
        ],
    ),
    "tiny values": drawing(
        "lines",
        [Series("x", tuple(Point(END - DAY * at, 1e-7 * (at % 5)) for at in range(19, -1, -1)))],
    ),
    "names that mean harm": drawing(
        "bars",
        [
            Series(name, counts(at, 9 - at, 10))
            for at, name in enumerate(
                (
                    r"$\frac{1$",
                    "_internal",
                    "others",
                    "<!channel>",
                    "\u202egnp.exe",
                    "\u200b",
                    "部署サービス",
                    "a\x00b é",
                    "svc_$x_$y",
                )
            )
        ],
    ),
    "a bound far away": drawing("bars", [ONE], Bound("upper", 500, "plain"), LOWER),
    "empty": drawing("bars", []),
}
