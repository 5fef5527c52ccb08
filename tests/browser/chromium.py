"""The browser of the machine, and pages whose every word and every request is watched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Route

WIDE: Mapping[str, Any] = {"viewport": {"width": 1440, "height": 900}}
NARROW: Mapping[str, Any] = {"viewport": {"width": 360, "height": 800}}
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium was found: install Debian's package chromium, or name one in CHROMIUM"
NO_PLAYWRIGHT = "playwright is not installed: pip install -e '.[dev]'"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def found() -> str:
    """Return the path of a Chromium, empty where there is none."""
    named = os.environ.get("CHROMIUM", "")
    return next((path for name in ([named] if named else NAMES) if (path := shutil.which(name))), "")


@contextmanager
def launched() -> Iterator[Browser]:
    """Yield a browser that shows nothing on the screen."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Watched:
    """What a page did that a report must never do: speak, fail, ask, or call for something."""

    said: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Everything that was seen."""
        return [*self.said, *self.asked_for]

    def forget(self) -> None:
        """Begin anew, after something that is meant to be refused."""
        self.said.clear()
        self.asked_for.clear()


def watch(page: Page, file: Path) -> Watched:
    """Watch a page, and let nothing through but its own file."""
    seen = Watched()
    own = file.as_uri()

    def through(route: Route) -> None:
        if route.request.url.split("#")[0] == own:
            route.continue_()
        else:
            seen.asked_for.append(route.request.url)
            route.abort()

    def refuse(dialog: Dialog) -> None:
        seen.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.context.route("**/*", through)
    page.on("console", lambda message: seen.said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: seen.said.append(f"error: {error}"))
    page.on("popup", lambda popup: seen.asked_for.append(f"popup: {popup.url}"))
    page.on("dialog", refuse)
    return seen


@contextmanager
def opened(
    browser: Browser, file: Path, mark: str = "", screen: Mapping[str, Any] = WIDE
) -> Iterator[tuple[Page, Watched]]:
    """Yield a file in a context of its own, with what it did so far.

    Args:
        browser: The browser.
        file: An HTML file.
        mark: What follows the ``#`` of the address.
        screen: What playwright is told of the screen, and of the person before it.
    """
    made = browser.new_context(**{**WIDE, **screen})
    page = made.new_page()
    seen = watch(page, file)
    page.goto(f"{file.as_uri()}#{mark}" if mark else file.as_uri())
    yield page, seen
    made.close()
