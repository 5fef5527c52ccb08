"""Matches to findings: subjects with one key become one finding, with words, evidence and a fingerprint."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from trialign.errors import Location
from trialign.facts.tables import KINDS, Facts, Row
from trialign.inference import acceptances
from trialign.model.directory import Source
from trialign.model.finding import DaysOpen, Evidence, Finding, Match, Outcome, Verdict
from trialign.model.rule import Part, Rule, Value

_SLOT = re.compile(r"\{(\w+)\.(\w+)\}")
_LISTED = 5
_REASONS = 2
_RANK = {Verdict.GAP: 0, Verdict.CANNOT_TELL: 1, Verdict.EXCEPTED: 2}
_FIRST_FIND_OUT = "Find out what is not known here before anything is proposed; the evidence says what is missing."
_NATIONS = ("england", "scotland", "wales", "northern-ireland")


def collect(
    rules: Iterable[Rule], outcome: Outcome, facts: Facts, as_of_day: int | None = None
) -> tuple[Finding, ...]:
    """Return the findings of an outcome: gaps before doubts, harm before hygiene, then by rule, nation and key.

    A finding whose fingerprint an exception names is excepted, whatever its subjects.

    Args:
        rules: The rules whose findings are wanted.
        outcome: What an executor returned.
        facts: The facts that the matches name.
        as_of_day: The day to which open findings run; without it no days are computed.
    """
    by_id = {rule.id: rule for rule in rules}
    groups: dict[tuple[str, tuple[Value, ...]], list[Match]] = defaultdict(list)
    for match in outcome.matches:
        if match.rule_id in by_id:
            groups[match.rule_id, _key(by_id[match.rule_id], match, facts)].append(match)
    accepted, lapsed = acceptances.by_subject(facts, True), acceptances.by_subject(facts, False)
    found = []
    for (rule, key), matches in groups.items():
        named = accepted.get((rule, fingerprint(rule, key)), ())
        found.append(_finding(by_id[rule], key, acceptances.excused(matches, named), facts, as_of_day, lapsed))
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[int, int, str, int, str, str, str]:
    nation = _NATIONS.index(finding.nation) if finding.nation in _NATIONS else len(_NATIONS)
    place = (finding.rule.id, nation, finding.cancer, finding.biomarker, finding.fingerprint)
    return (_RANK[finding.verdict], finding.rule.severity.rank, *place)


def _bound(rule: Rule, match: Match, facts: Facts) -> dict[str, Row]:
    return {pattern.alias: facts.row(fact) for pattern, fact in zip(rule.subject, match.subject, strict=True)}


def _key(rule: Rule, match: Match, facts: Facts) -> tuple[Value, ...]:
    """Return the ids of a rule's key: where a field has an id beside its label, the id counts."""
    rows = _bound(rule, match, facts)
    values = []
    for ref in rule.key:
        row = rows[ref.alias]
        values.append(row.get(f"{ref.field}_id", row.get(ref.field, "")))
    return tuple(values)


