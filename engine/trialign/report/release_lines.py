"""Rows of a release as lines of text, one thing to a line, so that two releases are compared by what they mean.

Tests stand in the order of their codes, each line begins with the code. Cells that are read (target, scope, method)
are given as what they were read as, other cells as printed, and the place of a row in a workbook not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from trialign.diff.changes import in_order
from trialign.model.directory import Extent, Reading, Target
from trialign.read.table import Row, Table

_HEAD = ("indication_code", "indication", "test_code", "test_name")
_READ = ("target", "scope", "method")
_LEFT_OUT = frozenset({*_HEAD, "trial_target", "cell"})
_NOT_STATED = "not_stated"
_USUAL = frozenset({"diagnostic", "tumour"})


def printed(table: Table, reading: Callable[[Row], Reading], for_trials: Callable[[Row], Reading]) -> str:
    """Return a published release.

    Args:
        table: Its rows.
        reading: What a row was read as.
        for_trials: What its cell of targets for trials was read as.
    """
    rows = sorted(table.rows, key=lambda row: (in_order(row["indication_code"]), in_order(row["test_code"])))
    found = (_block(_code(row), _printed(table, row, reading(row), for_trials)) for row in rows)
    return "".join(line for block in found for line in block)


def stated(table: Table, labels: Callable[[Row], Iterable[str]]) -> str:
    """Return statements on single tests.

    Args:
        table: Its rows.
        labels: The biomarkers that a row names.
    """
    rows = sorted(table.rows, key=lambda row: in_order(row["test_code"]))
    found = (_block(row["test_code"], _stated(table, row, labels(row))) for row in rows)
    return "".join(line for block in found for line in block)


def _code(row: Row) -> str:
    """Return what names a row: its test code, after that of its package where the code does not hold it."""
    inside = row["test_code"].startswith(f"{row['indication_code']}.")
    return row["test_code"] if inside else f"{row['indication_code']}/{row['test_code']}"


def _block(code: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"{code} {' '.join(line.split())}\n"


def _printed(table: Table, row: Row, reading: Reading, for_trials: Callable[[Row], Reading]) -> Iterator[str]:
    yield f"{row['indication']}: {row['test_name'] or row['target']}"
    known = reading.technology != _NOT_STATED
    if known:
        yield f"technology: {reading.technology.replace('_', ' ')}"
    for each in (reading.sample, reading.purpose):
        if each and each not in _USUAL:
            yield f"for: {each}"
    yield from (f"reports: {each}" for each in _targets(reading.targets))
    yield from (f"may report any: {each}" for each in sorted(each.value for each in reading.open_classes))
    yield from (
        f"not read: {each.printed} ({each.reason.value})" for each in reading.unresolved if each.hides_a_target
    )
    if row["trial_target"]:
        yield from (f"reports for trials: {each}" for each in _targets(for_trials(row).targets))
    yield from _cells(table, row, _LEFT_OUT | frozenset(_READ if known else ("target",)))


def _targets(targets: Iterable[Target]) -> list[str]:
    found = {f"{each.biomarker.label}{' (hotspot)' if each.extent is Extent.HOTSPOT else ''}" for each in targets}
    return sorted(found)


def _stated(table: Table, row: Row, labels: Iterable[str]) -> Iterator[str]:
    yield f"{row['indication']}: {row['test_name'] or row['target']}"
    yield f"availability: {row['availability']}"
    yield from (f"reports: {each}" for each in labels)
    yield from _cells(table, row, _LEFT_OUT | frozenset({"availability", "biomarkers"}))


def _cells(table: Table, row: Row, left_out: frozenset[str]) -> Iterator[str]:
    """Yield the other cells that hold something, in the order of the columns; of a digested text the digest alone."""
    known = left_out | {"eligibility"} if row["eligibility_digest"] else left_out
    return (f"{name}: {row[name]}" for name in table.columns if name not in known and row[name])
