"""A check against an earlier one: what is new, known, changed, resolved, and what cannot be compared.

Findings are the same where their fingerprints are. A finding that is not there is resolved only if its rule was run
and its source read this time, and new only if its rule was run then. Knows the JSON of a check as far as it reads it,
and nothing of how a comparison is shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem
from trialign.load import fields
from trialign.model.finding import Finding, Verdict
from trialign.model.rule import Rule
from trialign.read.document import Document
from trialign.read.text import read_text
from trialign.validate import schema

_MEND = "name a file that 'trialign check --format json' wrote"
_AGAIN = "make it again without --severity and --verdict"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a check judged and listed; None stands for everything.

    Attributes:
        rules: Ids of the rules that were judged, each with the digest of what it asks.
    """

    rules: Mapping[str, str]
    nations: tuple[str, ...] | None = None
    severities: tuple[str, ...] | None = None
    verdicts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReadSource:
    """One source as far as comparisons need it; ``name`` is a book with its release, Decisions or Trials."""

    name: str
    state: str
    rows: int
    retrieved: str
    file: str

    @property
    def key(self) -> str:
        """Return the name without the release."""
        return self.name.partition("@")[0]


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """A finding of the earlier check, with the files of its evidence."""

    fingerprint: str
    rule: str
    verdict: Verdict
    nation: str
    message: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One check as comparisons see it; ``findings`` by fingerprint."""

    as_of: date
    scope: Scope
    sources: tuple[ReadSource, ...]
    findings: Mapping[str, EarlierFinding]


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two checks beside their findings: day, rules and sources, each sorted by name."""

    as_of: date
    now: date
    new_rules: tuple[str, ...]
    gone_rules: tuple[str, ...]
    changed_rules: tuple[str, ...]
    new_sources: tuple[str, ...]
    gone_sources: tuple[str, ...]
    changed_sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Findings of now and then.

    Attributes:
        new: Findings that the earlier check would have shown and did not.
        known: Findings with the verdict that they had.
        changed: Findings whose verdict was another.
        not_judged_then: Findings whose rule or nation the earlier check did not judge, or whose source it lacked.
        resolved: Earlier findings that are none any more.
        not_judged_now: Earlier findings whose rule was not run, or whose source was not read, this time.
        not_asked: How many earlier findings are of nations and rules that were not asked for this time.
    """

    file: str
    differences: Differences
    new: tuple[str, ...]
    known: tuple[str, ...]
    changed: Mapping[str, Verdict]
    not_judged_then: tuple[str, ...]
    resolved: tuple[EarlierFinding, ...]
    not_judged_now: tuple[EarlierFinding, ...]
    not_asked: int

    def not_gaps_then(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that the earlier check did not show as gaps; of a known gap it did."""
        known = set(self.known)
        return [each for each in findings if each.fingerprint not in known]


def digest(rule: Rule) -> str:
    """Return a digest of what a rule asks, parameters of the day included; its words do not count."""
    return hashlib.sha256(repr((rule.subject, rule.groups, rule.key)).encode()).hexdigest()[:12]


def scope(rules: Iterable[Rule]) -> Scope:
    """Return the scope of a check of some rules that lists everything."""
    return Scope({rule.id: digest(rule) for rule in sorted(rules, key=lambda each: each.id)})


def check_of(as_of: date, judged: Scope, sources: Iterable[ReadSource], findings: Iterable[Finding]) -> Check:
    """Return a check of now in the form of an earlier one."""
    return Check(as_of, judged, tuple(sources), {each.fingerprint: _as_earlier(each) for each in findings})


def _as_earlier(found: Finding) -> EarlierFinding:
    files = tuple(each.source.where.path for each in found.evidence)
    return EarlierFinding(found.fingerprint, found.rule.id, found.verdict, found.nation, found.message, files)


def read(path: Path, schemas: Path) -> Check:
    """Return an earlier check.

    Args:
        path: A file that ``trialign check --format json`` wrote.
        schemas: The folder of JSON Schemas.

    Raises:
        InputProblems: It is no such file, or lists only some of its findings.
    """
    name = path.as_posix()
    try:
        value = json.loads(read_text(path, name))
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise InputProblems([Problem(Location(name, line), "is no JSON", _MEND)]) from error
    wrong = schema.document_problems(Document(name, value, {}), schemas / "earlier-check.schema.json")
    if wrong:
        field = f" ({wrong[0].where.field})" if wrong[0].where.field else ""
        what = f"is no report of a check: {wrong[0].what}{field}"
        raise InputProblems([Problem(Location(name), what, _MEND)])
    found = fields.mapping(value)
    try:
        day = date.fromisoformat(fields.text(found, "as_of"))
    except ValueError as error:
        what = f"is no report of a check: '{fields.text(found, 'as_of')}' is no day"
        raise InputProblems([Problem(Location(name), what, _MEND)]) from error
    judged = _scope(fields.mapping(found["judged"]))
    if judged.severities is not None or judged.verdicts is not None:
        raise InputProblems([Problem(Location(name), "lists only some of its findings", _AGAIN)])
    sources = tuple(_source(each) for each in fields.mappings(found, "sources"))
    findings = [_finding(each) for each in fields.mappings(found, "findings")]
    return Check(day, judged, sources, {each.fingerprint: each for each in findings})


