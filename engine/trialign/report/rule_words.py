"""What a rule asks, in words: each pattern of its file as a line of Markdown.

Knows the language of rules, not what the fields mean; new kinds, fields and reusable conditions need nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from trialign.rulebook.sources import Pattern, parameter_of

_REF = re.compile(r"\$(\w+)\.(\w+)")
_TRUE = {
    "names_no_biomarker": ("it names no biomarker", "it names a biomarker"),
    "hides_a_target": ("it hides a target", "it hides no target"),
    "pathology": ("pathology answers it", "pathology does not answer it"),
    "same_indication": ("the indication is the same", "the indication is another"),
    "same_disease": ("the disease is the same", "the disease is another"),
    "since_exact": ("its first day is exact", "its first day is a bound"),
    "in_force_certain": ("it is certain whether it is in force", "it is not certain whether it is in force"),
    "differs_certain": ("it is certain that it differs", "it is not certain that it differs"),
}
_OPERATORS = {
    "not": "is known and is not",
    "before": "is before",
    "after": "is after",
    "from": "is at or after",
    "by": "is at or before",
    "at_least": "is at least",
    "at_most": "is at most",
    "within": "is, or lies within,",
}
_NUMBERS = {"before": "is less than", "after": "is more than", "from": "is at least", "by": "is at most"}


def escaped(text: str) -> str:
    """Return text as Markdown that shows it as it stands, on one line."""
    line = " ".join(text.split())
    return re.sub(r"([\\`*\[\]<>|]|(?<!\w)_|_(?!\w))", r"\\\1", line)


def code(value: object) -> str:
    """Return a value as code; true, false and numbers as YAML writes them."""
    text = str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") or not text else ""
    return f"{fence}{space}{text}{space}{fence}"


def fact(pattern: Pattern, sets: Mapping[str, object]) -> str:
    """Return one pattern: ``a **test** `t`: it is available; it covers `d` ``."""
    kind, alias = next(iter(pattern.items()))
    same = _REF.match(str(pattern.get("fact", "")))
    if same and same[2] == "fact":
        head = f"the same {words(kind)} as {code(same[1])}"
        rest = {field: value for field, value in pattern.items() if field not in {kind, "fact"}}
    else:
        head = f"{_article(words(kind))} **{words(kind)}** {code(alias)}"
        rest = {field: value for field, value in pattern.items() if field != kind}
    asked = [*_alike(rest), *(each for field, value in rest.items() for each in _conditions(field, value, sets))]
    return f"{head}: {'; '.join(asked)}" if asked else head


def listed(names: Sequence[str]) -> str:
    """Return names as ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _alike(conditions: Mapping[str, object]) -> Iterator[str]:
    """Yield the fields that are those of another fact, together for each such fact."""
    found: dict[str, list[str]] = {}
    for field, value in conditions.items():
        if other := _same_field(field, value):
            found.setdefault(other, []).append(words(field))
    yield from (f"the same {listed(names)} as {code(other)}" for other, names in found.items())


def _same_field(field: str, value: object) -> str:
    """Return the name of a fact whose field of the same name is asked for, else empty text."""
    found = _REF.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found and found[2] == field else ""


def words(name: str) -> str:
    """Return a name of the machine as words."""
    return name.replace("_", " ")


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"


def _conditions(field: str, value: object, sets: Mapping[str, object]) -> Iterator[str]:
    if field == "use" and isinstance(value, dict):
        yield from (f"it {words(name)} {code(str(given).removeprefix('$'))}" for name, given in value.items())
    elif isinstance(value, bool):
        yes, no = _TRUE.get(field, (f"it is {words(field)}", f"it is not {words(field)}"))
        yield yes if value else no
    elif _same_field(field, value):
        return
    elif isinstance(value, dict):
        yield from (_compared(field, operator, operand, sets) for operator, operand in value.items())
    else:
        yield f"{words(field)} is {_operand(field, value)}"


def _compared(field: str, operator: str, operand: object, sets: Mapping[str, object]) -> str:
    if operator == "known":
        return f"{words(field)} is {'known' if operand else 'not known'}"
    if operator in {"in", "not_in"}:
        members = sets.get(operand) if isinstance(operand, str) else operand
        listed = ", ".join(code(each) for each in members) if isinstance(members, list) else code(operand)
        named = f" (the set {code(operand)})" if isinstance(operand, str) else ""
        return f"{words(field)} is {'one of' if operator == 'in' else 'known and none of'} {listed}{named}"
    is_number = isinstance(operand, int) or "." not in str(operand)
    said = _NUMBERS.get(operator) if is_number else None
    return f"{words(field)} {said or _OPERATORS.get(operator, operator)} {_operand(field, operand)}"


def _operand(field: str, operand: object) -> str:
    text = str(operand)
    found = _REF.match(text) if isinstance(operand, str) else None
    parameter = parameter_of(text) if isinstance(operand, str) else ""
    if found:
        plus = f" plus {code(parameter)}" if parameter else ""
        what = "that" if found[2] == field else f"the {words(found[2])}"
        return f"{what} of {code(found[1])}{plus}"
    return code(parameter or operand)
