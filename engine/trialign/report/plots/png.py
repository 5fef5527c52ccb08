"""SVG to PNG; the only module that knows the library for it, which is installed on demand."""

from __future__ import annotations

import re
from importlib.util import find_spec

from trialign.errors import UsageError

_LIBRARY = "vl_convert"
_MOST_DOTS = 100_000_000
_SIZE = re.compile(r'<svg [^>]*?\bwidth="(\d+)" height="(\d+)"')


def possible() -> None:
    """Refuse early where pictures of dots cannot be made.

    Raises:
        UsageError: The library is not installed.
    """
    if find_spec(_LIBRARY) is None:
        raise UsageError(
            "PNG pictures need the package vl-convert-python, which is not installed; install it with "
            "pip install 'trialign[plots]', or name a file that ends in .svg, which needs nothing"
        )


def png(svg: str, scale: float) -> bytes:
    """Return a picture that stands alone as PNG.

    Args:
        svg: The picture as a file of its own.
        scale: Dots per unit of the picture, which is 1,100 units wide.

    Raises:
        UsageError: The library is not installed, or the picture would be too large.
    """
    possible()
    found = _SIZE.search(svg)
    assert found
    wide, high = int(found[1]), int(found[2])
    if wide * high * scale**2 > _MOST_DOTS:
        most = (_MOST_DOTS / (wide * high)) ** 0.5
        raise UsageError(
            f"a picture of {wide} x {high} at --scale {scale:g} has too many dots; "
            f"take --scale {int(most * 10) / 10:g} or less, or show less of it"
        )
    import vl_convert  # noqa: PLC0415 - 84 MB that only this format needs

    return vl_convert.svg_to_png(svg, scale=scale)
