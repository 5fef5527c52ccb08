"""What ``trialign report`` shows as Markdown, to be put into a paper or a web page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trialign.errors import visible
from trialign.model.recommendation import Checkable
from trialign.report import figures, registers
from trialign.report import recommendations as pages
from trialign.report.accounts import Account, AccountsView, GenesView, IslandsView

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#"})


def _plain(text: str) -> str:
    """Return text in which no sign is read as markup."""
    return visible(text).translate(_SIGNS)


def recommendations(view: AccountsView) -> str:
    """Return every recommendation as Markdown."""
    return "\n".join(_recommendations(view)) + "\n"


def _recommendations(view: AccountsView) -> Iterator[str]:
    yield f"# Recommendations, as of {view.as_of}"
    for account in view.accounts:
        said = account.said
        yield f"\n## {said.number}. {_plain(said.title)}"
        yield f"\n**{pages.VERDICTS[said.checkable].capitalize()}.** {_plain(said.why)}"
        if said.checkable is not Checkable.NOT_CHECKABLE:
            yield from _numbers(view, account)
            yield f"\nFindings: {_plain(figures.findings(account.found))}"
        for what in said.not_computed:
            yield f"\nNot computed: {_plain(what)}."
        yield f"\nMissing: {_plain(said.needs)}"


def _numbers(view: AccountsView, account: Account) -> Iterator[str]:
    if account.said.metrics:
        yield _row(["", *(nation.display for nation in view.nations)], "\n")
        yield _row(["---"] * (len(view.nations) + 1))
        for metric in account.metrics:
            cells = ["; ".join(map(figures.in_words, metric.of(nation))) for nation in view.nations]
            yield _row(_plain(each) for each in (metric.words.name, *cells))
        yield ""
        for metric in account.metrics:
            yield f"- {_plain(metric.words.name)}: {_plain(metric.words.caution)}."
        return
    for metric in account.metrics:
        yield f"\n{_plain(metric.words.name)}:\n"
        yield from (f"- {_plain(line)}" for line in figures.lines(metric))
    if account.parity:
        words = [word for word, _ in account.parity[0].outcomes]
        yield _row(["pair of nations", *words, "all"], "\n")
        yield _row(["---"] * (len(words) + 2))
        for pair in account.parity:
            counts = [count for _, count in pair.outcomes]
            yield _row([figures.pair(pair), *map(str, counts), str(sum(counts))])
        yield ""
        yield from (f"- {figures.pair(pair)}: {_plain(figures.alike(pair))}." for pair in account.parity)
        yield from (f"- {_plain(line)}" for line in pages.listed(account.parity))


def _row(cells: Iterable[str], before: str = "") -> str:
    return f"{before}| {' | '.join(cells)} |"


def genes(view: GenesView) -> str:
    """Return the research-gene register as Markdown."""
    return "\n".join(_genes(view)) + "\n"


def _genes(view: GenesView) -> Iterator[str]:
    yield f"# What open trials ask for, and whether laboratories report it, as of {view.as_of}"
    for found in view.nations:
        yield f"\n## {found.nation.display}\n\n{_plain(registers.counts(found))}"
        for wave, additions in registers.waves(found):
            yield f"\n### {wave.capitalize()}\n"
            yield from (f"- {_plain(registers.addition(each))}" for each in additions)
        yield from (f"\n{_plain(line)}" for line in registers.beside(found, len(found.additions)))


def islands(view: IslandsView) -> str:
    """Return the islands as Markdown."""
    return "\n".join(_islands(view)) + "\n"


def _islands(view: IslandsView) -> Iterator[str]:
    yield f"# Indications without a route to medicines that are given whatever the cancer, as of {view.as_of}"
    for found in view.nations:
        yield f"\n## {found.nation.display}\n\n{_plain(registers.islands_told(found))}"
        for rank, same in registers.ranks(found):
            yield f"\n### {rank.capitalize()}\n"
            yield _plain("; ".join(f"{each.code} {each.name}" for each in same)) + "\n"
            yield from (f"- {_plain(registers.missing(each))}" for each in same[0].missing)
