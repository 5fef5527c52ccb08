"""The page of one medicine for people: rulings by date, then nation by nation the way from licence to test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from trialign.coverage.links import Holds, Link
from trialign.model.coverage import Fit, Judgement
from trialign.model.directory import Nation
from trialign.model.finding import Verdict
from trialign.report import since
from trialign.report.looks import MedicineNeed, MedicineView, Ruling, TrialAsk, Way, codes
from trialign.report.words import COVERAGE, INDENT, STYLE, by_reason, nation_name, plain

_DEEP = (0, 0, 0, 4)
_NEAR = 4
_LISTED = 12
_SIGNS = {
    Holds.YES: ("+", "green"),
    Holds.PARTLY: ("~", "yellow"),
    Holds.BROKEN: ("-", "bold red"),
    Holds.UNKNOWN: ("?", "magenta"),
    Holds.OUTSIDE: ("o", "cyan"),
    Holds.NOT_ASKED: (".", "dim"),
}
_STATES = {
    "in_force": "in force",
    "doubtful": "not certain to be in force",
    "superseded": "superseded",
    "not_in_force": "not in force",
    "draft": "not final",
}
_UNSAID = {"", "adult"}


def medicine(console: Console, view: MedicineView) -> None:
    """Print the page of a medicine."""
    console.print(plain(view.asked, "bold"))
    console.print(plain(f"As of {view.as_of}. Found as: {'; '.join(view.products)}."))
    _rulings(console, view)
    _needs(console, view)
    for nation in view.nations:
        _nation(console, view, nation)
    _links(console, view)
    _trials(console, view)
    _findings(console, view)
    console.print()
    for line in (
        "licence → decision → test → scope → technology: + holds, ~ partly, - broken, ? not known, "
        "o outside the directory, . not asked.",
        "What is not known is no broken link; most licences and many decisions are not held.",
        "For review by the people responsible, not clinical advice.",
    ):
        console.print(plain(line, "dim"))


def _title(console: Console, text: str) -> None:
    console.print()
    console.print(plain(text, "bold"))


def _rulings(console: Console, view: MedicineView) -> None:
    _title(console, f"Licences and decisions ({len(view.rulings)})")
    for ruling in view.rulings:
        found = ruling.decision
        state = _STATES[ruling.state] + (f" ({ruling.note})" if ruling.note else "")
        head = f"{found.date_text}  {found.body} {found.ref}: {found.outcome.replace('-', ' ')}, {state}"
        console.print(Padding(plain(head, "" if ruling.state == "in_force" else "dim"), INDENT))
        for line in _details(ruling):
            console.print(Padding(plain(line, "dim"), _DEEP))


def _details(ruling: Ruling) -> Iterator[str]:
    found = ruling.decision
    patients = [found.cancer_printed, _said("line", found.line), found.setting or "setting not stated"]
    yield ", ".join([found.medicine, *patients, f"age {found.age or 'not stated'}"])
    where = ", ".join(
        nation.display + (" (presumed)" if basis == "presumed" else "") for nation, basis in ruling.counts_in
    )
    yield f"needs {', '.join(ruling.needs) or 'no biomarker'}; counts in {where or 'none of these nations'}"
    yield str(found.source.where)
    if found.source.url:
        yield found.source.url


def _said(what: str, value: str) -> str:
    return f"{what} {value}" if value else f"{what} not stated"


def _needs(console: Console, view: MedicineView) -> None:
    _title(console, f"What must be tested ({len(view.needs)})")
    if not view.live:
        console.print(
            Padding(plain("Nothing on it is in force; what follows is what its decisions speak of."), INDENT)
        )
    for need in view.needs:
        asked = ", ".join(need.asking[:_LISTED]) + (" …" if len(need.asking) > _LISTED else "")
        console.print(Padding(plain(called(need)).append_text(plain(f"  for {asked}", "dim")), INDENT))
    if not view.needs:
        console.print(Padding(plain("no biomarker"), INDENT))


def called(need: MedicineNeed) -> str:
    """Return a need as people say it: ``KRAS wild type in Colorectal Adenocarcinoma``."""
    age = "" if need.need.age in _UNSAID else f", age {need.need.age}"
    return f"{' / '.join(need.wanted)} in {need.cancer_name} ({' | '.join(need.need.cancers)}){age}"


def _nation(console: Console, view: MedicineView, nation: Nation) -> None:
    _title(console, nation.display)
    console.print(Padding(plain(f"searched: {', '.join(view.searched.get(nation, ())) or 'nothing'}", "dim"), INDENT))
    position = view.nations.index(nation)
    for need in view.needs:
        way = need.ways[position]
        word, style = COVERAGE[way.judgement.coverage]
        when = since.in_full(way.since, way.judgement.coverage)
        head = plain(f"{called(need)}: ").append(word, style=style)
        console.print(
            Padding(head.append_text(plain(f", {when}{since.not_held(way.since)}" if when else "", "dim")), INDENT)
        )
        for line in (_chain(way), *_reasons(way), *_tests(way.judgement)):
            console.print(Padding(line, _DEEP))


def _chain(way: Way) -> Text:
    text = Text()
    for number, link in enumerate(way.links):
        sign, style = _SIGNS[link.holds]
        text.append(" → " if number else "").append(f"{link.step} ").append(sign, style=style)
        if link is way.broken:
            text.append(" (first broken link)", style=style)
    return text


def _reasons(way: Way) -> Iterator[Text]:
    """Yield what stands behind the links before the test, and why links do not hold."""
    for link in way.links:
        shown = link.reason and (
            link.step in {"licence", "decision"} or link.holds not in {Holds.YES, Holds.NOT_ASKED}
        )
        if shown:
            yield _reason(link)


def _reason(link: Link) -> Text:
    sign, style = _SIGNS[link.holds]
    return Text(f"{sign} ", style=style).append_text(plain(f"{link.step}: {link.reason}", "default"))


def _tests(found: Judgement) -> Iterator[Text]:
    names = codes(found)
    if names:
        more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
        yield plain(f"tests: {', '.join(names[:_LISTED])}{more}")
    for fit, title in ((Fit.POSSIBLE, "possibly"), (Fit.NEAR_MISS, "near miss")):
        near = list(dict.fromkeys((each.code, each.reason) for each in found.fits if each.fit is fit))
        yield from (plain(f"{title}: {each}", "dim") for each in by_reason(near[:_NEAR]))
        if len(near) > _NEAR:
            yield plain(f"{title}: {len(near) - _NEAR} more (all in --format json)", "dim")


def _links(console: Console, view: MedicineView) -> None:
    if view.links:
        _title(console, f"Statements that tie tests to it ({len(view.links)})")
    for link in view.links:
        said = f"{Nation(link.nation).display} {link.test_code}: {link.medicine} ({', '.join(link.decision_refs)})"
        console.print(Padding(plain(f"{said}, {link.source.published or 'undated'}"), INDENT))
        for place in filter(None, (str(link.source.where), link.source.url)):
            console.print(Padding(plain(place, "dim"), _DEEP))


def _trials(console: Console, view: MedicineView) -> None:
    asks: dict[str, list[TrialAsk]] = defaultdict(list)
    for ask in (each for need in view.needs for each in need.trials):
        asks[ask.trial.id].append(ask)
    if not view.needs:
        return
    _title(console, f"Open trials that ask for the same, in these cancers or kinds of them ({len(asks)})")
    genomic = {name: said for name, said in asks.items() if any(ask.genomic for ask in said)}
    for name, said in sorted(genomic.items()):
        trial = said[0].trial
        wanted = ", ".join(dict.fromkeys(word for ask in said for word in ask.wanted))
        console.print(Padding(plain(f"{name} {trial.title}"), INDENT))
        console.print(Padding(plain(f"{trial.status} on {trial.captured}, asks for {wanted}", "dim"), _DEEP))
    if len(genomic) < len(asks):
        more = f"{len(asks) - len(genomic)} ask only for what pathology answers (all in --format json)"
        console.print(Padding(plain(more), INDENT))


def _findings(console: Console, view: MedicineView) -> None:
    _title(console, f"Findings of check that concern it ({len(view.findings)})")
    for finding in view.findings:
        severity = finding.rule.severity.value
        doubt = finding.verdict is Verdict.CANNOT_TELL
        verdict = "cannot tell" if doubt else finding.verdict.value
        head = plain(f"{finding.rule.id} {severity}, {verdict} ", "magenta" if doubt else STYLE[severity])
        head.append_text(plain(f"{nation_name(finding.nation)}  {finding.fingerprint}", "dim"))
        console.print(Padding(head, INDENT))
        console.print(Padding(plain(finding.message), _DEEP))
    if not view.findings:
        console.print(Padding(plain("none"), INDENT))
