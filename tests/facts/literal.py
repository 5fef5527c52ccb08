"""Literal decisions for tests; what is not said takes the plainest value."""

from __future__ import annotations

from collections.abc import Sequence

from trialign.errors import Location
from trialign.facts.tables import Facts
from trialign.model.biomarker import Requirement
from trialign.model.dates import PartialDate
from trialign.model.decision import Decision
from trialign.model.directory import Source
from trialign.model.rule import Example
from trialign.nomenclature import labels
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.rulebook.examples import example_facts

SOURCE = Source(Location("a literal fact", 1), "https://example.org/", "", "2026-11-22")


class Decided:
    """Makes decisions with labels of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Keep the vocabulary."""
        self.vocabulary = vocabulary

    def needs(self, *texts: str, logic: str = "any") -> tuple[Requirement, ...]:
        """Return requirements; ``!`` before a label asks for its absence."""
        return tuple(
            Requirement(
                labels.parse(text.removeprefix("!"), self.vocabulary.genes).biomarker,
                text.startswith("!"),
                number if logic == "all" else 0,
            )
            for number, text in enumerate(texts)
        )

    def __call__(
        self,
        ref: str,
        biomarkers: Sequence[str] = ("EGFR L858R",),
        *,
        body: str = "NICE",
        medicine: str = "osimertinib",
        cancers: tuple[str, ...] = ("NSCLC",),
        line: str = "1L",
        setting: str = "advanced",
        age: str = "adult",
        logic: str = "any",
        outcome: str = "recommended",
        stage: str = "final",
        day: str = "2024-01-10",
        seen: bool = False,
        superseded_by: str = "",
        supersedes: str = "",
    ) -> Decision:
        """Return a decision; an empty ``day`` is a date not held."""
        return Decision(
            ref, body, ref, medicine, cancers, "", line, setting, age, self.needs(*biomarkers, logic=logic), "",
            outcome, stage, PartialDate.parse(day) if day else None, None,
            (supersedes,) if supersedes else (), (superseded_by,) if superseded_by else (), "high", SOURCE, seen,
        )  # fmt: skip


def facts_of(vocabulary: Vocabulary, *given: tuple[str, dict[str, object]]) -> Facts:
    """Return the facts of records that are given as in the examples of rules."""
    said = tuple((kind, tuple(values.items())) for kind, values in given)
    return example_facts(Example("literal", said, "none", SOURCE.where), vocabulary)
