"""Text for people at a terminal, in pipes and in narrow windows; no colour alone carries a meaning."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trialign.errors import visible
from trialign.model.biomarker import Alteration
from trialign.model.coverage import Coverage, Fit, Judgement, TestFit
from trialign.model.directory import Nation
from trialign.model.finding import Evidence, Finding, Verdict
from trialign.model.rule import Rule
from trialign.report.views import CheckView, CoversView, SourceView

_STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_WORDS = {
    Coverage.COVERED: ("+ covered", "green"),
    Coverage.PARTLY: ("~ partly covered", "yellow"),
    Coverage.NOT_COVERED: ("- not covered", "bold red"),
    Coverage.OUTSIDE: ("o outside the directory", "cyan"),
    Coverage.CANNOT_TELL: ("? cannot tell", "magenta"),
}
_NEAR_MISSES = 8
_PLACES = 4
_WIDE = 90
_NARROW = 60
_INDENT = (0, 0, 0, 2)
_DOUBT = "cannot tell,"


def _nation(value: str) -> str:
    return Nation(value).display if value in set(Nation) else value


def _plain(text: str, style: str = "") -> Text:
    """Return text as it stands: nothing in it is read as markup, control characters are shown."""
    return Text(visible(text), style=style)


def check(console: Console, view: CheckView) -> None:
    """Print a check: the verdict first, then gaps by rule, then what could not be told, counted."""
    console.print(_headline(view))
    console.print(
        _plain(
            f"As of {view.as_of}, engine {view.engine}. {view.subjects:,} subjects judged in all: "
            f"{view.clean:,} clean, {view.subjects - view.clean:,} in {view.findings:,} findings."
        )
    )
    for stale in (each for each in view.sources if each.stale):
        console.print(_plain(f"! {stale.name} is {_staleness(stale)}.", "yellow"))
    if len(view.shown) < len(view.asked):
        console.print(_plain(f"Only {len(view.shown)} of {len(view.asked)} are listed, as asked for."))
    gaps = [finding for finding in view.shown if finding.verdict is Verdict.GAP]
    excepted = [finding for finding in view.shown if finding.verdict is Verdict.EXCEPTED]
    doubts = [finding for finding in view.shown if finding.verdict is Verdict.CANNOT_TELL]
    _listed(console, gaps, "")
    _listed(console, excepted, "excepted, ")
    if doubts and (gaps or excepted):
        _counted(console, doubts)
    else:
        _listed(console, doubts, f"{_DOUBT} ")
    _footer(console, view)


def _listed(console: Console, findings: list[Finding], verdict: str, placed: bool = False) -> None:
    """Print findings by rule, with the place of each fact where that is asked for."""
    for rule, members in _by_rule(findings):
        console.print()
        console.print(_rule_line(rule, f"{verdict}{len(members)}"))
        for number, finding in enumerate(members):
            if number:
                console.print()
            console.print(Padding(_finding(finding), _INDENT))
            for line in _places(finding) if placed else ():
                console.print(Padding(line, _INDENT))


def _headline(view: CheckView) -> Text:
    gaps = [finding for finding in view.asked if finding.verdict is Verdict.GAP]
    by_severity = Counter(finding.rule.severity.value for finding in gaps)
    parts = ", ".join(f"{by_severity[name]} {name}" for name in ("error", "warning", "info") if by_severity[name])
    text = _plain(f"{len(gaps)} {'misalignment' if len(gaps) == 1 else 'misalignments'}", "bold")
    text.append(f" ({parts})" if parts else "")
    return text.append(
        f", {view.count(Verdict.CANNOT_TELL)} cannot be told, {view.count(Verdict.EXCEPTED)} excepted."
    )


def _by_rule(findings: Iterable[Finding]) -> Iterator[tuple[Rule, list[Finding]]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.rule.id].append(finding)
    for members in groups.values():
        yield members[0].rule, members


def _rule_line(rule: Rule, note: str) -> Text:
    severity = rule.severity.value
    doubt = note.startswith(_DOUBT)
    text = _plain("CANNOT TELL " if doubt else f"{severity.upper()} ", "magenta" if doubt else _STYLE[severity])
    return text.append(f"{rule.id} {rule.title} ({note})", style="bold")


def _finding(finding: Finding) -> RenderableType:
    days = finding.days_open
    opened = f"  open {'' if days.exact else 'at least '}{days.days} days" if days else ""
    head = _plain(f"{finding.fingerprint}", "dim").append(opened)
    lines = [_plain(_message(finding)), _plain(f"→ {finding.remedy}"), head]
    if finding.doubt:
        lines.insert(1, _plain(f"? {finding.doubt}", "magenta"))
    return Group(*lines)


def _places(finding: Finding) -> Iterator[Text]:
    """Yield file, line and cell of each fact behind a finding, each once."""
    places = list(dict.fromkeys(evidence.source.place for evidence in finding.evidence))
    for place in places[:_PLACES]:
        yield _plain(place, "dim")
    if len(places) > _PLACES:
        yield _plain(f"and {len(places) - _PLACES} more (all in --format json)", "dim")


def _message(finding: Finding) -> str:
    """Return a finding's message; one that cannot be told says so first."""
    return f"Cannot be told: {finding.message}" if finding.verdict is Verdict.CANNOT_TELL else finding.message


