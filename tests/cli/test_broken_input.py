"""Bad input ends with one line per defect: file, line, what and how to mend; and nothing on standard output."""

# ruff: noqa: E501  (one defect, one line of the table)

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.process import InProcess

from trialign import resources

BROKEN = Path(__file__).parents[1] / "broken"
DIRECTORIES = BROKEN / "directories"
RULES = BROKEN / "rules"
DATE = "write 2026-07-16, 2026-07 or 2026"
NO_SUCH_DAY = "'2026-02-30' is no date: day is out of range for month"
MEGABYTE = 1024 * 1024


class Result(NamedTuple):
    status: int
    stdout: str
    stderr: str

    @property
    def problems(self) -> list[str]:
        return self.stderr.splitlines()[:-1]


Run = Callable[..., Result]


@pytest.fixture
def run(in_process: InProcess) -> Run:
    """The command in this process, as of the pinned day."""

    def call(*arguments: str | Path) -> Result:
        given = [str(each) for each in arguments]
        if "--as-of" not in given:
            given += ["--as-of", "2026-11-22"]
        return Result(*in_process(*given))

    return call


def in_a_process(*arguments: str | Path, memory: int = 0) -> Result:
    """Run the real command; ``memory`` limits its address space in bytes."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory})); " if memory else ""
    command = [sys.executable, "-c", f"{limit}from trialign.cli import main; main()"]
    ended = subprocess.run(
        [*command, *map(str, arguments), "--as-of", "2026-11-22"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return Result(ended.returncode, ended.stdout, ended.stderr)


def rulebook(defect: str, tmp_path: Path) -> Path:
    """Return a broken rulebook with the schemas that a rulebook folder needs."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES / defect, folder)
    for name in ("rule.schema.json", "shared.schema.json"):
        shutil.copy(resources.rules() / name, folder)
    return folder


def assert_one_problem(result: Result, status: int, place: str, what: str, remedy: str) -> None:
    assert result.stdout == ""
    assert result.status == status
    assert result.stderr.endswith("1 problem; nothing was judged.\n"), result.stderr
    (problem,) = result.problems
    assert problem.startswith(place), problem
    found = problem.removeprefix(place)
    assert what in found, problem
    assert found.endswith(f"; {remedy}"), problem


def test_the_sound_data_and_rules_from_which_every_defect_departs_are_valid(run: Run, tmp_path: Path) -> None:
    data = run("validate", DIRECTORIES / "sound")
    rules = run("validate", rulebook("sound", tmp_path))
    assert (data.status, data.stderr) == (0, "")
    assert "2 tests of England" in data.stdout
    assert (rules.status, rules.stderr) == (0, "")
    assert rules.stdout.startswith("valid: 1 rules")


