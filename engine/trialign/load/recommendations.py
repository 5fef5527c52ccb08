"""``directories/vocabulary/recommendations.yaml``: what can be judged of each recommendation.

It is always the bundled file: it speaks of the rules and metrics of this project, not of anyone's data.
"""

from __future__ import annotations

from pathlib import Path

from trialign.errors import InputProblems, Problem
from trialign.load.fields import Mapping_, mapping, mappings, text, texts
from trialign.model.recommendation import Checkable, MetricText, Recommendation
from trialign.read.document import Document, read_document
from trialign.validate import schema


def load_recommendations(bundled: Path) -> tuple[Recommendation, ...]:
    """Return every recommendation, by number.

    Args:
        bundled: The bundled data root.

    Raises:
        InputProblems: The file breaks its schema, or tells of a number twice.
    """
    name = "vocabulary/recommendations.yaml"
    document = read_document(bundled / name, f"directories/{name}")
    problems = schema.document_problems(document, bundled / "schemas" / "recommendations.schema.json")
    problems = problems or _repeated(document)
    if problems:
        raise InputProblems(problems)
    found = (_read(each) for each in mappings(mapping(document.value), "recommendations"))
    return tuple(sorted(found, key=lambda each: each.number))


def _repeated(document: Document) -> list[Problem]:
    numbers = [text(each, "number") for each in mappings(mapping(document.value), "recommendations")]
    return [
        Problem(document.at("recommendations", place), f"recommendation {number} stands here again", "keep one")
        for place, number in enumerate(numbers)
        if number in numbers[:place]
    ]


def _read(value: Mapping_) -> Recommendation:
    return Recommendation(
        number=int(text(value, "number")),
        title=text(value, "title"),
        group=text(value, "group"),
        checkable=Checkable(text(value, "verdict")),
        metric=text(value, "metric"),
        metrics=tuple(
            MetricText(*(text(each, key) for key in ("key", "name", "unit", "formula", "caution")))
            for each in mappings(value, "metrics")
        ),
        not_computed=texts(value, "not_computed"),
        outcomes=tuple((text(each, "name"), text(each, "when")) for each in mappings(value, "outcomes")),
        needs=text(value, "needs"),
        why=text(value, "why"),
    )