def _staleness(source: SourceView) -> str:
    old = source.age_days is not None and source.age_days > source.max_age_days
    return f"{source.age_days:,} days old, more than its limit of {source.max_age_days}" if old else "superseded"


def _counted(console: Console, findings: list[Finding]) -> None:
    """Print how many doubts each rule has in each nation; the title has a row of its own in a narrow window."""
    console.print()
    console.print(_plain("Cannot be told, because a source is missing, incomplete or unresolved:", "bold"))
    counts = Counter((finding.rule.id, finding.nation) for finding in findings)
    rules = {finding.rule.id: finding.rule.title for finding in findings}
    nations = [nation for nation in Nation if any(finding.nation == nation for finding in findings)]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("rule", no_wrap=True)
    for nation in nations:
        table.add_column(nation.display, justify="right")
    wide = console.width >= _WIDE
    if wide:
        table.add_column("", overflow="fold")
    for rule, title in sorted(rules.items()):
        cells = [str(counts[rule, nation] or "·") for nation in nations]
        table.add_row(rule, *cells, *([_plain(title)] if wide else []))
    console.print(Padding(table, _INDENT))
    if not wide:
        for rule, title in sorted(rules.items()):
            console.print(Padding(_plain(f"{rule}: {title}"), _INDENT))


def _footer(console: Console, view: CheckView) -> None:
    console.print()
    if view.unused:
        console.print(_plain(f"Rules that found no subject at all: {', '.join(view.unused)}."))
    for idle in view.idle:
        console.print(_plain(f"! {idle}", "yellow"))
    if view.unresolved:
        console.print(
            _plain(f"{view.unresolved} printed texts could not be read as targets; 'trialign unresolved' lists them.")
        )
    console.print(
        _plain("Next: 'trialign explain FINGERPRINT' for the evidence, '--verdict cannot_tell' to list doubts.")
    )
    console.print(_plain("Findings are prompts for review by the people responsible, not clinical advice.", "dim"))


def covers(console: Console, view: CoversView) -> None:
    """Print what each nation answers to a need, with tests and near misses."""
    codes = " | ".join(view.need.cancers)
    console.print(_plain(f"{view.label} in {view.cancer_name} ({codes})", "bold"))
    asked = f", asked as '{view.asked}'" if view.asked.casefold() != view.label.casefold() else ""
    console.print(_plain(f"As of {view.as_of}{asked}"))
    if view.need.biomarker.alteration is Alteration.EXPRESSION and view.need.biomarker.genes:
        symbol = view.need.biomarker.genes[0].symbol
        console.print(
            _plain(f"Read as the protein; for the gene ask '{symbol} small variant' or '{symbol} amplification'.")
        )
    for judgement in view.judgements:
        word, style = _WORDS[judgement.coverage]
        console.print()
        console.print(_plain(f"{judgement.nation.display}: ", "bold").append(word, style=style))
        console.print(Padding(_plain(judgement.reason), _INDENT))
        for note in (name for name in view.releases.get(judgement.nation.value, ()) if "days old" in name):
            console.print(Padding(_plain(f"! {note}", "yellow"), _INDENT))
        for line in _fits(judgement):
            console.print(Padding(line, _INDENT))
        for line in _sources(view, judgement):
            console.print(Padding(line, _INDENT))


