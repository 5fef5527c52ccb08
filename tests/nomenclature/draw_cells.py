"""Draw printed target texts for judging by hand: distinct tokens of every held directory, stratified, with a seed.

python tests/nomenclature/draw_cells.py            # 200 drawn tokens as CSV: token, class, example row
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator

from trialign import resources
from trialign.nomenclature import target_list

SEED = 2026
WANTED = {"plain": 60, "pair": 45, "cytogenetic": 40, "words": 55}
BOOKS = ("cancer/2020-11", "cancer/2021-10", "rare-inherited/2023-06", "rare-inherited/2024-07")


def tokens() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield each distinct token with scope, technology, code and name of the first row that prints it."""
    seen: set[tuple[str, str]] = set()
    for book in BOOKS:
        path = resources.directories() / "england" / f"{book}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for token in target_list.split(row["target"]) or [""]:
                    if (token, row.get("scope", "")) not in seen:
                        seen.add((token, row.get("scope", "")))
                        yield token, row.get("scope", ""), row["method"], row["test_code"], row["test_name"]


def stratum(token: str) -> str:
    """Return how a token looks: it decides how often its like is drawn, not how it is read."""
    if any(sign in token for sign in "();+") or token.lower().startswith(("chr", "del", "-", "trisomy", "t(", "inv")):
        return "cytogenetic"
    if " " in token.strip() or not token:
        return "words"
    return "pair" if "-" in token or "::" in token or "/" in token else "plain"


def drawn() -> list[tuple[str, str, str, str, str]]:
    """Return the drawn tokens, in drawn order."""
    chance = random.Random(SEED)
    groups: dict[str, list[tuple[str, str, str, str, str]]] = {name: [] for name in WANTED}
    for each in sorted(tokens()):
        groups[stratum(each[0])].append(each)
    found: list[tuple[str, str, str, str, str]] = []
    short = 0
    for name in ("words", "cytogenetic", "pair", "plain"):
        wanted = WANTED[name] + (short if name == "plain" else 0)
        taken = chance.sample(groups[name], min(wanted, len(groups[name])))
        short += WANTED[name] - len(taken) if name != "plain" else 0
        found += taken
    return found


def main() -> None:
    """Print the drawn tokens as CSV."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("token", "scope", "technology", "test_code", "test_name"))
    writer.writerows(drawn())


if __name__ == "__main__":
    main()
