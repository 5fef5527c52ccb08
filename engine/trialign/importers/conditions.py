"""Conditions of registries to codes of cancers, only where a condition is known as a whole."""

from __future__ import annotations

import re
from functools import lru_cache

from trialign.nomenclature.cancers import Cancers

# Words that say how far a cancer has come, or who has it; they do not change which cancer it is.
_EXTENT = (
    r"locally advanced|advanced|metastatic|recurrent|refractory|relapsed|unresectable|inoperable|resectable|malignant"
    r"|adult|childhood|newly diagnosed|previously treated|untreated|early|early-stage|late-stage"
)
_LEADING = re.compile(rf"^(?:(?:{_EXTENT})(?:[ /,]+(?:and|or|/)? *|/))+", re.I)
_TRAILING = re.compile(rf"(?:,? (?:{_EXTENT}|stage [0-4ivx]+[abc]?))+$", re.I)
_STAGE = re.compile(
    r"^(?:(?:anatomic|clinical|pathologic|prognostic)\s+)*stage [0-4ivx]+[a-d]?[0-9]?\s+|\s+AJCC v\d+$",
    re.I,
)
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_SPELLINGS = (
    ("non[- ]small[- ]cell", "non-small cell"),
    ("solid neoplasm", "solid tumour"),
    ("tumor", "tumour"),
    ("leukemia", "leukaemia"),
    ("neoplasm|carcinoma", "cancer"),
)


@lru_cache(maxsize=16_384)
def _forms(condition: str) -> tuple[str, ...]:
    """Return a condition and the ways of saying the same, the nearest first."""
    plain = _BRACKET.sub("", _STAGE.sub("", " ".join(condition.split())))
    bare = _TRAILING.sub("", _LEADING.sub("", plain))
    forms = [condition, plain, bare]
    head, comma, rest = bare.partition(", ")
    if comma and "," not in rest:
        forms.append(f"{rest} {head}")  # MeSH prints 'Carcinoma, Hepatocellular'
    forms += [form[:-1] for form in forms if form.endswith("s") and not form.endswith("ss")]
    for old, new in _SPELLINGS:
        forms += [re.sub(old, new, form, flags=re.I) for form in tuple(forms)]
    return tuple(dict.fromkeys(form for form in forms if form))


def codes(condition: str, cancers: Cancers) -> tuple[str, ...]:
    """Return the codes of a condition, none where no way of saying it is known."""
    return next((found for form in _forms(condition) if (found := cancers.find(form))), ())
