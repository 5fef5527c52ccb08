"""The metrics of the recommendations, each computed from the facts of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from trialign.coverage.judge import Judge
from trialign.facts.tables import Row
from trialign.measures import WORDS, Basis, days, lag, shares, split
from trialign.model.coverage import Coverage, Need
from trialign.model.directory import Nation
from trialign.model.finding import Verdict
from trialign.ontology import ontology_of
from trialign.report.accounts import Figure

Compute = Callable[[Basis, tuple[Nation, ...]], Iterable[Figure]]
_YEAR = 12
_UNLISTED = ("trials_only", "on_panel", "absent")
_CHILD_MAX = 17


def _each(one: Callable[[Basis, Nation], Iterable[Figure]], *only: Nation) -> Compute:
    """Return what computes figures nation by nation, for some nations where they are named."""

    def compute(basis: Basis, nations: tuple[Nation, ...]) -> Iterator[Figure]:
        for nation in nations:
            if not only or nation in only:
                yield from one(basis, nation)

    return compute


def _open_trials(basis: Basis, nation: Nation) -> Iterator[Figure]:
    sites = {str(row["record"]): str(row["site"]) for row in basis.on_trial(nation)}
    named = sum(site == "site named" for site in sites.values())
    yield Figure(nation, number=named, parts=(("name the United Kingdom only", len(sites) - named),))


def _reportable(basis: Basis, nation: Nation) -> Iterator[Figure]:
    yield shares(nation, basis.pairs(basis.on_trial(), nation).values())


def _reportable_here(basis: Basis, nation: Nation) -> Iterator[Figure]:
    yield shares(nation, basis.pairs(basis.on_trial(nation), nation).values())


def _funded(basis: Basis, nation: Nation) -> Iterator[Figure]:
    yield shares(nation, basis.pairs(basis.funded(nation), nation).values())


def _lags(basis: Basis, nation: Nation) -> list[tuple[int, int | None] | None]:
    """Return one lag per decision and need; None where the test, its beginning or the decision's day is not known."""
    known = {row["decision"]: lag(row) for row in basis.rows("lag", nation)}
    found = {(row["record"], row["need"]): known.get(row["fact"]) for row in basis.funded(nation)}
    return list(found.values())


def _lag(basis: Basis, nation: Nation) -> Iterator[Figure]:
    found = _lags(basis, nation)
    middle = days(found)
    about = "days from decision to listed test"
    if middle is None:
        yield Figure(nation, about, reason=f"of {len(found)} none has both a dated decision and a dated test")
    else:
        yield Figure(nation, about, days=middle)


def _stale(basis: Basis, nation: Nation) -> Iterator[Figure]:
    trials = basis.world.trials.all if basis.world.trials else ()
    here = {each.id for each in trials if nation in each.nations}
    yield from _staleness(nation, [row for row in basis.rows("registry_record") if row["record"] in here])


_AGES = ("not updated for a year", "updated within a year", "cannot tell since the copy")


def _staleness(nation: Nation | None, records: list[Row]) -> Iterator[Figure]:
    found = [row for row in records if row["open"]]
    dated = [row for row in found if "updated" in row]
    undated = len(found) - len(dated)
    none = f"of {undated} open records none has its date of update" if found else "no open record names a site here"
    yield split(nation, map(_age, dated), _AGES, none=none)
    if not found:
        return
    yield Figure(nation, "date of update not held", undated, len(found))
    planned = [row for row in found if "primary_completion" in row]
    past = sum(int(row["primary_completion"]) < int(row["today"]) for row in planned)
    if planned:
        yield Figure(nation, "past primary completion", past, len(planned))


def _age(row: Row) -> str:
    if int(row.get("months_not_updated", 0)) >= _YEAR:
        return _AGES[0]
    return _AGES[1] if int(row["months_not_updated_at_most"]) < _YEAR else _AGES[2]


def _answered(basis: Basis, nation: Nation) -> Iterator[Figure]:
    asked = {int(row["need"]) for rows in (basis.funded(nation), basis.on_trial(nation)) for row in rows}
    asked |= {int(row["need"]) for row in basis.rows("step", nation)}
    words = ("cannot tell" if basis.answer(need, nation) is Coverage.CANNOT_TELL else "answered" for need in asked)
    yield split(nation, words, ("answered", "cannot tell"), none="nothing that is held asks anything of it")


