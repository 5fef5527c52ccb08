"""What is wrong with the layout of a part of a page, as a reader would say it; an empty list where nothing is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SCRIPT = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")


def faults(page: Page, part: str = "body") -> list[str]:
    """Return the faults of what can be seen within the first element that a selector names."""
    page.evaluate("scrollTo(0, 0)")
    found: list[str] = page.evaluate(f"(part) => {{ {_SCRIPT}; return layoutFaults(part); }}", part)
    return found
