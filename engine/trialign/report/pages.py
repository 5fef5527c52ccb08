"""Answers, sources and rules for people at a terminal, in pipes and in narrow windows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trialign.model.biomarker import Alteration
from trialign.model.coverage import Fit, Judgement
from trialign.model.rule import Rule
from trialign.report import summary
from trialign.report.views import CoversView, SourceView
from trialign.report.words import COVERAGE, INDENT, NEAR_MISSES, STATES, STYLE, by_reason, plain

_NARROW = 60


def covers(console: Console, view: CoversView) -> None:
    """Print what each nation answers to a need, with tests and near misses."""
    codes = " | ".join(view.need.cancers)
    console.print(plain(f"{view.label} in {view.cancer_name} ({codes})", "bold"))
    asked = f", asked as '{view.asked}'" if view.asked.casefold() != view.label.casefold() else ""
    console.print(plain(f"As of {view.as_of}{asked}"))
    if view.need.biomarker.alteration is Alteration.EXPRESSION and view.need.biomarker.genes:
        symbol = view.need.biomarker.genes[0].symbol
        console.print(
            plain(f"Read as the protein; for the gene ask '{symbol} small variant' or '{symbol} amplification'.")
        )
    for judgement in view.judgements:
        word, style = COVERAGE[judgement.coverage]
        console.print()
        console.print(plain(f"{judgement.nation.display}: ", "bold").append(word, style=style))
        console.print(Padding(plain(judgement.reason), INDENT))
        for note in (name for name in view.releases.get(judgement.nation.value, ()) if "days old" in name):
            console.print(Padding(plain(f"! {note}", "yellow"), INDENT))
        for line in _fits(judgement):
            console.print(Padding(line, INDENT))
        for line in _sources(view, judgement):
            console.print(Padding(line, INDENT))


def _fits(judgement: Judgement) -> Iterator[Text]:
    full = dict.fromkeys(fit.code for fit in judgement.fits if fit.fit is Fit.FULL)
    if full:
        yield plain(f"tests: {', '.join(full)}")
    for fit, title in ((Fit.PART, "in part"), (Fit.POSSIBLE, "possibly"), (Fit.NEAR_MISS, "near miss")):
        found = list(dict.fromkeys((each.code, each.reason) for each in judgement.fits if each.fit is fit))
        yield from (plain(f"{title}: {each}") for each in by_reason(found[:NEAR_MISSES]))
        if len(found) > NEAR_MISSES:
            yield plain(f"{title}: and {len(found) - NEAR_MISSES} more (all in --format json)")


def _sources(view: CoversView, judgement: Judgement) -> Iterator[Text]:
    """Yield where the first answering test stands, and which releases were searched."""
    answering = [view.tests[fit.test_id] for fit in judgement.fits[:1] if fit.fit is not Fit.NEAR_MISS]
    for test in answering:
        yield plain(str(test.source.where), "dim")
        if test.source.url:
            yield plain(test.source.url, "dim")
    releases = view.releases.get(judgement.nation.value, ())
    yield plain(f"searched: {', '.join(releases) or 'nothing held'}", "dim")


def sources(console: Console, views: tuple[SourceView, ...]) -> None:
    """Print what is loaded, its age and completeness, and what is not known of it."""
    for view in views:
        console.print(plain(view.name, "bold").append(f"  {view.rows} rows, {_state(view)}"))
        if view.published or view.retrieved:
            dates = f"published {view.published or 'not known'}, retrieved {view.retrieved or 'not known'}"
            age = f", {view.age_days} days old (limit {view.max_age_days})" if view.age_days is not None else ""
            stale = f", STALE: {summary.staleness(view)}" if view.stale else ""
            console.print(Padding(plain(dates + age + stale), INDENT))
        for place in filter(None, (view.file, view.url)):
            console.print(Padding(plain(place, "dim"), INDENT))
        for where, printed, reason in view.unread[:NEAR_MISSES]:
            console.print(Padding(plain(f"not read: '{printed}' at {where} ({reason})"), INDENT))
        if len(view.unread) > NEAR_MISSES:
            console.print(
                Padding(plain(f"not read: {len(view.unread) - NEAR_MISSES} more (all in --format json)"), INDENT)
            )
        for note in view.unknown:
            console.print(Padding(plain(f"not known: {note}"), INDENT))
        console.print()


def _state(view: SourceView) -> str:
    return STATES[view.state] + (", complete" if view.complete else ", not complete" if view.state == "held" else "")


def rule_list(console: Console, rules: Iterable[Rule]) -> None:
    """Print the rulebook, one rule a line; in a narrow window the title has a line of its own."""
    ordered = sorted(rules, key=lambda each: each.id)
    if console.width < _NARROW:
        for rule in ordered:
            console.print(plain(f"{rule.id} {rule.severity.value}, {rule.status}"))
            console.print(Padding(plain(rule.title), INDENT))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("rule", "severity", "status"):
        table.add_column(name, no_wrap=True)
    table.add_column("title", overflow="fold")
    for rule in ordered:
        table.add_row(rule.id, plain(rule.severity.value, STYLE[rule.severity.value]), rule.status, plain(rule.title))
    console.print(table)


def rule_page(console: Console, rule: Rule) -> None:
    """Print one rule: why it exists, when it errs, its sources and its examples."""
    console.print(plain(f"{rule.id} {rule.title}", "bold"))
    numbers = ", ".join(str(number) for number in rule.recommendations) or "none"
    own = f" ({rule.own_severity.value} without your settings)" if rule.own_severity else ""
    console.print(
        plain(f"{rule.severity.value}{own}, {rule.status}, family {rule.family}, recommendations {numbers}")
    )
    console.print(plain(str(rule.where), "dim"))
    for title, lines in (
        ("Why", [rule.rationale]),
        ("May be wrong where", list(rule.false_positives)),
        ("Message", [rule.message]),
        ("Remedy", [rule.remedy]),
        ("On real data", real_data(rule)),
        (
            "Sources",
            [
                f"{title}, {publisher}, {url}, retrieved {retrieved}"
                for title, publisher, url, retrieved in rule.references
            ],
        ),
        ("Examples", [f"{example.expect}: {example.name}" for example in rule.examples]),
    ):
        if lines:
            console.print()
            console.print(plain(title, "bold"))
            for line in lines:
                console.print(Padding(plain(line), INDENT))


def real_data(rule: Rule) -> list[str]:
    """Return what a rule was seen to do on the bundled data, one line each; none where nobody has written it down."""
    seen = rule.on_real_data
    if seen is None:
        return []
    because = f", because {seen.because}" if seen.because else ""
    return [f"{seen.as_of}: {seen.found}{because}", *([f"read by hand: {seen.read}"] if seen.read else [])]
