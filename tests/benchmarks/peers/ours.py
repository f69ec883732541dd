"""Drumbeat's own pictures, drawn as a worker of the studio draws them."""

from charts.model import Drawing
from charts.warm import draw
from tests.benchmarks.cases import drawing
from tests.benchmarks.peers.serving import serve


def _png(drawn: Drawing) -> bytes:
    return draw(drawn).png


if __name__ == "__main__":
    serve("Drumbeat", drawing, _png)
