"""A trial and its criteria to a file in our form of CTML; never a word of the eligibility text itself."""

from __future__ import annotations

import hashlib
import re

import yaml

from trialign.importers.ctml_tree import ANYONE, Tree, joined
from trialign.importers.registries import identity, statuses
from trialign.importers.twins import Trial
from trialign.model.criteria import Criteria, Leaf, Node, Role
from trialign.model.dates import PartialDate
from trialign.model.registry import RegistryRecord

_STATED = frozenset({Role.REQUIRED, Role.EXCLUDED})
_UNITS = {"year": 1.0, "month": 12.0, "week": 52.18, "day": 365.25}
_AGE = re.compile(r"(\d+(?:\.\d+)?) ?(year|month|week|day)s?", re.I)


class Span(list[int]):
    """Two places in a text, written on one line."""


class _Dumper(yaml.CSafeDumper):
    """Writes plain YAML without aliases."""

    def ignore_aliases(self, data: object) -> bool:
        """Return that nothing is written as a reference to something else."""
        return True


_Dumper.add_representer(
    Span, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
)


def digest(text: str) -> str:
    """Return the SHA-256 of an eligibility text, by which a later change is seen."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def of_text(trial: Trial, criteria: Criteria, cancers: tuple[str, ...]) -> str:
    """Return the file of a trial whose criteria were read from its text."""
    tree = joined("and", [*_clinical(trial.text_of, cancers), *_criteria(criteria)])
    extraction = {"confidence": _confidence(criteria), "text_sha256": digest(trial.text_of.eligibility)}
    beside: dict[str, object] = {"extraction": extraction}
    if noted := [_noted(leaf) for leaf in criteria.leaves if leaf.role not in _STATED]:
        beside["noted"] = noted
    if not criteria.leaves:
        beside = {"names_no_biomarker": True, **beside}
    if not tree and criteria.leaves:
        tree = dict(ANYONE)
    return dump({**_facts(trial), **beside, **_treatment([tree] if tree else [])})


def _confidence(criteria: Criteria) -> float:
    """Return the lowest confidence of what is asked, else of what is noted; 0 where no biomarker is named."""
    stated = [leaf.confidence for leaf in criteria.leaves if leaf.role in _STATED]
    return round(min(stated or [leaf.confidence for leaf in criteria.leaves], default=0.0), 2)


def of_trees(trial: Trial, trees: list[Tree]) -> str:
    """Return the file of a trial whose criteria stand as trees already."""
    return dump({**_facts(trial), **_treatment(trees)})


def _treatment(trees: list[Tree]) -> dict[str, object]:
    return {"treatment_list": {"step": [{"match": trees}]}}


def dump(value: dict[str, object]) -> str:
    """Return a trial file; keys stand in the order in which they are given."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=118
    )
    return text


def _facts(trial: Trial) -> dict[str, object]:
    main = trial.main
    facts: dict[str, object] = {
        "nct_id": main.id,
        "registry": registry(main),
        "short_title": main.title or main.id,
        "status": statuses.spelled(main.status),
        "phase": main.phase or None,
        "captured": _day(main.captured),
        "source_url": main.url,
    }
    facts |= _dates(main)
    facts["nations"] = [nation.value for nation in trial.nations]
    if trial.countries:
        facts["countries"] = sorted(trial.countries)
    facts["local_testing"] = None
    facts["reviewed"] = False
    if others := _others(trial):
        facts["other_records"] = others
    return facts


def _others(trial: Trial) -> list[dict[str, object]]:
    """Return each other record once: of EUCTR's, which are one for each country, the first."""
    own = {(registry(trial.main), trial.main.id)}
    first = {(registry(each), each.id): each for each in reversed(trial.others)}
    ordered = dict.fromkeys((registry(each), each.id) for each in trial.others)
    return [_other(first[key]) for key in ordered if key not in own]


def registry(record: RegistryRecord) -> str:
    """Return the registry; a record in CTML is of the registry whose id it bears."""
    return identity.registry(record.id) if record.registry == identity.CTML else record.registry


def _dates(record: RegistryRecord) -> dict[str, object]:
    dates = {"updated": record.updated, "started": record.started, "primary_completion": record.primary_completion}
    return {name: _day(day) for name, day in dates.items() if day}


def _other(record: RegistryRecord) -> dict[str, object]:
    given: dict[str, object] = {
        "id": record.id,
        "registry": registry(record),
        "status": statuses.spelled(record.status),
        "phase": record.phase,
        **_dates(record),
        "captured": _day(record.captured),
        "source_url": record.url,
    }
    return {name: value for name, value in given.items() if value}


def _day(day: PartialDate | None) -> str:
    return str(day) if day else ""


def _clinical(record: RegistryRecord, cancers: tuple[str, ...]) -> list[Tree]:
    """Return the nodes of cancers and ages: one of cancers and the lowest age, one of the highest."""
    first: Tree = {"oncotree_primary_diagnosis": list(cancers)} if cancers else {}
    low, high = years(record.minimum_age), years(record.maximum_age)
    if low:
        first["age_numerical"] = f">={low}"
    ends: list[Tree] = [{"clinical": {"age_numerical": f"<={high}"}}] if high else []
    return [Tree(clinical=first), *ends] if first else ends


def years(printed: str) -> str:
    """Return an age in years, such as ``18`` or ``0.5``; an empty string where none is printed."""
    found = _AGE.match(printed)
    if not found or not float(found[1]):
        return ""
    return f"{float(found[1]) / _UNITS[found[2].lower()]:.2f}".rstrip("0").rstrip(".")


def _criteria(criteria: Criteria) -> list[Tree]:
    """Return what must hold: the inclusion criteria, and that no exclusion criterion does."""
    included = _node(criteria.inclusion, turned=False) if criteria.inclusion else None
    excluded = _node(criteria.exclusion, turned=True) if criteria.exclusion else None
    return [tree for tree in (included, excluded) if tree]


def _node(node: Node, turned: bool) -> Tree | None:
    """Return a tree with its negation pushed to the leaves.

    A role speaks of the patient whichever section it stands in, so a leaf needs no turning: only "all of" and "any
    of" change places.
    """
    if isinstance(node, Leaf):
        return {"genomic": _leaf(node)} if node.role in _STATED else None
    if not node.children:
        return dict(ANYONE)
    word = "and" if node.every != turned else "or"
    return joined(word, [tree for child in node.children if (tree := _node(child, turned))])


def _leaf(leaf: Leaf) -> Tree:
    sign = "!" if leaf.role is Role.EXCLUDED else ""
    known: Tree = {"if_known": True} if leaf.if_known and sign else {}
    return {"biomarker": f"{sign}{leaf.label}", **_certainty(leaf), **known}


def _noted(leaf: Leaf) -> Tree:
    return {"biomarker": leaf.label, "role": leaf.role.value, **_certainty(leaf)}


def _certainty(leaf: Leaf) -> Tree:
    return {"confidence": round(leaf.confidence, 2), "span": Span((leaf.start, leaf.end))}
