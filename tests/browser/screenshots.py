"""Write the pictures of the report that the README shows: ``python -m tests.browser.screenshots FOLDER``.

The data are the bundled ones as of one day, so the pictures change with the page and with the data alone.
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from tests.browser import chromium
from tests.browser.conftest import bundled, written

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

DAY, NIGHT = {**chromium.WIDE, "color_scheme": "light"}, {**chromium.NARROW, "color_scheme": "dark"}
HEAD = "body > header", 560
"""From the head of the page, with so many pixels of the matrix."""
PICTURES = {"report-light.png": (DAY, HEAD), "report-dark-360.png": (NIGHT, ("#matrix", 800))}
COLOURS = 200
LARGEST = 200_000


def main(folder: Path) -> int:
    """Write both pictures and return 1 where one is larger than a README should load."""
    if not chromium.found():
        print(chromium.MISSING, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as made, chromium.launched() as browser:
        file = written(bundled(), Path(made))
        for name, (screen, (first, height)) in PICTURES.items():
            with chromium.opened(browser, file, screen=screen) as (page, _):
                (folder / name).write_bytes(small(shot(page, first, height)))
            print(f"{folder / name}: {(folder / name).stat().st_size:,} bytes")
    return int(any((folder / name).stat().st_size > LARGEST for name in PICTURES))


def shot(page: Page, first: str, height: int) -> bytes:
    """Return a picture from the top of a part down to some pixels of the matrix."""
    top = page.evaluate("part => document.querySelector(part).getBoundingClientRect().top", first)
    end = page.evaluate("document.querySelector('#matrix').getBoundingClientRect().top") + height
    clip: FloatRect = {"x": 0, "y": top, "width": page.evaluate("innerWidth"), "height": end - top}
    return page.screenshot(full_page=True, clip=clip, animations="disabled")


def small(png: bytes) -> bytes:
    """Return a picture with few colours, of which text and flat boxes need no more."""
    written_small = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(
        written_small, "PNG", optimize=True
    )
    return written_small.getvalue()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
