"""Figures of metrics in words, the same in text and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from trialign.report.accounts import Counted, Days, Figure, Metric, Parity, Subject
from trialign.report.words import counted, nation_name

_VERDICTS = {"gap": "gap", "cannot_tell": "cannot tell", "excepted": "excepted"}
_BRIEF = {
    "outside the directory": "outside",
    "partly covered": "partly",
    "not updated for a year": "stale",
    "updated within a year": "fresh",
    "cannot tell since the copy": "cannot tell",
    "name the United Kingdom only": "UK only",
    "date of update not held": "undated",
    "past primary completion": "past its end",
}


def share(number: int, whole: int) -> str:
    """Return a share in per cent; what is not all or nothing never reads so."""
    found = round(100 * number / whole)
    if number and not found:
        return "under 1%"
    return "over 99%" if number < whole and found == 100 else f"{found}%"


def in_words(figure: Figure) -> str:
    """Return a figure in one line, without its nation."""
    about = f"{figure.about[:1].upper()}{figure.about[1:]}: " if figure.about else ""
    return about + _said(figure)


def lines(metric: Metric) -> list[str]:
    """Return the figures of a metric, one line for each nation."""
    return [
        (f"{nation.display}: " if nation else "") + ". ".join(map(in_words, group))
        for nation, group in groupby(metric.figures, key=lambda each: each.nation)
    ] or ["not computed: it is asked of other nations than those that are shown"]


def _said(figure: Figure) -> str:
    if figure.reason:
        return f"not computed: {figure.reason}"
    if figure.days:
        return days(figure.days)
    assert figure.number is not None
    if figure.whole is None:
        beside = "; ".join(f"{count:,} {word}" for word, count in figure.parts)
        return f"{figure.number:,}" + (f"; {beside}" if beside else "")
    head = f"{figure.number:,} of {figure.whole:,} ({share(figure.number, figure.whole)})"
    first = figure.parts[0] if figure.parts else ("", -1)
    own = first[1] == figure.number
    rest = ", ".join(f"{count:,} {word}" for word, count in (figure.parts[1:] if own else figure.parts) if count)
    return head + (f" {first[0]}" if own else "") + (f"; {rest}" if rest else "")


def days(found: Days) -> str:
    """Return a median with its range and what it leaves out."""
    still = f", {found.open} of them without a most" if found.open else ""
    return (
        f"median {between(found.least, found.most)} days, range {_range(found)}, "
        f"of {found.known} known{still}; {found.unknown} not known"
    )


def _range(found: Days) -> str:
    if found.longest is None:
        return f"{found.shortest:,} or more"
    return between(found.shortest, found.longest)


def between(least: int, most: int | None) -> str:
    """Return bounds in words."""
    if most is None:
        return f"at least {least:,}"
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def cell(figures: tuple[Figure, ...]) -> Iterator[str]:
    """Yield the short lines of a cell of the table of four nations."""
    for figure in figures:
        if figure.reason:
            yield "not computed"
        elif figure.days:
            found = figure.days
            yield f"{between(found.least, found.most)} days"
            yield f"range {_range(found)}"
            yield f"{found.known} known, {found.unknown} not"
        elif figure.whole is None:
            yield f"at least {figure.number}"
            yield from (f"{count} {_BRIEF.get(word, word)}" for word, count in figure.parts)
        elif figure.parts:
            for word, count in figure.parts:
                if count or (word, count) == figure.parts[0]:
                    yield f"{share(count, figure.whole)} {_BRIEF.get(word, word)}"
            yield f"of {figure.whole}"
        elif figure.number:
            yield f"{figure.number} {_BRIEF.get(figure.about, figure.about)}"


def fed_by(found: Counted) -> str:
    """Return how many findings feed a recommendation, and of which rules."""
    if not found.rules:
        return "no rule of this rulebook names it"
    counts = [f"{counted(found.verdicts['gap'], 'gap')}{_severe(found)}"]
    counts += [f"{count:,} {_VERDICTS[word]}" for word, count in found.verdicts.items() if word != "gap" and count]
    return f"{', '.join(counts)}, by {', '.join(found.rules)}."


def findings(found: Counted) -> str:
    """Return how many findings feed a recommendation, of which rules, and where to look first."""
    text = fed_by(found)
    if found.first:
        first = ", ".join(f"{mark} ({rule}{', ' + nation_name(at) if at else ''})" for mark, rule, at in found.first)
        text += f" First: {first}."
    return text


def _severe(found: Counted) -> str:
    said = ", ".join(f"{count:,} {severity}" for severity, count in found.severities.items() if count)
    return f" ({said})" if said else ""


def pair(found: Parity) -> str:
    """Return the names of two nations."""
    return f"{found.left.display} and {found.right.display}"


def alike(found: Parity) -> str:
    """Return what a pair says where decisions are the same."""
    if not found.comparable:
        text = "no subject with the same decision and both tests known"
    else:
        text = (
            f"of {found.comparable} with the same decision and both tests known, the test differs in {found.differs}"
        )
    return text + (f"; between decisions: {days(found.decision_days)}" if found.decision_days else "")


def subject(found: Subject) -> str:
    """Return one subject of a pair."""
    where = ", ".join(part for part in (found.cancer_name, found.line, found.setting) if part)
    return f"{found.medicine} for {found.biomarker} in {where} ({', '.join(found.refs)}): {found.reason}"
