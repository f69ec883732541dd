"""Data over time in one frame: what is drawn in which order, whatever surrounds it."""

from charts import bounds
from charts.bars import draw_bars, draw_values
from charts.canvas import Canvas
from charts.frame import Frame, draw_alerts, draw_axis, draw_grid
from charts.ghost import draw_behind_bars
from charts.lines import draw_lines
from charts.panel import Panel


def draw_data(
    canvas: Canvas, frame: Frame, panel: Panel, *, numbered: bool = True, dated: bool = True
) -> float | None:
    """Draw grid, data and bounds.

    Args:
        canvas: Where to draw.
        frame: Where on it.
        panel: What to draw.
        numbered: Whether levels have numbers.
        dated: Whether moments have dates.

    Returns:
        The top of the last bar's number, if it has one.
    """
    draw_grid(canvas, frame, numbered=numbered, off=panel.drawing.off)
    if panel.drawing.form == "bars":
        if panel.has_ghost:
            draw_behind_bars(canvas, frame)
        draw_bars(canvas, frame, panel.layers)
    draw_axis(canvas, frame, dated=dated)
    ends = (frame.box.left, frame.box.right + bounds.TAIL)
    for bound in panel.bounds:
        bounds.level(canvas, bound.kind, ends, frame.y(bound.value))
    draw_alerts(canvas, frame, panel.drawing.alerts)
    if panel.drawing.form == "bars":
        return draw_values(canvas, frame, panel)
    draw_lines(canvas, frame, panel)
    return None
