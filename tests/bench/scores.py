"""Precision, recall and F scores over many trials, micro and macro."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

PUBLISHED = """\
Published for the first set, on its own 50 test trials, by exact string, F2, flat and DNF:
  GPT-4 zero-shot              inclusion 0.558 / 0.292   exclusion 0.421 / 0.432
  GPT-4 two-chain              inclusion 0.764 / 0.275   exclusion 0.696 / 0.401
  best fine-tuned 7B           inclusion 0.976 / 0.943   exclusion 0.932 / 0.942
Those trials are others than the ones below, so the figures stand beside each other and do not compare."""


@dataclass
class Score:
    """Counts over all trials, and the F1 of each."""

    hit: int = 0
    found: int = 0
    wanted: int = 0
    each: list[float] = field(default_factory=list)

    def add(self, got: set[Hashable], want: set[Hashable]) -> None:
        self.hit += len(got & want)
        self.found += len(got)
        self.wanted += len(want)
        self.each.append(f_score(len(got & want), len(got), len(want), 1))

    def join(self, other: Score) -> None:
        self.hit += other.hit
        self.found += other.found
        self.wanted += other.wanted
        self.each += other.each

    def line(self) -> str:
        precision = self.hit / self.found if self.found else 1.0
        recall = self.hit / self.wanted if self.wanted else 1.0
        f1, f2 = (f_score(self.hit, self.found, self.wanted, beta) for beta in (1, 2))
        macro = sum(self.each) / max(1, len(self.each))
        counts = f"{self.hit} of {self.found} found right, {self.wanted} wanted"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  F2 {f2:.3f}  macro F1 {macro:.3f}  ({counts})"


def f_score(hit: int, found: int, wanted: int, beta: int) -> float:
    """Return F-beta; 1 where nothing was wanted and nothing found."""
    if not found and not wanted:
        return 1.0
    return (1 + beta * beta) * hit / (beta * beta * wanted + found)
