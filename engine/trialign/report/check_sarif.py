"""A check as SARIF 2.1.0, for code scanning and editors.

A gap is a result of kind ``fail``, one that is excepted too, with a suppression; what cannot be told is of kind
``open``, which has no level.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from trialign import __version__
from trialign.errors import Location, visible
from trialign.model.finding import Evidence, Finding, Verdict
from trialign.model.rule import Rule, Severity
from trialign.report import summary
from trialign.report.rule_words import escaped
from trialign.report.views import CheckView

Json = dict[str, object]
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STATES = {"new": "new", "known": "unchanged"}
_BUNDLED, _OWN = "TRIALIGN", "%SRCROOT%"
_BASES = {
    _BUNDLED: {"description": {"text": "The folder that holds the directories of trialign: those that are bundled."}},
    _OWN: {"description": {"text": "The folder in which the check was run."}},
}
FINGERPRINT = "trialign/v1"
_NONE: Mapping[str, object] = {}


def check(view: CheckView) -> str:
    """Return a check as SARIF text."""
    standings = summary.standings(view)
    found = [(each, standings.get(each.fingerprint, "")) for each in view.shown]
    return text("trialign/check", {"executionSuccessful": True, "properties": _judged(view)}, found)


def text(
    name: str, invocation: Json, found: Sequence[tuple[Finding, str]], more: Mapping[str, object] = _NONE
) -> str:
    """Return a log of one run as SARIF text.

    Args:
        name: What kind of run it is.
        invocation: How it went.
        found: Its findings, each with how it stands to what was known; empty where that is not known.
        more: Properties of the run.
    """
    rules = {each.rule.id: each.rule for each, _ in found}
    order = sorted(rules)
    driver = {"name": "trialign", "version": __version__, "rules": [_rule(rules[name]) for name in order]}
    run: Json = {
        "tool": {"driver": driver},
        "automationDetails": {"id": name},
        "invocations": [invocation],
        "originalUriBaseIds": _BASES,
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, order.index(each.rule.id), standing) for each, standing in found],
        **({"properties": dict(more)} if more else {}),
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _judged(view: CheckView) -> Json:
    return {
        "as_of": view.as_of.isoformat(),
        "engine": view.engine,
        "verdict": summary.verdict(view),
        "notice": summary.NOTICE,
    }


def _rule(rule: Rule) -> Json:
    own = rule.own_severity or rule.severity
    return {
        "id": rule.id,
        "shortDescription": {"text": visible(rule.title)},
        "fullDescription": {"text": visible(rule.rationale)},
        "help": {"text": visible(_help(rule)), "markdown": visible(_help_markdown(rule))},
        "defaultConfiguration": {"level": _LEVELS[own]},
        "properties": {
            "tags": [rule.family, rule.status],
            "recommendations": list(rule.recommendations),
        },
    }


def _help(rule: Rule) -> str:
    wrong = "".join(f"\n- {each}" for each in rule.false_positives)
    read = "".join(f"\n- {publisher}: {title}, {url}" for title, publisher, url, _ in rule.references)
    return f"{rule.rationale}" + _part("May be wrong where:", wrong) + _part("Read:", read)


def _help_markdown(rule: Rule) -> str:
    wrong = "".join(f"\n- {escaped(each)}" for each in rule.false_positives)
    read = "".join(
        f"\n- {escaped(publisher)}: [{escaped(title)}]({url})" for title, publisher, url, _ in rule.references
    )
    return f"{escaped(rule.rationale)}" + _part("**May be wrong where**\n", wrong) + _part("**Read**\n", read)


def _part(title: str, lines: str) -> str:
    return f"\n\n{title}{lines}" if lines else ""


def _result(finding: Finding, number: int, standing: str) -> Json:
    doubt = finding.verdict is Verdict.CANNOT_TELL
    first = summary.place(finding)
    others = [each for each in finding.evidence if each.source.where != first]
    result: Json = {
        "ruleId": finding.rule.id,
        "ruleIndex": number,
        "kind": "open" if doubt else "fail",
        "level": "none" if doubt else _LEVELS[finding.rule.severity],
        "message": {"text": shown(_message(finding))},
        "locations": [location(first)] if first else [],
        "relatedLocations": list(_related(others)),
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": _properties(finding, standing),
    }
    if finding.verdict is Verdict.EXCEPTED:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": visible(summary.excuse(finding))}
        ]
    if state := _STATES.get(standing, "updated" if standing.startswith("was ") else ""):
        result["baselineState"] = state
    return result


def shown(text: str) -> str:
    """Return text in which no sign is read as a placeholder or a link, which messages of SARIF may hold."""
    return re.sub(r"\{(\d+)\}", r"{{\1}}", visible(text)).replace("](", "] (")


def _message(finding: Finding) -> str:
    return " ".join(filter(None, (summary.message(finding), finding.doubt, f"→ {finding.remedy}")))


def _properties(finding: Finding, standing: str) -> Json:
    days = finding.days_open
    return {
        "verdict": finding.verdict.value,
        "severity": finding.rule.severity.value,
        "nation": finding.nation or None,
        "biomarker": finding.biomarker or None,
        "cancer": finding.cancer or None,
        "subjects": list(finding.subjects),
        "days_open": {"days": days.days, "bound": "exact" if days.exact else "at_least"} if days else None,
        "since": standing or None,
    }


def _related(evidence: Sequence[Evidence]) -> Iterator[Json]:
    """Yield the places of the other facts, each once with the first fact that stands there."""
    facts: dict[Location, str] = {}
    for each in evidence:
        facts.setdefault(each.source.where, each.fact)
    for number, (where, fact) in enumerate(facts.items()):
        yield {"id": number, **location(where), "message": {"text": shown(fact)}}


def location(where: Location) -> Json:
    """Return the place of a file or of one of its lines."""
    region = {"region": {"startLine": where.line}} if where.line else {}
    return {"physicalLocation": {"artifactLocation": _artifact(where.path), **region}}


def _artifact(path: str) -> Json:
    """Return a relative address with what it is relative to, or the address of a file outside both."""
    if path.startswith("/"):
        return {"uri": f"file://{quote(path)}"}
    if path.startswith("../"):
        return {"uri": quote(path)}
    return {"uri": quote(path), "uriBaseId": _BUNDLED if path.startswith(summary.BUNDLED) else _OWN}