def _fits(judgement: Judgement) -> Iterator[Text]:
    full = dict.fromkeys(fit.code for fit in judgement.fits if fit.fit is Fit.FULL)
    if full:
        yield _plain(f"tests: {', '.join(full)}")
    for fit, title in ((Fit.PART, "in part"), (Fit.POSSIBLE, "possibly"), (Fit.NEAR_MISS, "near miss")):
        found = list(dict.fromkeys((each.code, each.reason) for each in judgement.fits if each.fit is fit))
        for code, reason in found[:_NEAR_MISSES]:
            yield _plain(f"{title}: {code}, {reason}")
        if len(found) > _NEAR_MISSES:
            yield _plain(f"{title}: and {len(found) - _NEAR_MISSES} more (all in --format json)")


def _sources(view: CoversView, judgement: Judgement) -> Iterator[Text]:
    """Yield where the first answering test stands, and which releases were searched."""
    answering = [view.tests[fit.test_id] for fit in judgement.fits[:1] if fit.fit is not Fit.NEAR_MISS]
    for test in answering:
        yield _plain(f"{test.source.where}  {test.source.url}", "dim")
    releases = view.releases.get(judgement.nation.value, ())
    yield _plain(f"searched: {', '.join(releases) or 'nothing held'}", "dim")


def explain(console: Console, finding: Finding, near: tuple[TestFit, ...] | None) -> None:
    """Print one finding with the facts behind it, and why nothing else answered the need.

    Args:
        console: Where to print.
        finding: The finding.
        near: Tests that bear on its need; None where the rule asks for no test.
    """
    rule = finding.rule
    console.print(_rule_line(rule, rule.status))
    console.print(
        _plain(
            f"{finding.fingerprint}  {_nation(finding.nation)}  verdict: {finding.verdict.value.replace('_', ' ')}"
        )
    )
    console.print()
    console.print(_plain(_message(finding)))
    if finding.doubt:
        console.print(_plain(f"? {finding.doubt}"))
    console.print(_plain(f"→ {finding.remedy}"))
    if finding.days_open:
        bound = "" if finding.days_open.exact else "at least "
        console.print(_plain(f"Open {bound}{finding.days_open.days} days."))
    console.print()
    console.print(_plain("Facts", "bold"))
    for evidence in finding.evidence:
        console.print(Padding(_evidence(evidence), _INDENT))
    if near is not None:
        _why_not(console, near)
    console.print()
    console.print(_plain("Why it matters", "bold"))
    console.print(Padding(_plain(rule.rationale), _INDENT))
    if rule.false_positives:
        console.print(
            Padding(_plain("It may be no misalignment where: " + "; ".join(rule.false_positives) + "."), _INDENT)
        )


def _why_not(console: Console, near: tuple[TestFit, ...]) -> None:
    """Print why tests that bear on the need do not answer it; those of other indications only by number."""
    console.print()
    console.print(_plain("Why nothing else answers it", "bold"))
    own = [fit for fit in near if fit.cause != "indication" and fit.fit is not Fit.FULL]
    for fit in own[:_NEAR_MISSES]:
        console.print(Padding(_plain(f"{fit.code}: {fit.fit.value.replace('_', ' ')}, {fit.reason}"), _INDENT))
    if len(own) > _NEAR_MISSES:
        console.print(Padding(_plain(f"and {len(own) - _NEAR_MISSES} more (all in --format json)"), _INDENT))
    elsewhere = sum(fit.cause == "indication" for fit in near)
    if elsewhere:
        console.print(Padding(_plain(f"{elsewhere} tests answer it within their own indication only"), _INDENT))
    if not own and not elsewhere:
        console.print(Padding(_plain("no test of that nation comes near"), _INDENT))


def _evidence(evidence: Evidence) -> RenderableType:
    source = evidence.source
    dates = f"published {source.published or 'not known'}, retrieved {source.retrieved or 'not known'}"
    lines = [_plain(evidence.fact), _plain(f"  {source.where}", "dim"), _plain(f"  {dates}", "dim")]
    if source.url:
        lines.insert(2, _plain(f"  {source.url}", "dim"))
    return Group(*lines)


