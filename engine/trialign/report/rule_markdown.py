"""A page of Markdown per rule, and one that lists them by family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from trialign.load import fields
from trialign.model.rule import Part, Rule
from trialign.report.pages import real_data
from trialign.report.rule_words import code, escaped, fact, listed, words
from trialign.report.words import counted
from trialign.rulebook.shared import Shared
from trialign.rulebook.sources import SUBJECT, Pattern, RuleSource, named_by

MADE = "<!-- Made by trialign rules docs"
INDEX = "README.md"
_ASKS = {
    Part.WITH: ("It finds something only where there is also", "one of these"),
    Part.WITHOUT: ("It finds nothing where there is", "any of these"),
    Part.CANNOT_TELL: ("It cannot tell where, for what is left, there is", "any of these"),
    Part.UNLESS: ("It is excepted where there is", "any of these"),
}


def index(rules: Iterable[Rule]) -> str:
    """Return the page that lists the rules by family."""
    ordered = sorted(rules, key=lambda each: (each.family, each.id))
    families = dict.fromkeys(rule.family for rule in ordered)
    lines = [f"{MADE}; change the rules, not this page. -->", "# The rules", ""]
    lines.append(f"{counted(len(ordered), 'rule')}. How they are written: [rules.md](../rules.md).")
    for family in families:
        lines += ["", f"## {family}", "", "| rule | severity | status | what disagrees |", "|---|---|---|---|"]
        lines += [
            f"| [{rule.id}]({rule.id}.md) | {rule.severity.value} | {rule.status} | {escaped(rule.title)} |"
            for rule in ordered
            if rule.family == family
        ]
    return "\n".join(lines) + "\n"


def page(source: RuleSource, shared: Shared) -> str:
    """Return the page of a rule."""
    rule, value = source.rule, fields.mapping(source.document.value)
    sections: list[tuple[str, Iterable[str]]] = [
        ("Why", [escaped(rule.rationale)]),
        ("What it asks", _asks(source, shared)),
        ("Reusable conditions", _uses(source, shared)),
        ("Message", [f"> {escaped(rule.message)}"]),
        ("Remedy", [f"> {escaped(rule.remedy)}"]),
        ("May be wrong where", _listed(escaped(each) for each in rule.false_positives)),
        ("Note", [escaped(fields.text(value, "note"))] if "note" in value else []),
        ("Parameters", _parameters(source, shared)),
        ("On real data", [escaped(each) for each in real_data(rule)] or ["Nobody has written down what it finds."]),
        ("References", _listed(_reference(each) for each in rule.references)),
        ("Examples", _examples(rule)),
    ]
    blocks = [f"{MADE} from {rule.family}/{rule.id}.yaml; change the rule, not this page. -->"]
    blocks[0] += f"\n# {rule.id} {escaped(rule.title)}"
    blocks.append(_head(rule))
    for title, found in sections:
        texts = [text for text in found if text]
        blocks += [f"## {title}", *texts] if texts else []
    return "\n\n".join(blocks) + "\n"


def _head(rule: Rule) -> str:
    numbers = ", ".join(str(number) for number in rule.recommendations) or "none"
    names = "| severity | status | family | recommendations | run by |\n|---|---|---|---|---|\n"
    both = "`trialign check`, `trialign lint`" if rule.family == "hygiene" else "`trialign check`"
    verb = "`trialign lint`" if rule.verb == "lint" else both
    family = f"[{rule.family}]({INDEX}#{rule.family})"
    return f"{names}| {rule.severity.value} | {rule.status} | {family} | {numbers} | {verb} |"


def _listed(texts: Iterable[str]) -> list[str]:
    found = [f"- {text}" for text in texts]
    return ["\n".join(found)] if found else []


def _asks(source: RuleSource, shared: Shared) -> Iterator[str]:
    sets: Mapping[str, object] = {name: list(members) for name, members in shared.sets.items()}
    yield "It looks at each:"
    yield from _listed(fact(pattern, sets) for _, patterns in source.alternatives(SUBJECT) for pattern in patterns)
    for part, (head, several) in _ASKS.items():
        found = [patterns for _, patterns in source.alternatives(part)]
        if found:
            yield f"{head} {several}:" if len(found) > 1 else f"{head}:"
            yield from _listed(_together(patterns, sets) for patterns in found)
    key = listed([f"{words(ref.field)} of {code(ref.alias)}" for ref in source.rule.key])
    yield f"There is one finding for each {key}."


def _together(patterns: Sequence[Pattern], sets: Mapping[str, object]) -> str:
    return ", together with ".join(fact(pattern, sets) for pattern in patterns)


def _uses(source: RuleSource, shared: Shared) -> list[str]:
    """Return what each reusable condition of a rule asks; ``this`` is the fact that uses it."""
    sets: Mapping[str, object] = {name: list(members) for name, members in shared.sets.items()}
    names = sorted(named_by(source, shared.document).uses & shared.uses.keys())
    found = _listed(f"{words(name)}: there is {_together(shared.uses[name].patterns, sets)}" for name in names)
    return (
        ["`this` is the fact of which it is asked, `given` the one that is named after it.", *found] if found else []
    )


def _parameters(source: RuleSource, shared: Shared) -> Iterator[str]:
    every = fields.mapping(fields.mapping(shared.document.value).get("parameters"))
    names = sorted(named_by(source, shared.document).parameters & every.keys())
    if not names:
        return
    rows = ["| parameter | what | from | value | source |", "|---|---|---|---|---|"]
    for name in names:
        parameter = fields.mapping(every[name])
        for entry in fields.mappings(parameter, "values"):
            since = fields.text(entry, "since") or "always"
            source_text, url = escaped(fields.text(entry, "source")), fields.text(entry, "url")
            said = f"[{source_text}]({url})" if url else source_text
            number = f"{fields.text(entry, 'value')} {fields.text(parameter, 'unit')}"
            rows.append(
                f"| {code(name)} | {escaped(fields.text(parameter, 'title'))} | {since} | {number} | {said} |"
            )
    yield "\n".join(rows)


def _reference(reference: tuple[str, str, str, str]) -> str:
    title, publisher, url, retrieved = reference
    return f"[{escaped(title)}]({url}), {escaped(publisher)}, retrieved {retrieved}"


def _examples(rule: Rule) -> Iterator[str]:
    for example in rule.examples:
        yield f"### {escaped(example.name)}"
        yield "given"
        yield from _listed(
            f"{words(kind)}: " + ", ".join(f"{words(name)} {_value(value)}" for name, value in given)
            for kind, given in example.given
        )
        yield f"expect **{words(example.expect)}**"


def _value(value: object) -> str:
    """Return a value of an example; records within it as their fields."""
    if isinstance(value, list):
        return ", ".join(_value(each) for each in cast(list[object], value)) or "none"
    if isinstance(value, dict):
        return "(" + ", ".join(f"{words(str(name))} {_value(each)}" for name, each in value.items()) + ")"
    return "not held" if value == "" else code(value)
