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
        properties(suite, as_of=view.as_of.isoformat(), engine=view.engine, fail_on=view.checked.fail_on)
        for each in members:
            case(suite, each, each.fingerprint in view.checked.failing)
    return text(root)


def text(root: ET.Element) -> str:
    """Return a report as XML text."""
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


def properties(suite: ET.Element, **values: str) -> None:
    """Add what a suite was judged by, by name."""
    held = ET.SubElement(suite, "properties")
    for name, value in values.items():
        ET.SubElement(held, "property", {"name": name, "value": value})


def case(suite: ET.Element, finding: Finding, fails: bool, unsure: str = "") -> None:
    """Add the test case of a finding.

    Args:
        suite: Where it belongs.
        finding: The finding.
        fails: Whether it makes the run fail.
        unsure: Why the run cannot be relied on: then it neither passes nor fails. Empty for one that can.
    """
    rule, where = finding.rule, summary.place(finding)
    at = {"file": visible(where.path), **({"line": str(where.line)} if where.line else {})} if where else {}
    name = visible(f"{summary.about(finding)} [{finding.fingerprint}]")
    made = ET.SubElement(
        suite, "testcase", {"classname": f"{rule.family}.{rule.id}", "name": name, "time": "0", **at}
    )
    if unsure:
        ET.SubElement(made, "skipped", {"message": visible(unsure)})
        told = ET.SubElement(made, "system-out")
    elif fails:
        told = ET.SubElement(made, "failure", {"message": visible(finding.message), "type": rule.severity.value})
    elif finding.verdict is Verdict.CANNOT_TELL:
        ET.SubElement(made, "skipped", {"message": visible(finding.doubt or summary.message(finding))})
        told = ET.SubElement(made, "system-out")
    else:
        told = ET.SubElement(made, "system-out")
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
