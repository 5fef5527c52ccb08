"""A gate's verdict as tables: a row per finding as a check has it, and what a reader must not miss.

In CSV the verdict is the first row, of the rule ``gate``; in a workbook it is the first sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

from trialign.gate import Decision, Reason, Standing
from trialign.report import check_xlsx, csv_cells, summary
from trialign.report import gate as page
from trialign.report.finding_rows import COLUMNS, Cell, row

_RULE = "gate"


def as_csv(decision: Decision) -> str:
    """Return a verdict as CSV text; unknown values are empty cells."""
    cells = (
        [("" if cell is None else str(cell)) for cell in each] for each in (*_verdict(decision), *_rows(decision))
    )
    return csv_cells.table(COLUMNS, cells)


def as_xlsx(decision: Decision) -> bytes:
    """Return a verdict as the bytes of a workbook."""
    return check_xlsx.gate(decision.as_of, _about(decision), _rows(decision))


def _rows(decision: Decision) -> Iterator[tuple[Cell, ...]]:
    for each, standing in decision.findings():
        yield row(each, standing is Standing.NEW, standing.value)
    here = {each.fingerprint for each in decision.sorted.unsure}
    for lost in decision.sorted.untold:
        if lost.fingerprint not in here:
            said = {"rule": lost.rule, "verdict": "cannot_tell", "message": lost.message}
            yield _row(fingerprint=lost.fingerprint, counts="no", since="cannot_tell_any_more", **said)
    mended = {each.fingerprint: each for each in decision.sorted.fixed}
    for name, text in page.fixed(decision):
        rule = mended[name].rule if name in mended else ""
        message = mended[name].message if name in mended else text
        yield _row(fingerprint=name, rule=rule, counts="no", since="fixed", message=message)


def _row(**cells: Cell) -> tuple[Cell, ...]:
    return tuple(cells.get(name) for name in COLUMNS)


def _verdict(decision: Decision) -> Iterator[tuple[Cell, ...]]:
    """Yield the verdict and each reason for it as rows that are no findings: without a fingerprint."""
    counts = "yes" if decision.ruling.exit_status else "no"
    told = {"rule": _RULE, "verdict": decision.ruling.value, "counts": counts}
    yield _row(**told, title="verdict", message=page.verdict(decision))
    for each in decision.reasons:
        yield _row(**told, title=each.cause.value, message=each.what, remedy=each.mend, **_place(each))
    for text in decision.unread:
        where: dict[str, Cell] = {"file": text.where.path, "line": text.where.line}
        yield _row(rule=_RULE, title="not_read", verdict="cannot_tell", counts="no", message=text.sentence, **where)


def _place(reason: Reason) -> dict[str, Cell]:
    return {"file": reason.where.path, "line": reason.where.line or None} if reason.where else {}


def _about(decision: Decision) -> Iterator[tuple[Cell, Cell]]:
    yield "verdict", page.verdict(decision)
    yield "exit status", decision.ruling.exit_status
    yield from (("reason", each) for each in page.reasons(decision))
    yield "as of", decision.as_of.isoformat()
    yield "engine", decision.engine or "nothing was judged"
    yield "fails on", decision.fail_on.value
    yield from (("judged", each) for each in page.judged(decision))
    yield from (("not read", each) for each in page.unread(decision))
    yield from (("note", each) for each in page.notes(decision))
    yield from (("source", each.source.name) for each in decision.sources)
    yield "notice", summary.NOTICE
