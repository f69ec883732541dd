"""A drawing, or a sheet of them, to a picture: words, data, the file and its alt text."""

from charts import page, png
from charts.alt import alt_text
from charts.alt_time import marked_in, shaded_in
from charts.canvas import Canvas
from charts.letters import Style, fitted, unwritable, width
from charts.model import Drawing, Picture, Sheet
from charts.page import Space
from charts.parts import PART, SHORT, in_two, shortened
from charts.plan import Plan, not_drawn, planned
from charts.sheet import draw_sheet
from charts.single import draw_rows_alone, draw_single
from charts.text import readable


def draw(shown: Drawing | Sheet) -> Picture:
    """Draw; the same drawing gives the same bytes.

    Raises:
        ValueError: If there are more series, points or panels than a picture can show.
    """
    plan = planned(shown, unwritable)
    canvas = Canvas(page.WIDTH, page.HEIGHT)
    aside = not_drawn(plan.panels)
    marked, shaded = marked_in(plan.panels), shaded_in(plan.panels)
    note = PART.join(filter(None, (shown.footnote, marked, shaded)))
    _write_below(canvas, note, aside)
    head = _write_above(canvas, shown)
    _draw_plan(canvas, shown, plan, Space(head, page.FOOT if note or aside else 0))
    return Picture(
        png=png.encode(canvas.shades),
        width=page.WIDTH,
        height=page.HEIGHT,
        alt=alt_text(shown, plan),
        unreadable=plan.unreadable,
    )


def _write_above(canvas: Canvas, shown: Drawing | Sheet) -> float:
    """Title and subtitle.

    Returns:
        The line on which the last of them stands.
    """
    if shown.title:
        title = _line(shown.title, page.TITLE, page.ROOM)
        canvas.text((page.MARGIN, page.TITLE_LINE), title, page.TITLE)
    lines, style = _subtitle(shown.subtitle)
    for at, line in enumerate(lines):
        canvas.text((page.MARGIN, page.SUBTITLE_LINE + at * page.TO_SECOND), line, style)
    return page.SUBTITLE_LINE + max(0, len(lines) - 1) * page.TO_SECOND


def _subtitle(text: str) -> tuple[tuple[str, ...], Style]:
    """In one line if it fits, else smaller, else in two lines, else shortened as well."""
    if not text:
        return (), page.SUBTITLE
    small = page.SUBTITLE_SMALL
    if len(text) <= SHORT:
        whole = readable(text, SHORT)
        for style in (page.SUBTITLE, small):
            if width(whole, style) <= page.ROOM:
                return (whole,), style

    def in_lines(words: str) -> tuple[str, ...]:
        return in_two(words, lambda line: width(line, small) <= page.ROOM)

    short = shortened(text, lambda words: bool(in_lines(words)))
    return in_lines(short) or (fitted(short, small, page.ROOM),), small


def _write_below(canvas: Canvas, footnote: str, aside: str) -> None:
    """The footnote; in its line, at the end, what else there is."""
    if aside:
        words = _line(aside, page.NOTE, page.ASIDE - page.MARGIN)
        canvas.text((page.WIDTH - page.MARGIN, page.FOOT_LINE), words, page.NOTE, "right")
    if footnote:
        words = _line(footnote, page.NOTE, page.ROOM - (page.ASIDE if aside else 0))
        canvas.text((page.MARGIN, page.FOOT_LINE), words, page.NOTE)


def _line(text: str, style: Style, room: float) -> str:
    """A text that fits into a line."""
    return fitted(shortened(text, lambda words: width(words, style) <= room), style, room)


def _draw_plan(canvas: Canvas, shown: Drawing | Sheet, plan: Plan, space: Space) -> None:
    """What lies between the heading and the footnote."""
    first = plan.panels[0]
    if plan.is_empty:
        words = fitted(f"No {first.drawing.noun[1]} to show", page.NOTHING, page.ROOM)
        canvas.text((page.WIDTH / 2, page.HEIGHT / 2 + 40), words, page.NOTHING, "centre")
    elif isinstance(shown, Sheet):
        draw_sheet(canvas, shown.title, plan.panels, space)
    elif first.drawing.form == "rows":
        draw_rows_alone(canvas, first, space)
    else:
        draw_single(canvas, first, space)
