"""The first page of the whole report: the verdict in a sentence, counts, what to look at first, how to read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from trialign.model.coverage import Coverage
from trialign.model.directory import Nation
from trialign.model.finding import Verdict
from trialign.model.recommendation import Checkable
from trialign.model.rule import Severity
from trialign.report import summary
from trialign.report.overview import Overview, foremost
from trialign.report.recommendations import VERDICTS
from trialign.report.sheets import Cell, Column, Sheet
from trialign.report.words import COVERAGE, counted, nation_name

_COLUMNS = (Column("part", "part", 16), Column("what", "what", 26), Column("said", "what it says", 110))
_SIGNS = {
    Coverage.COVERED: "a test that is listed reports it for these patients",
    Coverage.PARTLY: "a test reports a part of it, or for some of these patients",
    Coverage.NOT_COVERED: "no test of a complete directory reports it: a gap",
    Coverage.OUTSIDE: "pathology or the clinic answers it; a genomic test directory does not",
    Coverage.CANNOT_TELL: "the sources that are held do not say; it never means that it is not tested",
}
_SHEETS = {
    "findings": "what is out of line, gravest first; what cannot be told stands after it, with the reason",
    "matrix": "a row for each biomarker in a cancer, with each nation's answer and since when it holds",
    "answers": "the same cells one below the other: why, which tests, and where the way from licence to test breaks",
    "sources": "what was read, how old and how complete it is",
    "not known": "what is not known of each source, and cells that could not be read",
    "recommendations": "what can be said of each recommendation of Cancer Research UK's report, a row per metric",
}


def front(view: Overview) -> Sheet:
    """Return the summary."""
    return Sheet("summary", _COLUMNS, tuple(_rows(view)), lead=1)


def _rows(view: Overview) -> Iterator[tuple[Cell, ...]]:
    check = view.check
    yield "result", "verdict", summary.verdict(check)
    yield "result", "as of", check.as_of
    yield "result", "judged", summary.judged(check)
    yield "result", "nations", ", ".join(each.display for each in view.matrix.nations)
    yield "result", "made by", f"trialign {view.version}, engine {check.engine}"
    yield "result", "notice", summary.NOTICE
    for group in foremost(check.asked):
        first, alike = group[0], counted(len(group), "finding")
        about = next(iter(first.subjects), first.rule.id)
        yield "look at first", f"{about}: {first.rule.severity.value}, {alike}", f"{first.message} {first.remedy}"
    yield from _counts(view)
    yield from _limits(view)
    yield from _reading()


def _counts(view: Overview) -> Iterator[tuple[Cell, ...]]:
    for name in dict.fromkeys([*(each.value for each in view.matrix.nations), *(_nations(view))]):
        of_it = [each for each in view.check.asked if each.nation == name]
        found = Counter(each.rule.severity for each in of_it if each.verdict is Verdict.GAP)
        severe = ", ".join(f"{found[severity]:,} {severity.value}" for severity in Severity if found[severity])
        told = counted(found.total(), "misalignment") + (f" ({severe})" if severe else "")
        doubts = sum(each.verdict is Verdict.CANNOT_TELL for each in of_it)
        yield "findings", nation_name(name) or "no nation (registries)", f"{told}; {doubts:,} cannot be told"
    for nation in view.matrix.nations:
        yield "matrix", nation.display, _answers(view, nation)
    verdicts = Counter(each.said.checkable for each in view.accounts.accounts)
    told = ", ".join(f"{verdicts[word]} {VERDICTS[word]}" for word in Checkable)
    yield "recommendations", f"{len(view.accounts.accounts)} of the report", told


def _nations(view: Overview) -> list[str]:
    return sorted({each.nation for each in view.check.asked})


def _answers(view: Overview, nation: Nation) -> str:
    counts = view.matrix.counts(nation)
    told = ", ".join(f"{counts[word]:,} {COVERAGE[word][0][2:]}" for word in Coverage if counts.get(word))
    return f"of {counted(len(view.lines), 'biomarker')} in a cancer: {told}" if told else "none"


def _limits(view: Overview) -> Iterator[tuple[Cell, ...]]:
    old = [each.name for each in view.check.sources if each.stale]
    unheld = [each.name for each in view.check.sources if each.state in {"not_held", "uncertain"}]
    partial = [each.name for each in view.check.sources if each.state == "held" and not each.complete]
    yield "sources", "superseded or too old", ", ".join(old) or "none"
    yield "sources", "in force but not held", ", ".join(unheld) or "none"
    yield "sources", "not complete", ", ".join(partial) or "none"


def _reading() -> Iterator[tuple[Cell, ...]]:
    for name, said in _SHEETS.items():
        yield "how to read", f"sheet {name}", said
    for word, said in _SIGNS.items():
        yield "how to read", COVERAGE[word][0], said
    yield "how to read", "by 2020-11", "the answer is at least that old, and may be older; of a gap: since 2020-11"
    yield "how to read", "2021-10 < 2026-07", "another answer in the release of 2021-10, this one in that of 2026-07"
    yield "how to read", "at least 90 days open", "a lower bound, where dates are known to the month or year only"
    yield "how to read", "empty cell", "not known"