def _scope(value: fields.Mapping_) -> Scope:
    rules = {fields.text(each, "rule"): fields.text(each, "digest") for each in fields.mappings(value, "rules")}
    nations, severities, verdicts = (
        None if value[name] is None else fields.texts(value, name) for name in ("nations", "severities", "verdicts")
    )
    return Scope(rules, nations, severities, verdicts)


def _source(value: fields.Mapping_) -> ReadSource:
    name, state, rows, retrieved, file = (
        fields.text(value, key) for key in ("source", "state", "rows", "retrieved", "file")
    )
    return ReadSource(name, state, int(rows), retrieved, file)


def _finding(value: fields.Mapping_) -> EarlierFinding:
    files = tuple(fields.text(each, "file") for each in fields.mappings(value, "evidence"))
    name, rule, nation, message = (fields.text(value, key) for key in ("fingerprint", "rule", "nation", "message"))
    return EarlierFinding(name, rule, Verdict(fields.text(value, "verdict")), nation, message, files)


def compare(file: str, then: Check, now: Check, named: Collection[str]) -> Comparison:
    """Return what became of the findings of an earlier check.

    Args:
        file: How the earlier check is called.
        then: The earlier check.
        now: This check, with the findings of the nations and rules that were asked for.
        named: Ids of the rules that were asked for by name; none for all.
    """
    here, before = now.findings, then.findings
    absent = [each for each in here.values() if each.fingerprint not in before]
    added = _folders_lost(now, then)
    judged = {each.fingerprint for each in absent if _judged(each, then.scope) and not _rests_on(each, added)}
    asked = [each for each in before.values() if _asked(each, now.scope, named)]
    lost = [each for each in asked if each.fingerprint not in here]
    gone = _folders_lost(then, now)
    open_now = [each for each in lost if each.rule not in now.scope.rules or _rests_on(each, gone)]
    both = [each for each in here.values() if each.fingerprint in before]
    return Comparison(
        file,
        _differences(then, now, named),
        new=tuple(each.fingerprint for each in absent if each.fingerprint in judged),
        known=tuple(each.fingerprint for each in both if each.verdict is before[each.fingerprint].verdict),
        changed={
            each.fingerprint: before[each.fingerprint].verdict
            for each in both
            if each.verdict is not before[each.fingerprint].verdict
        },
        not_judged_then=tuple(each.fingerprint for each in absent if each.fingerprint not in judged),
        resolved=tuple(each for each in lost if each not in open_now),
        not_judged_now=tuple(open_now),
        not_asked=len(before) - len(asked),
    )


def _judged(finding: EarlierFinding, judged: Scope) -> bool:
    return finding.rule in judged.rules and (judged.nations is None or finding.nation in judged.nations)


def _asked(finding: EarlierFinding, judged: Scope, named: Collection[str]) -> bool:
    in_nation = judged.nations is None or finding.nation in judged.nations
    return in_nation and (not named or finding.rule in named)


def _folders_lost(one: Check, other: Check) -> frozenset[str]:
    """Return the folders of sources that one check read and of which the other read nothing."""
    held = {each.key for each in other.sources if each.state == "held"}
    return frozenset(
        each.file.rpartition("/")[0] for each in one.sources if each.state == "held" and each.key not in held
    )


def _rests_on(finding: EarlierFinding, folders: Iterable[str]) -> bool:
    return any(file.startswith(f"{each}/") for each in folders for file in finding.files)


def _differences(then: Check, now: Check, named: Collection[str]) -> Differences:
    before = {name: value for name, value in then.scope.rules.items() if not named or name in named}
    here = now.scope.rules
    changed = sorted(name for name in before.keys() & here.keys() if before[name] != here[name])
    new_sources, gone_sources, changed_sources = _changed_sources(then.sources, now.sources)
    return Differences(
        then.as_of,
        now.as_of,
        tuple(sorted(here.keys() - before.keys())),
        tuple(sorted(before.keys() - here.keys())),
        tuple(changed),
        tuple(new_sources),
        tuple(gone_sources),
        tuple(changed_sources),
    )


def _changed_sources(then: Sequence[ReadSource], now: Sequence[ReadSource]) -> tuple[list[str], list[str], list[str]]:
    before, here = {each.key: each for each in then}, {each.key: each for each in now}
    new = sorted(here[key].name for key in here.keys() - before.keys())
    gone = sorted(before[key].name for key in before.keys() - here.keys())
    words = [_words(before[key], here[key]) for key in sorted(before.keys() & here.keys())]
    return new, gone, [each for each in words if each]


def _words(then: ReadSource, now: ReadSource) -> str:
    """Return how a source differs, an empty string where it does not."""
    parts = list(_parts(then, now))
    return f"{now.key}: {', '.join(parts)}" if parts else ""


def _parts(then: ReadSource, now: ReadSource) -> Iterator[str]:
    for name, old, new in (
        ("release", then.name.partition("@")[2], now.name.partition("@")[2]),
        ("state", then.state.replace("_", " "), now.state.replace("_", " ")),
        ("rows", str(then.rows), str(now.rows)),
        ("retrieved", then.retrieved, now.retrieved),
    ):
        if old != new:
            yield f"{name} {old or 'none'} → {new or 'none'}"
