"""The rules on registry records against nested loops, on random trials."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from trialign.errors import Location
from trialign.facts.registry import add_records
from trialign.facts.tables import Facts
from trialign.inference import durable, sql
from trialign.inference.evaluate import Executor
from trialign.load.trials import Trials
from trialign.model.dates import PartialDate
from trialign.model.directory import Source
from trialign.model.finding import Verdict
from trialign.model.rule import Rule
from trialign.model.trial import OtherRecord, Trial

AS_OF = date(2026, 11, 22)
SOURCE = Source(Location("random"), "", "", "")
WORLDS, TRIALS = 40, 12


def _printed(chance: random.Random, days: tuple[int, int], known: float = 0.85) -> PartialDate | None:
    """Return a random day, month or year about the day that is judged, or none."""
    day = (AS_OF + timedelta(days=chance.randint(*days))).isoformat()
    return PartialDate.parse(day[: chance.choice((10, 10, 7, 4))]) if chance.random() < known else None


def _status(chance: random.Random) -> str:
    return chance.choice(("Recruiting", "Recruiting", "Not yet recruiting", "Ongoing", "Completed"))


def _trial(chance: random.Random, number: int) -> Trial:
    captured = AS_OF - timedelta(days=chance.randint(-30, 420))
    others = tuple(
        OtherRecord(
            f"2023-50814{each}-51-00", "CTIS", _status(chance), chance.choice(("", "Phase I", "Phase II")),
            PartialDate.parse(captured.isoformat()), None, None, _printed(chance, (-500, 500)), SOURCE,
        )
        for each in range(chance.choice((0, 0, 1, 2)))
    )  # fmt: skip
    return Trial(
        f"NCT{number:08}", "ClinicalTrials.gov", "a trial", _status(chance), "Phase 2", captured, (), (), None,
        chance.random() < 0.7, SOURCE, _printed(chance, (-900, -30)), None, _printed(chance, (-500, 500)), others, (),
        chance.random() < 0.3,
    )  # fmt: skip


def _facts(seed: int) -> Facts:
    chance = random.Random(seed)
    facts = Facts()
    trials = tuple(_trial(chance, number) for number in range(TRIALS))
    add_records(facts, Trials(trials, "", True, 365, (), SOURCE), AS_OF)
    return facts


@pytest.fixture(scope="module")
def registry_rules(rules: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.family == "registry"]


def test_the_executors_say_what_nested_loops_say_of_records(registry_rules: list[Rule], oracle: Executor) -> None:
    verdicts: Counter[tuple[str, Verdict]] = Counter()
    for seed in range(WORLDS):
        facts = _facts(seed)
        expected = oracle(registry_rules, facts)
        assert durable.run(registry_rules, facts) == expected, f"durable differs, seed {seed}"
        assert sql.run(registry_rules, facts) == expected, f"sql differs, seed {seed}"
        verdicts.update((match.rule_id, match.verdict) for match in expected.matches)
    for rule in registry_rules:
        assert {verdict for name, verdict in verdicts if name == rule.id} == {Verdict.GAP, Verdict.CANNOT_TELL}


def test_no_trial_is_found_both_for_one_year_and_for_two(registry_rules: list[Rule], oracle: Executor) -> None:
    for seed in range(WORLDS):
        gaps = [match for match in oracle(registry_rules, _facts(seed)).matches if match.verdict is Verdict.GAP]
        years = [{match.subject for match in gaps if match.rule_id == name} for name in ("REG-001", "REG-002")]
        assert not years[0] & years[1], f"seed {seed}"
