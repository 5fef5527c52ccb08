"""What lint concludes from conditions alone holds in random worlds, by nested loops."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from trialign.facts.tables import Facts
from trialign.inference import oracle
from trialign.model.finding import Verdict
from trialign.model.rule import Conjunction, Part, Pattern, Rule
from trialign.rulebook import logic, shadows
from trialign.rulebook.implied import implied

if TYPE_CHECKING:
    from tests.inference.conftest import RandomWorld

    Draw = Callable[[int], RandomWorld]

WORLDS = 300


@pytest.fixture(autouse=True)
def _words_of_random_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random worlds have words of their own, not those of the closed sets."""
    monkeypatch.setattr(logic, "VALUES", {})


def _asking(rule: Rule, conjunction: Conjunction, facts: Facts) -> set[tuple[int, ...]]:
    """Return the subjects for which a conjunction holds."""
    asked = replace(rule, groups=((Part.WITH, (conjunction,)),))
    return {match.subject for match in oracle.run([asked], facts).matches}


def _alternatives(rule: Rule) -> list[Conjunction]:
    return [conjunction for _, group in rule.groups for conjunction in group]


def test_what_is_called_impossible_holds_nowhere(draw_world: Draw) -> None:
    impossible = 0
    for seed in range(WORLDS):
        world = draw_world(seed)
        rule, facts = world.rule, world.facts()
        for conjunction in [(), *_alternatives(rule)]:
            patterns = [*rule.subject, *conjunction]
            if not logic.consistent(patterns, logic.claims(patterns)):
                impossible += 1
                assert not _asking(rule, conjunction, facts), f"seed {seed}"
    assert impossible >= 20


def test_what_is_called_implied_holds_wherever_the_other_does(draw_world: Draw) -> None:
    chance = random.Random(1)
    met = 0
    for seed in range(WORLDS):
        world = draw_world(seed)
        rule, facts = world.rule, world.facts()
        naming = {pattern.alias: pattern.alias for pattern in rule.subject}
        every = _alternatives(rule)
        for stronger, weaker in [*_pairs(every), *((each, _loosened(each, chance)) for each in every)]:
            if implied(weaker, [*rule.subject, *stronger], naming):
                held = _asking(rule, stronger, facts)
                met += len(held)
                assert held <= _asking(rule, weaker, facts), f"seed {seed}"
    assert met >= 100


def _pairs(every: Sequence[Conjunction]) -> Iterator[tuple[Conjunction, Conjunction]]:
    yield from ((one, other) for one in every for other in every if one is not other)


def _loosened(conjunction: Conjunction, chance: random.Random) -> Conjunction:
    """Return a conjunction without one of its conditions, where it has any."""
    number = chance.randrange(len(conjunction))
    pattern = conjunction[number]
    kept = chance.sample(pattern.conditions, max(0, len(pattern.conditions) - 1))
    loose = Pattern(pattern.kind, pattern.alias, tuple(each for each in pattern.conditions if each in kept))
    return (*conjunction[:number], loose, *conjunction[number + 1 :])


def _wider(rule: Rule, chance: random.Random) -> Rule:
    """Return a rule that asks less: a condition or a part is left out."""
    groups = tuple(group for group in rule.groups if chance.random() < 0.6)
    subject = _loosened(rule.subject, chance) if chance.random() < 0.7 else rule.subject
    return replace(rule, id="WID-001", subject=subject, groups=groups)


def test_a_rule_in_shadow_finds_nothing_of_its_own(draw_world: Draw) -> None:
    chance = random.Random(2)
    seen: Counter[str] = Counter()
    for seed in range(WORLDS):
        world, other = draw_world(seed), draw_world(50_000 + seed)
        rule, facts = world.rule, world.facts()
        patterns = list(rule.subject)
        if not rule.key or not logic.consistent(patterns, logic.claims(patterns)):
            continue
        wider = _wider(rule, chance)
        for wide in (wider, replace(other.rule, id="WID-002")):
            if shadows.in_shadow(rule, wide):
                gaps = [_gaps(each, facts) for each in (rule, wide)]
                seen.update({"gaps": len(gaps[0])})
                assert gaps[0] <= gaps[1], f"seed {seed}"
        seen["in shadow"] += shadows.in_shadow(rule, wider)
        seen["wider"] += 1
    assert seen["in shadow"] == seen["wider"] > WORLDS // 2
    assert seen["gaps"] >= 50


def _gaps(rule: Rule, facts: Facts) -> set[tuple[object, ...]]:
    """Return the values of the key of every gap, as the rows have them."""
    order = [pattern.alias for pattern in rule.subject]
    return {
        tuple(facts.row(match.subject[order.index(ref.alias)]).get(ref.field) for ref in rule.key)
        for match in oracle.run([rule], facts).matches
        if match.verdict is Verdict.GAP
    }