# defect, place below the data root, what, remedy
DATA_CASES = [
    ("missing-column", "england/tests.csv:1", "the column 'test_code' is missing", "did you mean 'test_cod' or 'test_name'?"),
    ("duplicate-test-code", "england/tests.csv:3", "[test_code] the test code M1.1 stands twice under M1, first in line 2", "remove or recode one of the rows"),
    ("unmapped-indication", "england/tests.csv:3", "the indication M9 of book cancer-non-cns is not mapped to cancers", "add it to the indications.csv of england"),
    ("test-code-of-wrong-form", "england/tests.csv:3", '[test_code] "one" has the wrong form', "a code such as M1.4, R444.1 or GT303"),
    ("unknown-cancer-in-indication", "england/indications.csv:2", "unknown cancer 'COADREED'", "did you mean 'COADREAD' or 'COAD'?"),
    ("unknown-kind-of-indication", "england/indications.csv:2", '[kind] "malignent" is not an allowed value', "did you mean 'malignant'?"),
    ("too-many-cells", "england/tests.csv:4", "the row has 5 cells, the header 4", "quote cells that hold commas, or add the missing cells"),
    ("unclosed-quotation-mark", "england/tests.csv:4", "is not a CSV table: unexpected end of data", "check the quotation marks"),
    ("empty-csv", "england/tests.csv", "is empty", "it needs the columns indication_code, indication, test_code, test_name"),
    ("empty-yaml", "england/directory.yaml", "is empty", "write the document, or remove the file"),
    ("date-that-does-not-exist-in-directory", "england/directory.yaml:16", f"[books.0.releases.0.published] {NO_SUCH_DAY}", DATE),
    ("date-of-wrong-form-in-directory", "england/directory.yaml:16", '"16 July 2026" has the wrong form', DATE),
    ("releases-out-of-order", "england/directory.yaml:20", "release 2026-01 (2026-01-10) stands after 2026-07", "list releases from the oldest to the newest"),
    ("missing-field-in-directory", "england/directory.yaml:1", "the field 'arrangement' is missing", "add it"),
    ("fractional-number-of-days", "england/directory.yaml:6", "[max_age_days] 180.0 is not a whole number", "write a whole number"),
    ("wrong-nation", "england/directory.yaml:1", '[nation] "englnd" is not an allowed value', "did you mean 'england'?"),
    ("duplicate-key", "england/directory.yaml:20", "the key 'name' stands twice", "keep one"),
    ("custom-tag", "england/directory.yaml:2", "uses the tag tag:yaml.org,2002:python/object/apply:os.system", "tags are not read; use plain values"),
    ("deep-nesting", "england/directory.yaml:7", "is nested more than 40 levels deep", "write it flatter"),
    ("not-yaml", "england/directory.yaml:8", "is not YAML: while parsing a flow sequence, did not find expected ',' or ']'", "check indentation and quotes"),
    ("two-documents", "england/directory.yaml:20", "is not YAML: expected a single document in the stream", "check indentation and quotes"),
    ("control-character-by-escape", "england/directory.yaml:2", "holds the control character U+001B", "remove it"),
    ("missing-file", "england/directory.yaml:13", "[file] there is no file 'tests.csv' in ", "add it, or write held: false"),
    ("file-that-is-a-folder", "england/directory.yaml:13", "[file] there is no file '.' in ", "add it, or write held: false"),
    ("file-outside-the-folder", "england/directory.yaml:13", "[file] the file '../../missing-column/england/tests.csv' does not lie in the folder", "keep it there and name it by its path within that folder"),
    ("nation-without-directory", "england", "has no directory.yaml, so nothing in it is read", "add one, or remove the folder"),
    ("date-that-does-not-exist-in-collected-facts", "scotland/tests.csv:2", f"[date] {NO_SUCH_DAY}", f"{DATE}, or leave it empty"),
    ("unknown-gene-in-collected-facts", "scotland/tests.csv:2", "unknown gene or signature 'KRSA'; did you mean 'KRAS'", "use a label of docs/labels.md"),
    ("wrong-availability", "scotland/tests.csv:2", '[availability] "offerd" is not an allowed value', "did you mean 'offered' or 'not-offered'?"),
    ("duplicate-code-in-collected-facts", "scotland/tests.csv:3", "the test code S9 stands twice, first in line 2", "remove or recode one of the rows"),
    ("unknown-gene-in-decision", "decisions/nice.csv:3", "[biomarkers] unknown gene or signature 'KRSA'; did you mean 'KRAS'", "see docs/labels.md for labels"),
    ("unknown-alteration-in-decision", "decisions/nice.csv:3", "'KRAS wobbly' names no alteration that is known", "see docs/labels.md for labels"),
    ("unknown-cancer-in-decision", "decisions/nice.csv:2", "[cancers] unknown cancer 'NSCLCC'", "did you mean 'NSCLC' or 'SCLC' or 'NSCLCPD'?"),
    ("date-that-does-not-exist-in-decision", "decisions/nice.csv:2", f"[date] {NO_SUCH_DAY}", f"{DATE}, or leave it empty"),
    ("retrieval-without-day-in-decision", "decisions/nice.csv:2", "[retrieved] '2026-11' is a month or a year, not a day", "write the day, such as 2026-07-16"),
    ("wrong-outcome", "decisions/nice.csv:2", '[outcome] "recomended" is not an allowed value', "did you mean 'recommended' or 'not-recommended'?"),
    ("unknown-body", "decisions/nice.csv:2", '[body] "NIECE" is not an allowed value', "did you mean 'NICE'?"),
    ("duplicate-decision-id", "decisions/nice.csv:3", "[id] the id D1 stands twice, first at ", "give each decision an id of its own"),
    ("adoption-date-that-does-not-exist", "decisions/decisions.yaml:8", f"[bodies.0.counts_in.0.since] {NO_SUCH_DAY}", DATE),
    ("decisions-without-settings", "decisions/decisions.yaml", "is not there", "add it, or check the path"),
    ("decisions-without-table", "decisions", "is an empty directory: it has no decisions", "add a CSV file"),
    ("unreadable-biomarker-in-trial", "trials/NCT00000001.yaml:17", "unknown gene or signature 'RTE'; did you mean 'RET'", "see docs/labels.md for labels"),
    ("unknown-cancer-in-trial", "trials/NCT00000001.yaml:15", "unknown cancer 'NSCLCC'", "did you mean 'NSCLC' or 'SCLC' or 'NSCLCPD'?"),
    ("date-that-does-not-exist-in-trial", "trials/NCT00000001.yaml:5", f"[captured] {NO_SUCH_DAY}", DATE),
    ("update-that-does-not-exist-in-trial", "trials/NCT00000001.yaml:7", f"[updated] {NO_SUCH_DAY}", DATE),
    ("update-after-the-capture-in-trial", "trials/NCT00000001.yaml:7", "[updated] the record was updated on 2026-01-06, after it was captured on 2026-01-05", "correct one of the dates"),
    ("completion-of-wrong-form-in-trial", "trials/NCT00000001.yaml:7", '[primary_completion] "June 2028" has the wrong form', DATE),
    ("other-record-twice", "trials/NCT00000001.yaml:13", "[other_records.1.id] the record 2023-508143-51-00 of CTIS stands twice", "name each record once"),
    ("other-record-that-is-the-trial", "trials/NCT00000001.yaml:8", "[other_records.0.id] the record NCT00000001 of A registry stands twice", "name each record once"),
    ("other-record-without-source", "trials/NCT00000001.yaml:8", "[other_records.0] the field 'source_url' is missing", "add it"),
    ("other-record-with-unknown-status", "trials/NCT00000001.yaml:10", '[other_records.0.status] "Ongoing, recruting" is not an allowed value', "did you mean 'Ongoing, recruiting' or 'Ongoing, recruitment ended' or 'No longer recruiting'?"),
    ("capture-that-does-not-exist-in-other-record", "trials/NCT00000001.yaml:11", f"[other_records.0.captured] {NO_SUCH_DAY}", DATE),
    ("unknown-label-noted", "trials/NCT00000001.yaml:11", "[noted.0.biomarker] unknown gene or signature 'NOGENE'", "see docs/labels.md for labels"),
    ("role-that-no-noted-biomarker-has", "trials/NCT00000001.yaml:12", '[noted.0.role] "eithr" is not an allowed value', "did you mean 'either'?"),
    ("absence-noted", "trials/NCT00000001.yaml:11", "[noted.0.biomarker] '!RET fusion' asks for an absence", "a noted biomarker has no '!'"),
    ("confirmed-without-review", "trials/NCT00000001.yaml:10", "[confirmed] a confirmation stands beside reviewed: false", "write reviewed: true"),
    ("confirmed-on-no-day", "trials/NCT00000001.yaml:10", f"[confirmed.on] {NO_SUCH_DAY}", DATE),
    ("confidence-above-one", "trials/NCT00000001.yaml:18", "[treatment_list.step.0.match.0.and.1.genomic.confidence] 1.5 is greater than the maximum of 1", "write a number from 0 to 1"),
    ("confidence-in-words", "trials/NCT00000001.yaml:18", '[treatment_list.step.0.match.0.and.1.genomic.confidence] "high" is not a number', "write a number from 0 to 1"),
    ("span-that-ends-before-it-begins", "trials/NCT00000001.yaml:18", "[treatment_list.step.0.match.0.and.1.genomic.span] the span ends at 12, not after 30", "write the first character first"),
    ("span-of-one-number", "trials/NCT00000001.yaml:18", "[treatment_list.step.0.match.0.and.1.genomic.span] [30] is too short", "write [first character, character after the last]"),
    ("if-known-of-what-must-be-present", "trials/NCT00000001.yaml:18", "[treatment_list.step.0.match.0.and.1.genomic.if_known] if_known stands at a biomarker that must be present", "only an exclusion can hold if the result is known"),
    ("digest-of-wrong-length", "trials/NCT00000001.yaml:10", '[extraction.text_sha256] "abc" has the wrong form', "write the SHA-256 digest of the text, 64 hexadecimal digits"),
    ("step-that-matches-nothing", "trials/NCT00000001.yaml:12", "[treatment_list.step.0.match] the step matches nothing", "write its criteria, or names_no_biomarker: true"),
    ("names-no-biomarker-beside-one", "trials/NCT00000001.yaml:10", "[names_no_biomarker] names_no_biomarker stands beside criteria on biomarkers", "remove one of the two"),
    ("names-no-biomarker-denied", "trials/NCT00000001.yaml:10", "[names_no_biomarker] false is not true", "write true, or leave the key out"),
    ("moved-key-in-trial-settings", "trials/trials.yaml:8", "[result_required] unknown field 'result_required'", "known here: captured_from, captured_to, complete, licence, max_age_basis, max_age_days, publisher, source_url, unknown"),
    ("date-that-does-not-exist-in-trial-settings", "trials/trials.yaml:4", f"[captured_to] {NO_SUCH_DAY}", DATE),
    ("wrong-registry-id", "trials/NCT00000001.yaml:1", '[nct_id] "NCT1" has the wrong form', "a registry id such as NCT01234567"),
    ("missing-field-in-trial", "trials/NCT00000001.yaml:1", "the field 'status' is missing", "add it"),
    ("date-that-does-not-exist-in-exceptions", "exceptions.csv:2", "[created] '2026-02-30' is no day: day is out of range for month", "write the day, such as 2026-07-16"),
    ("exception-until-a-month", "exceptions.csv:2", '[expires] "2027-01" has the wrong form', "write the day on which it ends, such as 2026-07-16"),
    ("exception-that-ends-before-it-begins", "exceptions.csv:2", "[expires] '2026-04-30' is not after the day of creation, '2026-05-01'", "write a later day"),
    ("exception-without-owner", "exceptions.csv:2", "[owner] is empty", "name who accepts this"),
    ("exception-without-source", "exceptions.csv:2", "[source] is empty", "give the link or the document in which the acceptance is recorded"),
    ("unknown-rule-in-exceptions", "exceptions.csv:2", "[rule] there is no rule 'XYZ-777'", "'trialign rules list' lists the rules"),
    ("rule-id-of-wrong-form-in-exceptions", "exceptions.csv:2", '[rule] "COV1" has the wrong form', "a rule id such as COV-001"),
    ("nation-of-another-folder", "england/directory.yaml:1", "[nation] the nation 'wales' is not that of the folder", "write england"),
    ("duplicate-indication", "england/indications.csv:3", "the indication M1 of book cancer-non-cns stands twice, first in line 2", "keep one of the rows"),
    ("date-in-other-digits", "decisions/nice.csv:2", "[retrieved] ", "write the day, such as 2026-07-16"),
    ("duplicate-trial", "trials/copy.yaml:1", "[nct_id] the trial NCT00000001 stands twice, first at ", "remove one of the files"),
    ("file-where-a-folder-belongs", "england", "is no folder", "put a folder there, or remove it"),
    ("order-of-letters-turned-round", "england/tests.csv:3", "holds the control character U+202E", "remove it"),
    ("alternatives-without-end", "trials/NCT00000001.yaml:47", "the alternatives multiply to more than 1,000 arms", "name fewer alternatives"),
    ("status-that-no-registry-has", "trials/NCT00000001.yaml:4", '[status] "Recruting" is not an allowed value', "did you mean 'RECRUITING' or 'NOT_YET_RECRUITING' or 'Not yet recruiting'?"),
    ("folder-of-no-nation", "irland", "holds a directory of no nation that is read", "name it as one of england, scotland, wales, northern-ireland, or remove it"),
    ("unknown-cancer-in-pathway", "pathways/lynch.csv:3", "[cancers] unknown cancer 'UCECC'", "did you mean 'UCEC' or 'UCCC' or 'CECC'?"),
    ("unknown-gene-in-pathway", "pathways/lynch.csv:3", "[biomarkers] unknown gene or signature 'MLHH1'; did you mean 'MLH1'", "see docs/labels.md for labels"),
    ("unknown-nation-in-pathway", "pathways/lynch.csv:2", '[nations] "englnd" has the wrong form', "write nations joined by ' | ', or leave it empty for all"),
    ("unknown-sample-in-pathway", "pathways/lynch.csv:2", '[sample] "plsma" is not an allowed value', "did you mean 'plasma'?"),
    ("unknown-logic-in-pathway", "pathways/lynch.csv:2", '[logic] "al" is not an allowed value', "did you mean 'all'?"),
    ("step-in-words-in-pathway", "pathways/lynch.csv:2", '[step] "one" has the wrong form', "write the number of the step"),
    ("pathway-without-guidance", "pathways/lynch.csv:2", "[guidance] is empty", "name the guidance, policy or label that asks for the step"),
    ("pathway-without-source", "pathways/lynch.csv:2", '[source_url] is empty', "give the web address"),
    ("pathway-without-column", "pathways/lynch.csv:1", "the column 'biomarkers' is missing", "add it"),
    ("date-that-does-not-exist-in-pathway", "pathways/lynch.csv:2", "[retrieved] '2026-02-30' is no day: day is out of range for month", "write the day, such as 2026-07-16"),
    ("retrieval-without-day-in-pathway", "pathways/lynch.csv:2", '[retrieved] "2026-11" has the wrong form', "write the day, such as 2026-07-16"),
    ("publication-of-wrong-form-in-pathway", "pathways/lynch.csv:2", '[published] "October 2020" has the wrong form', f"{DATE}, or leave it empty"),
    ("published-on-no-day-in-pathway", "pathways/lynch.csv:2", "[published] '2020-02-30' is no date: day is out of range for month", f"{DATE}, or leave it empty"),
    ("unknown-folder-only", "", "the folder 'englnd' is none that is read", "did you mean 'england'?"),
]  # fmt: skip


