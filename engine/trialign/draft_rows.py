"""Rows of a draft whose cells cannot be read, so that what they list is not known.

Knows the world that was read. Nothing of findings or verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trialign.errors import Location
from trialign.load.world import World
from trialign.model.directory import Test


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A text in a row that cannot be read.

    Attributes:
        name: The printed name of the test, otherwise its printed target.
        reason: Why it cannot be read.
        proposed: The likely correction; empty where there is none.
    """

    release: str
    code: str
    name: str
    printed: str
    reason: str
    proposed: str
    where: Location

    @property
    def sentence(self) -> str:
        """Return it in a sentence, with its place and how to mend it."""
        likely = f"; is '{self.proposed}' meant?" if self.proposed else ""
        what = f"'{self.printed}' could not be read ({self.reason})"
        return f"{self.where}: {self.code} {self.name}: {what}{likely}"


def unread_rows(world: World) -> Iterator[UnreadRow]:
    """Yield what cannot be read in the drafts that are judged, in the order of their lines."""
    drafts = {(each.nation, each.book, each.release) for each in world.candidates if each.file}
    for directory in world.directories:
        tests = [each for each in directory.tests if (each.nation, each.book, each.release) in drafts]
        for test in sorted(tests, key=lambda each: each.source.where):
            yield from _of(test)


def _of(test: Test) -> Iterator[UnreadRow]:
    seen = dict.fromkeys(each for each in test.reading.unresolved if each.hides_a_target)
    name, where = test.name or test.printed_target, test.source.where
    for each in seen:
        yield UnreadRow(
            test.release_name,
            test.code,
            name,
            each.printed,
            each.reason.value,
            each.proposed,
            Location(where.path, where.line),
        )
