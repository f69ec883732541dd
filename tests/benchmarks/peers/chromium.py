"""A page in headless Chromium that is kept and drawn anew with Chart.js: `screenshot` or `canvas`.

The screenshot is taken over the DevTools protocol with `optimizeForSpeed`, which takes about half
the time of Playwright's own; switches about graphics cards and frame rates gain nothing. `canvas`
reads the canvas out as a data URL and takes no screenshot at all, which is faster still, and
possible only because all of this page is one canvas.
"""

import base64
import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.cases import HEIGHT, WIDTH
from tests.benchmarks.peers.serving import serve

_PAGE = f"""
<style>body {{ margin: 0 }} canvas {{ display: block }}</style>
<canvas id="chart" width="{WIDTH}" height="{HEIGHT}"></canvas>
"""
_DRAWS = """
let drawn;
const redraw = (chart) => {
  drawn?.destroy();
  drawn = new Chart("chart", configuration(JSON.parse(chart)));
};
"""


def _opened(page: Page) -> None:
    page.set_content(_PAGE)
    page.add_script_tag(path=Path(os.environ["NODE_PATH"], "chart.js/dist/chart.umd.min.js"))
    common = Path(__file__).with_name("chartjs_configuration.cjs").read_text("utf-8")
    page.add_script_tag(content=f"const module = {{}};\n{common}\n{_DRAWS}")


def main() -> None:
    """Draw on one page until there is nothing to draw."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        _opened(page)
        protocol = page.context.new_cdp_session(page)

        def screenshot(chart: str) -> bytes:
            page.evaluate("redraw", chart)
            settings = {"format": "png", "optimizeForSpeed": True}
            answer = protocol.send("Page.captureScreenshot", settings)
            return base64.b64decode(answer["data"])

        def canvas(chart: str) -> bytes:
            url = page.evaluate("chart => { redraw(chart); return drawn.toBase64Image() }", chart)
            return base64.b64decode(url.partition(",")[2])

        way = {"screenshot": screenshot, "canvas": canvas}[sys.argv[1]]
        serve(f"Chromium {browser.version.partition('.')[0]}, {sys.argv[1]}", json.dumps, way)
        browser.close()


if __name__ == "__main__":
    main()