@pytest.mark.parametrize(("defect", "place", "what", "remedy"), DATA_CASES, ids=[case[0] for case in DATA_CASES])
def test_a_defect_of_the_data_is_told_with_file_line_and_remedy(
    run: Run, defect: str, place: str, what: str, remedy: str
) -> None:
    root = DIRECTORIES / defect
    result = run("validate", root)
    assert_one_problem(result, 3, f"{(root / place).as_posix()}: ", what, remedy)


# defect, place below the rulebook, what, remedy
RULE_CASES = [
    ("unbound-variable", "coverage/COV-001.yaml:13", "unbound variable '$x'", "bound here: d, t"),
    ("unknown-field", "coverage/COV-001.yaml:11", "decision has no field 'in_farce'", "did you mean 'in_force' or 'since'?"),
    ("unknown-set", "coverage/COV-001.yaml:11", "unknown set 'mett'", "did you mean 'met'?"),
    ("unknown-parameter", "coverage/COV-001.yaml:11", "unknown parameter 'days_to_fnd'", "did you mean 'days_to_fund'?"),
    ("parameter-as-operand-that-does-not-exist", "coverage/COV-001.yaml:11", "unknown parameter 'days_to_fnd'", "did you mean 'days_to_fund'?"),
    ("months-added-to-a-day", "coverage/COV-001.yaml:11", "'days_to_fund' counts months, which have no fixed number of days", "add days, or compare months"),
    ("unknown-use", "coverage/COV-001.yaml:13", "unknown use 'cover'", "did you mean 'covers'?"),
    ("number-in-a-rule", "coverage/COV-001.yaml:11", "the number 90 stands in a rule", "name it in shared.yaml as a parameter with its source"),
    ("type-mismatch", "coverage/COV-001.yaml:11", "decision.in_force is compared with 'yes'", "write a value of that type"),
    ("reference-of-another-type", "coverage/COV-001.yaml:11", "$d.nation is a ", "compare fields of one type"),
    ("order-of-words", "coverage/COV-001.yaml:11", "decision.medicine is no number or date and cannot be ordered", "use in, not or an equality"),
    ("unknown-operator", "coverage/COV-001.yaml:11", "unknown operator 'befor'", "did you mean 'before'?"),
    ("cycle-through-a-negation", "coverage/COV-001.yaml:1", "the rules COV-001 -> COV-002 -> COV-001 use each other through a negation", "remove one of the uses"),
    ("use-of-a-rule-that-does-not-exist", "coverage/COV-001.yaml:1", "uses the findings of 'COV-009', which is no rule", "did you mean 'COV-001'?"),
    ("reused-id", "decisions/COV-001.yaml:1", "the id COV-001 is already used by ", "ids are never reused; choose the next free one"),
    ("id-not-the-file-name", "coverage/COV-001.yaml:1", "the id COV-002 is not the file's name", "name the file COV-002.yaml"),
    ("missing-examples", "coverage/COV-001.yaml:17", "[examples] [] is too short", "give at least three examples, one that finds and one that does not"),
    ("message-slot-unbound", "coverage/COV-001.yaml:15", "unbound variable 'x'", "bound by 'for': d"),
    ("message-slot-without-such-field", "coverage/COV-001.yaml:15", "decision has no field 'medicin'", "did you mean 'medicine'?"),
    ("wrong-severity", "coverage/COV-001.yaml:4", '"eror" is not an allowed value', "did you mean 'error'?"),
    ("value-that-a-field-never-has", "coverage/COV-001.yaml:11", "decision.standing is never 'postive'", "did you mean 'positive'?"),
    ("family-of-another-folder", "coverage/COV-001.yaml:5", "the family 'trials' is not that of the folder", "move the file to trials/"),
    ("not-yaml", "coverage/COV-001.yaml:11", "is not YAML: ", "check indentation and quotes"),
    ("shared-not-yaml", "shared.yaml:2", "is not YAML: ", "check indentation and quotes"),
    ("parameter-date-that-does-not-exist", "shared.yaml:8", "day is out of range for month", DATE),
]  # fmt: skip


