"""What a chart is made of: frozen values that know nothing of how they are drawn.

Nothing here imports Matplotlib, so whoever asks for pictures can build these cheaply.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

Number = float | int
Form = Literal["bars", "lines", "rows"]
Measure = Literal["count", "duration"]
BoundKind = Literal["plain", "documented", "unclear"]

MAX_POINTS: Final = 2_200
"""Points that one series may have; more is a mistake of whoever asks."""
MAX_SERIES: Final = 500
"""Series that one drawing may have; see MAX_POINTS."""
MIN_PANELS: Final = 2
MAX_PANELS: Final = 8
"""Drawings that one sheet may have; more would be too small to read."""


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one bucket.

    Attributes:
        start: When the bucket starts; aware.
        value: What was counted or measured; None is missing: a gap, never a zero.
        whole: Whether the bucket is complete. One that is still running, or that the window's edge
            cuts through, is drawn open.
    """

    start: datetime
    value: Number | None
    whole: bool = True

    def __reduce__(self) -> tuple[type["Point"], tuple[datetime, Number | None, bool]]:
        # Thousands travel to the process that draws, twice as fast as dataclasses do by themselves.
        return (Point, (self.start, self.value, self.whole))


@dataclass(frozen=True, slots=True)
class Series:
    """Points in order of time, under a name that may be any text at all."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A level to hold the data against.

    Attributes:
        label: Its name; any text.
        value: On the scale of the points.
        kind: How sure its meaning is, which is how firmly it is drawn: `plain` (the name says the
            direction) solid, `documented` dashed, `unclear` thin and dotted.
    """

    label: str
    value: float
    kind: BoundKind


@dataclass(frozen=True, slots=True)
class Ghost:
    """The period before, behind the one that is drawn.

    Attributes:
        label: What it is called: "5 weeks before".
        points: Over all series together; each start is that of the bucket it is held against.
    """

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that a picture shows.

    Attributes:
        title: What is counted, in a word or three.
        subtitle: Of what and when.
        form: Bars for values that stand on each other, lines for those that do not, rows for what
            has no time: one bar from left to right for each series, as long as its last point.
        series: Up to MAX_SERIES of them, each with up to MAX_POINTS points.
        bucket: How long a bucket is.
        unit: What the values are: "deployments per day".
        noun: One and many of what is counted: ("deployment", "deployments").
        zone: The IANA zone in which times are shown, and its name as shown.
        bounds: Levels to hold the data against.
        footnote: What else a reader has to know: "day buckets, UTC · today is not over yet".
        open_label: What the last bucket is called where it is not whole: "so far" while it runs,
            another word where the window's edge cuts it.
        measure: What the values are: counts, or durations in milliseconds, which are written as
            people say them (45 min, 6 h, 2.5 days) and never added up over time.
        ghost: The period before, in bars and where there is one line.
        in_order: Whether the order of the series means something, as with the stages of a process;
            otherwise the largest comes first, of rows as they come.
        adds_up: Whether the counts of a line may be added up over time, as those of bars always
            may; those of windows that overlap may not.
        off: Days off, shaded like weekends.
        alerts: From when to when an alert was open, or would have been: a bar above the data.
    """

    title: str
    subtitle: str
    form: Form
    series: tuple[Series, ...]
    bucket: timedelta
    unit: str
    noun: tuple[str, str]
    zone: str = "UTC"
    bounds: tuple[Bound, ...] = ()
    footnote: str = ""
    open_label: str = "so far"
    measure: Measure = "count"
    ghost: Ghost | None = None
    in_order: bool = False
    adds_up: bool = False
    off: frozenset[date] = frozenset()
    alerts: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Several drawings beside each other on one scale, to be compared: small multiples.

    Attributes:
        title: What is counted, in a word or three.
        subtitle: Of what and when.
        drawings: From 2 to MAX_PANELS of one form, bucket, unit and measure; each one's title is
            its heading, its subtitle and footnote are not shown. A name that several share looks
            the same in all of them.
        footnote: What else a reader has to know.
    """

    title: str
    subtitle: str
    drawings: tuple[Drawing, ...]
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, drawn.

    Attributes:
        png: The file.
        width: In pixels.
        height: In pixels.
        alt: What the picture shows, in words and numbers.
        unreadable: Names that no font here can write, each with the number that stands for it in
            the picture.
    """

    png: bytes
    width: int
    height: int
    alt: str
    unreadable: tuple[tuple[int, str], ...] = ()