def _lynch(basis: Basis, nation: Nation) -> Iterator[Figure]:
    steps = [row for row in basis.rows("step", nation) if row["pathway"] == "lynch"]
    for name in sorted({str(row["cancer_name"]) for row in steps}):
        needs = ((row["number"], int(row["need"])) for row in steps if row["cancer_name"] == name)
        yield shares(nation, (basis.answer(need, nation) for _, need in dict.fromkeys(needs)), name)


def _lynch_dated(basis: Basis, nation: Nation) -> Iterator[Figure]:
    yield from _lynch(basis, nation)
    for row in basis.rows("directory", nation):
        if "age_days" in row:
            yield Figure(nation, "days since the newest source on its tests was read", int(row["age_days"]))


def _by_age(basis: Basis, nation: Nation) -> Iterator[Figure]:
    judge = Judge(basis.world.directories, ontology_of(basis.world.vocabulary), basis.world.as_of)
    numbers = {int(row["need"]) for rows in (basis.funded(), basis.on_trial()) for row in rows}
    pairs = dict.fromkeys(
        (need.biomarker, need.cancers) for number in sorted(numbers) for need in [basis.facts.needs[number]]
    )
    words = (
        _two_ages(*(judge.judge(Need(marker, cancers, age), nation).coverage for age in ("adult", "paediatric")))
        for marker, cancers in pairs
    )
    yield split(nation, words, _BY_AGE)
    young = {str(row["record"]) for row in basis.on_trial(nation) if _admits_children(str(row.get("age", "")))}
    met = {
        str(row["record"])
        for row in basis.on_trial(nation)
        if row["record"] in young and basis.answer(int(row["need"]), nation) is Coverage.COVERED
    }
    yield Figure(
        nation,
        "open trials that say they admit under-18s, with a biomarker that is reported",
        len(met),
        len(young) or None,
    )


_BY_AGE = ("differs between adults and children", "same for adults and children", "cannot tell")
_KNOWN = frozenset({Coverage.COVERED, Coverage.PARTLY, Coverage.NOT_COVERED, Coverage.OUTSIDE})


def _two_ages(adults: Coverage, children: Coverage) -> str:
    if not {adults, children} <= _KNOWN:
        return _BY_AGE[2]
    return _BY_AGE[1] if adults is children else _BY_AGE[0]


def _admits_children(age: str) -> bool:
    """Tell whether a printed age says that it admits under-18s; an age that is not stated says nothing."""
    if age in {"all", "paediatric"}:
        return True
    low = age.removeprefix(">=").partition("-")[0]
    return low.isdigit() and int(low) <= _CHILD_MAX


def _england_and(basis: Basis, nations: tuple[Nation, ...]) -> Iterator[Figure]:
    there = Nation.NORTHERN_IRELAND
    if there not in nations:
        return
    rows = [*basis.funded(), *basis.on_trial()]
    england = basis.pairs(rows, Nation.ENGLAND)
    other = basis.pairs(rows, there)
    yield shares(there, [other[pair] for pair, word in england.items() if word is Coverage.COVERED])


def _register(basis: Basis, nation: Nation) -> Iterator[Figure]:
    rows = list(basis.rows("register", nation))
    unlisted = [row for row in rows if row["status"] in _UNLISTED]
    if not rows:
        yield Figure(nation, reason="no open trial that is held asks for a biomarker here")
        return
    counts = tuple((word.replace("_", " "), sum(row["status"] == word for row in rows)) for word in _STATUSES)
    yield Figure(nation, "", len(unlisted), len(rows), counts)
    yield Figure(
        nation, "of them unlock a trial alone", sum("unlocks" in row for row in unlisted), len(unlisted) or None
    )


_STATUSES = (*_UNLISTED, "essential", "unknown")


def _next_wave(basis: Basis, nation: Nation) -> Iterator[Figure]:
    wave = [row for row in basis.rows("register", nation) if row.get("wave") == 1]
    if wave:
        most = max(int(row["unlocks"]) for row in wave)
        yield Figure(nation, "additions in the next wave", len(wave), parts=(("trials unlocked by each", most),))
    else:
        yield Figure(nation, "additions in the next wave", reason="no addition is known to unlock a trial")


def _widened(basis: Basis, nations: tuple[Nation, ...]) -> Iterator[Figure]:
    directory = basis.world.directory(Nation.ENGLAND)
    if Nation.ENGLAND in nations and directory is not None:
        yield _genes_gained(basis)
    yield from _each(_next_wave)(basis, nations)


