"""A file of links between tests of two sides: guesses, and what people confirmed or denied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from trialign import resources
from trialign.errors import InputProblems, Problem
from trialign.load import fields
from trialign.model.link import Link, LinkFile, Status
from trialign.read.document import Document, parse_document
from trialign.read.text import read_text
from trialign.validate import schema

SCHEMA = resources.directories() / "schemas" / "links.schema.json"


def load_links(path: Path) -> LinkFile:
    """Return the links of a file with its head.

    Raises:
        InputProblems: Every problem of the file.
    """
    return parse_links(read_text(path, path.as_posix()), path.as_posix())


def parse_links(text: str, name: str) -> LinkFile:
    """Return the links of a text with its head; see ``load_links``."""
    document = parse_document(text, name)
    problems = schema.document_problems(document, SCHEMA)
    if not problems:
        problems = list(_problems(document))
    if problems:
        raise InputProblems(problems)
    head = fields.mapping(document.value)
    return LinkFile(
        tuple(_link(document, number, entry) for number, entry in enumerate(_entries(document))),
        fields.texts(head, "from"),
        fields.texts(head, "to"),
        document.at("from") if "from" in head else document.at(),
    )


def _entries(document: Document) -> list[object]:
    found = fields.mapping(document.value)["links"]
    return found if isinstance(found, list) else []


def _problems(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with entries of the right form: who and when of what was settled."""
    for number, entry in enumerate(_entries(document)):
        value = fields.mapping(entry)
        status, by, on = (fields.text(value, key) for key in ("status", "by", "date"))
        if status != Status.GUESS and not by.strip():
            what = f"'{status}' without a name"
            yield Problem(document.at("links", number, "by"), what, "write in 'by' who settled it")
        if status != Status.GUESS and not _is_day(on):
            what = f"'{status}' without a day" if not on else f"'{on}' is no day"
            yield Problem(document.at("links", number, "date"), what, "write in 'date' the day, such as 2026-11-26")
        if status == Status.GUESS and (by.strip() or on):
            what = "names who settled it, or when, and the status is still 'guess'"
            mend = "write status: confirmed or status: denied, or take by and date out"
            yield Problem(document.at("links", number, "status"), what, mend)


def _is_day(text: str) -> bool:
    try:
        return bool(text) and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _link(document: Document, number: int, entry: object) -> Link:
    value = fields.mapping(entry)
    return Link(
        fields.texts(value, "from"),
        fields.texts(value, "to"),
        Status(fields.text(value, "status")),
        " ".join(fields.text(value, "by").split()),
        fields.text(value, "date"),
        document.at("links", number),
    )
