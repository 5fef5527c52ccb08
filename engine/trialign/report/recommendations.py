"""The recommendations for people: what can be judged first, with verdict, number, what is missing."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from trialign.model.recommendation import Checkable
from trialign.report import figures
from trialign.report.accounts import Account, AccountsView, Parity
from trialign.report.page import Hung, tabled
from trialign.report.words import INDENT, plain

VERDICTS = {
    Checkable.CHECKED: "checked",
    Checkable.PARTLY: "partly",
    Checkable.NOT_CHECKABLE: "not checkable by software",
}
_LABEL = 9
_COUNT = 8
_LISTED = 5
_HEADS = ("cannot tell", "bodies differ", "test differs", "both short", "aligned")


def recommendations(console: Console, view: AccountsView) -> None:
    """Print every recommendation."""
    groups = {word: [each for each in view.accounts if each.said.checkable is word] for word in Checkable}
    counts = ", ".join(f"{len(groups[word])} {VERDICTS[word]}" for word in Checkable)
    console.print(plain(f"{len(view.accounts)} recommendations: {counts}", "bold"))
    console.print(plain(f"As of {view.as_of}. {', '.join(each.display for each in view.nations)}."))
    console.print(plain("A number says what the sources that are held show, not how good a service is.", "dim"))
    for word in (Checkable.CHECKED, Checkable.PARTLY):
        for account in groups[word]:
            console.print()
            _account(console, view, account)
    console.print()
    console.print(plain(f"Not checkable by software: {len(groups[Checkable.NOT_CHECKABLE])}", "bold"))
    for account in groups[Checkable.NOT_CHECKABLE]:
        console.print(Padding(plain(f"{account.said.number}. {account.said.title}"), INDENT))
        console.print(Padding(plain(f"{account.said.why} Needed: {account.said.needs}", "dim"), (0, 0, 0, 6)))
    console.print()
    console.print(
        plain("Next: 'trialign explain FINGERPRINT' for a finding; --format json for every subject.", "dim")
    )


def _account(console: Console, view: AccountsView, account: Account) -> None:
    said = account.said
    console.print(plain(f"{said.number}. {said.title}", "bold"))
    _labelled(console, "verdict", [VERDICTS[said.checkable]])
    for metric in account.metrics if not said.metrics else ():
        _labelled(console, "number", [metric.words.name, *figures.lines(metric)])
    if said.metrics:
        _shared(console, view, account)
    if account.parity:
        _parity(console, account)
    _labelled(console, "findings", [figures.findings(account.found)])
    for what in said.not_computed:
        _labelled(console, "not told", [what])
    _labelled(console, "missing", [said.needs])
    _labelled(console, "why", [said.why])


def _labelled(console: Console, label: str, lines: list[str]) -> None:
    for number, line in enumerate(lines):
        head = plain(f"{'' if number else label:<{_LABEL}} ", "dim")
        console.print(Padding(Hung(head.append_text(plain(line, "not dim")), _LABEL + 1), INDENT))


def _shared(console: Console, view: AccountsView, account: Account) -> None:
    """Print metrics of several nations side by side where there is room."""
    if len(view.nations) > 1:
        tabled(console, _side_by_side(view, account), lambda: _one_by_one(console, account))
    else:
        _one_by_one(console, account)
    for metric in account.metrics:
        _labelled(console, "caution", [f"{metric.words.name}: {metric.words.caution}."])


def _side_by_side(view: AccountsView, account: Account) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 1, 0), header_style="dim")
    table.add_column("number")
    for nation in view.nations:
        table.add_column(nation.display)
    for metric in account.metrics:
        cells = [plain("\n".join(figures.cell(metric.of(nation)))) for nation in view.nations]
        table.add_row(plain(metric.words.name), *cells)
    return table


def _one_by_one(console: Console, account: Account) -> None:
    for metric in account.metrics:
        _labelled(console, "number", [metric.words.name, *figures.lines(metric)])


def _parity(console: Console, account: Account) -> None:
    tabled(console, _pairs(account), lambda: _in_words(console, account))
    known = [f"{figures.pair(each)}: {figures.alike(each)}." for each in account.parity if each.comparable]
    none = [figures.pair(each) for each in account.parity if not each.comparable]
    _labelled(
        console,
        "of these",
        [*known, *([f"No same decision with both tests known: {'; '.join(none)}."] if none else [])],
    )
    differing = listed(account.parity)
    if differing:
        _labelled(console, "differ", differing)


def _pairs(account: Account) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("pair of nations", no_wrap=True)
    for name in (*_HEADS, "all"):
        table.add_column(name, width=_COUNT, justify="right")
    for each in account.parity:
        counts = [count for _, count in each.outcomes]
        table.add_row(plain(figures.pair(each)), *(f"{count:,}" for count in (*counts, sum(counts))))
    return table


def _in_words(console: Console, account: Account) -> None:
    for each in account.parity:
        counts = ", ".join(f"{count:,} {word}" for word, count in each.outcomes)
        _labelled(console, "number", [f"{figures.pair(each)}: {counts}"])


def listed(found: tuple[Parity, ...]) -> list[str]:
    """Return the first subjects whose decision is the same and whose test differs."""
    lines = [figures.subject(each) for pair in found for each in pair.subjects if "test differs" in each.outcome]
    rest = len(lines) - _LISTED
    return lines[:_LISTED] + ([f"and {rest} more (all in --format json)"] if rest > 0 else [])
