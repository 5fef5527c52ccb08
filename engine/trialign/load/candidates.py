"""Releases that a run shall take for those in force: a draft in a file, or one that is held.

Knows what people write for them, and what becomes of the books of their nation on the day that is judged. Days before
that one are left as they were, but for a draft's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from trialign.errors import Location, UsageError, did_you_mean
from trialign.load import releases
from trialign.model.dates import PartialDate
from trialign.model.directory import Book, Directory, InForce, Nation, Release, Standing
from trialign.read.document import Document

_FORM = re.compile(r"(?P<nation>[^/=@]+)/(?P<book>[^/=@]+)(?:@(?P<release>[^=]+)|=(?P<file>.+))", re.DOTALL)
_WRITE = "write england/cancer@2021-10 for a release, or england/cancer=draft.csv for a file"
_HEADER_CHARS = 65_536


@dataclass(frozen=True, slots=True)
class Candidate:
    """A release of a book that is judged as the one in force.

    Attributes:
        release: Its name; of a draft that of its file.
        file: The file of a draft; None for a release that the directory lists.
        day: The day that is judged.
    """

    nation: Nation
    book: str
    release: str
    file: Path | None
    day: date

    @property
    def key(self) -> str:
        """Return its book as sources are named: ``england/cancer``."""
        return f"{self.nation.value}/{self.book}"

    @property
    def name(self) -> str:
        """Return it as releases are named: ``england/cancer@draft``."""
        return f"{self.key}@{self.release}"


def file_of(text: str) -> Path | None:
    """Return the file that a text names; None where it names a release that is held."""
    found = _FORM.fullmatch(text)
    return Path(found["file"]) if found and found["file"] else None


def nation_of(text: str) -> Nation:
    """Return the nation of ``england/cancer@2021-10`` or ``england/cancer=draft.csv``.

    Raises:
        UsageError: It has another form, or names no nation.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise UsageError(f"'{text}' names no release; {_WRITE}")
    if found["nation"] not in set(Nation):
        mend = did_you_mean(found["nation"], Nation) or f"nations: {', '.join(Nation)}"
        raise UsageError(f"unknown nation '{found['nation']}' in '{text}'; {mend}")
    return Nation(found["nation"])


def named(text: str, document: Document, day: date) -> Candidate:
    """Return the candidate that a text names.

    Args:
        text: ``england/cancer@2021-10`` or ``england/cancer=draft.csv``.
        document: The ``directory.yaml`` of its nation.
        day: The day that is judged.

    Raises:
        UsageError: There is no such book, or the book has no such release.
    """
    nation, found = nation_of(text), _FORM.fullmatch(text)
    assert found is not None
    books = {each.name: each for each in releases.books(document, nation, [])}
    if found["book"] not in books:
        mend = did_you_mean(found["book"], books) or f"books: {', '.join(books)}"
        raise UsageError(f"unknown book '{found['book']}' of {nation.value}; {mend}")
    names = [each.name for each in books[found["book"]].releases]
    if found["file"]:
        file = Path(found["file"])
        name = f"{file.stem}-draft" if file.stem in names else file.stem
        return Candidate(nation, found["book"], name, file, day)
    if found["release"] not in names:
        mend = did_you_mean(found["release"], names) or f"releases: {', '.join(names)}"
        raise UsageError(f"unknown release '{found['release']}' of {nation.value}/{found['book']}; {mend}")
    return Candidate(nation, found["book"], found["release"], None, day)


