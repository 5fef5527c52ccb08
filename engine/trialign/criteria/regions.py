"""Chromosomal regions and HLA types as texts print them: ``del(17p)``, ``1q gain``, ``HLA-A*02:01``."""

from __future__ import annotations

import re

from trialign.criteria.lexicon import Marker, Target

WORDS = re.compile(r"\bHLA|\bdel ?[(\d]|\b\d{1,2}[pq]\b|\b(?:tri|mono)somy\b", re.I)

REGION = re.compile(
    r"(?P<hla>HLA[- ]?(?P<locus>A|B|C|D[RQP][A-Z]?\d?)[- ]?\\?\*?(?P<type>\d{1,2}(?::?\d{2})*)P?"
    r"(?P<more>(?:(?:\s*,\s*(?:or |and )?|\s*/\s*|\s+(?:or|and)\s+)(?:HLA-?[ABC])?\\?\*?\d{2}:\d{2}P?)*))(?![\w])"
    r"|(?P<del>del(?:etion)?s?\s?(?:of\s)?\(?(?P<arm>\d{1,2}[pq])(?:[\d.]*)\)?)(?![\w/])"
    r"|(?P<arm2>\d{1,2}[pq])(?:\d[\d.]*)?[ -](?P<what>deletion|loss|gain|amplification)\b"
    r"|(?P<gain>gain\s?(?:of\s)?\(?(?P<arm3>\d{1,2}[pq])(?:[\d.]*)\)?)(?![\w/])"
    r"|(?P<whole>(?:trisomy|monosomy)\s(?P<chromosome>\d{1,2}))\b",
    re.I,
)

STARTS = frozenset({"hla", "del", "gai", "tri", "mon"})


def marker(match: re.Match[str]) -> Marker:
    """Return the marker of an HLA type or a chromosomal region, by its label."""
    if match["hla"]:
        fields = match["type"].replace(":", "").rjust(2, "0")
        kind = ":".join(fields[at : at + 2] for at in range(0, len(fields), 2))
        types = dict.fromkeys((kind, *re.findall(r"\d{2}:\d{2}", match["more"])))
        locus = f"HLA-{match['locus'].upper()}"
        return Marker(tuple(Target(f"{locus}*{each}", None) for each in types), "complete", 0.9)
    if match["whole"]:
        gained = match["whole"][:1].lower() == "t"
        label = f"chromosome {match['chromosome']} {'gain' if gained else 'loss'}"
    else:
        arm = (match["arm"] or match["arm2"] or match["arm3"]).lower()
        lost = bool(match["del"]) or (match["what"] or "").lower() in {"deletion", "loss"}
        label = f"del({arm})" if lost else f"gain({arm})"
    return Marker((Target(label, None),), "complete", 0.9)
