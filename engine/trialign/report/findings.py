"""Findings for people at a terminal, in pipes and in narrow windows: a check, a lint, one finding explained."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trialign.model.acceptance import EXCEPTION, IdleException
from trialign.model.chain import Link
from trialign.model.coverage import Fit, TestFit
from trialign.model.directory import Nation
from trialign.model.finding import Evidence, Finding, Verdict
from trialign.model.rule import Rule, Severity
from trialign.report import acceptances, chain, compared, summary
from trialign.report.views import CheckView
from trialign.report.words import INDENT, NEAR_MISSES, STYLE, nation_name, plain

_PLACES = 4
_FIRST = 2
_WIDE = 90
_DOUBT = "cannot tell,"
_EXCEPTED = "excepted, "
_NO_NATION = "any nation"


def check(console: Console, view: CheckView) -> None:
    """Print a check: the verdict first, then gaps by rule, then what could not be told, counted."""
    console.print(_headline(view))
    console.print(
        plain(
            f"As of {view.as_of}, engine {view.engine}. {view.subjects:,} subjects judged in all: "
            f"{view.clean:,} clean, {view.subjects - view.clean:,} in {view.findings:,} findings."
        )
    )
    for stale in (each for each in view.sources if each.stale):
        console.print(plain(f"! {stale.name} is {summary.staleness(stale)}.", "yellow"))
    if len(view.shown) < len(view.asked):
        console.print(plain(f"Only {len(view.shown)} of {len(view.asked)} are listed, as asked for."))
    if view.checked.since is None:
        brief = any(each.verdict is not Verdict.CANNOT_TELL for each in view.shown)
        _by_verdict(console, view.shown, brief, view.checked.whole)
    else:
        compared.printed(console, view, view.checked.since, partial(_by_verdict, console))
    _footer(console, view)


def _by_verdict(console: Console, shown: Sequence[Finding], brief: bool, whole: bool = True) -> None:
    """Print gaps, then what is excepted, then doubts: in brief, those only by number.

    Unless the whole is asked for, only the first gaps of each rule of severity info are listed.
    """
    gaps = [finding for finding in shown if finding.verdict is Verdict.GAP]
    excepted = [finding for finding in shown if finding.verdict is Verdict.EXCEPTED]
    doubts = [finding for finding in shown if finding.verdict is Verdict.CANNOT_TELL]
    _listed(console, gaps, "", most=None if whole else _FIRST)
    _listed(console, excepted, _EXCEPTED)
    if doubts and brief:
        _counted(console, doubts)
    else:
        _listed(console, doubts, f"{_DOUBT} ")


def linted(
    console: Console,
    releases: tuple[str, ...],
    tests: int,
    asked: list[Finding],
    shown: list[Finding],
    idle: Sequence[IdleException] = (),
    disabled: Sequence[str] = (),
) -> None:
    """Print what lint found: a count by rule first, then the findings.

    Args:
        console: Where to print.
        releases: Names of the releases that were looked at.
        tests: How many tests they hold.
        asked: Every finding of the rules that were asked for.
        shown: Those of them that are listed.
        idle: Exceptions that excuse nothing.
        disabled: Ids of rules that the settings disable.
    """
    excepted = sum(each.verdict is Verdict.EXCEPTED for each in asked)
    accepted = f", {excepted} of them excepted," if excepted else ""
    head = f"{len(asked)} finding{'' if len(asked) == 1 else 's'}{_severities(asked)}{accepted}"
    console.print(plain(f"{head} in {tests:,} tests of {', '.join(releases)}.", "bold"))
    for rule, members in _by_rule(asked):
        console.print(Padding(plain(f"{len(members):>5}  {rule.id} {rule.title}"), INDENT))
    if len(shown) < len(asked):
        console.print(plain(f"Only {len(shown)} of {len(asked)} are listed, as asked for."))
    _listed(console, [each for each in shown if each.verdict is not Verdict.EXCEPTED], "", placed=True)
    _listed(console, [each for each in shown if each.verdict is Verdict.EXCEPTED], _EXCEPTED, placed=True)
    console.print()
    _print_idle(console, idle, disabled)
    console.print(plain("Findings are prompts for review by the publisher; no row was changed.", "dim"))


def explain(
    console: Console,
    finding: Finding,
    near: tuple[TestFit, ...] | None,
    links: tuple[Link, ...],
    idle: Sequence[IdleException] = (),
) -> None:
    """Print one finding with the facts behind it, and why nothing else answered the need.

    Args:
        console: Where to print.
        finding: The finding.
        near: Tests that bear on its need; None where the rule asks for no test.
        links: The chain behind it.
        idle: Exceptions that name it and do not count on the day.
    """
    rule = finding.rule
    console.print(_rule_line(rule, rule.status))
    verdict = finding.verdict.value.replace("_", " ")
    console.print(plain(f"{finding.fingerprint}  {nation_name(finding.nation) or _NO_NATION}  verdict: {verdict}"))
    console.print()
    console.print(plain(_message(finding)))
    if finding.doubt:
        console.print(plain(f"? {finding.doubt}"))
    console.print(plain(f"→ {finding.remedy}"))
    if finding.days_open:
        bound = "" if finding.days_open.exact else "at least "
        console.print(plain(f"Open {bound}{finding.days_open.days} days."))
    _print_idle(console, idle, ())
    if finding.witness:
        console.print(plain(f"Left without a test: {finding.witness.words}."))
    if finding.no_witness:
        console.print(plain(f"No example of a patient: {finding.no_witness}."))
    chain.show(console, links)
    console.print()
    console.print(plain("Facts", "bold"))
    for evidence in finding.evidence:
        console.print(Padding(_evidence(evidence), INDENT))
    if near is not None:
        _why_not(console, near)
    console.print()
    console.print(plain("Why it matters", "bold"))
    console.print(Padding(plain(rule.rationale), INDENT))
    if rule.false_positives:
        console.print(
            Padding(plain("It may be no misalignment where: " + "; ".join(rule.false_positives) + "."), INDENT)
        )


def _listed(
    console: Console, findings: list[Finding], verdict: str, placed: bool = False, most: int | None = None
) -> None:
    """Print findings by rule, with the place of each fact where that is asked for.

    Args:
        console: Where to print.
        findings: In any order.
        verdict: What to call them after the rule's title.
        placed: Give the places.
        most: How many of each rule of severity info to list; None for all.
    """
    for rule, members in _by_rule(findings):
        console.print()
        console.print(_rule_line(rule, f"{verdict}{len(members)}"))
        listed = members[:most] if rule.severity is Severity.INFO else members
        for number, finding in enumerate(listed):
            if number:
                console.print()
            console.print(Padding(_finding(finding), INDENT))
            for line in _places(finding) if placed else ():
                console.print(Padding(line, INDENT))
        if len(listed) < len(members):
            more = f"and {len(members) - len(listed)} more: trialign check --rule {rule.id}"
            console.print(Padding(plain(more, "dim"), INDENT))


def _headline(view: CheckView) -> Text:
    gaps = [finding for finding in view.asked if finding.verdict is Verdict.GAP]
    text = plain(f"{len(gaps)} {'misalignment' if len(gaps) == 1 else 'misalignments'}", "bold")
    text.append(_severities(gaps))
    return text.append(
        f", {view.count(Verdict.CANNOT_TELL)} cannot be told, {view.count(Verdict.EXCEPTED)} excepted."
    )


def _severities(findings: Iterable[Finding]) -> str:
    counts = Counter(finding.rule.severity.value for finding in findings)
    parts = [f"{counts[name]} {name}" for name in STYLE if counts[name]]
    return f" ({', '.join(parts)})" if parts else ""


def _by_rule(findings: Iterable[Finding]) -> Iterator[tuple[Rule, list[Finding]]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.rule.id].append(finding)
    for members in groups.values():
        yield members[0].rule, members


def _rule_line(rule: Rule, note: str) -> Text:
    severity = rule.severity.value
    doubt = note.startswith(_DOUBT)
    text = plain("CANNOT TELL " if doubt else f"{severity.upper()} ", "magenta" if doubt else STYLE[severity])
    own = f"; {rule.own_severity.value} without your settings" if rule.own_severity else ""
    return text.append(f"{rule.id} {rule.title} ({note}{own})", style="bold")


def _finding(finding: Finding) -> RenderableType:
    days = finding.days_open
    opened = f"  open {'' if days.exact else 'at least '}{days.days} days" if days else ""
    head = plain(f"{finding.fingerprint}", "dim").append(opened)
    lines = [plain(_message(finding)), plain(f"→ {finding.remedy}"), head]
    if finding.doubt:
        lines.insert(1, plain(f"? {finding.doubt}", "magenta"))
    if finding.verdict is Verdict.EXCEPTED:
        lines[1:2] = [plain(f"= {each.fact}") for each in finding.evidence if each.fact.startswith(EXCEPTION)]
    return Group(*lines)


def _places(finding: Finding) -> Iterator[Text]:
    """Yield file, line and cell of each fact behind a finding, each once."""
    places = list(dict.fromkeys(evidence.source.place for evidence in finding.evidence))
    for place in places[:_PLACES]:
        yield plain(place, "dim")
    if len(places) > _PLACES:
        yield plain(f"and {len(places) - _PLACES} more (all in --format json)", "dim")


def _message(finding: Finding) -> str:
    """Return a finding's message; one that cannot be told says so first."""
    return f"Cannot be told: {finding.message}" if finding.verdict is Verdict.CANNOT_TELL else finding.message


