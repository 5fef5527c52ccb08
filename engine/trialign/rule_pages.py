"""Use case ``rules docs``: the pages of a rulebook, which of them are stale, and writing them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from trialign import resources
from trialign.errors import UsageError
from trialign.importers import write
from trialign.pipeline import Sources, rulebook
from trialign.report import rule_markdown
from trialign.rulebook.shared import load_shared
from trialign.rulebook.sources import read_source


def pages_of(sources: Sources, as_of: date) -> dict[str, str]:
    """Return every page of a rulebook by its name; the day changes nothing but which parameters a rule may name."""
    rules = rulebook(sources, as_of)
    folder = sources.rules or resources.rules()
    shared = load_shared(folder, resources.rules(), as_of)
    made = {f"{rule.id}.md": rule_markdown.page(read_source(rule, folder), shared) for rule in rules}
    return dict(sorted({**made, rule_markdown.INDEX: rule_markdown.index(rules)}.items()))


def stale(folder: Path, made: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the pages that are missing, not as they would be made, or of no rule, each with the reason.

    Raises:
        UsageError: A page cannot be read.
    """
    held = _held(folder)
    found = [(name, "is missing") for name in made if name not in held]
    found += [(name, "is not what the rules say now") for name, text in made.items() if held.get(name, text) != text]
    found += [(name, "is of no rule") for name in _left_over(held, made)]
    return sorted(found)


def write_pages(folder: Path, made: Mapping[str, str]) -> None:
    """Write all pages, and remove those that were made of rules that are no more."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name one with --out")
    held = _held(folder)
    write.write_all(folder, {name: text for name, text in made.items() if held.get(name) != text})
    for name in _left_over(held, made):
        (folder / name).unlink()


def _left_over(held: Mapping[str, str], made: Mapping[str, str]) -> list[str]:
    return [name for name, text in held.items() if name not in made and text.startswith(rule_markdown.MADE)]


def _held(folder: Path) -> dict[str, str]:
    try:
        return {path.name: path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.glob("*.md"))}
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror or error}") from error
