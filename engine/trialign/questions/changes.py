"""The smallest changes that would alter a nation's answer, each in one sentence; nearest first, one per kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trialign.model.coverage import Coverage, Fit, Island, Judgement, Need
from trialign.model.directory import Directory, Indication, Kind
from trialign.model.why_not import Nearby
from trialign.nomenclature.vocabulary import is_pathology
from trialign.ontology import Ontology

_MOST = 5
_NAMED = 8
_MENDS = {  # smallest first
    "variant": "Add {label} to {code}: {reason}",
    "partner": "Let {code} report any partner: {reason}",
    "availability": "Offer {code} to all of the nation's patients: {reason}",
    "denied": "Offer what is refused today: {reason}",
    "condition": "List {label} under {place}: {code} is {reason}",
    "indication": "Open {code} to {cancer}: {reason}",
    "some patients": "Open {code} to {cancer}: {reason}",
    "age": "Open {code} ('{indication}') to {ages}: it is {reason}",
    "class": "Add a technology that sees {label} under '{indication}': of {code}, {reason}",
    "sample": "Add another sample than that of {code}: {reason}",
    "origin": "Add a {origin} test of {label}: {code} is {reason}",
}
_PATHOLOGY = "Ask pathology, tissue typing or the clinic: no genomic directory would list it."
_PATHOLOGY_TOO = "Ask pathology, which answers it too; a genomic test would have to be listed."
_AGES = {"adult": "adults", "paediatric": "children", "all": "all ages"}
_HOTSPOTS = "Widen {code} from hotspots to the whole gene"
_FIND_OUT = {
    "directory": "Find out whether {code} of England's directory is rolled out in {nation}",
    "denied before": "Find out whether it is offered by now: {reason}",
    "unnamed": "Find out whether {code} reports it: {reason}",
    "unresolved": "Find out what {code} reports: {reason}",
    "eligibility": "Find out whether {code} takes such patients: {reason}",
    "availability": "Find out whether {code} is offered: {reason}",
    "age": "Find out which ages {code} serves: {reason}",
    "class": "Find out which alterations {code} reports: {reason}",
    "variant": "Find out whether {code} reports it: {reason}",
}
_ALWAYS_ASKED = frozenset({"directory", "denied before"})


def changes(
    need: Need,
    cancer_name: str,
    found: Judgement,
    near: Sequence[Nearby],
    directory: Directory | None,
    ontology: Ontology,
) -> tuple[str, ...]:
    """Return the smallest changes, at most five; none where the need is covered."""
    if found.coverage is Coverage.COVERED:
        return ()
    if found.coverage is Coverage.OUTSIDE:
        return (_PATHOLOGY if is_pathology(need.biomarker) else _PATHOLOGY_TOO,)
    said = dict.fromkeys(_said(need, cancer_name, found, near, _place(need, directory, ontology)))
    return tuple(f"{each.rstrip('.')}." for each in list(said)[:_MOST])


def _said(need: Need, cancer_name: str, found: Judgement, near: Sequence[Nearby], place: str) -> Iterator[str]:
    label, where = need.biomarker.label, found.nation.display
    if missing := [each for each in found.islands if each.coverage is Coverage.NOT_COVERED]:
        yield f"List {label} under {_named(missing)}"
    if unclear := [each for each in found.islands if each.coverage is Coverage.CANNOT_TELL]:
        yield f"Find out whether {label} is tested under {_named(unclear)}"
    if missing or unclear:
        return
    unknown = found.coverage is Coverage.CANNOT_TELL and found.cause == "directory"
    if unknown:
        yield f"Find out whether {where} offers a test for {label} in {cancer_name}: {found.reason}"
    kinds = {(each.cause, each.fit is Fit.POSSIBLE): each for each in reversed(near)}
    words = {"label": label, "cancer": cancer_name, "nation": where, "place": place}
    words |= {"ages": _AGES.get(need.age, f"ages {need.age}"), "origin": need.biomarker.origin.value}
    for cause, text in _FIND_OUT.items():
        for key in ((cause, True), (cause, False)) if cause in _ALWAYS_ASKED else ((cause, True),):
            if key in kinds and not (unknown and cause == "denied before"):
                yield _filled(text, kinds[key], words)
    if found.coverage is Coverage.CANNOT_TELL:
        return
    meant = {
        "origin": bool(need.biomarker.origin),
        "age": bool(need.age),
        "condition": found.coverage is Coverage.NOT_COVERED,
    }
    for cause, text in _MENDS.items():
        each = kinds.get((cause, False))
        if each is not None and each.fit is not Fit.FULL and meant.get(cause, True):
            hotspots = cause == "variant" and "hotspot" in each.reason
            yield _filled(_HOTSPOTS if hotspots else text, each, words)
    if found.coverage is Coverage.NOT_COVERED and ("condition", False) not in kinds:
        yield f"List a test that reports {label} under {place}"


def _filled(text: str, each: Nearby, words: Mapping[str, str]) -> str:
    return text.format(code=each.code, reason=each.reason, indication=each.indication, **words)


def _place(need: Need, directory: Directory | None, ontology: Ontology) -> str:
    """Return the indications under which a new test would be listed."""
    held = directory.indications if directory is not None else ()
    above = {code for each in need.cancers for code in ontology.cancers_above(each)}
    own = [each for each in held if each.code == need.indication]
    own = own or [each for each in held if each.kind is Kind.MALIGNANT and above & set(each.cancers)]
    return _named(own) or "an indication of its own"


def _named(found: Sequence[Island | Indication]) -> str:
    names = ", ".join(f"{each.code} {each.name}" for each in found[:_NAMED])
    return names + (f" and {len(found) - _NAMED} more" if len(found) > _NAMED else "")
