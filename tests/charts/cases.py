"""Drawings with names: what the gallery hangs and the golden images keep."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from charts.model import Bound, Drawing, Form, Ghost, Point, Series, Sheet

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
    drawn = tuple(series)
    days = max((len(one.points) for one in drawn), default=30) if form != "rows" else 30
    usual: dict[str, object] = {
        "title": "Deployments",
        "subtitle": f"mobile / production · last {days} days",
        "form": form,
        "series": drawn,
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


def before(points: Iterable[Point], *gaps: int, factor: float = 0.8) -> Ghost:
    """The period before, a little lower and otherwise distributed."""
    values = [point.value for point in points]
    moved = (*values[3:], *values[:3])
    earlier = tuple(
        Point(point.start, None if at in gaps else round((moved[at] or 0) * factor))
        for at, point in enumerate(points)
    )
    return Ghost(f"{len(earlier)} days before", earlier)


def hours(points: Iterable[Point], each: float = 1.0) -> tuple[Point, ...]:
    """The same points as durations, in milliseconds."""
    return tuple(
        Point(p.start, None if p.value is None else p.value * each * 3_600_000, whole=p.whole)
        for p in points
    )


def row(name: str, value: float | None, *, whole: bool = True) -> Series:
    """A series of one point."""
    return Series(name, (Point(END, value, whole=whole),))


STALE: Final[dict[str, object]] = {
    "title": "Stale flags",
    "subtitle": "mobile / production · by maintainer",
    "unit": "stale flags",
    "noun": ("stale flag", "stale flags"),
    "footnote": "as of 24 Nov 09:30 UTC",
}
LEAD: Final[dict[str, object]] = {
    "title": "Lead time",
    "unit": "lead time, median per day",
    "noun": ("change", "changes"),
    "measure": "duration",
}


def panel(name: str, seed: int, *bounds: Bound, days: int = 30, **changed: object) -> Drawing:
    """One of several bar charts."""
    points = counts(seed, 3 + 3 * seed % 11, days)
    return drawing("bars", [Series("deployments", points)], *bounds, title=name, **changed)


def sheet(*drawings: Drawing, **changed: str) -> Sheet:
    """Drawings beside each other."""
    usual = {
        "title": "Deployments",
        "subtitle": "production · last 30 days",
        "footnote": "day buckets, UTC · today is not over yet",
    }
    return Sheet(drawings=drawings, **{**usual, **changed})


APPS: Final = ("web", "api", "ios", "android", "billing", "search", "mail", "login")

CASES: Final[dict[str, Drawing | Sheet]] = {
    "bars": drawing("bars", [ONE], LOWER),
    "bars of a week": drawing("bars", [Series("deployments", counts(4, 14, 7))]),
    "bars stacked": drawing("bars", several(5, 30), EQUAL),
    "bars of eight and others": drawing("bars", several(10, 14)),
    "bars with long names": drawing("bars", several(12, 14, LONG), EQUAL),
    "bars of long scopes": drawing(
        "bars",
        several(3, 30),
        subtitle=" · ".join(
            (
                f"{LONG.format(1)} / production",
                ", ".join(LONG.format(at) for at in (2, 3, 4)),
                "by application",
                "26 Oct to 24 Nov 2026",
            )
        ),
    ),
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
    "bars before a ghost": drawing("bars", [ONE], LOWER, ghost=before(ONE.points, 9, 10)),
    "stacked bars before a ghost": drawing(
        "bars", several(4, 14), ghost=before(counts(8, 45, 14), factor=1.1)
    ),
    "one line and a ghost": drawing(
        "lines",
        [Series("deployments", counts(2, 1300, 60))],
        ghost=before(counts(7, 1200, 60), 20, 21, 22),
    ),
    "bars with alerts": drawing(
        "bars",
        [ONE],
        Bound("alert: below", 4, "plain"),
        alerts=tuple(
            (END - timedelta(days=days), END - timedelta(days=days - long))
            for days, long in ((24, 2), (11, 1), (5, 4))
        ),
    ),
    "lines with days off": drawing(
        "lines",
        several(3, 30),
        off=frozenset(END.date() - timedelta(days=days) for days in (8, 9, 10)),
    ),
    "durations as bars": drawing(
        "bars",
        [Series("lead time", hours(counts(1, 6, 30), 2.3))],
        Bound("upper", 16 * 3_600_000, "plain"),
        **LEAD,
    ),
    "durations stacked": drawing(
        "bars",
        [
            Series("coding", hours(counts(2, 9, 12), 3)),
            Series("review", hours(counts(3, 9, 12), 2)),
            Series("deployment", hours(counts(4, 9, 12), 0.3)),
        ],
        in_order=True,
        **LEAD,
    ),
    "durations as lines": drawing(
        "lines",
        [
            Series("web", hours(counts(2, 40, 60), 1)),
            Series("api", hours(counts(3, 20, 60), 1)),
        ],
        Bound("goal", 24 * 3_600_000, "documented"),
        **LEAD,
    ),
    "rows": drawing(
        "rows",
        [
            row(name, value)
            for name, value in (("Ada", 5), ("Grace", 4), ("Linus", 2), ("Barbara", 1), ("Ken", 0))
        ],
        Bound("limit", 3, "plain"),
        **STALE,
    ),
    "rows of eight and others": drawing(
        "rows", [row(f"maintainer-{at}@example.com", 40 - 3 * at) for at in range(12)], **STALE
    ),
    "rows with long names": drawing(
        "rows",
        [row(LONG.format(at), 9 - at) for at in range(7)] + [row("部署サービス", 3)],
        **STALE,
    ),
    "one row": drawing("rows", [row("Ada", 5)], **STALE),
    "rows, all equal": drawing("rows", [row(f"team {at}", 7) for at in range(4)], **STALE),
    "rows, all zero": drawing("rows", [row(f"team {at}", 0) for at in range(3)], **STALE),
    "rows of durations": drawing(
        "rows",
        [
            row(n, v * 60_000)
            for n, v in (("coding", 1900), ("review", 700), ("merging", 20), ("deployment", 95))
        ]
        + [row("unknown", None)],
        Bound("goal", 12 * 3_600_000, "documented"),
        Bound("upper", 15 * 3_600_000, "unclear"),
        **{**LEAD, "title": "Lead time by stage", "unit": "median"},
    ),
    "sheet of two": sheet(
        panel("mobile", 1, LOWER, ghost=before(counts(6, 8, 30))),
        panel("web", 2, ghost=before(counts(9, 8, 30), 3, 4)),
    ),
    "sheet of three": sheet(*(panel(name, at, GOAL, LOWER) for at, name in enumerate(APPS[:3], 1))),
    "sheet of four": sheet(*(panel(name, at) for at, name in enumerate(APPS[:4], 1))),
    "sheet of six": sheet(*(panel(name, at) for at, name in enumerate(APPS[:6], 1))),
    "sheet of eight": sheet(*(panel(name, at) for at, name in enumerate(APPS, 1))),
    "sheet of shared names": sheet(
        drawing("bars", several(5, 30), EQUAL, title="mobile"),
        drawing("bars", several(10, 30)[3:6], title="web"),
        drawing("bars", several(9, 30)[1:3], title="backend"),
        drawing("bars", [], title="docs"),
    ),
    "sheet of lines": sheet(
        drawing("lines", several(3, 60), Bound("upper", 18, "plain"), title="mobile"),
        drawing("lines", several(5, 60)[1:], title="web"),
        subtitle="production · last 60 days",
    ),
    "sheet of single lines": sheet(
        *(
            drawing(
                "lines",
                [Series("lead time", hours(counts(at, 20, 45)))],
                title=name,
                ghost=Ghost("45 days before", hours(counts(at + 3, 22, 45))),
                **{key: value for key, value in LEAD.items() if key != "title"},
            )
            for at, name in enumerate(APPS[:4])
        ),
        title="Lead time",
    ),
    "sheet of rows": sheet(
        *(
            drawing(
                "rows",
                [
                    row(name, (7 * at + 3 * len(name)) % 11)
                    for name in ("new", "active", "launched", "inactive")
                ],
                **{**STALE, "title": title, "unit": "flags", "noun": ("flag", "flags")},
            )
            for at, title in enumerate(("mobile", "web", "backend", "docs"))
        ),
        title="Flags by status",
        subtitle="production",
        footnote="as of 24 Nov 09:30 UTC",
    ),
    "sheet of long headings": sheet(
        *(panel(LONG.format(at), at) for at in (1, 2, 3, 4)),
        subtitle=f"{LONG.format(1)}, {LONG.format(2)} and others · last 30 days",
    ),
    "empty": drawing("bars", []),
}
