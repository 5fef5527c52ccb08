"""Use cases of those who read trials' criteria: extract them, show what is held, review them, confirm them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO

from trialign import resources
from trialign.criteria.extract import Extractor
from trialign.errors import InputProblems, Location, Problem, UsageError, did_you_mean
from trialign.importers import review, review_form, texts, trials
from trialign.importers.labelled import Labels
from trialign.importers.review import Confirmed
from trialign.importers.texts import Extracted, Given, Held
from trialign.load.layers import Layers
from trialign.load.trials import trial_files, trial_of
from trialign.load.world import check_root
from trialign.nomenclature import vocabulary as vocabularies
from trialign.pipeline import Sources, data_root
from trialign.read import record_stream
from trialign.read.document import read_document

STREAM = Path("-")
Stream = Callable[[], IO[bytes]]
_FOLDER = "trials"


def extract(paths: Sequence[Path], stream: Stream) -> Iterator[Extracted | Problem]:
    """Yield the criteria of each record as it is read; what cannot be read is a problem in its place.

    Args:
        paths: Files, folders of files, and ``-`` for the stream.
        stream: Gives what holds one JSON object a line; called only where it is read.
    """
    extractor = Extractor(resources.directories() / "vocabulary")
    for given in _given(paths, stream):
        yield given if isinstance(given, Problem) else Extracted(given, extractor.read(given.text))


def _given(paths: Sequence[Path], stream: Stream) -> Iterator[Given | Problem]:
    for path in trials.files(paths):
        if path == STREAM:
            yield from texts.read(record_stream.read_lines(stream(), _name(path)))
        else:
            yield from texts.read(record_stream.read(path, _name(path)))


def _name(path: Path) -> str:
    """Return how problems call a file."""
    return "standard input" if path == STREAM else str(path)


def held(sources: Sources, ids: Sequence[str], file: Path | None, stream: Stream) -> tuple[Held, ...]:
    """Return trials of the data, each with its text where a file of records is given.

    Raises:
        UsageError: An id that is not held.
        InputProblems: Every problem of the files; records that do not stand in ``file``.
    """
    root = data_root(sources)
    check_root(root)
    layers = Layers(root, resources.directories(), sources.alone)
    paths = _files(layers.path(_FOLDER), layers.shown(_FOLDER), ids)
    given = texts_of([path.stem for path in paths], file, stream) if file is not None else {}
    vocabulary = vocabularies.load(layers.of("vocabulary"), layers.shown("vocabulary"))
    problems: list[Problem] = []
    found = []
    for path in paths:
        try:
            document = read_document(path, f"{layers.shown(_FOLDER)}/{path.name}")
        except InputProblems as error:
            problems += error.problems
            continue
        if trial := trial_of(document, layers.schema("trial"), vocabulary, problems):
            found.append(Held(trial, document, given.get(path.stem)))
    if problems:
        raise InputProblems(problems)
    return tuple(found)


def _files(folder: Path, shown: str, ids: Sequence[str]) -> list[Path]:
    """Return the files of trials, none twice; ids are matched without regard to case."""
    by_id = {path.stem.casefold(): path for path in trial_files(folder)}
    for each in ids:
        if each.strip().casefold() not in by_id:
            near = did_you_mean(each, [path.stem for path in by_id.values()])
            number = "1 trial is" if len(by_id) == 1 else f"{len(by_id):,} trials are"
            has = f"{number} held, one file each in {shown}"
            raise UsageError(f"no trial '{each}' is held; {near + ' ' if near else ''}{has}")
    return list(dict.fromkeys(by_id[each.strip().casefold()] for each in ids))


def texts_of(ids: Sequence[str], file: Path, stream: Stream) -> Mapping[str, Given]:
    """Return the text of each id.

    Raises:
        InputProblems: An id does not stand in the file; then also what could not be read there.
    """
    found, problems = texts.chosen(ids, _given([file], stream))
    missing = [
        Problem(Location(_name(file)), f"no record of {each} with a text stands in it", "give the file that has one")
        for each in ids
        if each not in found
    ]
    if missing:
        raise InputProblems([*missing, *problems])
    return found


def review_file(ids: Sequence[str], file: Path, stream: Stream, words: bool) -> str:
    """Return a review file of what is extracted from the records of trials.

    Args:
        ids: The trials.
        file: Records of registries.
        stream: Read where the file is ``-``.
        words: Write the words of each place as a comment; such a file must not be published.

    Raises:
        InputProblems: A trial has no record in the file.
    """
    given = texts_of(list(dict.fromkeys(ids)), file, stream)
    root = resources.directories()
    extractor = Extractor(root / "vocabulary")
    labels = Labels(vocabularies.load(root).genes)
    extracted = [Extracted(each, labels.only(extractor.read(each.text))) for each in given.values()]
    return review_form.written(extracted) if not words else review_form.with_words(extracted)


def confirmed(file: Path, folder: Path) -> tuple[Confirmed, ...]:
    """Return the trial files that a review file confirms; nothing is written.

    Args:
        file: The review file, filled in.
        folder: Where the trial files lie.

    Raises:
        InputProblems: Every problem of the review file, and of the trial files that it names.
    """
    root = resources.directories()
    document = read_document(file, str(file))
    return review.read(document, folder, root / "schemas", vocabularies.load(root), date.today())
