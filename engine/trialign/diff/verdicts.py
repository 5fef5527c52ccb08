"""What happened to each code: one kind of change, with what was lost, what moved and where that shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from trialign.diff.changes import Change, Confidence, Kind, in_order
from trialign.diff.entries import Entry, Reported, genes
from trialign.diff.links import goes_on
from trialign.diff.matching import Matches
from trialign.diff.meaning import Delta, Meanings
from trialign.diff.misspelt import flagged, newly
from trialign.diff.outcomes import (
    Sorted,
    aside,
    doubted,
    for_trials_words,
    labels,
    listed,
    printed,
    same_words,
    says_all,
    swapped,
)
from trialign.diff.whereabouts import Fate, Whereabouts, could
from trialign.model.directory import AVAILABLE
from trialign.model.rule import Severity

_GRAVE = frozenset({Kind.REMOVED, Kind.NARROWED, Kind.RETARGETED, Kind.REUSED, Kind.UNCLEAR})
_SHOWN = 3
_WALKED = "the crosswalk leads it to"
_SETTLED = "it goes on in"
_OTHER_WORDS = "other words for the same"
_NONE = Sorted((), (), ())


class Verdicts:
    """Classifies the codes of the earlier side, and what of the later side is new."""

    def __init__(
        self,
        before: Mapping[str, Entry],
        after: Mapping[str, Entry],
        matches: Matches,
        meanings: Meanings,
        whole: bool = False,
    ) -> None:
        """Keep both sides and how they are tied; ``whole`` says that no list of a witness is cut."""
        self._whole = whole
        self._before = before
        self._after = after
        self._matches = matches
        self._links = matches.links
        self._meanings = meanings
        self._whereabouts = Whereabouts(after, meanings)
        self._of = {code: before[code] for code in matches.same}
        self._books = {test.book for entry in after.values() for test in entry.tests}
        led = {each for to in matches.walked.values() for each in to}
        tied = {*matches.same, *led, *matches.recoded.values()}
        self._new = frozenset(code for code in after if code not in tied)

    def of(self, code: str) -> Change | None:
        """Return what happened to a code of the earlier side, None where its rows are as they were."""
        change, to = self._judged(code), self._links.led(code)
        if to is not None:
            settled = self._settled(self._before[code], [self._after[each] for each in to])
            recoded = settled is not None and settled.kind is Kind.RECODED
            change = settled if recoded or change is None or set(goes_on(change)) != set(to) else change
        marked = self._links.marked(change, code)
        return flagged(marked, self._before, self._after) if marked else None

    def _settled(self, old: Entry, new: Sequence[Entry]) -> Change | None:
        """Return what happened to a test of which it was settled where it goes on."""
        if not new:
            kept = self._after.get(old.code)
            return self._reused(old, kept, self._meanings.delta(old, kept)) if kept else self._gone(old)
        led = {entry.code for entry in new} <= set(self._matches.led.get(old.code, ()))
        if len(new) > 1 or (led and new[0].code != old.code):
            return self._repackaged(old, new, _WALKED if led else _SETTLED)
        change = self._compared(old, new[0], self._meanings.delta(old, new[0]))
        worded = change is None or change.kind is Kind.REWORDED
        return self._recoded(old, new[0]) if worded and new[0].code != old.code else change

    def _judged(self, code: str) -> Change | None:
        entry = self._before[code]
        if code in self._of:
            return self._kept(entry, self._after[code])
        if code in self._matches.walked:
            return self._repackaged(entry, [self._after[each] for each in self._matches.walked[code]])
        if code in self._matches.elsewhere:
            return self._elsewhere(entry)
        if code in self._matches.recoded:
            return self._recoded(entry, self._after[self._matches.recoded[code]])
        return self._gone(entry)

    def added(self, told: Collection[str]) -> list[Change]:
        """Return a change for each code of the later side that no other change leads to."""
        new = [self._added(entry) for code, entry in self._after.items() if code not in told]
        return [flagged(change, self._before, self._after) for change in new]

    def _added(self, entry: Entry) -> Change:
        named = labels(entry.cells)
        return Change(
            Kind.ADDED, Severity.INFO, Confidence.HIGH, (), (entry.code,), entry.indication,
            f"'{entry.first.name}' is new", tuple(sorted(entry.cancers)), gained=named, evidence=(entry.row("to"),),
        )  # fmt: skip

    def _kept(self, old: Entry, new: Entry) -> Change | None:
        """Return what happened to a test that keeps its code."""
        delta = self._meanings.delta(old, new)
        if self._is_reused(old, new, delta) or self._links.forbids(old.code, new.code):
            return self._reused(old, new, delta)
        return self._compared(old, new, delta)

    def _compared(self, old: Entry, new: Entry, delta: Delta) -> Change | None:
        """Return what differs between two rows of one test."""
        fates = self._sorted(delta.lost, old, (new.code,), new)
        change = self._changed(old, new, delta, fates)
        also = tuple(kind for kind in aside(old, new, delta) if not change or kind is not change.kind)
        if change is None and also:
            change, also = self._aside_only(old, new, also[0], delta), also[1:]
        if change is None and old.text != new.text and not same_words(old, new):
            change = self._worded(old, new, delta)
        if change is None and old.indication != new.indication:
            words = f"its indication is now called {new.indication}"
            change = self._make(Kind.REWORDED, old, (new,), words, delta, _NONE)
        return replace(change, also=also) if change else None

    def _changed(self, old: Entry, new: Entry, delta: Delta, fates: Sorted) -> Change | None:
        """Return the change of meaning, None where there is none."""
        swap = swapped(delta)
        if swap:
            witness = f"{swap[0]} became {swap[1]}: a misprint may have been put right, or the gene was changed"
            change = self._make(Kind.CORRECTED, old, (new,), witness, delta, fates)
            return replace(change, severity=Severity.WARNING, confidence=Confidence.LOW)
        if fates.lost:
            kind = Kind.RETARGETED if delta.gained else Kind.NARROWED
            return self._make(kind, old, (new,), self._fate_words(fates, old), delta, fates)
        if fates.unsure:
            return self._make(Kind.UNCLEAR, old, (new,), self._fate_words(fates, old), delta, fates)
        if fates.kept and not delta.gained:
            holders = [self._after[code] for code in fates.holders]
            kind = Kind.SPLIT if any(each.code in self._new for each in holders) else Kind.MOVED
            return self._make(kind, old, (new, *holders), self._fate_words(fates, old), delta, fates)
        if delta.gained:
            words = f"it now also reports {self._list(labels(delta.gained))}"
            moved = f"; {self._fate_words(fates, old)}" if fates.kept else ""
            return self._make(Kind.WIDENED, old, (new,), words + moved, delta, fates)
        return self._pointed(old, new, delta, fates) or self._listed(old, new, delta)

    def _pointed(self, old: Entry, new: Entry, delta: Delta, fates: Sorted) -> Change | None:
        """Return what happened to a row that points to other tests."""
        more, fewer = sorted(new.pointed - old.pointed, key=in_order), sorted(old.pointed - new.pointed, key=in_order)
        if fewer and new.pointed:
            return self._make(Kind.NARROWED, old, (new,), f"it no longer points to {self._list(fewer)}", delta, fates)
        if more and old.pointed:
            return self._make(Kind.WIDENED, old, (new,), f"it now also points to {self._list(more)}", delta, fates)
        return None

    def _listed(self, old: Entry, new: Entry, delta: Delta) -> Change | None:
        """Return what happened to a test that is listed under other indications or packages than before."""
        left = tuple(test for test in old.tests if test.indication_code not in new.indications)
        came = tuple(test for test in new.tests if test.indication_code not in old.indications)
        if left and new.indications & old.indications:
            part = Entry(old.code, left, old.vocabulary)
            fates = self._sorted(part.cells, part, ())
            kind = Kind.NARROWED if fates.lost or not part.cells else Kind.UNCLEAR if fates.unsure else Kind.MOVED
            parts = [f"it is no longer listed under {part.indication}", self._fate_words(fates, part)]
            words = "; ".join(each for each in parts if each)
            return replace(
                self._make(kind, part, (new,), words, delta, fates),
                severity=Severity.INFO if kind is Kind.MOVED else Severity.WARNING,
            )
        if came and new.indications & old.indications:
            names = "; ".join(dict.fromkeys(test.indication for test in came))
            return self._make(Kind.WIDENED, old, (new,), f"it is now also listed under {names}", delta, _NONE)
        return None

    def _aside_only(self, old: Entry, new: Entry, kind: Kind, delta: Delta) -> Change:
        was, now = old.first.availability, new.first.availability
        words = {
            Kind.AVAILABILITY: f"it was {was} and is {now}",
            Kind.TECHNOLOGY: f"the technology {' became '.join(delta.technology)}",
            Kind.POPULATION: "the age, line or setting of its patients is printed otherwise",
            Kind.ELIGIBILITY: "the text of its eligibility criteria changed; the text is not held",
            Kind.TRIAL_TARGETS: for_trials_words(old, new, self._whole),
        }
        change = self._make(kind, old, (new,), words[kind], delta, _NONE)
        worse = kind is Kind.AVAILABILITY and was in AVAILABLE and now not in AVAILABLE
        return replace(change, severity=Severity.WARNING) if worse else change

    def _worded(self, old: Entry, new: Entry, delta: Delta) -> Change:
        """Return the change of a row whose words changed and whose meaning did not, as far as it can be read."""
        if delta.disputed:
            words = f"its name now says {self._list(labels(delta.disputed))}, and its other cells do not"
            return self._make(Kind.UNCLEAR, old, (new,), words, delta, _NONE)
        if newly(new, old):
            return self._make(Kind.UNCLEAR, old, (new,), "what it reports is not known", delta, _NONE)
        unread = sorted(new.unread ^ old.unread)
        if unread:
            return self._make(Kind.UNCLEAR, old, (new,), f"'{unread[0]}' could not be read", delta, _NONE)
        if delta.corrected:
            return self._make(Kind.CORRECTED, old, (new,), delta.corrected[0], delta, _NONE)
        if delta.specified:
            words = f"the target is now {printed(new)}, where it was {printed(old)}: band and gene of one test"
            return self._make(Kind.SPECIFIED, old, (new,), words, delta, _NONE)
        words = f"'{delta.respelt[0][0]}' is now printed '{delta.respelt[0][1]}'" if delta.respelt else _OTHER_WORDS
        return self._make(Kind.REWORDED, old, (new,), words, delta, _NONE)

    def _is_reused(self, old: Entry, new: Entry, delta: Delta) -> bool:
        """Tell whether a code now stands for another test: no gene in common, and no misprint between them."""
        both = genes((*old.cells, *old.named)), genes((*new.cells, *new.named))
        other = all(both) and not both[0] & both[1] and not swapped(delta) and not delta.specified
        elsewhere = old.indications.isdisjoint(new.indications) and not old.cancers & new.cancers
        return (other and bool(delta.lost and delta.gained)) or (elsewhere and not same_words(old, new))

    def _reused(self, old: Entry, new: Entry, delta: Delta) -> Change:
        lost = delta.lost or old.cells
        fates = self._sorted(lost, old, (new.code,), new)
        was = f"{old.code} was '{old.first.name}' and is '{new.first.name}'"
        words = f"{was}; {self._fate_words(fates, old)}" if lost else was
        full = replace(delta, gained=delta.gained or new.cells)
        return self._make(Kind.REUSED, old, (new,), words, full, fates)

    def _repackaged(self, old: Entry, new: Sequence[Entry], how: str = _WALKED) -> Change:
        """Return where the crosswalk leads a test, and what its genomic tests do not name."""
        there = [each for entry in new for each in (*entry.cells, *entry.named)]
        named = genes(there)
        left = tuple(
            each
            for each in self._meanings.missing(old.cells, there)
            if not (each.biomarker.genes and {gene.symbol for gene in each.biomarker.genes} & named)
            and not any(self._meanings.same_place(each, has) or self._meanings.same_place(has, each) for has in there)
        )
        found = self._sorted(left, old, ())
        fates = doubted(found, [entry.code for entry in new])
        most = len(new) if self._whole else _SHOWN
        to = ", ".join(f"{entry.code} '{entry.first.name}'" for entry in new[:most])
        to += f" and {len(new) - most} more" if len(new) > most else ""
        words = f"{how} {to}"
        strangers = bool(genes(old.cells) and named) and not genes(old.cells) & named
        if fates.lost or fates.unsure:
            words += f"; {self._fate_words(fates, old)}"
        if strangers:
            words += "; the two share no gene, so the crosswalk may be wrong here"
        change = self._make(Kind.REPACKAGED, old, tuple(new), words, Delta((), (), True), fates)
        exact = old.code in self._matches.exact and not (fates.unsure or strangers)
        severity = Severity.WARNING if strangers or (found.lost and all(map(says_all, new))) else Severity.INFO
        return replace(change, severity=severity, confidence=Confidence.MEDIUM if exact else Confidence.LOW)

    def _elsewhere(self, old: Entry) -> Change:
        to = self._list(self._matches.elsewhere[old.code])
        words = f"the crosswalk leads it to {to}, in no release that is compared"
        return self._make(Kind.ELSEWHERE, old, (), words, Delta((), (), True), _NONE)

    def _recoded(self, old: Entry, new: Entry) -> Change:
        where = "" if old.indications & new.indications else f", now under {new.indication}"
        words = f"the same test as {new.code} '{new.first.name}'{where}"
        change = self._make(Kind.RECODED, old, (new,), words, self._meanings.delta(old, new), _NONE)
        return replace(change, confidence=Confidence.LOW if where else Confidence.MEDIUM)

    def _gone(self, old: Entry) -> Change:
        """Return what happened to a test that is not there any more: merged or moved where nothing was lost."""
        fates = self._sorted(old.cells, old, ())
        near = [self._after[code] for code in self._whereabouts.near(old)]
        none = Delta((), (), by_names=not all(entry.has_cells for entry in near))
        holders = [self._after[code] for code in fates.holders]
        if old.cells and not fates.lost and not fates.unsure:
            fresh = any(each.code in self._new for each in holders)
            kind = Kind.MERGED if fresh or any(self._took(old, each) for each in holders) else Kind.MOVED
            return self._make(kind, old, tuple(holders), self._fate_words(fates, old), none, fates)
        if not near and not fates.kept and old.first.book not in self._books:
            words = "no test of its patients stands in the books that are compared, and its own is not among them"
            return self._make(Kind.ELSEWHERE, old, (), words, none, _NONE)
        if fates.unsure and not fates.lost:
            return self._make(Kind.UNCLEAR, old, (), f"it is gone; {self._fate_words(fates, old)}", none, fates)
        if not old.cells and (
            change := self._unnamed(old, [each for each in near if not self._links.forbids(old.code, each.code)])
        ):
            return change
        words = self._fate_words(fates, old) if fates.lost else f"'{old.first.name}' is gone"
        return self._make(Kind.REMOVED, old, (), words, none, fates)

    def _unnamed(self, old: Entry, near: Sequence[Entry]) -> Change | None:
        """Return what happened to a test that names no target and is gone, None where nothing like it is found."""
        delta = Delta((), (), by_names=True)
        alike = [each for each in near if old.open_classes and old.open_classes <= each.open_classes]
        alike = [each for each in alike if old.technologies & each.technologies]
        if alike:
            words = f"a test of the same kind stands in {self._placed(alike[0].code, old)}"
            return self._make(Kind.MOVED, old, alike[:1], words, delta, _NONE)
        fresh = [each for each in near if each.code in self._new and not each.cells]
        if fresh:
            words = (
                f"it is gone; {fresh[0].code} '{fresh[0].first.name}' is new, names no target, and may be the same"
            )
            return self._make(Kind.UNCLEAR, old, fresh[:1], words, delta, _NONE)
        return None

    def _took(self, old: Entry, holder: Entry) -> bool:
        """Tell whether a holder did not report all of it before."""
        earlier = self._before.get(holder.code)
        return earlier is None or bool(
            self._meanings.missing(self._meanings.held(old.cells, holder), (*earlier.cells, *earlier.named))
        )

    def _sorted(
        self, lost: Iterable[Reported], old: Entry, beside: Collection[str], new: Entry | None = None
    ) -> Sorted:
        fates = self._whereabouts.fates(lost, old, beside)
        if new:
            fates = tuple(_hidden(fate, old, new) if could(new, fate.reported) else fate for fate in fates)
        fates = tuple(
            replace(
                fate,
                holders=tuple(each for each in fate.holders if (old.code, each) not in self._links.denied),
                possible=self._links.allowed(old.code, fate.possible),
            )
            for fate in fates
        )
        kept = tuple(fate for fate in fates if fate.holders)
        unsure = tuple(fate for fate in fates if not fate.holders and fate.possible)
        return Sorted(tuple(fate for fate in fates if not (fate.holders or fate.possible)), unsure, kept)

    def _placed(self, code: str, old: Entry) -> str:
        """Return a code, with its indication where that is another."""
        entry = self._after[code]
        if entry.indications & old.indications:
            return code
        names = list(dict.fromkeys(test.indication for test in entry.tests))
        if self._whole and len(names) > 1:
            return f"{code} ({'; '.join(names)})"
        return f"{code} of {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")

    def _list(self, words: Sequence[str]) -> str:
        return listed(words, self._whole)

    def _fate_words(self, fates: Sorted, old: Entry) -> str:
        parts = []
        if fates.lost:
            parts.append(
                f"no test of these patients reports {self._list(labels(each.reported for each in fates.lost))}"
            )
        if fates.kept:
            what = self._list(labels(each.reported for each in fates.kept))
            where = self._list([self._placed(code, old) for code in fates.holders])
            parts.append(f"{what} {'stands' if len(fates.kept) == 1 else 'stand'} in {where}")
        if fates.unsure:
            what = self._list(labels(each.reported for each in fates.unsure))
            codes = dict.fromkeys(code for fate in fates.unsure for code in fate.possible)
            parts.append(f"{what}: cannot tell, {self._list(tuple(codes))} may report it without naming it")
        return "; ".join(parts)

    def _make(self, kind: Kind, old: Entry, new: Sequence[Entry], words: str, delta: Delta, fates: Sorted) -> Change:
        lost = [fate.reported for fate in fates.lost]
        sure = Confidence.MEDIUM if delta.by_names else Confidence.HIGH
        sure = Confidence.MEDIUM if kind is Kind.SPECIFIED else sure
        doubtful = kind is Kind.UNCLEAR or bool(fates.unsure) or any(fate.for_some for fate in fates.kept)
        return Change(
            kind,
            Severity.WARNING if kind in _GRAVE or lost else Severity.INFO,
            Confidence.LOW if doubtful else sure,
            (old.code,),
            tuple(dict.fromkeys(entry.code for entry in new)),
            old.indication,
            words,
            tuple(sorted(old.cancers)),
            labels(lost),
            labels(delta.gained),
            labels(fate.reported for fate in fates.unsure),
            tuple(dict.fromkeys(each.biomarker for each in lost)),
            evidence=(old.row("from"), *(entry.row("to") for entry in dict.fromkeys(new))),
        )


def _hidden(fate: Fate, old: Entry, new: Entry) -> Fate:
    """Return the fate of a target that its own row may still report; in misspelt text it hides rather than moved."""
    holders = () if newly(new, old) else fate.holders
    return replace(fate, holders=holders, possible=(new.code, *fate.possible))