def _genes_gained(basis: Basis) -> Figure:
    """Compare the genes that the oldest held edition of England's tests names with those that today's names."""
    directory = basis.world.directory(Nation.ENGLAND)
    assert directory is not None
    editions = basis.world.editions(directory)
    if not editions or not editions[0].directory.tests:
        return Figure(Nation.ENGLAND, "genes named", reason="no earlier release is held")
    then = {gene for test in editions[0].directory.tests for t in test.reading.targets for gene in t.biomarker.genes}
    now = {gene for test in directory.tests for t in test.reading.targets for gene in t.biomarker.genes}
    about = f"genes that tests name now and did not in {editions[0].printed}"
    return Figure(Nation.ENGLAND, about, len(now - then), parts=(("named then and not now", len(then - now)),))


def _unreported(basis: Basis, nation: Nation) -> Iterator[Figure]:
    found = list(basis.pairs(basis.on_trial(nation), nation).values())
    if not found:
        yield Figure(nation, reason="no open trial that is held asks for a biomarker here")
        return
    words = (WORDS[each] for each in found)
    order = (Coverage.NOT_COVERED, Coverage.PARTLY, Coverage.CANNOT_TELL, Coverage.COVERED, Coverage.OUTSIDE)
    yield split(nation, words, tuple(WORDS[each] for each in order))
    lasting = [
        each.days_open.days
        for each in basis.findings
        if each.verdict is Verdict.GAP
        and each.rule.family == "trials"
        and each.nation == nation.value
        and each.days_open
    ]
    if lasting:
        yield Figure(nation, "longest open gap of a trial, days, at least", max(lasting))


def _records(basis: Basis, _: tuple[Nation, ...]) -> Iterator[Figure]:
    found = [row for row in basis.rows("registry_record") if row["open"]]
    if not found:
        yield Figure(None, reason="no open record is held")
        return
    yield from _staleness(None, found)
    compared = [row for row in found if row.get("twins")]
    differing = sum("differs" in row for row in compared)
    about = "contradict another registry"
    if compared:
        yield Figure(None, about, differing, len(compared))
    else:
        yield Figure(None, about, reason="of no record is that of a second registry held")
    yield Figure(
        None, "select by biomarkers and name none", sum(bool(r["names_no_biomarker"]) for r in found), len(found)
    )


def _funded_gaps(basis: Basis, nation: Nation) -> Iterator[Figure]:
    keys: dict[tuple[object, ...], Coverage] = {}
    for row in basis.funded(nation):
        keys[row["medicine"], row["biomarker_id"], row["cancer"]] = basis.answer(int(row["need"]), nation)
    order = (Coverage.NOT_COVERED, Coverage.PARTLY, Coverage.CANNOT_TELL, Coverage.COVERED, Coverage.OUTSIDE)
    words = (WORDS[each] for each in keys.values())
    yield split(
        nation, words, tuple(WORDS[each] for each in order), none="no decision that is held needs a test here"
    )
    yield from _lag(basis, nation)


def _horizon(basis: Basis, nation: Nation) -> Iterator[Figure]:
    licences = [
        row
        for row in basis.rows("ruling", nation)
        if row["standing"] == "licence" and row["in_force"] and "biomarker" in row
    ]
    words = ("decided" if row["answered"] else "no decision held" for row in licences)
    about = "licences for a biomarker without a decision"
    yield split(nation, words, ("no decision held", "decided"), about, "no licence that is held counts here")
    ready = map(_ready, _lags(basis, nation))
    about = "needs that could not be tested on the day of the decision"
    yield split(nation, ready, _READY, about, "no decision that is held needs a test here")


_READY = ("not listed on the day", "listed on the day", "cannot tell")


def _ready(bounds: tuple[int, int | None] | None) -> str:
    if bounds is None:
        return _READY[2]
    if bounds[0] > 0:
        return _READY[0]
    return _READY[1] if bounds[1] == 0 else _READY[2]


SHARED: Mapping[str, Compute] = {
    "open_biomarker_trials": _each(_open_trials),
    "reportable": _each(_reportable),
    "funded_with_test": _each(_funded),
    "test_lag": _each(_lag),
    "stale_records": _each(_stale),
    "answered": _each(_answered),
}
BY_NUMBER: Mapping[int, Compute] = {
    2: _each(_lynch, Nation.SCOTLAND, Nation.NORTHERN_IRELAND),
    3: _each(_lynch_dated, Nation.SCOTLAND, Nation.WALES, Nation.NORTHERN_IRELAND),
    9: _each(_reportable_here),
    11: _each(_by_age),
    12: _england_and,
    14: _each(_register),
    16: _widened,
    17: _each(_unreported),
    22: _records,
    30: _each(_funded_gaps),
    31: _each(_horizon),
}
