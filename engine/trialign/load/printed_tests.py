"""Rows of a published directory, as printed, to tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from trialign.errors import Location, Problem
from trialign.model.biomarker import Origin
from trialign.model.directory import (
    Age,
    Availability,
    Indication,
    Nation,
    Printed,
    Reading,
    Release,
    Source,
    Target,
    Test,
)
from trialign.nomenclature import target_cells, test_names
from trialign.nomenclature.cancers import split_codes
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.table import Row, Table

Scopes = Mapping[tuple[str, str], tuple[str, ...]]


def scopes_of(table: Table | None) -> Scopes:
    """Return the cancers that a ``scopes.csv`` gives, by book and folded text; none where there is no table."""
    rows = table.rows if table else ()
    return {(row["book"], row["printed"].casefold()): split_codes(row["cancers"]) for row in rows}


def read_tests(
    table: Table,
    nation: Nation,
    release: Release,
    indications: Mapping[tuple[str, str], Indication],
    scopes: Scopes,
    vocabulary: Vocabulary,
    problems: list[Problem],
) -> Iterator[Test]:
    """Yield one test per row, in file order.

    An indication that is not mapped, or a code that stands twice under one indication, is a problem.
    """
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        place = table.at(row)
        pair = (row["indication_code"], row["test_code"])
        if pair in seen:
            what = f"the test code {pair[1]} stands twice under {pair[0]}, first in line {seen[pair]}"
            problems.append(Problem(table.at(row, "test_code"), what, "remove or recode one of the rows"))
        seen.setdefault(pair, row.line)
        indication = indications.get((release.book, row["indication_code"]))
        if indication is None:
            what = f"the indication {row['indication_code']} of book {release.book} is not mapped to cancers"
            mend = f"add it to the indications.csv of {nation.value}"
            problems.append(Problem(table.at(row, "indication_code"), what, mend))
            continue
        yield _test(row, place, nation, release, indication, scopes, vocabulary)


def _test(
    row: Row,
    place: Location,
    nation: Nation,
    release: Release,
    indication: Indication,
    scopes: Scopes,
    vocabulary: Vocabulary,
) -> Test:
    origin = _origin(release.book)
    _, scope = split_scope(row["test_name"], release.book, scopes)
    reading = read_row(row.cells, release.book, scopes, vocabulary)
    own = scopes.get((release.book, row["test_code"].casefold())) or scope
    return Test(
        nation=nation,
        book=release.book,
        release=release.name,
        indication_code=row["indication_code"],
        indication=row["indication"],
        code=row["test_code"],
        name=row["test_name"] or f"{row['target']} ({row['method']})".removesuffix(" ()"),
        printed_target=row["target"],
        reading=reading,
        cancers=indication.cancers,
        scope=own,
        kind=indication.kind,
        age=Age(row["age"]) if row["age"] in set(Age) - {""} else _age(row["test_name"]) or indication.age,
        origin=origin,
        availability=Availability.COMMISSIONED,
        printed=Printed(
            row["scope"], row["method"], row["eligibility_digest"], row["remark"], row["line"], row["setting"]
        ),
        source=Source(
            place, release.source_url, str(release.published or ""), str(release.retrieved or ""), row["cell"]
        ),
        trial_targets=_trial_targets(row, release.book, scopes, vocabulary),
    )


def _trial_targets(row: Row, book: str, scopes: Scopes, vocabulary: Vocabulary) -> tuple[Target, ...]:
    """Return what the column of targets for trials names; none where the release has no such column."""
    if not row["trial_target"]:
        return ()
    return read_row({**row.cells, "target": row["trial_target"], "test_name": ""}, book, scopes, vocabulary).targets


def read_row(cells: Mapping[str, str], book: str, scopes: Scopes, vocabulary: Vocabulary) -> Reading:
    """Return what a printed row says: by its target cell and name where it has columns for them, else by its name.

    Args:
        cells: ``test_name`` and, where the directory prints them, ``target``, ``scope`` and ``method``.
        book: Book of the directory; inherited disease is tested in blood.
        scopes: Cancers by book and the text that follows the last dash of a name.
        vocabulary: Genes, technologies and scopes.
    """
    name, _ = split_scope(cells["test_name"], book, scopes)
    text = name, cells.get("target", ""), cells.get("scope", ""), cells.get("method", ""), _origin(book)
    known = vocabulary.readings.get(text)
    if known is None:
        known = vocabulary.readings[text] = _read(*text, vocabulary)
    return known


def _read(name: str, target: str, scope: str, method: str, origin: Origin, vocabulary: Vocabulary) -> Reading:
    if not target and not method:
        return test_names.read(name, vocabulary.genes)
    return target_cells.read(name, target, scope, method, origin, (vocabulary.genes, vocabulary.columns))


def _origin(book: str) -> Origin:
    return Origin.GERMLINE if book == "rare-inherited" else Origin.SOMATIC


def _age(name: str) -> Age:
    return Age.ALL if re.search(r"paediatric and adult$", name, re.I) else Age.UNSTATED


def split_scope(name: str, book: str, scopes: Scopes) -> tuple[str, tuple[str, ...]]:
    """Return a test name without the scope after its last dash, and the cancers of that scope.

    >>> split_scope("JAK2, 9q24 FISH - MPN", "blood", {("blood", "mpn"): ("MPN",)})
    ('JAK2, 9q24 FISH', ('MPN',))
    """
    found = re.match(r"^(?P<name>.+?)\s*- (?P<scope>[^-]+(?:-[^-\s]+)*)$", name)
    while found:
        cancers = scopes.get((book, found["scope"].strip().casefold()))
        if cancers is not None:
            return found["name"], cancers
        found = re.match(rf"^(?P<name>{re.escape(found['name'])}\s*- .+?)\s*- (?P<scope>.+)$", name)
    return name, ()