@pytest.mark.parametrize(("defect", "place", "what", "remedy"), RULE_CASES, ids=[case[0] for case in RULE_CASES])
def test_a_defect_of_a_rule_is_told_with_file_line_and_remedy(
    run: Run, tmp_path: Path, defect: str, place: str, what: str, remedy: str
) -> None:
    folder = rulebook(defect, tmp_path)
    result = run("rules", "list", "--rules", folder)
    assert_one_problem(result, 2, f"{(folder / place).as_posix()}: ", what, remedy)


# A name that is wrong where others use it draws more lines after it; the first one names the cause.
CAUSES = [
    ("rules", "unknown-kind", 2, "coverage/COV-001.yaml:11", "unknown kind of fact 'decison'", "did you mean 'decision' or 'exception'?"),
    ("rules", "name-bound-twice", 2, "coverage/COV-001.yaml:13", "the name 'd' is already bound", "choose another name"),
    ("rules", "unknown-field-in-rule", 2, "coverage/COV-001.yaml:7", "unknown field 'rationle'", "did you mean 'rationale' or 'title'?"),
    ("directories", "unknown-field-in-directory", 3, "england/directory.yaml:3", "[pubisher] unknown field 'pubisher'", "did you mean 'publisher'?"),
    ("directories", "duplicate-book", 3, "england/directory.yaml:20", "the book 'cancer-non-cns' stands twice", "list its releases under one book"),
    ("directories", "repeated-column", 3, "england/tests.csv:1", "the column 'test_code' stands twice", "remove one"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "defect", "status", "place", "what", "remedy"), CAUSES, ids=[case[1] for case in CAUSES]
)
def test_a_defect_with_consequences_is_told_beside_them(
    run: Run, tmp_path: Path, kind: str, defect: str, status: int, place: str, what: str, remedy: str
) -> None:
    root = rulebook(defect, tmp_path) if kind == "rules" else DIRECTORIES / defect
    result = run("rules", "list", "--rules", root) if kind == "rules" else run("validate", root)
    assert (result.status, result.stdout) == (status, "")
    (problem,) = [each for each in result.problems if what in each]
    assert problem.startswith(f"{(root / place).as_posix()}: ")
    assert problem.endswith(f"; {remedy}")


