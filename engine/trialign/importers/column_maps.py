"""Column maps: which printed header is which of our columns. Data, one YAML file per shape of published file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trialign.errors import InputProblems, UsageError, did_you_mean
from trialign.load import fields
from trialign.model.directory import Nation
from trialign.read.document import read_document
from trialign.validate import schema


@dataclass(frozen=True, slots=True)
class Column:
    """One of our columns and the headers under which a publisher prints it.

    Attributes:
        fill_down: A blank cell means the cell above it, as merged cells do.
        carry: False for a column that only helps to recognise the file.
    """

    name: str
    headers: tuple[str, ...]
    required: bool
    fill_down: bool
    carry: bool


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The shape of a published file.

    Attributes:
        id: ``publisher/shape``, as the file lies in the folder of maps.
        layout: ``tests`` or ``crosswalk``.
        notes: Folded names of sheets with explanatory notes.
        only: Values to which a column is limited; rows with others are counted and left out.
        split: Book by indication code, where one file holds several books.
    """

    id: str
    publisher: str
    title: str
    nation: Nation
    book: str
    layout: str
    source_url: str
    notes: frozenset[str]
    columns: tuple[Column, ...]
    only: Mapping[str, frozenset[str]]
    split: Mapping[str, str]

    @property
    def required(self) -> tuple[Column, ...]:
        """Return the columns without which the file is not of this shape."""
        return tuple(column for column in self.columns if column.required)


def folded(text: str) -> str:
    """Return a header or sheet name without case, punctuation and double spaces."""
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


def load_map(path: Path, name: str, map_id: str, schemas: Path) -> ColumnMap:
    """Read one column map.

    Raises:
        InputProblems: It is no YAML, or breaks the schema.
    """
    document = read_document(path, name)
    if problems := schema.document_problems(document, schemas / "column-map.schema.json"):
        raise InputProblems(problems)
    value = fields.mapping(document.value)
    columns = fields.mapping(value["columns"])
    only = fields.mapping(value.get("only"))
    split = fields.mapping(value.get("split"))
    return ColumnMap(
        id=map_id,
        publisher=fields.text(value, "publisher"),
        title=fields.text(value, "title"),
        nation=Nation(fields.text(value, "nation")),
        book=fields.text(value, "book"),
        layout=fields.text(value, "layout"),
        source_url=fields.text(value, "source_url"),
        notes=frozenset(folded(sheet) for sheet in fields.texts(value, "notes")),
        columns=tuple(_column(column, fields.mapping(columns[column])) for column in columns),
        only={column: frozenset(fields.texts(only, column)) for column in only},
        split={code: book for book in split for code in fields.texts(split, book)},
    )


def _column(name: str, value: fields.Mapping_) -> Column:
    headers = tuple(folded(header) for header in fields.texts(value, "headers"))
    return Column(name, headers, value.get("required") is True, "fill" in value, value.get("carry") is not False)


def maps_of(publisher: str, directories: Path) -> tuple[ColumnMap, ...]:
    """Return the column maps of a publisher, or the one of a file of one's own.

    Args:
        publisher: The name of a folder of ``column-maps``, or the path of a YAML file.
        directories: The root of the bundled data.

    Raises:
        UsageError: There is no such publisher and no such file.
        InputProblems: A map cannot be read.
    """
    schemas, folder = directories / "schemas", directories / "column-maps"
    if publisher.endswith((".yaml", ".yml")):
        return (load_map(Path(publisher), publisher, Path(publisher).stem, schemas),)
    known = {path.name for path in folder.iterdir() if path.is_dir()}
    if publisher not in known:
        mend = did_you_mean(publisher, known) or f"known: {', '.join(sorted(known))}"
        raise UsageError(f"no column maps of '{publisher}'; {mend}, or give the path of a map (docs/import.md)")
    return tuple(
        load_map(path, f"directories/column-maps/{publisher}/{path.name}", f"{publisher}/{path.stem}", schemas)
        for path in sorted((folder / publisher).glob("*.yaml"))
    )


def one_of(maps: Sequence[ColumnMap], publisher: str, map_id: str) -> tuple[ColumnMap, ...]:
    """Return the one map that is named as ``cancer`` or ``nhs-england/cancer``.

    Raises:
        UsageError: The publisher has no such map.
    """
    known = {each.id.rpartition("/")[2]: each for each in maps}
    short = map_id.removeprefix(f"{publisher}/")
    if short not in known:
        mend = did_you_mean(short, known) or f"choose one of {', '.join(sorted(known))}"
        raise UsageError(f"no column map '{map_id}' of {publisher}; {mend}")
    return (known[short],)
