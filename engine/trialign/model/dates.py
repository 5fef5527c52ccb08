"""Dates as sources print them: a day, a month or a year, each an interval of days."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Return days since 1970-01-01, the only form in which executors see dates."""
    return (day - _EPOCH).days


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A printed date and the days it can mean, both ends included."""

    first: date
    last: date
    printed: str

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``2026-07-16``, ``2026-07`` or ``2026``.

        Raises:
            ValueError: The text has another form, or names a day that does not exist.
        """
        parts = text.split("-")
        if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(map(str.isdigit, parts)):
            raise ValueError("not a date of the form 2026-07-16, 2026-07 or 2026")
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return cls(date(numbers[0], 1, 1), date(numbers[0], 12, 31), text)
        if len(numbers) == 2:
            year, month = numbers
            if not 1 <= month <= 12:
                raise ValueError("no such month")
            return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), text)
        day = date(*numbers)
        return cls(day, day, text)

    def __str__(self) -> str:
        """Return the date as printed."""
        return self.printed