def test_every_broken_folder_is_tested() -> None:
    tested = {case[0] for case in (*DATA_CASES, *RULE_CASES)} | {case[1] for case in CAUSES}
    elsewhere = {"sound", "many-defects", "empty-rulebook"}
    present = {path.name for folder in (DIRECTORIES, RULES) for path in folder.iterdir()}
    assert present == tested | elsewhere


def test_all_problems_of_all_files_come_in_one_run_in_order_of_file_and_line() -> None:
    root = DIRECTORIES / "many-defects"
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    result = in_a_process("check", "--data", root, "--format", "json")
    assert result.status == 3
    assert result.stdout == ""
    places = [problem.removeprefix(f"{root.as_posix()}/").split(": ")[0] for problem in result.problems]
    assert places == [
        "decisions/nice.csv:2",
        "decisions/nice.csv:3",
        "england/indications.csv:2",
        "england/tests.csv:3",
        "trials/NCT00000001.yaml:15",
    ]
    assert result.stderr.endswith("5 problems; nothing was judged.\n")
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_lines_are_ordered_as_numbers(run: Run, tmp_path: Path) -> None:
    england = copy_of_sound(tmp_path) / "england"
    rows = "".join(f"M1,Colorectal Carcinoma,M1.{number},KRAS hotspot\n" for number in range(1, 13))
    wrong = rows.replace("M1.1,", "one,").replace("M1.12,", "twelve,")
    (england / "tests.csv").write_text(f"indication_code,indication,test_code,test_name\n{wrong}")
    result = run("validate", tmp_path / "data")
    assert [problem.split(": ")[0].rsplit(":")[-1] for problem in result.problems] == ["2", "13"]


