"""The text of a new rule: valid, with examples that pass, and with ``FILL IN`` wherever a person must think."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from string import Template

_RULE = Template("""\
# yaml-language-server: $$schema=$schema
id: $id
title: FILL IN in one line what disagrees
status: experimental
severity: warning
family: $family
recommendations: []
rationale: >-
  FILL IN why a clinician or a commissioner cares.
false_positives:
  - FILL IN when the rule is wrong although it fires
references:
  - {title: FILL IN the source of what the rule asks, publisher: FILL IN,
     url: "https://example.org/", retrieved: $today}
# Once a finding has been read by hand (found: silent needs because instead of read):
# on_real_data:
#   as_of: $today
#   found: 3 findings, 12 cannot tell
#   read: one finding, its evidence, and whether it is right
""")

_DECISIONS = Template("""\
for:
  - {decision: d, standing: positive, in_force: true, testable: genomic}
without:
  - {answer: met, need: $$d.need, nation: $$d.nation, coverage: covered}
cannot_tell:
  - {answer: open, need: $$d.need, nation: $$d.nation, coverage: cannot_tell}
unless:
  - {exception: e, rule: $id, subject: $$d.record, active: true}
key: [d.nation, d.biomarker, d.cancer]
message: >-
  {d.nation_name}: FILL IN what is wrong with {d.wanted} in {d.cancer_name} for {d.medicine} ({d.body} {d.ref}).
remedy: "FILL IN who should do what about {d.biomarker} in {d.cancer_name}."
examples:
  - name: no test names the gene
    given:
      - decision: {id: D1, nation: england, body: NICE, drug: sotorasib, biomarker: KRAS G12C,
          cancer: NSCLC, outcome: recommended}
      - test: {id: T1, nation: england, biomarker: EGFR small variant, cancer: NSCLC}
    expect: gap
  - name: a test names it
    given:
      - decision: {id: D1, nation: england, body: NICE, drug: sotorasib, biomarker: KRAS G12C,
          cancer: NSCLC, outcome: recommended}
      - test: {id: T1, nation: england, biomarker: KRAS small variant, cancer: NSCLC}
    expect: none
  - name: what the nation offers is not known
    given:
      - directory: {nation: scotland, complete: false}
      - decision: {id: D1, nation: scotland, body: SMC, drug: sotorasib, biomarker: KRAS G12C,
          cancer: NSCLC, outcome: recommended}
    expect: cannot_tell
""")

_TRIALS = Template("""\
for:
  - {trial: t, open: true, testable: genomic}
without:
  - {answer: met, need: $$t.need, nation: $$t.nation, coverage: covered}
cannot_tell:
  - {answer: open, need: $$t.need, nation: $$t.nation, coverage: cannot_tell}
unless:
  - {exception: e, rule: $id, subject: $$t.record, active: true}
key: [t.nation, t.biomarker, t.cancer]
message: >-
  {t.nation_name}: FILL IN what is wrong with {t.wanted} in {t.cancer_name} for {t.record} ({t.status}).
remedy: "FILL IN who should do what about {t.biomarker} in {t.cancer_name}."
examples:
  - name: no test names the gene
    given:
      - trial: {id: NCT00000001, nation: england, status: Recruiting, biomarker: MET amplification, cancer: NSCLC}
      - test: {id: T1, nation: england, biomarker: EGFR small variant, cancer: NSCLC}
    expect: gap
  - name: a test names it
    given:
      - trial: {id: NCT00000001, nation: england, status: Recruiting, biomarker: MET amplification, cancer: NSCLC}
      - test: {id: T1, nation: england, biomarker: MET amplification, cancer: NSCLC}
    expect: none
  - name: what the nation offers is not known
    given:
      - directory: {nation: scotland, complete: false}
      - trial: {id: NCT00000001, nation: scotland, status: Recruiting, biomarker: MET amplification, cancer: NSCLC}
    expect: cannot_tell
""")

_RECORDS = Template("""\
for:
  - {registry_record: r, open: true}
without:
  - {registry_record: dated, fact: $$r.fact, primary_completion: {known: true}}
cannot_tell:
  - {registry_record: old, fact: $$r.fact, current: false}
unless:
  - {exception: e, rule: $id, subject: $$r.record, active: true}
key: [r.record]
message: "FILL IN what is wrong with trial {r.record} ({r.title}), which is {r.status} in {r.registry}."
remedy: "FILL IN whom to ask about {r.record}."
examples:
  - name: the record says no day
    given:
      - trial: {id: NCT00000001, nation: england, status: Recruiting, biomarker: MET amplification,
          cancer: NSCLC, primary_completion: ""}
    expect: gap
  - name: the record says a day
    given:
      - trial: {id: NCT00000001, nation: england, status: Recruiting, biomarker: MET amplification, cancer: NSCLC}
    expect: none
  - name: the copy is too old to tell
    given:
      - trial: {id: NCT00000001, nation: england, status: Recruiting, biomarker: MET amplification,
          cancer: NSCLC, primary_completion: "", captured: 2025-03-13}
    expect: cannot_tell
""")

_ROWS = Template("""\
for:
  - {test: t, remark: {known: true}}
unless:
  - {exception: e, rule: $id, subject: $$t.code, active: true}
key: [t.nation, t.release, t.code]
message: "{t.nation_name}: FILL IN what is wrong with {t.code} under {t.indication} ({t.release}): {t.remark}."
remedy: "FILL IN whom to ask about {t.code}."
examples:
  - name: a row with a remark
    given:
      - test: {id: T1, nation: england, biomarker: TP53 small variant, remark: something odd, cancer: NSCLC}
    expect: gap
  - name: a row without one
    given:
      - test: {id: T1, nation: england, biomarker: TP53 small variant, cancer: NSCLC}
    expect: none
  - name: a remark that somebody has accepted
    given:
      - test: {id: T1, nation: england, biomarker: TP53 small variant, remark: something odd, cancer: NSCLC}
      - exception: {rule: $id, subject: T1, owner: a team, reason: it is right so, expires: 2027-06-30}
    expect: excepted
""")

_ABOUT = {"trials": _TRIALS, "registry": _RECORDS, "hygiene": _ROWS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new rule is to be: its id and family, where its schema lies, and the day."""

    id: str
    family: str
    schema: str
    today: date


def rule_text(wanted: Wanted) -> str:
    """Return the text of a new rule; a family that is not known begins with decisions and the answers to them."""
    values = {"id": wanted.id, "family": wanted.family, "schema": wanted.schema, "today": wanted.today.isoformat()}
    return "".join(part.substitute(values) for part in (_RULE, _ABOUT.get(wanted.family, _DECISIONS)))
