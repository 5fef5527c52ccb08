"""What the script of a report reads: findings, and what stands behind each cell of the matrix.

Each fact, place, test, ruling and reason stands once and is named by its number, since thousands of findings share
them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TypeVar

from trialign.coverage.links import Link
from trialign.model.coverage import Coverage, Fit, Judgement
from trialign.model.directory import Source, Test
from trialign.model.finding import Finding
from trialign.report import since, summary, web_links
from trialign.report.html.safe import name, shown
from trialign.report.looks import Ruling
from trialign.report.overview import Overview, Place

Json = dict[str, object]
_Key = TypeVar("_Key", bound=Hashable)
_ORDER = list(Fit)
_NEAR = 12


class Pool:
    """Records that are named by their number."""

    def __init__(self) -> None:
        """Begin empty."""
        self._numbers: dict[Hashable, int] = {}
        self.records: list[object] = []

    def number(self, key: Hashable, record: object) -> int:
        """Return the number of a record; the first one of a key stays."""
        if key not in self._numbers:
            self._numbers[key] = len(self.records)
            self.records.append(record)
        return self._numbers[key]


class Records:
    """Collects the records of one report."""

    def __init__(self, view: Overview) -> None:
        """Begin with nothing but the tests that may be named."""
        self._view = view
        self._places, self._facts, self._texts = Pool(), Pool(), Pool()
        self._tests, self._rulings, self._rules = Pool(), Pool(), Pool()

    def all(self) -> Json:
        """Return everything, in the order of the report."""
        findings = [self._finding(each) for each in self._view.check.shown]
        cells = [[self._cell(place) for place in line.places] for line in self._view.lines]
        searched = {nation: [shown(each) for each in names] for nation, names in self._view.matrix.searched.items()}
        return {
            "findings": findings,
            "cells": cells,
            "searched": searched,
            "rules": self._rules.records,
            "facts": self._facts.records,
            "tests": self._tests.records,
            "rulings": self._rulings.records,
            "texts": self._texts.records,
            "places": self._places.records,
        }

    def _finding(self, found: Finding) -> Json:
        days, witness = found.days_open, found.witness
        return _said(
            fingerprint=found.fingerprint,
            rule=self._rule(found),
            verdict=found.verdict.value,
            nation=found.nation,
            biomarker=name(found.biomarker),
            cancer=name(found.cancer_name),
            subjects=[name(each) for each in found.subjects],
            message=shown(found.message),
            doubt=shown(found.doubt),
            remedy=self._text(found.remedy),
            days=days.days if days else None,
            at_least=bool(days and not days.exact),
            witness=shown(witness.words) if witness else "",
            no_witness=shown(found.no_witness),
            excuse=shown(summary.excuse(found)),
            evidence=[self._fact(each.fact, each.source) for each in found.evidence],
        )

    def _rule(self, found: Finding) -> int:
        rule = found.rule
        return self._rules.number(
            rule.id,
            {
                "id": rule.id,
                "title": shown(rule.title),
                "severity": rule.severity.value,
                "status": rule.status,
                "rationale": shown(rule.rationale),
                "recommendations": list(rule.recommendations),
            },
        )

    def _cell(self, place: Place) -> Json:
        judgement = place.way.judgement
        when = place.cell.since
        known = since.in_full(when, judgement.coverage)
        fits = sorted(judgement.fits, key=lambda each: _ORDER.index(each.fit))
        return _said(
            coverage=judgement.coverage.value,
            reason=self._text(judgement.reason),
            since=shown(known + since.not_held(when) if known else when.reason),
            links=[self._link(each) for each in place.way.links],
            tests=[self._fit(each.test_id, each.code, each.fit, each.reason) for each in fits[:_NEAR]],
            more_tests=max(0, len(fits) - _NEAR),
            islands=list(self._islands(judgement)),
            rulings=[self._ruling(each) for each in place.way.rulings],
            asked=[name(each) for each in (*place.cell.asking.decisions, *place.cell.asking.trials)],
            findings=[each.fingerprint for each in place.findings],
        )

    def _link(self, link: Link) -> list[object]:
        return [link.step.value, link.holds.value, self._text(link.reason)]

    def _fit(self, test_id: str, code: str, fit: Fit, reason: str) -> list[object]:
        test = self._view.tests.get(test_id)
        return [self._test(test) if test else name(code), fit.value, self._text(reason)]

    def _test(self, test: Test) -> int:
        record = [
            name(test.code),
            name(test.indication),
            name(test.name),
            name(test.release_name),
            self._place(test.source),
        ]
        return self._tests.number(test.id, record)

    def _islands(self, judgement: Judgement) -> Iterator[list[str]]:
        for island in judgement.islands:
            if island.coverage is not Coverage.COVERED:
                yield [island.coverage.value, name(f"{island.code} {island.name}")]

    def _ruling(self, found: Ruling) -> int:
        said = found.decision
        record = _said(
            title=name(said.ref if said.ref.startswith(said.body) else f"{said.body} {said.ref}"),
            medicine=name(said.medicine),
            outcome=said.outcome.replace("-", " "),
            date=said.date_text,
            state=found.state,
            note=shown(found.note),
            line=said.line,
            setting=name(said.setting),
            needs=[name(each) for each in found.needs],
            place=self._place(said.source),
        )
        return self._rulings.number(said.id, record)

    def _fact(self, words: str, source: Source) -> int:
        place = self._place(source)
        return self._facts.number((words, place), [shown(words), place])

    def _place(self, source: Source) -> int:
        where = source.where
        record = [
            shown(where.path),
            where.line or 0,
            web_links.page(source.url),
            shown(source.published),
            shown(source.retrieved),
            shown(source.cell),
        ]
        return self._places.number((where.path, where.line, source.url, source.cell), record)

    def _text(self, words: str) -> int:
        return self._texts.number(words, shown(words))


def _said(**fields: object) -> Json:
    """Return the fields that say something; 0 is a number of a record, and says something."""
    return {key: value for key, value in fields.items() if value or type(value) is int}