def _counted(console: Console, findings: list[Finding]) -> None:
    """Print how many doubts each rule has in each nation; the title has a row of its own in a narrow window."""
    console.print()
    console.print(plain("Cannot be told, because a source is missing, incomplete or unresolved:", "bold"))
    counts = Counter((finding.rule.id, finding.nation) for finding in findings)
    rules = {finding.rule.id: finding.rule.title for finding in findings}
    nations = [nation for nation in (*Nation, "") if any(finding.nation == nation for finding in findings)]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("rule", no_wrap=True)
    for nation in nations:
        table.add_column(nation_name(nation) if nation else _NO_NATION, justify="right")
    wide = console.width >= _WIDE
    if wide:
        table.add_column("", overflow="fold")
    for rule, title in sorted(rules.items()):
        cells = [str(counts[rule, nation] or "·") for nation in nations]
        table.add_row(rule, *cells, *([plain(title)] if wide else []))
    console.print(Padding(table, INDENT))
    if not wide:
        for rule, title in sorted(rules.items()):
            console.print(Padding(plain(f"{rule}: {title}"), INDENT))


def _footer(console: Console, view: CheckView) -> None:
    console.print()
    if view.unused:
        console.print(plain(f"Rules that found no subject at all: {', '.join(view.unused)}."))
    _print_idle(console, view.idle, view.disabled)
    if view.settings:
        console.print(plain(f"By the settings of {view.settings}."))
    if view.unresolved:
        console.print(
            plain(f"{view.unresolved} printed texts could not be read as targets; 'trialign unresolved' lists them.")
        )
    console.print(
        plain("Next: 'trialign explain FINGERPRINT' for the evidence, '--verdict cannot_tell' to list doubts.")
    )
    console.print(plain(summary.NOTICE, "dim"))


