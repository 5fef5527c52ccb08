"""Kinds of fact, their fields and types, and the store that holds them.

Every fact has an integer ``fact``, unique over all kinds. Dates are days since 1970-01-01. A value that is not
known is absent from the row, never null or empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trialign.model.coverage import Coverage, Fit, Need
from trialign.model.directory import Availability, Nation, Source, Spelling
from trialign.model.rule import Value

Row = dict[str, Value]

_NEED: dict[str, type] = {
    "need": int,
    "biomarker": str,
    "biomarker_id": str,
    "alteration": str,
    "cancer": str,
    "cancer_name": str,
    "age": str,
    "absent": bool,
    "wanted": str,
    "testable": str,
    "since": int,
    "since_exact": bool,
}
KINDS: dict[str, dict[str, type]] = {
    "directory": {
        "nation": str, "nation_name": str, "title": str, "complete": bool, "arrangement": str, "in_force": bool,
        "reason": str, "age_days": int, "max_age_days": int, "stale": bool,
    },
    "test": {
        "id": str, "nation": str, "nation_name": str, "book": str, "code": str, "name": str, "indication": str,
        "technology": str, "availability": str, "available": bool, "sample": str, "origin": str, "kind": str,
        "release": str, "indication_code": str, "targets": str, "method": str, "eligibility": str, "remark": str,
        "bracket": str, "target_cell": str, "narrowing": str, "line": str, "setting": str,
    },
    "target": {
        "test": str, "nation": str, "nation_name": str, "code": str, "indication": str, "biomarker": str,
        "biomarker_id": str, "cancer": str, "cancer_name": str, "printed": str, "symbol": str, "spelling": str,
        "repeated": bool, "release": str, "look_alike": str,
    },
    "unresolved": {
        "test": str, "nation": str, "nation_name": str, "code": str, "indication": str, "printed": str, "reason": str,
        "hides_a_target": bool, "release": str,
    },
    "disagreement": {
        "nation": str, "nation_name": str, "release": str, "code": str, "indication": str, "side": str,
        "symbols": str,
    },
    "block": {
        "nation": str, "nation_name": str, "release": str, "code": str, "indication": str, "genes": int, "codes": str,
        "indications": int,
    },
    "reused": {
        "nation": str, "nation_name": str, "release": str, "code": str, "indication": str, "earlier_release": str,
        "earlier": str, "later": str, "same_indication": bool,
    },
    "crosswalk": {
        "nation": str, "nation_name": str, "legacy": str, "gt": str, "gt_name": str, "equivalence": str,
        "legacy_name": str, "legacy_indication": str, "gt_indications": str, "live": bool, "known": bool,
        "same_disease": bool, "genes": str,
    },
    "decision": {
        **_NEED,
        "record": str, "nation": str, "nation_name": str, "body": str, "ref": str, "medicine": str,
        "outcome": str, "outcome_text": str,
        "standing": str, "in_force": bool, "in_force_certain": bool, "adoption": str, "line": str,
        "setting": str, "conjunct": int, "decided": int, "decided_text": str, "confidence": str,
    },
    "trial": {
        **_NEED,
        "record": str, "nation": str, "nation_name": str, "title": str, "registry": str, "status": str,
        "phase": str, "open": bool, "current": bool, "captured": int, "captured_text": str, "arm": int,
        "conjunct": int, "local_testing": str, "site": str, "updated": int, "started": int,
        "primary_completion": int, "reviewed": bool, "confidence": int, "if_known": bool,
    },
    "registry_record": {
        "record": str, "registry": str, "title": str, "status": str, "phase": str, "open": bool, "site": str,
        "current": bool, "today": int, "captured": int, "captured_text": str, "updated": int, "updated_text": str,
        "started": int, "primary_completion": int, "primary_completion_text": str, "months_not_updated": int,
        "months_not_updated_at_most": int, "names_no_biomarker": bool, "criteria": int, "reviewed": bool,
        "confidence": int, "twins": int, "twin_records": str, "differs": str, "differs_certain": bool,
    },
    "coverage": {"need": int, "nation": str, "test": str, "code": str, "fit": str, "cause": str, "reason": str},
    "answer": {
        "need": int, "nation": str, "nation_name": str, "biomarker": str, "biomarker_id": str, "cancer": str,
        "cancer_name": str, "coverage": str, "cause": str, "reason": str, "explicit": bool,
        "blind": bool, "pathology": bool, "testable": str,
        "missing": str, "since": int, "since_exact": bool, "elsewhere": str, "for_trials": str,
    },
    "island": {
        "need": int, "nation": str, "nation_name": str, "indication": str, "indication_code": str, "coverage": str,
        "rank": int, "ranked": int, "missing": int, "since": int, "since_exact": bool,
    },
    "step": {
        **_NEED,
        "nation": str, "nation_name": str, "pathway": str, "number": int, "name": str, "conjunct": int,
        "condition": str, "medicine": str, "sample": str, "guidance": str, "symbol": str,
    },
    "register": {
        "need": int, "nation": str, "nation_name": str, "biomarker": str, "biomarker_id": str, "cancer": str,
        "cancer_name": str, "status": str, "trials": int, "trial_ids": str, "unlocks": int, "unlocked": str,
        "wave": int, "where": str,
    },
    "lag": {
        "decision": int, "nation": str, "open": bool, "known": bool, "listed": str, "days_at_least": int,
        "days_at_most": int, "days_text": str, "listed_after": int, "listed_by": int,
    },
    "within": {"inner": str, "outer": str},
    "ruling": {
        "record": str, "nation": str, "nation_name": str, "body": str, "ref": str, "medicine": str, "main": str,
        "biomarker": str, "biomarker_id": str, "cancer": str, "cancer_name": str, "wanted": str, "outcome": str,
        "outcome_text": str, "standing": str, "final": bool, "in_force": bool, "in_force_certain": bool,
        "adoption": str, "line": str, "setting": str, "age": str, "dated": bool, "decided": int,
        "decided_text": str, "since": int, "since_exact": bool, "confidence": str, "answered": bool, "others": str,
        "days_left": int, "ends_text": str,
    },
    "comparable": {
        "left": str, "right": str, "forward": bool, "certain": bool, "same_cancers": bool, "reason": str,
        "same_body": bool, "replaces": bool, "ordered": bool, "days_at_least": int, "days_at_most": int,
        "days_text": str, "differs": str, "tighter": str, "chain": str, "refs": str,
    },
    "link": {
        "nation": str, "nation_name": str, "code": str, "ref": str, "medicine": str, "supported": bool,
        "certain": bool, "state": str,
    },
    "exception": {
        "rule": str, "subject": str, "owner": str, "reason": str, "source": str, "created": int, "expires": int,
        "active": bool,
    },
    "finding": {
        "rule": str, "verdict": str, "nation": str, "biomarker": str, "biomarker_id": str, "cancer": str,
    },
}  # fmt: skip
VALUES: dict[str, frozenset[str]] = {
    "nation": frozenset(Nation),
    "standing": frozenset({"positive", "refused", "form", "licence", "none"}),
    "adoption": frozenset({"mandate", "adopted", "presumed"}),
    "testable": frozenset({"genomic", "pathology", "safety"}),
    "local_testing": frozenset({"required", "not required", "not stated"}),
    "coverage": frozenset(Coverage),
    "fit": frozenset(Fit),
    "spelling": frozenset(Spelling),
    "availability": frozenset(Availability),
    "verdict": frozenset({"gap", "cannot_tell", "excepted"}),
}
for _fields in KINDS.values():
    _fields["fact"] = int


@dataclass(slots=True)
class Facts:
    """The facts of one run, in the order in which they were added.

    Attributes:
        rows: Rows by kind.
        place: For each fact id its kind, its row, the words that describe it and its source.
        needs: Each need by its number, where the facts were built of a world.
    """

    rows: dict[str, list[Row]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    place: list[tuple[str, Row, str, Source]] = field(default_factory=list)
    needs: dict[int, Need] = field(default_factory=dict)

    def add(self, kind: str, values: Mapping[str, Value | None], words: str, source: Source) -> int:
        """Add a fact and return its id; values that are None or empty are left out as unknown."""
        fact = len(self.place)
        row: Row = {name: value for name, value in values.items() if value is not None and value != ""}
        unknown = row.keys() - KINDS[kind].keys()
        if unknown:
            raise KeyError(f"{kind} has no field {', '.join(sorted(unknown))}")
        row["fact"] = fact
        self.rows[kind].append(row)
        self.place.append((kind, row, words, source))
        return fact

    def copy(self) -> Facts:
        """Return the same rows in tables of their own, to which findings can be added."""
        return Facts({kind: list(rows) for kind, rows in self.rows.items()}, list(self.place), dict(self.needs))

    def row(self, fact: int) -> Row:
        """Return the row of a fact."""
        return self.place[fact][1]
