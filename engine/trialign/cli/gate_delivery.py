"""Where a gate's verdict goes, in as many formats as were asked for.

Each file is written whatever the verdict: an older one that says it passed must not outlive a run without a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable

from trialign.cli.options import emit, rendered, show
from trialign.cli.parcels import Parcel
from trialign.gate import Decision
from trialign.importers import write
from trialign.report import gate as page
from trialign.report import gate_formats
from trialign.report.registry import CheckFormat


def deliver(decision: Decision, manifest: str, parcels: Iterable[Parcel]) -> None:
    """Write a verdict to files first, then to standard output; where none goes there, its head does.

    Args:
        decision: The verdict.
        manifest: SHA-256 of the run's manifest; empty where it has none.
        parcels: The formats and where they go.
    """
    parcels = list(parcels)
    for each in parcels:
        if each.file is not None:
            write.write_file(each.file, _content(decision, manifest, each.format))
    shown = [each.format for each in parcels if each.file is None]
    for name in shown:
        if name is CheckFormat.TEXT:
            show(lambda console: page.show(console, decision))
        else:
            emit(gate_formats.text(name, decision, manifest))
    if not shown:
        show(lambda console: page.head(console, decision))


def _content(decision: Decision, manifest: str, name: CheckFormat) -> bytes:
    if name is CheckFormat.TEXT:
        return rendered(lambda console: page.show(console, decision)).encode()
    return gate_formats.content(name, decision, manifest)