def sources(console: Console, views: tuple[SourceView, ...]) -> None:
    """Print what is loaded, its age and completeness, and what is not known of it."""
    for view in views:
        console.print(_plain(view.name, "bold").append(f"  {view.rows} rows, {_state(view)}"))
        if view.published or view.retrieved:
            dates = f"published {view.published or 'not known'}, retrieved {view.retrieved or 'not known'}"
            age = f", {view.age_days} days old (limit {view.max_age_days})" if view.age_days is not None else ""
            console.print(Padding(_plain(dates + age + (", STALE" if view.stale else "")), _INDENT))
        console.print(Padding(_plain(f"{view.file}  {view.url}".rstrip(), "dim"), _INDENT))
        for where, printed, reason in view.unread[:_NEAR_MISSES]:
            console.print(Padding(_plain(f"not read: '{printed}' at {where} ({reason})"), _INDENT))
        if len(view.unread) > _NEAR_MISSES:
            console.print(
                Padding(_plain(f"not read: {len(view.unread) - _NEAR_MISSES} more (all in --format json)"), _INDENT)
            )
        for note in view.unknown:
            console.print(Padding(_plain(f"not known: {note}"), _INDENT))
        console.print()


def _state(view: SourceView) -> str:
    words = {
        "held": "in force",
        "not_held": "in force but not held",
        "uncertain": "uncertain",
        "none": "not in force",
    }
    return words[view.state] + (", complete" if view.complete else ", not complete" if view.state == "held" else "")


def rule_list(console: Console, rules: Iterable[Rule]) -> None:
    """Print the rulebook, one rule a line; in a narrow window the title has a line of its own."""
    ordered = sorted(rules, key=lambda each: each.id)
    if console.width < _NARROW:
        for rule in ordered:
            console.print(_plain(f"{rule.id} {rule.severity.value}, {rule.status}"))
            console.print(Padding(_plain(rule.title), _INDENT))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("rule", "severity", "status"):
        table.add_column(name, no_wrap=True)
    table.add_column("title", overflow="fold")
    for rule in ordered:
        table.add_row(
            rule.id, _plain(rule.severity.value, _STYLE[rule.severity.value]), rule.status, _plain(rule.title)
        )
    console.print(table)


def rule_page(console: Console, rule: Rule) -> None:
    """Print one rule: why it exists, when it errs, its sources and its examples."""
    console.print(_plain(f"{rule.id} {rule.title}", "bold"))
    numbers = ", ".join(str(number) for number in rule.recommendations) or "none"
    console.print(_plain(f"{rule.severity.value}, {rule.status}, family {rule.family}, recommendations {numbers}"))
    console.print(_plain(str(rule.where), "dim"))
    for title, lines in (
        ("Why", [rule.rationale]),
        ("May be wrong where", list(rule.false_positives)),
        ("Message", [rule.message]),
        ("Remedy", [rule.remedy]),
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
            console.print(_plain(title, "bold"))
            for line in lines:
                console.print(Padding(_plain(line), _INDENT))


def linted(
    console: Console, releases: tuple[str, ...], tests: int, asked: list[Finding], shown: list[Finding]
) -> None:
    """Print what lint found: a count by rule first, then the findings.

    Args:
        console: Where to print.
        releases: Names of the releases that were looked at.
        tests: How many tests they hold.
        asked: Every finding of the rules that were asked for.
        shown: Those of them that are listed.
    """
    by_severity = Counter(each.rule.severity.value for each in asked)
    parts = ", ".join(f"{by_severity[name]} {name}" for name in ("error", "warning", "info") if by_severity[name])
    head = f"{len(asked)} finding{'' if len(asked) == 1 else 's'}" + (f" ({parts})" if parts else "")
    console.print(_plain(f"{head} in {tests:,} tests of {', '.join(releases)}.", "bold"))
    for rule, members in _by_rule(asked):
        console.print(Padding(_plain(f"{len(members):>5}  {rule.id} {rule.title}"), _INDENT))
    if len(shown) < len(asked):
        console.print(_plain(f"Only {len(shown)} of {len(asked)} are listed, as asked for."))
    _listed(console, shown, "", placed=True)
    console.print()
    console.print(_plain("Findings are prompts for review by the publisher; no row was changed.", "dim"))
