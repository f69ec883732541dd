"""How a chart looks: data in, PNG and alt text out. Knows Matplotlib, nothing of ours.

The names here are cheap: Matplotlib is imported only by `charts.draw`, which the studio's worker
processes import and the bot does not.
"""

from charts.model import Bound, Drawing, Ghost, Picture, Point, Series, Sheet

__all__ = ["Bound", "Drawing", "Ghost", "Picture", "Point", "Series", "Sheet"]
