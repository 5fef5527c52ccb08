"""Files are written below the folder that is named, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialign.errors import UsageError
from trialign.importers import write


@pytest.mark.parametrize("name", ["../evil.csv", "book/../../evil.csv", "..", ""])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    with pytest.raises(UsageError, match="outside"):
        write.write_all(folder, {"good.csv": "a\n", name: "b\n"})
    assert not list(tmp_path.rglob("*.csv"))


def test_an_absolute_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="outside"):
        write.write_all(tmp_path / "out", {str(tmp_path / "evil.csv"): "b\n"})
    assert not (tmp_path / "evil.csv").exists()


def test_a_folder_that_leads_outside_by_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "book").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="outside"):
        write.write_all(tmp_path / "out", {"book/a.csv": "b\n"})
    assert not list((tmp_path / "elsewhere").iterdir())


def test_names_below_the_folder_are_written(tmp_path: Path) -> None:
    write.write_all(tmp_path / "out", {"book/a.csv": "a\n", "b.csv": "b\n"})
    assert (tmp_path / "out" / "book" / "a.csv").read_text() == "a\n"
