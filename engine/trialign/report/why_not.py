"""The answer to 'why not', for people and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from trialign.model.coverage import Coverage, Fit
from trialign.model.directory import Nation, Source
from trialign.model.why_not import Asking, Elsewhere, Nearby, WhyNot
from trialign.report.json import Json, ids, witness
from trialign.report.words import INDENT, NEAR_MISSES, plain

_BELOW = (0, 0, 0, 4)
_MOST = 8
_LONGEST_NAME = 80
_NOTICE = "A prompt for review by the people responsible, not clinical advice."


def show_all(console: Console, answers: Sequence[WhyNot]) -> None:
    """Print the answers, one below the other."""
    for number, each in enumerate(answers):
        if number:
            console.print()
            console.rule(style="dim")
        show(console, each)
    console.print()
    console.print(plain(_NOTICE, "dim"))


def show(console: Console, found: WhyNot) -> None:
    """Print one answer: the sentence first, then what it rests on, then what would change it."""
    console.print(plain(found.answer, "bold"))
    console.print(plain(found.funding))
    age = f", age {found.need.age}" if found.need.age else ""
    line = f", line {found.line}" if found.line else ""
    console.print(plain(f"As of {found.as_of}, asked as '{found.asked}'{age}{line}.", "dim"))
    _list(console, "What would change the answer", found.changes)
    _list(console, "Who is left out", _left_out(found))
    _near(console, found)
    where = found.judgement.nation
    here = [each for each in found.decisions if where in each.nations]
    _decisions(console, f"Decisions that count in {where.display}", here)
    abroad = [each for each in found.decisions if where not in each.nations]
    _decisions(console, "Decisions elsewhere", abroad)
    _list(console, "Other nations", [_nation(each) for each in found.elsewhere])
    _list(console, f"What is held of {where.display}", found.known)


def _left_out(found: WhyNot) -> Iterator[str]:
    if found.witness:
        yield found.witness.words
    elif found.judgement.coverage is Coverage.CANNOT_TELL:
        yield "cannot be told either, for the same reason"
    elif found.no_witness and found.judgement.coverage is not Coverage.OUTSIDE:
        yield f"no example can be proved: {found.no_witness}"


def _list(console: Console, title: str, lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        console.print()
        console.print(plain(title, "bold"))
    for line in found:
        console.print(Padding(plain(line), INDENT))


def _near(console: Console, found: WhyNot) -> None:
    """Print the tests that bear on the need, each with what it lacks and where it stands."""
    covered = any(each.fit is Fit.FULL for each in found.near)
    shown = [each for each in found.near if each.fit is Fit.FULL or not covered][:NEAR_MISSES]
    if shown:
        console.print()
        console.print(plain("The test" if covered else "What comes near", "bold"))
    for each in shown:
        console.print(Padding(_test(each), INDENT))
        console.print(Padding(plain(each.source.place, "dim"), _BELOW))
    more = found.further + len(found.near) - len(shown)
    if shown and more and not covered:
        console.print(Padding(plain(f"and {more} more"), INDENT))


def _test(each: Nearby) -> Text:
    lacks = f"{each.lacks}: {each.reason}" if each.lacks else "it answers the need"
    name = textwrap.shorten(each.name, _LONGEST_NAME, placeholder=" …")
    return plain(f"{each.code} '{name}', {each.indication} - {lacks}")


def _decisions(console: Console, title: str, decisions: Sequence[Asking]) -> None:
    if decisions:
        console.print()
        console.print(plain(title, "bold"))
    for each in decisions[:_MOST]:
        console.print(Padding(plain(_decision(each)), INDENT))
        console.print(Padding(plain(str(each.source.where), "dim"), _BELOW))
        if each.source.url:
            console.print(Padding(plain(each.source.url, "dim"), _BELOW))
    if len(decisions) > _MOST:
        console.print(Padding(plain(f"and {len(decisions) - _MOST} more (all in --format json)"), INDENT))


def _decision(each: Asking) -> str:
    line = f", line {each.line}" if each.line else ""
    doubt = "" if each.certain else "; not certain to be in force"
    presumed = [nation.display for nation in each.presumed]
    doubt += f"; presumed in {' and '.join(presumed)}" if presumed else ""
    return (
        f"{each.body} {each.ref} ({each.decided}): {each.medicine}, {each.outcome}, "
        f"for {each.wanted} in {each.cancer}{line}{doubt}"
    )


def _nation(each: Elsewhere) -> str:
    tests = f" by {', '.join(each.tests)}" if each.tests else ""
    reason = "" if each.tests else f": {each.reason}"
    return f"{each.nation.display}: {each.coverage.value.replace('_', ' ')}{tests}{reason}"


def as_json(asked: str, answers: Sequence[WhyNot]) -> str:
    """Return the answers as JSON text; its shape is ``schemas/why-not.schema.json``."""
    value = {"asked": asked, "notice": _NOTICE, "answers": [_answer(each) for each in answers]}
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _answer(found: WhyNot) -> Json:
    need, judged = found.need, found.judgement
    return {
        "as_of": found.as_of.isoformat(),
        "biomarker": need.biomarker.label,
        "biomarker_ids": ids(need.biomarker),
        "cancer": {
            "code": " | ".join(need.cancers),
            "name": found.cancer_name,
            "indication": need.indication or None,
        },
        "age": need.age or None,
        "line": found.line or None,
        "nation": judged.nation.value,
        "coverage": judged.coverage.value,
        "reason": judged.reason,
        "answer": found.answer,
        "funding": found.funding,
        "changes": list(found.changes),
        "witness": witness(found.witness),
        "no_witness": found.no_witness or None,
        "near": [_nearby(each) for each in found.near],
        "further": found.further,
        "decisions": [_asking(each) for each in found.decisions],
        "elsewhere": [
            {
                "nation": each.nation.value,
                "coverage": each.coverage.value,
                "reason": each.reason,
                "tests": list(each.tests),
            }
            for each in found.elsewhere
        ],
        "known": list(found.known),
    }


def _nearby(each: Nearby) -> Json:
    return {
        "test": each.code,
        "name": each.name,
        "indication": each.indication,
        "nation": each.nation.value,
        "fit": each.fit.value,
        "lacks": each.lacks or None,
        "reason": each.reason or None,
        **_placed(each.source),
    }


def _asking(each: Asking) -> Json:
    return {
        "body": each.body,
        "ref": each.ref,
        "medicine": each.medicine,
        "outcome": each.outcome,
        "standing": each.standing,
        "decided": each.decided,
        "biomarker": each.wanted,
        "absent": each.absent,
        "cancer": each.cancer,
        "line": each.line or None,
        "nations": list(_values(each.nations)),
        "presumed": list(_values(each.presumed)),
        "certain": each.certain,
        **_placed(each.source),
    }


def _values(nations: Iterable[Nation]) -> Iterator[str]:
    return (each.value for each in nations)


def _placed(source: Source) -> Json:
    return {
        "file": source.where.path,
        "line_number": source.where.line,
        "cell": source.cell or None,
        "source": source.url or None,
        "published": source.published or None,
        "retrieved": source.retrieved or None,
    }
