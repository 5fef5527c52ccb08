"""Rule files to rules: one file, one rule, every problem of every file at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from trialign.errors import InputProblems, Location, Problem, RuleProblems, did_you_mean
from trialign.facts.tables import KINDS
from trialign.load import fields
from trialign.model.rule import Conjunction, Example, Group, OnRealData, Part, Ref, Rule, Severity
from trialign.read.document import Document, read_document
from trialign.rulebook.checks import limit_problems
from trialign.rulebook.joins import arranged
from trialign.rulebook.order import ordered
from trialign.rulebook.patterns import PatternReader
from trialign.rulebook.shared import Shared, load_shared
from trialign.validate import schema

_SLOT = re.compile(r"\{([^{}]*)\}")


def load_rulebook(
    folder: Path, as_of: date, bundled: Path | None = None, more: Sequence[Path] = ()
) -> tuple[Rule, ...]:
    """Read a rulebook: every rule in an order in which each stands after those whose findings it uses.

    Args:
        folder: One folder per family, and ``shared.yaml`` unless the bundled one serves.
        as_of: The day for which dated parameters are taken.
        bundled: The bundled rulebook, which supplies the schemas; without it ``folder`` is the bundled one.
        more: Folders laid out alike, whose rules are added.

    Raises:
        RuleProblems: Every problem of every rule.
    """
    problems: list[Problem] = []
    rules = [rule for each in (folder, *more) for rule in _folder(each, bundled or folder, as_of, problems)]
    problems += _repeated(rules)
    for rule in rules:
        problems += limit_problems(rule)
    found_order = ordered(rules, problems)
    if problems:
        raise RuleProblems(problems)
    return found_order


def _folder(folder: Path, schemas: Path, as_of: date, problems: list[Problem]) -> list[Rule]:
    """Return the rules of one folder, with what it shares between them."""
    shown = "rules" if folder == schemas else folder.as_posix()
    try:
        shared = load_shared(folder, schemas, as_of)
    except InputProblems as error:
        raise RuleProblems(error.problems) from error
    rules: list[Rule] = []
    problems += _misplaced(folder, shown)
    for path in sorted(folder.glob("*/*.yaml")):
        name = f"{shown}/{path.relative_to(folder).as_posix()}"
        try:
            document = read_document(path, name)
        except InputProblems as error:
            problems.extend(error.problems)
            continue
        found = schema.document_problems(document, schemas / "rule.schema.json")
        if found:
            problems.extend(found)
            continue
        rules.append(_rule(document, shared, problems, path))
        if rules[-1].family != path.parent.name:
            what = f"the family '{rules[-1].family}' is not that of the folder"
            problems.append(Problem(document.at("family"), what, f"move the file to {rules[-1].family}/"))
    return rules


def _misplaced(folder: Path, shown: str) -> Iterator[Problem]:
    """Yield a problem for every YAML file that would be passed over: a lost rule looks like a pass."""
    read = {*folder.glob("*/*.yaml"), folder / "shared.yaml"}
    for path in sorted({*folder.rglob("*.yaml"), *folder.rglob("*.yml")} - read):
        where = Location(f"{shown}/{path.relative_to(folder).as_posix()}")
        yield Problem(where, "is not read", "put rules into a folder of their family, as <id>.yaml")


def _repeated(rules: list[Rule]) -> Iterator[Problem]:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in seen:
            what = f"the id {rule.id} is already used by {seen[rule.id].where}"
            yield Problem(rule.where, what, "ids are never reused; choose the next free one")
        seen.setdefault(rule.id, rule)


def _rule(document: Document, shared: Shared, problems: list[Problem], path: Path) -> Rule:
    value = fields.mapping(document.value)
    reader = PatternReader(document, shared, problems)
    scope: dict[str, str] = {}
    subject = arranged(reader.conjunction(value["for"], ("for",), scope), set())
    groups = tuple(
        (part, _group(value[part.value], reader, (part.value,), scope)) for part in Part if part.value in value
    )
    if fields.text(value, "id") != path.stem:
        reader.problem(
            ("id",),
            f"the id {fields.text(value, 'id')} is not the file's name",
            f"name the file {fields.text(value, 'id')}.yaml",
        )
    bound = {name: kind for name, kind in scope.items() if name in {pattern.alias for pattern in subject}}
    for field in ("message", "remedy"):
        for slot in _SLOT.findall(fields.text(value, field)):
            _check_slot(reader, (field,), slot, bound)
    key = tuple(_key(reader, number, text, bound) for number, text in enumerate(fields.texts(value, "key")))
    return Rule(
        id=fields.text(value, "id"),
        title=fields.text(value, "title"),
        status=fields.text(value, "status"),
        severity=Severity(fields.text(value, "severity")),
        family=fields.text(value, "family"),
        recommendations=tuple(int(number) for number in fields.texts(value, "recommendations")),
        rationale=fields.text(value, "rationale").strip(),
        false_positives=fields.texts(value, "false_positives"),
        references=tuple(_reference(each) for each in fields.mappings(value, "references")),
        subject=subject,
        groups=groups,
        key=key,
        message=" ".join(fields.text(value, "message").split()),
        remedy=" ".join(fields.text(value, "remedy").split()),
        examples=tuple(_examples(document, value)),
        where=document.at(),
        verb=fields.text(value, "verb") or "check",
        closed=value.get("closed") is True,
        on_real_data=_on_real_data(document, fields.mapping(value.get("on_real_data")), problems),
    )


def _on_real_data(document: Document, value: fields.Mapping_, problems: list[Problem]) -> OnRealData | None:
    if not value:
        return None
    as_of, found, because, read = (fields.text(value, key) for key in ("as_of", "found", "because", "read"))
    fields.day_at(document, ("on_real_data", "as_of"), as_of, problems)
    return OnRealData(as_of, *(" ".join(each.split()) for each in (found, because, read)))


def _group(value: object, reader: PatternReader, path: tuple[str | int, ...], scope: dict[str, str]) -> Group:
    if isinstance(value, dict):
        alternatives = cast(list[object], value["any"])
        found: list[Conjunction] = []
        for number, alternative in enumerate(alternatives):
            inner = dict(scope)
            patterns = reader.conjunction(alternative, (*path, "any", number), inner)
            found.append(arranged(patterns, set(scope)))
        return tuple(found)
    return (arranged(reader.conjunction(value, path, dict(scope)), set(scope)),)


def _reference(value: Mapping[str, object]) -> tuple[str, str, str, str]:
    title, publisher, url, retrieved = (fields.text(value, key) for key in ("title", "publisher", "url", "retrieved"))
    return title, publisher, url, retrieved


def _key(reader: PatternReader, number: int, text: str, bound: Mapping[str, str]) -> Ref:
    _check_slot(reader, ("key", number), text, bound)
    alias, _, field = text.partition(".")
    return Ref(alias, field)


def _check_slot(reader: PatternReader, path: tuple[str | int, ...], slot: str, bound: Mapping[str, str]) -> None:
    alias, _, field = slot.partition(".")
    if alias not in bound:
        mend = did_you_mean(alias, bound) or f"bound by 'for': {', '.join(bound)}"
        reader.problem(path, f"unbound variable '{alias}'", mend)
    elif field not in KINDS[bound[alias]]:
        mend = did_you_mean(field, KINDS[bound[alias]]) or f"known: {', '.join(sorted(KINDS[bound[alias]]))}"
        reader.problem(path, f"{bound[alias]} has no field '{field}'", mend)


def _examples(document: Document, value: fields.Mapping_) -> Iterator[Example]:
    for number, example in enumerate(fields.mappings(value, "examples")):
        given = tuple(
            (kind, tuple(fields.mapping(facts).items()))
            for item in fields.mappings(example, "given")
            for kind, facts in item.items()
        )
        where: Location = document.at("examples", number)
        yield Example(fields.text(example, "name"), given, fields.text(example, "expect"), where)
