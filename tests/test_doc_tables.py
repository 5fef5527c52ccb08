"""The pages with measured tables are what the command writes today."""

from __future__ import annotations

import re
from pathlib import Path

from tests.bench import doc_tables

DOCS = Path(__file__).parents[1] / "docs"


def test_the_page_on_nomenclature_is_what_the_command_writes() -> None:
    assert (DOCS / "nomenclature.md").read_text(encoding="utf-8") == doc_tables.nomenclature()


def test_the_page_on_the_crosswalk_is_what_the_command_writes() -> None:
    assert (DOCS / "crosswalk-slips.md").read_text(encoding="utf-8") == doc_tables.slips()


def test_enough_of_the_release_of_2021_is_read() -> None:
    row = re.search(
        r"^\| england/cancer@2021-10 \| (\d+) \| (\d+) \| .* \| (\d+) \| ", doc_tables.nomenclature(), re.M
    )
    assert row is not None
    total, read, unknown = map(int, row.groups())
    assert read >= 0.85 * total
    assert unknown <= 0.03 * total