def once(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates as they are.

    Raises:
        UsageError: Two are of one book, of which only one release can be in force.
    """
    books = [(each.nation, each.book) for each in candidates]
    for nation, book in books:
        if books.count((nation, book)) > 1:
            raise UsageError(f"two releases of {nation.value}/{book} cannot be in force at once; name one of them")
    return tuple(candidates)


def add(books: Sequence[Book], candidates: Sequence[Candidate]) -> tuple[Book, ...]:
    """Return books with drafts as their newest releases."""
    drafts = {each.book: each for each in candidates if each.file}
    return tuple(_longer(book, drafts[book.name]) if book.name in drafts else book for book in books)


def _longer(book: Book, draft: Candidate) -> Book:
    assert draft.file is not None
    release = Release(
        book=book.name,
        name=draft.release,
        held=True,
        file=draft.file.as_posix(),
        published=None,
        effective=PartialDate.parse(draft.day.isoformat()),
        ended=None,
        ended_by=None,
        retrieved=None,
        complete=any(each.complete for each in book.releases),
        held_by="targets" if _prints_targets(draft.file) else "names",
        stale=False,
        source_url="",
        where=Location(draft.file.as_posix()),
        draft=True,
    )
    return replace(book, releases=(*book.releases, release))


def _prints_targets(file: Path) -> bool:
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            return "target" in stream.readline(_HEADER_CHARS).strip().split(",")
    except OSError:
        return False


def in_force(books: Sequence[Book], day: date, candidates: Sequence[Candidate]) -> tuple[InForce, ...]:
    """Return what of each book is in force on a day, candidates in place of what would be.

    Books that took over from the book of a candidate, which had ended, are not in force beside it.
    """
    asked = {each.book: each for each in candidates if each.day <= day}
    plain = {book.name: releases.in_force(book, day) for book in books}
    ended = {book.name: book for book in books if book.name in asked}
    return tuple(
        _asked(book, asked[book.name])
        if book.name in asked
        else _beside(plain[book.name], [old for old in ended.values() if _end(old) <= day])
        for book in books
    )


def _asked(book: Book, candidate: Candidate) -> InForce:
    release = next(each for each in reversed(book.releases) if each.name == candidate.release)
    if release.held:
        return InForce(book, Standing.HELD, release, "")
    return InForce(book, Standing.NOT_HELD, None, f"the rows of {candidate.name} are not held")


def _beside(plain: InForce, ended: Sequence[Book]) -> InForce:
    """Return what of a book is in force beside candidates of books that had ended."""
    for old in ended:
        if _took_over(plain.book, old):
            reason = f"{plain.book.name} took over from {old.name}, which is judged as if it went on"
            return InForce(plain.book, Standing.NONE, None, reason)
    return plain


def _took_over(book: Book, old: Book) -> bool:
    """Tell whether the first release of a book came into force when another book had ended."""
    starts = [start for each in book.releases if (start := each.effective or each.published)]
    return bool(starts) and starts[0].first >= _end(old)


def _end(book: Book) -> date:
    """Return the first day on which a book can have ended; the last day there is where it goes on."""
    ends = [each.ended.first for each in book.releases if each.ended]
    return min(ends, default=date.max)


def until(directory: Directory, candidates: Sequence[Candidate], day: date) -> date:
    """Return until which day earlier releases count: an old release that is judged anew knows none after it."""
    old = {each.book for each in candidates if each.nation is directory.nation and not each.file}
    chosen = [each.release for each in directory.in_force if each.release and each.book.name in old]
    return min([day, *(start.last for each in chosen if (start := each.effective or each.published))])


def instead_of(standing: InForce, directory: Directory, day: date) -> str:
    """Return, in words, what would be in force of a candidate's book, and beside it, without the candidate."""
    out = [each.book.name for each in directory.in_force if _took_over(each.book, standing.book)]
    beside = (
        f", and without {' and '.join(out)}, which took over from it" if out and _end(standing.book) <= day else ""
    )
    return f"{_plainly(standing, day)}{beside}"


def _plainly(standing: InForce, day: date) -> str:
    listed = replace(standing.book, releases=tuple(each for each in standing.book.releases if not each.draft))
    plain = releases.in_force(listed, day)
    if plain.release:
        same = standing.release is not None and plain.release.name == standing.release.name
        return "which is in force anyhow" if same else f"in place of {plain.release.name}"
    return f"although {plain.reason}"