def _print_idle(console: Console, idle: Sequence[IdleException], disabled: Sequence[str]) -> None:
    if disabled:
        console.print(plain(f"! Rules that the settings disable: {', '.join(disabled)}.", "yellow"))
    for each in idle:
        console.print(plain(f"! {acceptances.line(each)}", "yellow"))


def _why_not(console: Console, near: tuple[TestFit, ...]) -> None:
    """Print why tests that bear on the need do not answer it; those of other indications only by number."""
    console.print()
    console.print(plain("Why nothing else answers it", "bold"))
    own = [fit for fit in near if fit.cause != "indication" and fit.fit is not Fit.FULL]
    for fit in own[:NEAR_MISSES]:
        console.print(Padding(plain(f"{fit.code}: {fit.fit.value.replace('_', ' ')}, {fit.reason}"), INDENT))
    if len(own) > NEAR_MISSES:
        console.print(Padding(plain(f"and {len(own) - NEAR_MISSES} more (all in --format json)"), INDENT))
    elsewhere = sum(fit.cause == "indication" for fit in near)
    if elsewhere:
        console.print(Padding(plain(f"{elsewhere} tests answer it within their own indication only"), INDENT))
    if not own and not elsewhere:
        console.print(Padding(plain("no test of that nation comes near"), INDENT))


def _evidence(evidence: Evidence) -> RenderableType:
    source = evidence.source
    dates = f"published {source.published or 'not known'}, retrieved {source.retrieved or 'not known'}"
    lines = [plain(evidence.fact), plain(f"  {source.where}", "dim"), plain(f"  {dates}", "dim")]
    if source.url:
        lines.insert(2, plain(f"  {source.url}", "dim"))
    return Group(*lines)
