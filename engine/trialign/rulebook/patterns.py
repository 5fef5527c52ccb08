"""One pattern of a rule file to the intermediate form: conditions, references, sets, parameters, uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from trialign.errors import Problem, did_you_mean
from trialign.facts.tables import KINDS, VALUES
from trialign.model.rule import Condition, Conjunction, Op, Pattern, Ref, Value
from trialign.read.document import Document
from trialign.rulebook.shared import Shared

Path_ = tuple[str | int, ...]
_REF = re.compile(r"^\$(?P<alias>\w+)\.(?P<field>\w+)(?:\s*\+\s*(?P<plus>\w+))?$")
_PARAMETER = re.compile(r"^\$(?P<name>\w+)$")
_TYPE_WORDS = {str: "text", int: "a whole number or date", bool: "true or false"}
_ALIAS = re.compile(r"^[a-z][a-z0-9_]*$")
_COMPARE = {
    "not": Op.NE,
    "before": Op.LT,
    "after": Op.GT,
    "from": Op.GE,
    "by": Op.LE,
    "at_least": Op.GE,
    "at_most": Op.LE,
}
_ORDERED = {Op.LT, Op.LE, Op.GT, Op.GE}


class PatternReader:
    """Reads the patterns of one rule, collecting problems with their lines."""

    def __init__(self, document: Document, shared: Shared, problems: list[Problem]) -> None:
        """Start without aliases."""
        self.document = document
        self.shared = shared
        self.problems = problems
        self._hidden = 0
        self._own = ""

    def problem(self, path: Path_, what: str, mend: str = "") -> None:
        """Record a problem at a part of the rule."""
        self.problems.append(Problem(self.document.at(*path), what, mend))

    def conjunction(self, items: object, path: Path_, scope: dict[str, str]) -> Conjunction:
        """Return the patterns of a list; aliases bound in it are added to ``scope``."""
        patterns: list[Pattern] = []
        for number, item in enumerate(items if isinstance(items, list) else []):
            patterns += self._pattern(cast(Mapping[str, object], item), (*path, number), scope)
        return tuple(patterns)

    def _pattern(self, item: Mapping[str, object], path: Path_, scope: dict[str, str]) -> Iterator[Pattern]:
        kind = next(iter(item), "")
        if kind not in KINDS:
            name = kind
            self.problem(
                (*path, name),
                f"unknown kind of fact '{name}'",
                did_you_mean(name, KINDS) or f"known: {', '.join(KINDS)}",
            )
            return
        alias = str(item[kind])
        if not _ALIAS.match(alias):
            self.problem((*path, kind), f"'{alias}' is no name for a fact", "use small letters, digits and _")
        if alias in scope:
            self.problem((*path, kind), f"the name '{alias}' is already bound", "choose another name")
        scope[alias] = kind
        self._own = alias
        conditions = [
            condition
            for field, value in item.items()
            if field not in {kind, "use"}
            for condition in self._condition(kind, field, value, (*path, field), scope, alias)
        ]
        extra = list(self._uses(item.get("use"), alias, (*path, "use"), scope))
        within = [each for each in conditions if isinstance(each, Pattern)]
        yield Pattern(kind, alias, tuple(each for each in conditions if isinstance(each, Condition)))
        yield from within
        yield from extra

    def _condition(
        self, kind: str, field: str, value: object, path: Path_, scope: dict[str, str], alias: str
    ) -> Iterator[Condition | Pattern]:
        if field not in KINDS[kind]:
            known = KINDS[kind]
            self.problem(
                path,
                f"{kind} has no field '{field}'",
                did_you_mean(field, known) or f"known: {', '.join(sorted(known))}",
            )
            return
        if not isinstance(value, dict):
            yield from self._compare(kind, field, Op.EQ, value, path, scope)
            return
        for name, operand in value.items():
            if name in {"in", "not_in"}:
                yield from self._member(kind, field, Op.IN if name == "in" else Op.NOT_IN, operand, (*path, name))
            elif name == "known":
                yield Condition(field, Op.KNOWN, bool(operand))
            elif name == "within":
                yield from self._within(alias, field, operand, (*path, name), scope)
            elif name in _COMPARE:
                yield from self._compare(kind, field, _COMPARE[name], operand, (*path, name), scope)
            else:
                known_words = ["in", "not_in", "known", "within", *_COMPARE]
                self.problem(
                    (*path, name),
                    f"unknown operator '{name}'",
                    did_you_mean(name, known_words) or f"known: {', '.join(known_words)}",
                )

    def _compare(
        self, kind: str, field: str, op: Op, value: object, path: Path_, scope: dict[str, str]
    ) -> Iterator[Condition]:
        wanted = KINDS[kind][field]
        if op in _ORDERED and wanted is not int:
            self.problem(
                path,
                f"{kind}.{field} is no number or date and cannot be ordered",
                "use in, not or an equality",
            )
            return
        if isinstance(value, str) and (named := _PARAMETER.match(value)) and wanted is int:
            number = self._number(named["name"], path)
            if number is not None:
                yield Condition(field, op, number)
            return
        if isinstance(value, str) and value.startswith("$"):
            ref = self._reference(value, path, scope, wanted)
            if ref is not None:
                yield Condition(field, op, ref)
            return
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            self.problem(
                path,
                f"{kind}.{field} is compared with {value!r}, which is not {_TYPE_WORDS[wanted]}",
                "write a value of that type",
            )
            return
        if self._allowed(kind, field, (value,), path):
            yield Condition(field, op, cast(Value, value))

    def _allowed(self, kind: str, field: str, values: Iterable[object], path: Path_) -> bool:
        """Tell whether a field can have these values; of a closed set, a word that it lacks is a problem."""
        known = VALUES.get(field)
        wrong = [value for value in values if known is not None and value not in known]
        for value in wrong:
            mend = did_you_mean(str(value), known or ()) or f"known: {', '.join(sorted(known or ()))}"
            self.problem(path, f"{kind}.{field} is never '{value}'", mend)
        return not wrong

    def _reference(self, text: str, path: Path_, scope: dict[str, str], wanted: type) -> Ref | None:
        found = _REF.match(text)
        if not found:
            self.problem(path, f"'{text}' is no reference", "write $alias.field or $alias.field + parameter")
            return None
        alias, field, plus = found["alias"], found["field"], found["plus"]
        if alias not in scope:
            self.problem(
                path,
                f"unbound variable '${alias}'",
                did_you_mean(alias, scope) or f"bound here: {', '.join(scope) or 'none'}",
            )
            return None
        kind = scope[alias]
        if field not in KINDS[kind]:
            self.problem(path, f"{kind} has no field '{field}'", did_you_mean(field, KINDS[kind]))
            return None
        if KINDS[kind][field] is not wanted:
            self.problem(
                path,
                f"{text} is a {KINDS[kind][field].__name__}, not a {wanted.__name__}",
                "compare fields of one type",
            )
            return None
        number = self._number(plus, path) if plus else 0
        if number is None:
            return None
        if plus and self.shared.units[plus] == "months":
            self.problem(
                path, f"'{plus}' counts months, which have no fixed number of days", "add days, or compare months"
            )
            return None
        if alias == self._own:
            self.problem(path, f"'{text}' refers to the fact that it stands in", "compare with another fact")
            return None
        return Ref(alias, field, number)

    def _number(self, plus: str, path: Path_) -> int | None:
        if plus.isdigit():
            self.problem(
                path,
                f"the number {plus} stands in a rule",
                "name it in shared.yaml as a parameter with its source",
            )
            return None
        if plus not in self.shared.parameters:
            self.problem(
                path,
                f"unknown parameter '{plus}'",
                did_you_mean(plus, self.shared.parameters) or "add it to shared.yaml",
            )
            return None
        return self.shared.parameters[plus]

    def _member(self, kind: str, field: str, op: Op, operand: object, path: Path_) -> Iterator[Condition]:
        if isinstance(operand, str):
            if operand not in self.shared.sets:
                self.problem(
                    path,
                    f"unknown set '{operand}'",
                    did_you_mean(operand, self.shared.sets) or "add it to shared.yaml",
                )
                return
            members: tuple[Value, ...] = self.shared.sets[operand]
        else:
            members = tuple(cast(list[Value], operand)) if isinstance(operand, list) else ()
        wanted = KINDS[kind][field]
        wrong = [member for member in members if not isinstance(member, wanted)]
        if wrong or not members:
            self.problem(
                path,
                f"{kind}.{field} is compared with {wrong or 'an empty list'}",
                f"list values of type {wanted.__name__}",
            )
            return
        if self._allowed(kind, field, members, path):
            yield Condition(field, op, tuple(sorted(set(members), key=str)))

    def _within(
        self, alias: str, field: str, operand: object, path: Path_, scope: dict[str, str]
    ) -> Iterator[Pattern]:
        ref = self._reference(str(operand), path, scope, str)
        if ref is not None:
            hidden = self._hide(scope, "within")
            inner = Condition("inner", Op.EQ, Ref(alias, field))
            yield Pattern("within", hidden, (inner, Condition("outer", Op.EQ, ref)))

    def _uses(self, uses: object, alias: str, path: Path_, scope: dict[str, str]) -> Iterator[Pattern]:
        for name, given in uses.items() if isinstance(uses, dict) else ():
            if name not in self.shared.uses:
                self.problem(
                    (*path, name),
                    f"unknown use '{name}'",
                    did_you_mean(name, self.shared.uses) or "add it to shared.yaml",
                )
                continue
            target = str(given).removeprefix("$")
            if target not in scope:
                self.problem((*path, name), f"unbound variable '{given}'", did_you_mean(target, scope))
                continue
            for pattern in self.shared.uses[name].patterns:
                kind = next(iter(pattern))
                if kind not in KINDS:
                    self.problem(
                        (*path, name), f"the use '{name}' names the unknown kind '{kind}'", did_you_mean(kind, KINDS)
                    )
                    continue
                renamed = {key: _renamed(value, alias, target) for key, value in pattern.items() if key != kind}
                hidden = self._hide(scope, kind)
                self._own = hidden
                found = [
                    condition
                    for field, value in renamed.items()
                    for condition in self._condition(kind, field, value, (*path, name), scope, hidden)
                ]
                yield Pattern(kind, hidden, tuple(each for each in found if isinstance(each, Condition)))
                yield from (each for each in found if isinstance(each, Pattern))

    def _hide(self, scope: dict[str, str], kind: str) -> str:
        self._hidden += 1
        hidden = f"_{kind}{self._hidden}"
        scope[hidden] = kind
        return hidden


def _renamed(value: object, this: str, given: str) -> object:
    if isinstance(value, dict):
        return {key: _renamed(inner, this, given) for key, inner in value.items()}
    if isinstance(value, str):
        return value.replace("$this.", f"${this}.").replace("$given.", f"${given}.")
    return value
