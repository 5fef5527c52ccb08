"""YAML documents: plain values, the line of every part, and limits."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from trialign.errors import InputProblems, Location
from trialign.read.document import MAX_DEPTH, MAX_NODES, Document, parse_document, read_document


def refusal(text: str) -> str:
    with pytest.raises(InputProblems) as caught:
        parse_document(text, "a.yaml")
    (problem,) = caught.value.problems
    return str(problem)


def test_values_are_plain() -> None:
    found = parse_document("a: text\nb: 7\nc: 1.5\nd: null\ne: [x, 0x1f, 1_000]\nf: {g: h}\n", "a.yaml").value
    assert found == {"a": "text", "b": 7, "c": 1.5, "d": None, "e": ["x", 31, 1000], "f": {"g": "h"}}


@pytest.mark.parametrize("printed", ["2026-07-16", "2026-07", "2026-02-30", "2026-07-16T10:00:00Z"])
def test_dates_stay_the_text_that_was_printed(printed: str) -> None:
    assert parse_document(f"a: {printed}", "a.yaml").value == {"a": printed}


def test_a_bare_year_is_a_number_and_a_quoted_one_text() -> None:
    assert parse_document('a: 2026\nb: "2026"', "a.yaml").value == {"a": 2026, "b": "2026"}


@pytest.mark.parametrize(
    ("printed", "value"),
    [("true", True), ("Yes", True), ("ON", True), ("false", False), ("no", False), ("Off", False), ('"yes"', "yes")],
)
def test_booleans_are_the_words_of_yaml(printed: str, value: object) -> None:
    assert parse_document(f"a: {printed}", "a.yaml").value == {"a": value}


@pytest.mark.parametrize("printed", ["12:30:45", "1:30", ".nan", ".inf", "9" * 5000])
def test_numbers_that_python_does_not_read_stay_text(printed: str) -> None:
    assert parse_document(f"a: {printed}", "a.yaml").value == {"a": printed}


def test_a_merge_key_is_no_more_than_a_name() -> None:
    found = parse_document("a: &a {x: 1}\nb:\n  <<: *a\n", "a.yaml").value
    assert found == {"a": {"x": 1}, "b": {"<<": {"x": 1}}}


def test_every_part_knows_its_line() -> None:
    document = parse_document("# comment\na:\n  - b: 1\n    c: 2\n  - d: 3\n", "a.yaml")
    assert document.at("a") == Location("a.yaml", 2, "a")
    assert document.at("a", 0, "c") == Location("a.yaml", 4, "a.0.c")
    assert document.at("a", 1) == Location("a.yaml", 5, "a.1")


def test_a_part_that_is_missing_is_placed_at_the_nearest_part_around_it() -> None:
    document = parse_document("a:\n  - b: 1\n", "a.yaml")
    assert document.at("a", 0, "missing") == Location("a.yaml", 2, "a.0.missing")
    assert document.at("elsewhere") == Location("a.yaml", 1, "elsewhere")


def test_a_place_in_a_document_without_lines_is_the_file() -> None:
    assert Document("a.yaml", None, {}).at("a") == Location("a.yaml", 0, "a")


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_document(tmp_path / "a.yaml", "a.yaml").value == {"a": 1, "b": 2}


def test_an_alias_repeats_a_value_with_lines_of_its_own_parts() -> None:
    document = parse_document("a: &a\n  x: 1\nb: *a\n", "a.yaml")
    assert document.value == {"a": {"x": 1}, "b": {"x": 1}}
    assert document.at("b", "x").line == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a.yaml: is empty; write the document, or remove the file"),
        ("# only a comment\n", "a.yaml: is empty; write the document, or remove the file"),
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3: the key 'a' stands twice; keep one"),
        ("a: 1\n? [b, c]\n: 2\n", "a.yaml:2: a key is a list or a mapping; write a word before the colon"),
        (
            "a: !foo b\n",
            "a.yaml:1: uses the tag !foo; tags are not read; use plain values; put text that begins with ! "
            "in quotation marks",
        ),
        (
            "a: 1\nb: !!python/name:os.system x\n",
            "a.yaml:2: uses the tag tag:yaml.org,2002:python/name:os.system; tags are not read; use plain values",
        ),
        (
            "a: !!python/object:os.x [id]\n",
            "a.yaml:1: uses the tag tag:yaml.org,2002:python/object:os.x; tags are not read; use plain values",
        ),
        ("!!set {a, b}\n", "a.yaml:1: uses the tag tag:yaml.org,2002:set; tags are not read; use plain values"),
        (
            "a: !!binary aGk=\n",
            "a.yaml:1: uses the tag tag:yaml.org,2002:binary; tags are not read; use plain values",
        ),
        ("a: 1\nb: *c\n", "a.yaml:2: is not YAML: found undefined alias; check indentation and quotes"),
        ('a: "\\e[31m"\n', "a.yaml:1: holds the control character U+001B; remove it"),
        ('a: 1\n"b\\0": 2\n', "a.yaml:2: holds a NUL character; remove it"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_line(text: str, expected: str) -> None:
    assert refusal(text) == expected


def test_an_unclosed_quotation_mark_is_told_where_it_opens() -> None:
    assert refusal('a: 1\nb: "open\nc: 2\nd: 3\n').startswith("a.yaml:2: is not YAML: ")


def test_several_documents_are_told_where_the_second_begins() -> None:
    assert refusal("a: 1\n---\nb: 2\n").startswith("a.yaml:2: is not YAML: expected a single document")


def test_nesting_is_read_up_to_the_limit_and_refused_beyond_it() -> None:
    deepest = MAX_DEPTH + 1
    assert parse_document("[" * deepest + "]" * deepest, "a.yaml").value
    assert refusal("[" * (deepest + 1) + "]" * (deepest + 1)) == (
        f"a.yaml:1: is nested more than {MAX_DEPTH} levels deep; write it flatter"
    )


def test_an_alias_within_itself_is_refused() -> None:
    assert refusal("a: &a [*a]\n") == f"a.yaml:1: is nested more than {MAX_DEPTH} levels deep; write it flatter"


def test_as_many_parts_as_the_limit_are_read_and_one_more_is_refused() -> None:
    items = ["x"] * (MAX_NODES - 1)
    assert parse_document(f"[{', '.join(items)}]", "a.yaml").value == items
    assert "expands to more than 50,000 parts" in refusal(f"[{', '.join([*items, 'x'])}]")


def test_aliases_that_multiply_are_refused_before_they_fill_the_memory() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    start = time.perf_counter()
    assert "expands to more than 50,000 parts" in refusal("\n".join(lines))
    assert time.perf_counter() - start < 5


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblems) as caught:
        read_document(tmp_path / "a.yaml", "shown/a.yaml")
    assert str(caught.value) == ("shown/a.yaml: is not there; add it, or check the path")
