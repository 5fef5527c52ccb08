"""Every format of a check by name: the one place that knows which module writes which."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trialign.report import (
    check_csv,
    check_github,
    check_junit,
    check_markdown,
    check_sarif,
    check_xlsx,
)
from trialign.report import json as json_report
from trialign.report.registry import CheckFormat
from trialign.report.views import CheckView

_TEXTS: Mapping[CheckFormat, Callable[[CheckView], str]] = {
    CheckFormat.JSON: json_report.check,
    CheckFormat.MARKDOWN: check_markdown.check,
    CheckFormat.SARIF: check_sarif.check,
    CheckFormat.JUNIT: check_junit.check,
    CheckFormat.GITHUB: check_github.check,
    CheckFormat.CSV: check_csv.check,
}
_FILES: Mapping[CheckFormat, Callable[[CheckView], bytes]] = {CheckFormat.XLSX: check_xlsx.check}


def text(name: CheckFormat, view: CheckView) -> str:
    """Return a check in a format that is text; what people read at a terminal is in ``findings``."""
    return _TEXTS[name](view)


def content(name: CheckFormat, view: CheckView) -> bytes:
    """Return the bytes of a file in a format other than ``text``."""
    return _FILES[name](view) if name in _FILES else text(name, view).encode()
