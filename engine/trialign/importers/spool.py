"""Records set aside in a temporary database until all are there, so that memory does not grow with their number."""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

from trialign.importers import twins
from trialign.importers.ctml_tree import Tree
from trialign.importers.registries import identity
from trialign.importers.twins import Grouping
from trialign.model.registry import RegistryRecord

_TABLES = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
    CREATE TABLE record (number INTEGER PRIMARY KEY, key TEXT NOT NULL, trial TEXT NOT NULL, held BLOB NOT NULL);
    CREATE TABLE link (key TEXT NOT NULL, named TEXT NOT NULL);
    CREATE TABLE file (name TEXT PRIMARY KEY, text TEXT NOT NULL);
"""
Kept = tuple[RegistryRecord, list[Tree]]


class Spool:
    """Holds records, then groups of them, then the files made of them; gone when it is left.

    Only this process writes and reads what is pickled here, in a folder of its own.
    """

    def __enter__(self) -> Self:
        """Open the database in a new folder."""
        self._folder = tempfile.TemporaryDirectory(prefix="trialign-")
        self._base = sqlite3.connect(Path(self._folder.name) / "spool")
        self._base.executescript(_TABLES)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the database."""
        self._base.close()
        self._folder.cleanup()

    def add(self, record: RegistryRecord, trees: list[Tree]) -> None:
        """Set a record aside, with the criteria that stand in it as trees."""
        key = identity.key(record.id)
        held = pickle.dumps((record, trees), pickle.HIGHEST_PROTOCOL)
        self._base.execute("INSERT INTO record (key, trial, held) VALUES (?, ?, ?)", (key, key, held))
        if record.cross_references:
            named = [(key, identity.key(each)) for each in record.cross_references]
            self._base.executemany("INSERT INTO link VALUES (?, ?)", named)

    def group(self) -> Grouping:
        """Find which records belong to one trial; see ``twins.group``."""
        self._base.execute("CREATE INDEX by_key ON record (key)")
        grouping = twins.group(self._base.execute("SELECT key, named FROM link ORDER BY rowid"), self._holds)
        self._base.executemany(
            "UPDATE record SET trial = ? WHERE key = ?", [(trial, key) for key, trial in grouping.trial_of.items()]
        )
        self._base.execute("CREATE INDEX by_trial ON record (trial, number)")
        return grouping

    def _holds(self, key: str) -> bool:
        return self._base.execute("SELECT 1 FROM record WHERE key = ? LIMIT 1", (key,)).fetchone() is not None

    def trials(self) -> Iterator[list[Kept]]:
        """Yield the records of each trial, trials by their smallest id, records as they were read."""
        rows = self._base.execute("SELECT trial, held FROM record ORDER BY trial, number")
        for _, members in groupby(rows, key=lambda row: row[0]):
            yield [pickle.loads(held) for _, held in members]

    def put(self, name: str, text: str) -> None:
        """Set a file aside that is to be written."""
        self._base.execute("INSERT INTO file VALUES (?, ?)", (name, text))

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield name and text of the files, by name."""
        yield from self._base.execute("SELECT name, text FROM file ORDER BY name")
