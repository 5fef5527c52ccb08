"""Data roots and rulebooks on disk whose every field of free text is hostile; the readers may refuse some of it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path

import yaml
from tests.features import own_data

from trialign import resources
from trialign.pipeline import Sources

_SMALL = Path(__file__).resolve().parents[1] / "golden" / "data"
_ADDRESS = "https://example.org/"
_REPLACED = frozenset(
    {
        "biomarkers_printed", "cancer_printed", "capture_basis", "condition", "date_kind", "false_positives",
        "guidance", "indication", "licence", "medicine", "name", "negative_printed", "note", "owner",
        "phase", "publisher", "rationale", "reason", "remark", "remedy", "short_title", "title", "unknown",
    }
)  # fmt: skip
"""Fields that are nothing but words."""
_LENGTHENED = frozenset({"message", "method", "ref", "target", "test_name"})
"""Fields from which something is read: the hostile text stands before their own."""
_RULE = frozenset({"title", "rationale", "false_positives", "references", "message", "remedy"})
"""What of a rule is words."""
_ADDRESSES = frozenset({"source_url", "url"})
_AFTER = frozenset({"test_name", "target", "method"})
_SAME = frozenset({"indication"})
"""Fields that must say the same in several files."""


def root(folder: Path, texts: Sequence[str]) -> Sources:
    """Write a data root and a rulebook below a folder, with each text in turn in the fields of free text."""
    data, rules = folder / "data", folder / "rules"
    shutil.copytree(_SMALL, data)
    shutil.rmtree(data / "trials")
    own_data.write_trials(data, [{"biomarkers": "KRAS G12C", "cancer": "NSCLC"}])
    own_data.write_steps(data, "own", [{"cancers": "NSCLC", "biomarkers": "EGFR small variant"}])
    (data / "exceptions.csv").write_text(
        "rule,subject,owner,reason,source,created,expires\n"
        "COV-001,NICE-1,an owner,a reason,https://example.org/,2026-11-01,2027-01-01\n",
        encoding="utf-8",
    )
    shutil.copytree(resources.rules(), rules)
    turn = cycle(texts)
    for path in sorted(data.rglob("*.csv")):
        _table(path, turn, texts[0])
    for path in sorted(data.rglob("*.yaml")):
        _document(path, frozenset(), turn, texts[0])
    for path in sorted(rules.glob("*/*.yaml")):
        _document(path, _RULE, turn, texts[0])
    return Sources(data=data, rules=rules)


def _document(path: Path, only: frozenset[str], turn: Iterator[str], same: str) -> None:
    """Write a document as JSON, whose escapes carry what YAML does not, with ``only`` these keys changed, if any."""
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    changed = {
        key: _of_key(key, value, turn, same) if not only or key in only else value for key, value in read.items()
    }
    path.write_text(json.dumps(changed, indent=1, default=str), encoding="utf-8")


def _table(path: Path, turn: Iterator[str], same: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [{key: _field(key, value, turn, same) for key, value in row.items()} for row in reader]
        header = reader.fieldnames or ()
    with path.open("w", encoding="utf-8", newline="", errors="surrogatepass") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _poisoned(value: object, turn: Iterator[str], same: str) -> object:
    if isinstance(value, Mapping):
        return {key: _of_key(key, each, turn, same) for key, each in value.items()}
    if isinstance(value, list):
        return [_poisoned(each, turn, same) for each in value]
    return value


def _of_key(key: str, value: object, turn: Iterator[str], same: str) -> object:
    if isinstance(value, str):
        return _field(key, value, turn, same)
    if key in _REPLACED and isinstance(value, list):
        return [next(turn) for _ in range(max(1, len(value)))]
    return _poisoned(value, turn, same)


def _field(key: str, value: str, turn: Iterator[str], same: str) -> str:
    if key in _SAME:
        return same
    if key in _REPLACED:
        return next(turn)
    if key in _ADDRESSES:
        return _ADDRESS + "".join(next(turn).split())
    if key in _LENGTHENED:
        text = next(turn)
        return f"{value} {text}" if key in _AFTER else f"{text} {value}"
    return value
