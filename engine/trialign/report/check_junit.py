"""A check as a JUnit report: a suite per family of rules, a test case per finding.

A gap that makes the check fail is a failure, what cannot be told is skipped with its reason; any other finding
passes, and says what it is as its output.
"""

from __future__ import annotations

from collections import defaultdict
from xml.etree import ElementTree as ET

from trialign.errors import visible
from trialign.model.finding import Finding, Verdict
from trialign.report import summary
from trialign.report.views import CheckView


def check(view: CheckView) -> str:
    """Return a check as XML text."""
    families: dict[str, list[Finding]] = defaultdict(list)
    for each in view.shown:
        families[each.rule.family].append(each)
    root = ET.Element("testsuites", {"name": "trialign check", **_counts(view, list(view.shown))})
    for family, members in families.items():
        suite = ET.SubElement(root, "testsuite", {"name": family, **_counts(view, members)})
        _properties(suite, view)
        for each in members:
            _case(suite, view, each)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _counts(view: CheckView, members: list[Finding]) -> dict[str, str]:
    failures = sum(each.fingerprint in view.checked.failing for each in members)
    skipped = sum(each.verdict is Verdict.CANNOT_TELL for each in members)
    return {
        "tests": str(len(members)),
        "failures": str(failures),
        "errors": "0",
        "skipped": str(skipped),
        "time": "0",
    }


def _properties(suite: ET.Element, view: CheckView) -> None:
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("as_of", view.as_of.isoformat()),
        ("engine", view.engine),
        ("fail_on", view.checked.fail_on),
    ):
        ET.SubElement(properties, "property", {"name": name, "value": value})


def _case(suite: ET.Element, view: CheckView, finding: Finding) -> None:
    rule, where = finding.rule, summary.place(finding)
    at = {"file": visible(where.path), **({"line": str(where.line)} if where.line else {})} if where else {}
    name = visible(f"{summary.about(finding)} [{finding.fingerprint}]")
    case = ET.SubElement(
        suite, "testcase", {"classname": f"{rule.family}.{rule.id}", "name": name, "time": "0", **at}
    )
    if finding.fingerprint in view.checked.failing:
        told = ET.SubElement(case, "failure", {"message": visible(finding.message), "type": rule.severity.value})
    elif finding.verdict is Verdict.CANNOT_TELL:
        ET.SubElement(case, "skipped", {"message": visible(finding.doubt or summary.message(finding))})
        told = ET.SubElement(case, "system-out")
    else:
        told = ET.SubElement(case, "system-out")
    told.text = visible(_told(finding))


def _told(finding: Finding) -> str:
    """Return a finding in full, a line for each thing that is known of it."""
    verdict = finding.verdict.value.replace("_", " ")
    places = dict.fromkeys(each.source.place for each in finding.evidence)
    lines = (
        f"{finding.rule.severity.value} {finding.rule.id} {finding.rule.title} ({verdict})",
        summary.message(finding),
        finding.doubt,
        summary.excuse(finding),
        f"→ {finding.remedy}",
        summary.open_for(finding),
        *places,
    )
    return "\n".join(filter(None, lines))
