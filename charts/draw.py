"""A drawing, or a sheet of them, to a picture: words, data, the file and its alt text."""

from charts import page, png
from charts.alt import alt_text
from charts.canvas import Canvas
from charts.letters import fitted, unwritable
from charts.model import Drawing, Picture, Sheet
from charts.plan import Plan, not_drawn, planned
from charts.sheet import draw_sheet
from charts.single import draw_rows_alone, draw_single


def draw(shown: Drawing | Sheet) -> Picture:
    """Draw; the same drawing gives the same bytes.

    Raises:
        ValueError: If there are more series, points or panels than a picture can show.
    """
    plan = planned(shown, unwritable)
    canvas = Canvas(page.WIDTH, page.HEIGHT)
    aside = not_drawn(plan.panels)
    page.write_frame(canvas, shown, aside=aside)
    _draw_plan(canvas, shown, plan, page.FOOT if shown.footnote or aside else 0)
    return Picture(
        png=png.encode(canvas.shades),
        width=page.WIDTH,
        height=page.HEIGHT,
        alt=alt_text(shown, plan),
        unreadable=plan.unreadable,
    )


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
