"""What can be said of rules without data: conditions that nothing meets, and alternatives without effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialign.errors import Location
from trialign.model.remark import Check, Remark
from trialign.model.rule import Conjunction, Part, Pattern, Rule, Severity
from trialign.rulebook.implied import implied
from trialign.rulebook.logic import claims, consistent
from trialign.rulebook.sources import SUBJECT, RuleSource

_ALWAYS = {
    Part.WITH: "always holds, so 'with' asks nothing",
    Part.WITHOUT: "always holds, so the rule can never find anything",
    Part.CANNOT_TELL: "always holds, so the verdict is never 'gap'",
    Part.UNLESS: "always holds, so the verdict is always 'excepted'",
}
_BEFORE = {
    Part.WITH: (),
    Part.WITHOUT: (),
    Part.CANNOT_TELL: (Part.WITHOUT, Part.UNLESS),
    Part.UNLESS: (Part.WITHOUT,),
}


def remarks(source: RuleSource) -> Iterator[Remark]:
    """Yield what is wrong with the conditions of one rule."""
    rule = source.rule
    blamed = _contradiction(rule.subject, ())
    if blamed is not None:
        where = source.place(SUBJECT, 0, *blamed)
        yield _remark(rule, Check.CONTRADICTION, Severity.ERROR, where, _never(blamed), "mend one of its conditions")
        return
    met: dict[Part, list[int]] = {}
    for part, group in rule.groups:
        met[part] = []
        for number, conjunction in enumerate(group):
            blamed = _contradiction(conjunction, rule.subject)
            if blamed is None:
                met[part].append(number)
                continue
            where = source.place(part, number, *blamed)
            mend = "mend one of its conditions, or remove the alternative"
            severity = Severity.ERROR if part is Part.WITH and len(group) == 1 else Severity.WARNING
            yield _remark(rule, Check.CONTRADICTION, severity, where, _never(blamed), mend)
    yield from _without_effect(source, met)


def _never(blamed: tuple[str, str]) -> str:
    alias, field = blamed
    name = f"{field} of '{alias}'" if not alias.startswith("_") else f"{field} in a reusable condition"
    return f"no facts can meet this: what is asked of {name} contradicts the other conditions"


def _contradiction(conjunction: Conjunction, subject: Conjunction) -> tuple[str, str] | None:
    """Return fact and field of the first condition that contradicts those before it; None where all can be met."""
    patterns = [*subject, *conjunction]
    said = claims(subject)
    if consistent(patterns, [*said, *claims(conjunction)]):
        return None
    for claim in claims(conjunction):
        said.append(claim)
        if not consistent(patterns, said):
            return claim.term
    return None


def _without_effect(source: RuleSource, met: dict[Part, list[int]]) -> Iterator[Remark]:
    """Yield the alternatives that always hold, and those that change nothing, since another holds where they do."""
    rule = source.rule
    for part, numbers in met.items():
        group = rule.group(part)
        for number in numbers:
            if _follows(rule, group[number], ()):
                severity = Severity.WARNING if part is Part.WITH else Severity.ERROR
                where = source.place(part, number)
                mend = "ask for more, or remove it"
                check = Check.UNREACHABLE if part is Part.WITH else Check.NEVER_FINDS
                yield _remark(rule, check, severity, where, f"this alternative of '{part}' {_ALWAYS[part]}", mend)
            elif other := _in_vain(source, met, part, number):
                what = f"this alternative of '{part}' changes nothing: wherever it holds, {other} holds too"
                mend = "remove it, or ask for less"
                yield _remark(rule, Check.UNREACHABLE, Severity.WARNING, source.place(part, number), what, mend)


def _in_vain(source: RuleSource, met: dict[Part, list[int]], part: Part, number: int) -> str:
    """Return what holds wherever an alternative does, in words; empty where there is nothing such."""
    rule = source.rule
    alternative = rule.group(part)[number]
    for other in met[part]:
        weaker = rule.group(part)[other]
        if other == number or not _follows(rule, weaker, alternative):
            continue
        if other < number or not _follows(rule, alternative, weaker):  # of two that say the same, the later is vain
            return f"that of line {source.place(part, other).line}"
    for before in _BEFORE[part]:
        for other in met.get(before, ()):
            if _follows(rule, rule.group(before)[other], alternative):
                return f"'{before}' in line {source.place(before, other).line}, which is asked first,"
    return ""


def _follows(rule: Rule, weaker: Conjunction, stronger: Sequence[Pattern]) -> bool:
    naming = {pattern.alias: pattern.alias for pattern in rule.subject}
    return implied(weaker, [*rule.subject, *stronger], naming)


def _remark(rule: Rule, check: Check, severity: Severity, where: Location, what: str, mend: str) -> Remark:
    return Remark(rule.id, check, severity, where, what, mend)