def test_a_broken_rule_ends_the_real_command_with_2(tmp_path: Path) -> None:
    folder = rulebook("unknown-set", tmp_path)
    result = in_a_process("check", "--rules", folder, "--format", "json")
    assert_one_problem(result, 2, f"{folder}/coverage/COV-001.yaml:11: ", "unknown set 'mett'", "did you mean 'met'?")


def test_an_empty_rulebook_judges_nothing_and_ends_with_4(run: Run, tmp_path: Path) -> None:
    folder = rulebook("empty-rulebook", tmp_path)
    result = run("check", "--rules", folder)
    assert (result.status, result.stdout) == (4, "")
    assert result.stderr == f"trialign: the rulebook {folder} holds no rule, so nothing was judged\n"


def test_an_empty_data_root_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("check", "--data", tmp_path)
    remedy = "lay it out like the bundled directories/, see CONTRIBUTING.md"
    assert_one_problem(result, 3, f"{tmp_path}: ", "is an empty directory", remedy)


@pytest.mark.parametrize("name", ["nowhere", "x" * 5000, "file.txt"])
def test_a_data_root_that_is_no_directory_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("")
    result = run("sources", "--data", tmp_path / name)
    assert_one_problem(result, 3, f"{tmp_path / name}: ", "is no directory", "check the path")


