"""Rules in the shadow of others: wherever the one finds something, the other finds the same key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from trialign.model.remark import Check, Remark
from trialign.model.rule import Part, Pattern, Ref, Rule, Severity
from trialign.rulebook.implied import Naming, equal, implied, renamed, ways
from trialign.rulebook.logic import claims, consistent

_VERBS = {"check": frozenset({"check"}), "lint": frozenset({"lint"})}
_HYGIENE = "hygiene"


def shadowed(rules: Sequence[Rule]) -> Iterator[Remark]:
    """Yield a remark for each rule that another one makes needless; of two alike, the later one is."""
    living = [
        rule
        for rule in sorted(rules, key=lambda each: each.id)
        if rule.status != "deprecated" and consistent(rule.subject, claims(rule.subject))
    ]
    for rule in living:
        for other in living:
            if other is rule or not in_shadow(rule, other):
                continue
            alike = in_shadow(other, rule)
            if alike and other.id > rule.id:
                continue
            than = "asks the same" if alike else "asks less"
            what = f"whatever it finds, {other.id} finds too under the same key: {other.id} {than}"
            mend = f"remove one of the two, or let this one find what {other.id} does not"
            yield Remark(rule.id, Check.SHADOWED, Severity.WARNING, rule.where, what, mend)
            break


def in_shadow(rule: Rule, other: Rule) -> bool:
    """Tell whether the other rule finds a gap of the same key wherever this one does.

    Exceptions do not count: each names its own rule.
    """
    if len(rule.key) != len(other.key) or not _runs_with(rule) <= _runs_with(other):
        return False
    kinds = Counter(pattern.kind for pattern in rule.subject)
    if not {pattern.kind for pattern in other.subject} <= kinds.keys():
        return False
    return any(
        _same_key(rule, other, naming) and _asks_no_more(rule, other, naming)
        for naming in ways(other.subject, rule.subject, {})
    )


def _runs_with(rule: Rule) -> frozenset[str]:
    return _VERBS[rule.verb] | (_VERBS["lint"] if rule.family == _HYGIENE else frozenset())


def _same_key(rule: Rule, other: Rule, naming: Naming) -> bool:
    named = [Ref(naming[ref.alias], ref.field) for ref in other.key]
    return all(any(equal(rule.subject, left, right) for right in rule.key) for left in named) and all(
        any(equal(rule.subject, left, right) for left in named) for right in rule.key
    )


def _asks_no_more(rule: Rule, other: Rule, naming: Naming) -> bool:
    """Tell whether ``with`` of the other asks no more, and whether its denials and doubts are this one's too."""
    asked, wanted = rule.group(Part.WITH), other.group(Part.WITH)
    held = asked or ((),)
    if wanted and not all(any(implied(each, [*rule.subject, *one], naming) for each in wanted) for one in held):
        return False
    same = {pattern.alias: pattern.alias for pattern in rule.subject}
    for part in (Part.WITHOUT, Part.CANNOT_TELL):
        for denied in other.group(part):
            world = [*rule.subject, *_renamed(denied, naming)]
            if consistent(world, claims(world)) and not any(implied(own, world, same) for own in rule.group(part)):
                return False
    return True


def _renamed(patterns: Sequence[Pattern], naming: Naming) -> list[Pattern]:
    """Return patterns of another rule in the names of this one; their own facts get names that no rule can give."""
    names = dict(naming) | {pattern.alias: f"={pattern.alias}" for pattern in patterns}
    return [
        Pattern(
            pattern.kind,
            names[pattern.alias],
            tuple(each.condition for each in (renamed(one, names) for one in claims([pattern]))),
        )
        for pattern in patterns
    ]
