"""What people type for nations, cancers, biomarkers and days, to concepts; unknown ones get 'did you mean'."""

from __future__ import annotations

import re
from datetime import date

from trialign.errors import UsageError, did_you_mean
from trialign.load.world import World
from trialign.model.biomarker import Biomarker
from trialign.model.coverage import Need
from trialign.model.directory import Indication, Nation
from trialign.nomenclature import spoken
from trialign.nomenclature.labels import UnknownLabel

_SHORT = {"eng": Nation.ENGLAND, "sco": Nation.SCOTLAND, "wal": Nation.WALES, "ni": Nation.NORTHERN_IRELAND}


def nation(text: str) -> Nation:
    """Return the nation of ``england``, ``Northern Ireland``, ``ni``.

    Raises:
        UsageError: There is none of that name.
    """
    folded = text.casefold().strip()
    hyphened = folded.replace(" ", "-").replace("_", "-")
    if hyphened in set(Nation):
        return Nation(hyphened)
    if folded in _SHORT:
        return _SHORT[folded]
    mend = did_you_mean(text, [each.display for each in Nation]) or f"nations: {', '.join(Nation)}"
    raise UsageError(f"unknown nation '{text}'; {mend}")


def day(text: str | None) -> date:
    """Return the day of ``2026-11-22``, today where none is given.

    Raises:
        UsageError: It is no date.
    """
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"'{text}' is no date; write it as 2026-11-22") from error


def age(text: str) -> str:
    """Return an age as the data write it: ``adult``, ``paediatric``, ``all``, ``>=12`` or ``1-17``.

    Raises:
        UsageError: It has another form.
    """
    if not re.fullmatch(r"|adult|paediatric|all|>=\d{1,3}|\d{1,3}-\d{1,3}", text):
        raise UsageError(f"'{text}' is no age; write adult, paediatric, all, >=12 or 1-17")
    return text


def biomarkers(text: str, world: World) -> tuple[Biomarker, ...]:
    """Return the biomarkers of a label or of what people say: ``HER2``, ``NTRK fusion``, ``BRAF V600E/K``.

    Raises:
        UsageError: It names no gene, signature or class that is known.
    """
    try:
        return spoken.parse(text, world.vocabulary.genes)
    except UnknownLabel as error:
        raise UsageError(str(error)) from error


def need(text: str, marker: Biomarker, age: str, world: World) -> tuple[Need, str]:
    """Return the need in a cancer given as code, name or a directory's own indication, and the cancer's name.

    A directory's indication name, written as printed, or its code wins: then its own rows answer.

    Raises:
        UsageError: No cancer and no indication has that name.
    """
    indications = [each for directory in world.directories for each in directory.indications]
    printed = [each for each in indications if text in {each.name, each.code}]
    codes = world.vocabulary.cancers.find(text)
    if not printed and not codes:
        printed = [each for each in indications if each.name.casefold() == text.casefold()]
    if printed:
        return _indication_need(printed[0], marker, age), printed[0].name
    if codes:
        names = [world.vocabulary.cancers.names[code] for code in codes]
        return Need(marker, codes, age), " or ".join(names)
    mend = world.vocabulary.cancers.suggestion(text) or did_you_mean(text, [each.name for each in indications])
    raise UsageError(f"unknown cancer '{text}'; {mend or 'give an OncoTree code, a name or a clinical indication'}")


def _indication_need(indication: Indication, marker: Biomarker, age: str) -> Need:
    return Need(marker, indication.cancers, age, indication.code)
