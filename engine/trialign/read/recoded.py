"""Bytes to clean UTF-8 as they stream by: one wrong byte must not cost the rest of a large file.

Bytes that are no UTF-8 are read as Windows-1252, which is what such files turn out to be, and are counted.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from types import TracebackType
from typing import Self

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FEWEST = 64
_WRONG = re.compile("[\udc80-\udcff]+")  # how Python keeps a byte that it could not decode


def _as_windows(found: re.Match[str]) -> str:
    return found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


class Recoded:
    """A file opened for reading as UTF-8 bytes, whatever it holds.

    Attributes:
        wrong: Stretches of bytes so far that were no UTF-8.
        first: Line of the first of them; 0 where there is none.
    """

    def __init__(self, path: Path) -> None:
        """Open the file and skip its byte order mark."""
        self._file = path.open("rb")
        start = self._file.read(4)
        mark, encoding = next((each for each in _MARKS if start.startswith(each[0])), (b"", "utf-8"))
        self._file.seek(len(mark))
        self._decoder = codecs.getincrementaldecoder(encoding)(
            "surrogateescape" if encoding == "utf-8" else "replace"
        )
        self._line = 1
        self._rest = b""
        self.wrong = 0
        self.first = 0

    def __enter__(self) -> Self:
        """Return the open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        """Return about ``size`` bytes of UTF-8; none at the end. A size of 0 returns none."""
        if size == 0:
            return b""
        while not self._rest:
            raw = self._file.read(max(size, _FEWEST) if size > 0 else -1)
            self._rest = self._clean(raw)
            if not raw:
                break
        cut = size if size > 0 else len(self._rest)
        taken, self._rest = self._rest[:cut], self._rest[cut:]
        return taken

    def _clean(self, raw: bytes) -> bytes:
        text = self._decoder.decode(raw, final=not raw)
        for found in _WRONG.finditer(text):
            self.wrong += 1
            self.first = self.first or self._line + text.count("\n", 0, found.start())
        self._line += text.count("\n")
        return _WRONG.sub(_as_windows, text).encode("utf-8", "replace")
