"""A gate's verdict as a JUnit report: a suite with the verdict, then one per family of rules as a check has them.

The verdict is a test case of its own: it fails where the gate does, and is an error where there is no verdict; then
no finding passes either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from trialign.errors import visible
from trialign.gate import Decision, Ruling, Standing
from trialign.model.finding import Finding, Verdict
from trialign.report import check_junit
from trialign.report import gate as page

_UNRELIABLE = "found by a run without a verdict"
Found = Sequence[tuple[Finding, Standing]]


def as_junit(decision: Decision) -> str:
    """Return a verdict as XML text."""
    found = list(decision.findings())
    families: dict[str, list[tuple[Finding, Standing]]] = defaultdict(list)
    for each in found:
        families[each[0].rule.family].append(each)
    root = ET.Element("testsuites", {"name": "trialign gate", **_counts(decision, found, with_verdict=True)})
    first = ET.SubElement(root, "testsuite", {"name": "gate", **_counts(decision, (), with_verdict=True)})
    _judged_by(first, decision)
    _verdict(first, decision)
    unsure = _UNRELIABLE if decision.ruling is Ruling.NOT_EVALUATED else ""
    for family in sorted(families):
        members = families[family]
        suite = ET.SubElement(root, "testsuite", {"name": family, **_counts(decision, members, with_verdict=False)})
        _judged_by(suite, decision)
        for finding, standing in members:
            check_junit.case(suite, finding, standing is Standing.NEW, unsure)
    return check_junit.text(root)


def _counts(decision: Decision, found: Found, with_verdict: bool) -> dict[str, str]:
    own = int(with_verdict)
    none = decision.ruling is Ruling.NOT_EVALUATED
    failures = 0 if none else sum(standing is Standing.NEW for _, standing in found)
    skipped = len(found) if none else sum(each.verdict is Verdict.CANNOT_TELL for each, _ in found)
    return {
        "tests": str(len(found) + own),
        "failures": str(failures + (own if decision.ruling is Ruling.FAILED else 0)),
        "errors": str(own if none else 0),
        "skipped": str(skipped),
        "time": "0",
    }


def _judged_by(suite: ET.Element, decision: Decision) -> None:
    check_junit.properties(
        suite, as_of=decision.as_of.isoformat(), engine=decision.engine, fail_on=decision.fail_on.value
    )


def _verdict(suite: ET.Element, decision: Decision) -> None:
    case = ET.SubElement(suite, "testcase", {"classname": "gate", "name": "verdict", "time": "0"})
    kind = {Ruling.FAILED: "failure", Ruling.NOT_EVALUATED: "error"}.get(decision.ruling)
    sentence = visible(page.verdict(decision))
    lines = (*page.reasons(decision), *page.judged(decision), *page.unread(decision), *page.notes(decision))
    untold = (f"Cannot be told any more: {name} {text}" for name, text in page.untold(decision))
    fixed = (f"Fixed: {name} {text}" for name, text in page.fixed(decision))
    told = ET.SubElement(case, "system-out")
    if kind:
        case.remove(told)
        causes = dict.fromkeys(each.cause.value for each in decision.reasons)
        told = ET.SubElement(case, kind, {"message": sentence, "type": " ".join(causes)})
    told.text = visible("\n".join((sentence, *lines, *untold, *fixed)))