def fingerprint(rule_id: str, key: Sequence[Value]) -> str:
    """Return the identity of a finding: 16 hexadecimal digits of a hash of rule id and key ids."""
    text = "\x1f".join([rule_id, *(str(value) for value in key)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _finding(
    rule: Rule,
    key: tuple[Value, ...],
    matches: list[Match],
    facts: Facts,
    as_of_day: int | None,
    lapsed: acceptances.By,
) -> Finding:
    verdict = min((match.verdict for match in matches), key=_RANK.__getitem__)
    deciding = sorted(
        (match for match in matches if match.verdict is verdict), key=lambda each: _reading(each, facts)
    )
    rows = _bound(rule, deciding[0], facts)
    alike = [bound for match in deciding if _subjects(bound := _bound(rule, match, facts)) == _subjects(rows)]
    subjects = tuple(dict.fromkeys(name for match in deciding for name in _subjects(_bound(rule, match, facts))))
    others = [name for name in subjects if name not in _subjects(rows)]
    message = _filled(rule.message, alike)
    more = f" And {len(others)} more: {_listed(others)}." if others else ""
    message += more
    return Finding(
        fingerprint=fingerprint(rule.id, key),
        rule=rule,
        verdict=verdict,
        nation=str(_first(rule, rows, "nation")),
        biomarker=str(_first(rule, rows, "biomarker")),
        biomarker_id=str(_first(rule, rows, "biomarker_id")),
        cancer=str(_first(rule, rows, "cancer")),
        cancer_name=str(_first(rule, rows, "cancer_name")),
        subjects=subjects,
        message=message,
        remedy=_filled(rule.remedy, alike) if verdict is not Verdict.CANNOT_TELL else _FIRST_FIND_OUT,
        days_open=_days_open(deciding, facts, as_of_day) if verdict is Verdict.GAP and not rule.closed else None,
        evidence=_evidence(deciding, facts),
        doubt=_doubt(rule, deciding, facts, message) if verdict is Verdict.CANNOT_TELL else "",
        facts=tuple(dict.fromkeys(fact for match in deciding for fact in (*match.subject, *match.evidence))),
        lapsed=tuple(
            acceptances.lapsed(
                rule, fingerprint(rule.id, key), (_bound(rule, each, facts) for each in deciding), lapsed, facts
            )
        ),
    )


def _doubt(rule: Rule, matches: Sequence[Match], facts: Facts, message: str) -> str:
    """Return the words of facts that make a finding a doubt, one per kind, where the message lacks them."""
    kinds = {pattern.kind for each in rule.group(Part.CANNOT_TELL) for pattern in each} - {"coverage", "test"}
    found: dict[str, tuple[Location, str]] = {}
    for match in matches:
        for fact in match.evidence:
            kind, row, words, source = facts.place[fact]
            said = "reason" in row and str(row["reason"]) in message
            if kind in kinds and not said and (fact not in match.subject or not _sure(row)):
                found[kind] = min(found.get(kind, (source.where, words)), (source.where, words))
    return "; ".join([words for _, (_, words) in sorted(found.items())][:_REASONS])


def _sure(row: Row) -> bool:
    return row.get("in_force_certain") is not False


def _reading(match: Match, facts: Facts) -> tuple[str, ...]:
    """Return what orders the matches of one finding, whatever order the input rows had."""
    return tuple(_reading_of(facts.place[fact][1]) for fact in match.subject)


def _reading_of(row: Row) -> str:
    nation = str(row.get("nation", ""))
    rank = _NATIONS.index(nation) if nation in _NATIONS else len(_NATIONS)
    visible = {name: value for name, value in row.items() if name not in {"fact", "need", "left", "right"}}
    return f"{rank}{row.get('record', '')}{sorted(visible.items())}"


def _subjects(rows: dict[str, Row]) -> list[str]:
    """Return the references of a subject: body and reference of decisions, id of trials, code of tests.

    A fact that names the references of a whole chain names them all, in its order.
    """
    chains = [str(row["refs"]).split(" | ") for row in rows.values() if "refs" in row]
    if chains:
        return list(dict.fromkeys(name for chain in chains for name in chain))
    names = []
    for row in rows.values():
        if "ref" in row and "body" in row:
            names.append(f"{row['body']} {row['ref']}")
        elif "record" in row:
            names.append(str(row["record"]))
        elif "code" in row:
            names.append(str(row["code"]))
    answers = [
        f"{row.get('nation_name', row.get('nation', 'any nation'))}: {row['biomarker']}"
        for row in rows.values()
        if "biomarker" in row
    ]
    return names or answers[:1]


def _listed(names: Sequence[str]) -> str:
    if len(names) > _LISTED:
        return ", ".join(names[:_LISTED]) + " …"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _first(rule: Rule, rows: dict[str, Row], field: str) -> Value:
    """Return a field of the fact that the key names, otherwise of the first subject fact that has it."""
    aliases = [ref.alias for ref in rule.key] + [pattern.alias for pattern in rule.subject]
    return next((rows[alias][field] for alias in aliases if field in rows[alias]), "")


def _filled(text: str, subjects: Sequence[dict[str, Row]]) -> str:
    """Return a text with its slots filled; where subjects with the same references differ, all values stand."""

    def value(slot: re.Match[str]) -> str:
        values = dict.fromkeys(str(rows[slot[1]].get(slot[2], "not stated")) for rows in subjects)
        return _listed(tuple(values))

    return _SLOT.sub(value, text)


def _days_open(matches: Sequence[Match], facts: Facts, as_of_day: int | None) -> DaysOpen | None:
    """Return since when a finding is known to be open: the earliest subject that shows it.

    A subject with an undated decision shows no day, and "at least 0 days" is not said.
    """
    if as_of_day is None:
        return None
    starts = []
    for match in matches:
        dated = [facts.row(fact) for fact in match.subject if "since" in KINDS[facts.place[fact][0]]]
        since = [(int(row["since"]), row.get("since_exact") is True) for row in dated if "since" in row]
        if since and len(since) == len(dated):
            starts.append(max(since))
    if not starts:
        return None
    start, exact = min(starts)
    days = as_of_day - start
    says_nothing = days < 0 or (days == 0 and not exact)
    return None if says_nothing else DaysOpen(days, exact)


def _evidence(matches: Sequence[Match], facts: Facts) -> tuple[Evidence, ...]:
    ordered = dict.fromkeys(fact for match in matches for fact in (*match.subject, *match.evidence))
    found: dict[tuple[str, Source], Evidence] = {}
    for fact in ordered:
        _, _, words, source = facts.place[fact]
        found.setdefault((words, source), Evidence(words, source))
    return tuple(sorted(found.values(), key=lambda each: (each.source.where, each.fact)))
