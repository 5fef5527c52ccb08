"""Rules as their files write them: the line of each part, and what of the shared file they name.

The intermediate form has the numbers of parameters and the members of sets, but no longer their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from trialign.errors import Location
from trialign.load import fields
from trialign.model.rule import Part, Rule
from trialign.read.document import Document, read_document

Pattern = Mapping[str, object]
Steps = tuple[str | int, ...]
SUBJECT = "for"


@dataclass(frozen=True, slots=True)
class RuleSource:
    """A rule and the document that it was read from."""

    rule: Rule
    document: Document

    def alternatives(self, part: str) -> list[tuple[Steps, list[Pattern]]]:
        """Return the lists of patterns of a part, each with its place; none where the rule lacks the part."""
        value = fields.mapping(self.document.value).get(part)
        if isinstance(value, dict):
            every = cast(list[list[Pattern]], value["any"])
            return [((part, "any", number), each) for number, each in enumerate(every)]
        return [((part,), cast(list[Pattern], value))] if isinstance(value, list) else []

    def place(self, part: str, number: int, alias: str = "", field: str = "") -> Location:
        """Return where an alternative stands, or in it the fact of a name, or a field of it.

        A name that the reader gave, for a fact that a ``use`` adds, stands nowhere: then the place of the whole.
        """
        steps, patterns = self.alternatives(part)[number]
        for index, pattern in enumerate(patterns):
            if alias and next(iter(pattern.values()), "") == alias:
                return self.document.at(*steps, index, *([field] if field in pattern else []))
        return self.document.at(*steps)


@dataclass(frozen=True, slots=True)
class Named:
    """The names of shared parameters, sets and uses that something speaks of."""

    parameters: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()

    def __or__(self, other: Named) -> Named:
        """Return the names of both."""
        return Named(self.parameters | other.parameters, self.sets | other.sets, self.uses | other.uses)


def read_source(rule: Rule, folder: Path) -> RuleSource:
    """Read the file of a rule again, as text that people wrote."""
    return RuleSource(rule, read_document(folder / rule.family / f"{rule.id}.yaml", rule.where.path))


def named_by(source: RuleSource, shared: Document) -> Named:
    """Return what a rule names, itself or through the reusable conditions that it uses."""
    patterns = [
        pattern
        for part in (SUBJECT, *Part)
        for _, alternative in source.alternatives(part)
        for pattern in alternative
    ]
    found = _named(patterns)
    uses = fields.mapping(fields.mapping(shared.value).get("uses"))
    inner = [pattern for name in sorted(found.uses) for pattern in cast(list[Pattern], uses.get(name, []))]
    return found | _named(inner)


def _named(patterns: list[Pattern]) -> Named:
    parameters: set[str] = set()
    sets: set[str] = set()
    uses: set[str] = set()
    for pattern in patterns:
        uses |= set(fields.mapping(pattern.get("use")))
        for operator, operand in _operands(pattern):
            if operator in {"in", "not_in"}:
                sets.add(operand)
            elif name := parameter_of(operand):
                parameters.add(name)
    return Named(frozenset(parameters), frozenset(sets), frozenset(uses))


def _operands(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """Yield each operand that is text, with its operator; empty for an equality."""
    for field, value in pattern.items():
        if field == "use":
            continue
        pairs = value.items() if isinstance(value, dict) else [("", value)]
        yield from ((operator, operand) for operator, operand in pairs if isinstance(operand, str))


def parameter_of(operand: str) -> str:
    """Return the parameter of ``$name`` or ``$alias.field + name``; empty text where there is none."""
    if not operand.startswith("$"):
        return ""
    before, plus, after = operand.partition("+")
    if plus:
        return after.strip()
    return "" if "." in before else before[1:].strip()
