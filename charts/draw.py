"""A drawing, or a sheet of them, to a picture: words, data, the file and its alt text."""

from typing import Final

from charts import page, png
from charts.alt import alt_text
from charts.canvas import Canvas
from charts.letters import fitted, unwritable
from charts.model import Drawing, Picture, Sheet
from charts.plan import Plan, not_drawn, planned
from charts.sheet import draw_sheet
from charts.single import draw_rows_alone, draw_single
from charts.text import readable

_LONGEST: Final = 200
"""Characters of a line of text before it is fitted; ten times more would only cost time."""


def draw(shown: Drawing | Sheet) -> Picture:
    """Draw; the same drawing gives the same bytes.

    Raises:
        ValueError: If there are more series, points or panels than a picture can show.
    """
    plan = planned(shown, unwritable)
    canvas = Canvas(page.WIDTH, page.HEIGHT)
    aside = not_drawn(plan.panels)
    _write_around(canvas, shown, aside)
    _draw_plan(canvas, shown, plan, page.FOOT if shown.footnote or aside else 0)
    return Picture(
        png=png.encode(canvas.shades),
        width=page.WIDTH,
        height=page.HEIGHT,
        alt=alt_text(shown, plan),
        unreadable=plan.unreadable,
    )


def _write_around(canvas: Canvas, shown: Drawing | Sheet, aside: str) -> None:
    """The lines of text above and below; in the footnote's line, at its end, what else there is."""
    if aside:
        words = fitted(aside, page.NOTE, page.ASIDE - page.MARGIN)
        canvas.text((page.WIDTH - page.MARGIN, page.FOOT_LINE), words, page.NOTE, "right")
    foot = page.ROOM - (page.ASIDE if aside else 0)
    for text, style, y, room in (
        (shown.title, page.TITLE, page.TITLE_LINE, page.ROOM),
        (shown.subtitle, page.SUBTITLE, page.SUBTITLE_LINE, page.ROOM),
        (shown.footnote, page.NOTE, page.FOOT_LINE, foot),
    ):
        if text:
            words = fitted(readable(text, _LONGEST), style, room)
            canvas.text((page.MARGIN, y), words, style)


def _draw_plan(canvas: Canvas, shown: Drawing | Sheet, plan: Plan, foot: float) -> None:
    """What lies between the heading and the footnote."""
    first = plan.panels[0]
    if plan.is_empty:
        words = fitted(f"No {first.drawing.noun[1]} to show", page.NOTHING, page.ROOM)
        canvas.text((page.WIDTH / 2, page.HEIGHT / 2 + 40), words, page.NOTHING, "centre")
    elif isinstance(shown, Sheet):
        draw_sheet(canvas, shown.title, plan.panels, foot)
    elif first.drawing.form == "rows":
        draw_rows_alone(canvas, first, foot)
    else:
        draw_single(canvas, first, foot)
