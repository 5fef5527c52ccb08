"""Files of an import: below the folder named, all of them or none, never over what a person has edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trialign.errors import UsageError
from trialign.importers.write import write_all, write_file

if TYPE_CHECKING:
    from tests.importers.conftest import Run

ONE = '{"id": "x", "body": "NICE", "ref": "TA1", "drug": "a", "cancer": "Melanoma", "decision": "recommended"}\n'


def _tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_target_that_is_a_folder_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("before")
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(UsageError, match=r"b\.csv is a folder; move it away, or name another with --out"):
        write_all(tmp_path, {"a.csv": "after", "b.csv": "after"})
    assert _tree(tmp_path) == {"a.csv": "before"}


def test_what_was_replaced_is_put_back_where_a_later_file_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text("before")
    replace = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if target.name == "c.csv":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(UsageError, match="cannot be written: No space left on device"):
        write_all(tmp_path, {"a.csv": "after", "b.csv": "after", "c.csv": "after"})
    assert _tree(tmp_path) == {"a.csv": "before"}


def test_a_file_that_was_edited_is_not_written_over(cancer: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("import", "nhs-england", cancer, "--out", out).status == 0
    assert run("import", "nhs-england", cancer, "--out", out).status == 0
    before = _tree(out)
    edited = out / "cancer" / "2021-10.csv"
    edited.write_text("mended by hand")
    result = run("import", "nhs-england", cancer, "--out", out)
    assert (result.status, edited.read_text(), result.stdout) == (2, "mended by hand", "")
    assert f"{edited} holds other rows than would be written; " in result.stderr
    assert "compare with an import into an empty folder (--out), or replace it with --force" in result.stderr
    assert run("import", "nhs-england", cancer, "--out", out, "--force").status == 0
    assert _tree(out) == before


def test_decisions_that_were_edited_are_not_written_over(run: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "collected.jsonl", tmp_path / "out"
    source.write_text(ONE)
    assert run("import", "decisions", source, "--out", out).status == 0
    (edited,) = out.iterdir()
    edited.write_text("mended by hand")
    assert run("import", "decisions", source, "--out", out).status == 2
    assert edited.read_text() == "mended by hand"
    assert run("import", "decisions", source, "--out", out, "--force").status == 0


@pytest.mark.parametrize("name", ["../evil.csv", "book/../../evil.csv", "..", ""])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    with pytest.raises(UsageError, match="outside"):
        write_all(folder, {"good.csv": "a\n", name: "b\n"})
    assert not list(tmp_path.rglob("*.csv"))


def test_an_absolute_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="outside"):
        write_all(tmp_path / "out", {str(tmp_path / "evil.csv"): "b\n"})
    assert not (tmp_path / "evil.csv").exists()


def test_a_folder_that_leads_outside_by_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "book").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="outside"):
        write_all(tmp_path / "out", {"book/a.csv": "b\n"})
    assert not list((tmp_path / "elsewhere").iterdir())


def test_names_below_the_folder_are_written(tmp_path: Path) -> None:
    write_all(tmp_path / "out", {"book/a.csv": "a\n", "b.csv": "b\n"})
    assert (tmp_path / "out" / "book" / "a.csv").read_text() == "a\n"


def test_a_file_that_is_written_again_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    file, link = tmp_path / "a.txt", tmp_path / "link.txt"
    write_file(file, b"one")
    assert file.stat().st_mode & 0o777 == 0o644
    file.chmod(0o600)
    link.symlink_to("a.txt")
    write_file(link, b"two")
    assert link.is_symlink()
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"two", 0o600)
    assert {each.name for each in tmp_path.iterdir()} == {"a.txt", "link.txt"}


def test_a_file_that_cannot_be_put_in_its_place_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("before")

    def failing(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(UsageError, match="No space left on device"):
        write_file(file, b"after")
    assert _tree(tmp_path) == {"a.txt": "before"}
