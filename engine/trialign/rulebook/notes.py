"""What a rule's file leaves to be written or read by a person, and what is shared without use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialign.load import fields
from trialign.model.remark import Check, Remark
from trialign.model.rule import Severity
from trialign.read.document import Document
from trialign.rulebook.sources import Named, RuleSource, Steps, named_by

FILL_IN = "FILL IN"


def written(source: RuleSource) -> Iterator[Remark]:
    """Yield where placeholders are left, and that a note on real data is missing."""
    rule = source.rule
    severity = Severity.ERROR if rule.status == "stable" else Severity.WARNING
    left = list(_placeholders(source.document.value, ()))
    if left:
        what = f"still says {FILL_IN} in {', '.join('.'.join(map(str, steps)) for steps in left)}"
        where = source.document.at(*left[0])
        yield Remark(rule.id, Check.UNFILLED, severity, where, what, "write what belongs there, or remove it")
    if rule.on_real_data is None:
        what = f"is {rule.status}, but nothing says what it finds on real data"
        mend = "read a finding of it by hand and write on_real_data (docs/rules.md)"
        yield Remark(rule.id, Check.NOT_READ, severity, rule.where, what, mend)


def _placeholders(value: object, steps: Steps) -> Iterator[Steps]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from _placeholders(part, (*steps, step))
    if isinstance(value, str) and FILL_IN in value:
        yield steps


def data_notes(source: RuleSource, subjects: int, found: int) -> Iterator[Remark]:
    """Yield what the loaded data say of a rule that its note on real data does not.

    Args:
        source: The rule.
        subjects: How many subjects it matched.
        found: How many findings it made, of any verdict.
    """
    rule, note = source.rule, source.rule.on_real_data
    at = source.document.at("on_real_data") if note else rule.where
    if note is not None and note.silent and found:
        what = f"is said to be silent on {note.as_of}, but has {found} findings on the loaded data"
        yield Remark(rule.id, Check.OUTDATED, Severity.WARNING, at, what, "read one of them and renew on_real_data")
    elif note is not None and not note.silent and not found:
        what = f"is said to have found '{note.found}' on {note.as_of}, but finds nothing on the loaded data"
        yield Remark(rule.id, Check.OUTDATED, Severity.INFO, at, what, "find out why, and renew on_real_data")
    elif not subjects and note is None:
        what = "matched no subject on the loaded data"
        mend = "check what 'for' asks; where it is right, say so: on_real_data, found: silent, and because"
        yield Remark(rule.id, Check.NO_SUBJECT, Severity.INFO, source.document.at("for"), what, mend)


def unused(sources: Sequence[RuleSource], shared: Document) -> Iterator[Remark]:
    """Yield each parameter, set and use of the shared file that no rule names."""
    named = Named()
    for source in sources:
        named |= named_by(source, shared)
    value = fields.mapping(shared.value)
    kinds = (("parameters", named.parameters), ("sets", named.sets), ("uses", named.uses))
    for kind, names in kinds:
        for name in fields.mapping(value.get(kind)):
            if name not in names:
                what = f"no rule names the {kind.removesuffix('s')} '{name}'"
                where = shared.at(kind, name)
                yield Remark("", Check.UNUSED, Severity.WARNING, where, what, "remove it, or use it in a rule")
