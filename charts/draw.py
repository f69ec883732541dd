"""A drawing to a picture: the words around the plot, the plot, the file and its alt text."""

from charts import page, png
from charts.alt import alt_text
from charts.canvas import Canvas
from charts.choice import choose
from charts.letters import fitted, unwritable
from charts.model import Drawing, Picture
from charts.plot import draw_plot
from charts.table import table
from charts.text import readable


def draw(drawing: Drawing) -> Picture:
    """Draw; the same drawing gives the same bytes.

    Raises:
        ValueError: If there are more series or points than a picture can show.
    """
    laid_out = table(drawing)
    choice = choose(drawing, laid_out, unwritable)
    canvas = Canvas(page.WIDTH, page.HEIGHT)
    _heading(canvas, drawing)
    if laid_out.is_empty:
        words = f"No {drawing.noun[1]} to show"
        shown = fitted(words, page.NOTHING, page.ROOM)
        canvas.text((page.WIDTH / 2, page.HEIGHT / 2 + 40), shown, page.NOTHING, "centre")
    else:
        draw_plot(canvas, drawing, laid_out, choice)
    return Picture(
        png=png.encode(canvas.pixels),
        width=page.WIDTH,
        height=page.HEIGHT,
        alt=alt_text(drawing, laid_out),
        unreadable=choice.unreadable,
    )


def _heading(canvas: Canvas, drawing: Drawing) -> None:
    foot = page.ROOM - (page.BOUNDS_NOTE if drawing.bounds else 0)
    for text, style, y, room in (
        (drawing.title, page.TITLE, page.TITLE_LINE, page.ROOM),
        (drawing.subtitle, page.SUBTITLE, page.SUBTITLE_LINE, page.ROOM),
        (drawing.footnote, page.NOTE, page.FOOT_LINE, foot),
    ):
        if text:
            shown = fitted(readable(text, page.LONGEST), style, room)
            canvas.text((page.MARGIN, y), shown, style)
