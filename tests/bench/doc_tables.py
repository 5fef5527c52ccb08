"""Write the pages that hold measured tables: docs/nomenclature.md and docs/crosswalk-slips.md.

python tests/bench/doc_tables.py            # write them
python tests/bench/doc_tables.py --check    # end with 1 where they are not what would be written
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from trialign import maintenance
from trialign.inference.evaluate import EngineName
from trialign.model.directory import Reason
from trialign.pipeline import Sources

DOCS = Path(__file__).parents[2] / "docs"
MADE = "Made by `python tests/bench/doc_tables.py` from the bundled data; a test holds it to them."
SLIPS = {
    "HYG-013": "Leads to another disease",
    "HYG-014": "Leads to unrelated genes",
    "HYG-015": "Legacy and still listed",
}
UNKNOWN = frozenset({Reason.NOT_A_GENE, Reason.FORM, Reason.EMPTY})


def nomenclature() -> str:
    """Return the page on how printed targets were read."""
    found = maintenance.readings(Sources())
    lines = ["# How printed targets are read", "", MADE, ""]
    lines += [
        "One token is one item of a target cell in one printed scope, counted once per release. It is read where",
        "every part of it became a concept; otherwise it stays as printed, with one of the reasons below.",
        "`trialign unresolved` lists each with its file and cell. Of the *unknown* nothing can be said: "
        + ", ".join(f"*{reason.value}*" for reason in Reason if reason in UNKNOWN)
        + ".",
        "",
        "| release | tokens | read | read % | unknown | unknown % |",
        "|---|---|---|---|---|---|",
    ]
    for each in found:
        unknown = sum(number for reason, number in each.reasons.items() if reason in UNKNOWN)
        shares = (each.read / each.total, unknown / each.total)
        cells = (each.release, each.total, each.read, f"{shares[0]:.1%}", unknown, f"{shares[1]:.1%}")
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    lines += ["", "## By reason", "", "| reason | " + " | ".join(each.release for each in found) + " |"]
    lines.append("|---" * (len(found) + 1) + "|")
    for reason in Reason:
        numbers = [each.reasons.get(reason, 0) for each in found]
        if any(numbers):
            lines.append(f"| {reason.value} | " + " | ".join(map(str, numbers)) + " |")
    lines += [
        "",
        "The releases of 2026 print names, not target cells; names are read by form.",
        "",
        "## Checked by hand",
        "",
        "200 tokens, drawn with a committed seed from four kinds (words, cytogenetics, pairs, plain), were judged by",
        "hand before the reader was asked: `tests/nomenclature/judged_cells.yaml`. At most two may differ, and no",
        "text that a person cannot read may become a concept.",
        "",
    ]
    return "\n".join(lines)


def slips() -> str:
    """Return the page on the published crosswalk's slips."""
    found = maintenance.lint(Sources(), date(2026, 11, 22), "england", EngineName.SQL, lambda _step: None)
    lines = ["# Slips in the published crosswalk", "", MADE, ""]
    lines += [
        "England publishes which genomic test (GT) replaces which legacy code (M). `trialign lint england` compares",
        "both sides: the legacy test in the newest release that lists it, the genomic test in the package that holds",
        "it. These are prompts for the publisher; a line can be right where a test serves several diseases.",
        "",
    ]
    for rule, title in SLIPS.items():
        members = [each for each in found.findings if each.rule.id == rule]
        lines += [f"## {title} ({rule}, {len(members)})", ""]
        for each in sorted(members, key=lambda each: each.message):
            place = next(item.source.where for item in each.evidence if "crosswalk" in item.source.where.path)
            lines.append(f"- {each.message.removeprefix('England: ')} ({place})")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Write or check the pages."""
    pages = {"nomenclature.md": nomenclature(), "crosswalk-slips.md": slips()}
    stale = [name for name, text in pages.items() if not _same(DOCS / name, text)]
    if "--check" in sys.argv:
        print(f"stale: {', '.join(stale)}" if stale else "up to date")
        return bool(stale)
    for name in stale:
        (DOCS / name).write_text(pages[name], encoding="utf-8")
    print(f"wrote {', '.join(stale) or 'nothing: up to date'}")
    return 0


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