def copy_of_sound(tmp_path: Path) -> Path:
    root = tmp_path / "data"
    shutil.copytree(DIRECTORIES / "sound", root)
    return root


HEADER = b"indication_code,indication,test_code,test_name\n"


@pytest.mark.parametrize(
    ("content", "line", "what", "remedy"),
    [
        (HEADER + "M1,Tumeur cérébrale,M1.1,KRAS hotspot\n".encode("latin-1"), 2, "is not UTF-8 text (byte 0xe9)", "save the file as UTF-8"),
        ((HEADER + b"M1,Colorectal,M1.1,KRAS\n").decode().encode("utf-16"), 1, "is not UTF-8 text (byte 0xff)", "save the file as UTF-8"),
        (HEADER + b"M1,Colorectal,M1.1,KRAS\x00 hotspot\n", 2, "holds a NUL character", "remove it"),
        (HEADER + b"M1,\x1b[31mColorectal,M1.1,KRAS\n", 2, "holds the control character U+001B", "remove it"),
        (HEADER + b"M1,Colorectal,M1.1," + b"x" * 200_000, 2, "is not a CSV table: field larger than field limit", "check the quotation marks"),
    ],
    ids=["latin-1", "utf-16", "nul", "terminal-escape", "huge-field"],
)  # fmt: skip
def test_bytes_that_are_no_table_are_told_by_line(
    run: Run, tmp_path: Path, content: bytes, line: int, what: str, remedy: str
) -> None:
    root = copy_of_sound(tmp_path)
    (root / "england" / "tests.csv").write_bytes(content)
    result = run("validate", root)
    assert_one_problem(result, 3, f"{root}/england/tests.csv:{line}: ", what, remedy)


def test_an_alias_bomb_is_refused_quickly(run: Run, tmp_path: Path) -> None:
    root = copy_of_sound(tmp_path)
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 13)]
    (root / "england" / "directory.yaml").write_text("\n".join(bomb))
    start = time.perf_counter()
    result = run("validate", root)
    assert time.perf_counter() - start < 5
    what = "expands to more than 50,000 parts"
    remedy = "write the values out instead of repeating them by aliases"
    assert_one_problem(result, 3, f"{root}/england/directory.yaml:1: ", what, remedy)


@pytest.mark.parametrize("opening", ["[", "- ", "? ", "{a: "])
def test_nesting_without_end_is_refused_and_does_not_end_the_process(tmp_path: Path, opening: str) -> None:
    root = copy_of_sound(tmp_path)
    (root / "england" / "directory.yaml").write_text(opening * 100_000)
    result = in_a_process("validate", root)
    assert_one_problem(
        result, 3, f"{root}/england/directory.yaml:1: ", "is nested more than 40 levels deep", "write it flatter"
    )


@pytest.mark.parametrize(
    ("megabytes", "line", "what"),
    [(50, "", "the file has 52,428,8"), (20, ":2", "the line has 20,971,52")],
)
def test_a_line_of_many_megabytes_is_refused_within_memory(
    tmp_path: Path, megabytes: int, line: str, what: str
) -> None:
    root = copy_of_sound(tmp_path)
    with (root / "england" / "tests.csv").open("wb") as stream:
        stream.write(HEADER)
        for _ in range(megabytes):
            stream.write(b"x" * MEGABYTE)
    result = in_a_process("validate", root, memory=1024 * MEGABYTE)
    assert (result.status, result.stdout) == (3, "")
    (problem,) = result.problems
    assert problem.startswith(f"{root}/england/tests.csv{line}: {what}")


