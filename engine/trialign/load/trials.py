"""``directories/trials``: one file per trial in MatchMiner's CTML shape, read to arms and requirements.

The criteria tree is split into arms wherever an alternative names its own cancers or combines several needs;
alternatives of single biomarkers stay alternatives within one arm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem
from trialign.load import fields
from trialign.load.layers import Layers
from trialign.load.trial_record import RecordReader, confidence, extraction
from trialign.model.directory import Nation, Source
from trialign.model.trial import Arm, Criterion, Trial
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.document import Document, read_document
from trialign.validate import schema

Path_ = tuple[str | int, ...]
SETTINGS = "trials.yaml"
MAX_ARMS = 1_000


@dataclass(frozen=True, slots=True)
class Trials:
    """The trials of a data root, and what is known of the set as a whole."""

    all: tuple[Trial, ...]
    publisher: str
    complete: bool
    max_age_days: int
    unknown: tuple[str, ...]
    source: Source


def load_trials(layers: Layers, vocabulary: Vocabulary, problems: list[Problem]) -> Trials | None:
    """Return the trial set of a data root, or None where it has none."""
    folder = layers.path("trials")
    if not folder.is_dir():
        return None
    settings = _document(layers, folder / SETTINGS, "trials-settings", problems)
    trials = []
    seen: dict[str, Location] = {}
    for path in trial_files(folder):
        document = _document(layers, path, "trial", problems)
        if document is not None and (trial := _Reader(document, vocabulary, problems).trial()):
            if trial.id in seen:
                what = f"the trial {trial.id} stands twice, first at {seen[trial.id]}"
                problems.append(Problem(document.at("nct_id"), what, "remove one of the files"))
            seen.setdefault(trial.id, trial.source.where)
            trials.append(trial)
    value = fields.mapping(settings.value) if settings else {}
    if settings:
        for key in ("captured_from", "captured_to"):
            fields.day_at(settings, (key,), fields.text(value, key), problems)
    source = Source(
        settings.at() if settings else problems[-1].where,
        fields.text(value, "source_url"),
        fields.text(value, "captured_from"),
        fields.text(value, "captured_to"),
    )
    max_age = int(fields.text(value, "max_age_days") or 0)
    complete = value.get("complete") is True
    publisher = fields.text(value, "publisher")
    return Trials(tuple(trials), publisher, complete, max_age, fields.texts(value, "unknown"), source)


def trial_files(folder: Path) -> list[Path]:
    """Return the files of trials in a folder, by name: all of YAML but the settings of the set."""
    return sorted(path for path in folder.glob("*.yaml") if path.name != SETTINGS)


def trial_of(document: Document, trial_schema: Path, vocabulary: Vocabulary, problems: list[Problem]) -> Trial | None:
    """Return the trial of one document; None, with problems, where it is none."""
    found = schema.document_problems(document, trial_schema)
    problems.extend(found)
    return None if found else _Reader(document, vocabulary, problems).trial()


def _document(layers: Layers, path: Path, schema_name: str, problems: list[Problem]) -> Document | None:
    try:
        document = read_document(path, f"{layers.shown('trials')}/{path.name}")
    except InputProblems as error:
        problems.extend(error.problems)
        return None
    found = schema.document_problems(document, layers.schema(schema_name))
    problems.extend(found)
    return None if found else document


@dataclass(frozen=True, slots=True)
class _Branch:
    """One way through the tree so far: cancers and age narrow it, conjuncts add up."""

    cancers: tuple[str, ...] = ()
    age: str = ""
    conjuncts: tuple[tuple[Criterion, ...], ...] = ()

    def joined(self, other: _Branch) -> _Branch:
        return _Branch(
            other.cancers or self.cancers,
            " ".join(filter(None, (self.age, other.age))),
            self.conjuncts + other.conjuncts,
        )


class _Reader:
    """Reads one trial document."""

    def __init__(self, document: Document, vocabulary: Vocabulary, problems: list[Problem]) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.problems = problems
        self.record = RecordReader(document, vocabulary, problems)

    def trial(self) -> Trial | None:
        value = fields.mapping(self.document.value)
        captured = fields.day_at(self.document, ("captured",), fields.text(value, "captured"), self.problems)
        if captured is None:
            return None
        local = value.get("local_testing")
        arms = tuple(self._arms(value))
        self._check_named(value, arms)
        return Trial(
            id=fields.text(value, "nct_id"),
            registry=fields.text(value, "registry"),
            title=fields.text(value, "short_title"),
            status=fields.text(value, "status"),
            phase=fields.text(value, "phase"),
            captured=captured.last,
            nations=tuple(Nation(name) for name in fields.texts(value, "nations")),
            arms=arms,
            local_testing=local if isinstance(local, bool) else None,
            reviewed=value.get("reviewed") is True,
            source=Source(self.document.at(), fields.text(value, "source_url"), str(captured), str(captured)),
            **self.record.dates(value, (), captured),
            others=tuple(self.record.others(value)),
            noted=tuple(self.record.noted(value)),
            names_no_biomarker="names_no_biomarker" in value,
            extraction=extraction(value),
            confirmed=self.record.confirmed(value),
            countries=fields.texts(value, "countries"),
        )

    def _check_named(self, value: fields.Mapping_, arms: tuple[Arm, ...]) -> None:
        """Tell of a step without criteria, unless the record names none; and of criteria beside that statement."""
        if "names_no_biomarker" in value:
            if any(arm.requirements for arm in arms):
                what, mend = "names_no_biomarker stands beside criteria on biomarkers", "remove one of the two"
                self.record.problem(("names_no_biomarker",), what, mend)
            return
        for number, step in enumerate(fields.mappings(fields.mapping(value["treatment_list"]), "step")):
            if not step["match"]:
                what, mend = "the step matches nothing", "write its criteria, or names_no_biomarker: true"
                self.record.problem(("treatment_list", "step", number, "match"), what, mend)

    def _arms(self, value: fields.Mapping_) -> Iterator[Arm]:
        for step_number, step in enumerate(fields.mappings(fields.mapping(value["treatment_list"]), "step")):
            for number, node in enumerate(fields.mappings(step, "match")):
                path: Path_ = ("treatment_list", "step", step_number, "match", number)
                for branch in self._branches(node, path):
                    yield Arm(branch.cancers, branch.age, tuple(_criteria(branch)))

    def _branches(self, node: fields.Mapping_, path: Path_) -> list[_Branch]:
        if "genomic" in node:
            criterion = self._criterion(fields.mapping(node["genomic"]), (*path, "genomic"))
            return [_Branch(conjuncts=((criterion,),))] if criterion else [_Branch()]
        if "clinical" in node:
            return [self._clinical(fields.mapping(node["clinical"]), (*path, "clinical"))]
        if "or" in node:
            return self._either(node, path)
        result = [_Branch()]
        for number, child in enumerate(fields.mappings(node, "and")):
            branches = self._branches(child, (*path, "and", number))
            if len(result) * len(branches) > MAX_ARMS:
                what = f"the alternatives multiply to more than {MAX_ARMS:,} arms"
                self.problems.append(Problem(self.document.at(*path, "and", number), what, "name fewer alternatives"))
                return result
            result = [left.joined(right) for left in result for right in branches]
        return result

    def _either(self, node: fields.Mapping_, path: Path_) -> list[_Branch]:
        children = [
            self._branches(child, (*path, "or", number)) for number, child in enumerate(fields.mappings(node, "or"))
        ]
        flat = [branch for branches in children for branch in branches]
        if all(not branch.cancers and not branch.age and len(branch.conjuncts) == 1 for branch in flat):
            return [_Branch(conjuncts=(tuple(each for branch in flat for each in branch.conjuncts[0]),))]
        return flat

    def _clinical(self, clinical: fields.Mapping_, path: Path_) -> _Branch:
        cancers = fields.texts(clinical, "oncotree_primary_diagnosis")
        for number, code in enumerate(cancers):
            if code not in self.vocabulary.cancers.names:
                where = self.document.at(*path, "oncotree_primary_diagnosis", number)
                mend = self.vocabulary.cancers.code_suggestion(code) or "use an OncoTree code"
                self.problems.append(Problem(where, f"unknown cancer '{code}'", mend))
        return _Branch(cancers, fields.text(clinical, "age_numerical"))

    def _criterion(self, genomic: fields.Mapping_, path: Path_) -> Criterion | None:
        label = self.record.label(fields.text(genomic, "biomarker"), path)
        if label is None:
            return None
        if_known = "if_known" in genomic
        if if_known and not label.absent:
            what = "if_known stands at a biomarker that must be present"
            self.record.problem((*path, "if_known"), what, "only an exclusion can hold if the result is known")
        return Criterion(
            label.biomarker,
            label.absent,
            0,
            confidence=confidence(genomic),
            span=self.record.span(genomic, path),
            if_known=if_known,
        )


def _criteria(branch: _Branch) -> Iterator[Criterion]:
    for number, alternatives in enumerate(branch.conjuncts):
        for criterion in alternatives:
            yield replace(criterion, conjunct=number)
