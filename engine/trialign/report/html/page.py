"""One run as one HTML file: the verdict first, then the matrix, the findings, the recommendations and the sources."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from trialign.model.coverage import Coverage
from trialign.model.finding import Finding, Verdict
from trialign.model.recommendation import Checkable
from trialign.model.rule import Rule, Severity
from trialign.report import figures, since, summary, web_links
from trialign.report.html.records import Records
from trialign.report.html.safe import name, shown
from trialign.report.overview import Line, Overview, foremost
from trialign.report.plots import theme
from trialign.report.plots.graph import graph_svg
from trialign.report.plots.lag import lag_svg
from trialign.report.plots.tables import graph_table, lag_table
from trialign.report.words import STATES, counted, nation_name

SIGNS = {
    Coverage.COVERED: ("+", "covered"),
    Coverage.PARTLY: ("~", "partly"),
    Coverage.NOT_COVERED: ("−", "gap"),
    Coverage.CANNOT_TELL: ("?", "cannot tell"),
    Coverage.OUTSIDE: ("o", "outside"),
}
"""Sign and word of each answer; no colour stands alone."""
_TIMELINES = 20
_TEMPLATES = "trialign.report.html"


@cache
def _environment() -> Environment:
    """Return the templates: everything that is put in is escaped and without control characters."""
    found = Environment(
        loader=PackageLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    found.filters.update(href=web_links.page, name=name, counted=counted, nation=nation_name, age=age)
    found.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return found


def age(band: str) -> str:
    """Return an age band in words: ``>=12`` as ``12 and older``, ``1-17`` as ``aged 1 to 17``."""
    if band.startswith(">="):
        return f"{band[2:]} and older"
    first, dash, last = band.partition("-")
    return f"aged {first} to {last}" if dash else {"all": "every age"}.get(band, band)


def _finalized(value: object) -> object:
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def rendered(template: str, script: str, records: object, **context: object) -> str:
    """Return a page.

    Args:
        template: Its template.
        script: The name of its script.
        records: What the script reads.
        context: What the template reads.
    """
    behaviour = _file(script)
    digest = base64.b64encode(hashlib.sha256(behaviour.encode()).digest()).decode()
    return (
        _environment()
        .get_template(template)
        .render(
            style=Markup(_file("page.css") + theme.css()),
            script=Markup(behaviour),
            script_digest=Markup(f"sha256-{digest}"),
            records=records,
            **context,
        )
    )


def _file(of: str) -> str:
    """Return a file of ours that stands within the page as it is."""
    return files(_TEMPLATES).joinpath("templates", of).read_text(encoding="utf-8")


def report(view: Overview) -> str:
    """Return the whole report, byte-identical for identical input."""
    check = view.check
    return rendered(
        "report.html",
        "report.js",
        Records(view).all(),
        view=view,
        check=check,
        signs=SIGNS,
        verdict=summary.verdict(check),
        judged=summary.judged(check),
        notice=summary.NOTICE,
        foremost=foremost(check.shown),
        told=summary.message,
        rules=_by_rule(check.shown),
        totals=_totals(view),
        cancers=_by_cancer(view.lines),
        groups=_sorted(line.group for line in view.lines),
        ages=[(each, age(each)) for each in _sorted(line.row.need.age for line in view.lines)],
        choices=_choices(check.shown),
        since=since.in_short,
        accounts=_by_checkable(view),
        figures=figures,
        staleness=summary.staleness,
        states=STATES,
        **_pictures(view),
    )


def _pictures(view: Overview) -> dict[str, object]:
    """Return the pictures, and the tables that say the same in words."""
    every = view.timelines.timelines
    first = replace(view.timelines, timelines=every[:_TIMELINES])
    return {
        "lag_picture": Markup(lag_svg(first, inline=True)) if every else "",
        "lag_table": lag_table(view.timelines),
        "dates_shown": counted(len(first.timelines), "need"),
        "dates_left": len(every) > _TIMELINES,
        "maps": [(each.asked, Markup(graph_svg(each, inline=True)), graph_table(each)) for each in view.relations],
    }


def _by_rule(findings: Sequence[Finding]) -> list[tuple[Rule, Mapping[Verdict, int]]]:
    """Return the rules that found something, the gravest first, with their counts by verdict."""
    counts: dict[str, Counter[Verdict]] = {}
    rules: dict[str, Rule] = {}
    for each in findings:
        rules[each.rule.id] = each.rule
        counts.setdefault(each.rule.id, Counter())[each.verdict] += 1
    order = sorted(rules, key=lambda rule: (not counts[rule][Verdict.GAP], rules[rule].severity.rank, rule))
    return [(rules[rule], counts[rule]) for rule in order]


def _totals(view: Overview) -> list[tuple[str, list[tuple[Coverage, int]]]]:
    """Return how often each nation gives each answer."""
    found = []
    for nation in view.matrix.nations:
        counts = view.matrix.counts(nation)
        found.append((nation.display, [(word, counts.get(word, 0)) for word in SIGNS]))
    return found


def _by_cancer(lines: Sequence[Line]) -> list[tuple[str, list[tuple[int, Line]]]]:
    """Return the lines of each cancer with their numbers."""
    found: dict[str, list[tuple[int, Line]]] = {}
    for number, line in enumerate(lines):
        found.setdefault(line.row.cancer_name, []).append((number, line))
    return list(found.items())


def _choices(findings: Sequence[Finding]) -> dict[str, list[str]]:
    """Return what findings can be filtered by, as far as there is something to choose."""
    return {
        "severity": [each.value for each in Severity if any(found.rule.severity is each for found in findings)],
        "nation": [each for each in dict.fromkeys(found.nation for found in findings) if each],
        "rule": _sorted(each.rule.id for each in findings),
        "cancer": _sorted(name(each.cancer_name) for each in findings),
        "recommendation": [
            str(number) for number in sorted({number for each in findings for number in each.rule.recommendations})
        ],
    }


def _by_checkable(view: Overview) -> list[tuple[Checkable, list[object]]]:
    return [(word, [each for each in view.accounts.accounts if each.said.checkable is word]) for word in Checkable]


def _sorted(values: Iterable[str]) -> list[str]:
    return sorted({each for each in values if each}, key=str.casefold)