def test_a_pipe_and_a_device_are_refused_and_never_waited_for(tmp_path: Path) -> None:
    root = copy_of_sound(tmp_path)
    os.mkfifo(root / "decisions" / "smc.csv")
    (root / "trials" / "NCT00000002.yaml").symlink_to("/dev/zero")
    result = in_a_process("validate", root)
    assert result.status == 3
    assert result.problems == [
        f"{root}/decisions/smc.csv: is a device or a pipe, not a file; name a plain file",
        f"{root}/trials/NCT00000002.yaml: is a device or a pipe, not a file; name a plain file",
    ]


def test_a_link_out_of_the_nation_folder_is_refused(run: Run, tmp_path: Path) -> None:
    root = copy_of_sound(tmp_path)
    (tmp_path / "private.csv").write_text("secret\n")
    (root / "england" / "tests.csv").unlink()
    (root / "england" / "tests.csv").symlink_to(tmp_path / "private.csv")
    result = run("validate", root)
    what = f"the file 'tests.csv' does not lie in the folder {root}/england"
    remedy = "keep it there and name it by its path within that folder"
    assert_one_problem(result, 3, f"{root}/england/directory.yaml:13: ", what, remedy)


def test_a_data_root_may_itself_be_reached_by_a_link(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(copy_of_sound(tmp_path))
    result = run("validate", tmp_path / "link")
    assert (result.status, result.stderr) == (0, "")


def test_a_table_of_indications_that_cannot_be_read_blames_no_test(run: Run, tmp_path: Path) -> None:
    root = copy_of_sound(tmp_path)
    (root / "england" / "indications.csv").write_text("book,indication\n")
    result = run("validate", root)
    assert {problem.split(": ")[0] for problem in result.problems} == {f"{root}/england/indications.csv:1"}


def test_a_circle_of_cancers_is_refused(run: Run, tmp_path: Path) -> None:
    shutil.copytree(resources.directories() / "vocabulary", tmp_path / "vocabulary")
    with (tmp_path / "vocabulary" / "cancers.csv").open("a", encoding="utf-8") as stream:
        stream.write("XA,One,XB,an example\nXB,Two,XA,an example\n")
    result = run("check", "--data", tmp_path)
    assert (result.status, result.stdout) == (3, "")
    (problem,) = result.problems
    assert "vocabulary/cancers.csv" in problem
    assert "the cancers XA < XB < XA form a cycle; remove one of the parents" in problem


@pytest.mark.parametrize(
    ("arguments", "what", "remedy"),
    [
        (["covers", "KRAS", "--cancer", "NSCLC", "--nation", "englnd"], "unknown nation 'englnd'", "did you mean 'England'?"),
        (["covers", "KRAS", "--cancer", "NSCLCX"], "unknown cancer 'NSCLCX'", "did you mean"),
        (["covers", "KRSA G12C", "--cancer", "NSCLC"], "unknown gene or signature 'KRSA'", "did you mean 'KRAS'"),
        (["covers", "KRAS wobbly", "--cancer", "NSCLC"], "'KRAS wobbly' names no alteration", "after the gene write"),
        (["sources", "--as-of", "2026-02-30"], "'2026-02-30' is no date", "write it as 2026-11-22"),
        (["rules", "show", "COV-01"], "no rule 'COV-01'", "did you mean 'COV-001'"),
        (["check", "--data", str(DIRECTORIES / "sound"), "--rule", "COV-01"], "no rule 'COV-01'", "did you mean 'COV-001'"),
        (["why-not", "KRAS", "--cancer", "NSCLC", "--nation", "wales", "--line", "fourth"], "'fourth' is no line of treatment", "write one of 1L, 2L"),
        (["explain", "ffffffff", "--data", str(DIRECTORIES / "sound")], "no finding has the fingerprint 'ffffffff'", "'trialign check' lists them"),
        (["check", "--fail-on", "eror"], "'eror' is not one of 'error', 'warning'", ""),
        (["chek"], "No such command 'chek'.", "Did you mean 'check'?"),
    ],
    ids=["nation", "cancer", "gene", "alteration", "date", "rule", "rule-of-check", "line", "fingerprint", "fail-on", "command"],
)  # fmt: skip
def test_a_usage_error_ends_with_2_and_says_what_was_meant(
    run: Run, arguments: list[str], what: str, remedy: str
) -> None:
    result = run(*arguments)
    assert (result.status, result.stdout) == (2, "")
    assert what in result.stderr
    assert remedy in result.stderr
    assert "Traceback" not in result.stderr


def test_a_usage_error_ends_the_real_command_with_2() -> None:
    result = in_a_process("covers", "KRAS", "--cancer", "NSCLC", "--nation", "englnd", "--format", "json")
    assert result == Result(2, "", "trialign: unknown nation 'englnd'; did you mean 'England'?\n")
