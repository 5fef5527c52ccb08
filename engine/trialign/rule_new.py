"""Use case ``rules new``: the next free id of a family, and a file for it that is never written over another."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trialign import resources
from trialign.errors import UsageError, did_you_mean
from trialign.rulebook.skeleton import Wanted, rule_text

_ID = re.compile(r"(?P<prefix>[A-Z]{3})-(?P<number>\d{3})")
_FAMILY = re.compile(r"[a-z][a-z0-9-]*")
_PREFIX = re.compile(r"[A-Z]{3}")
_LAST = 999
_SCHEMA = "rule.schema.json"


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule that was begun: its id, its file, and the rulebook, empty for the bundled one."""

    id: str
    path: Path
    rulebook: str


def new_rule(family: str, rule_id: str, prefix: str, folder: Path | None, today: date) -> NewRule:
    """Write the file of a new rule.

    Args:
        family: Its family, the folder that it will stand in.
        rule_id: Its id; empty for the next free one.
        prefix: The three letters of ids, for a family that has no rule yet; else empty.
        folder: A rulebook of one's own; None for that of the checkout.
        today: The day that stands in the file.

    Raises:
        UsageError: The id or prefix cannot be used, or the file is there already.
    """
    root = folder or _checkout()
    if not _FAMILY.fullmatch(family):
        raise UsageError(f"'{family}' is no name for a family; use small letters, such as coverage")
    families = _families(root)
    chosen = _given(rule_id, family, prefix, families) if rule_id else _next(family, prefix, families)
    path = root / family / f"{chosen}.yaml"
    others = sorted(root.glob(f"*/{chosen}.yaml"))
    if others:
        raise UsageError(f"{others[0]} is there already, and ids are never reused; leave out --id for a free one")
    _write(path, rule_text(Wanted(chosen, family, _schema(root), today)))
    return NewRule(chosen, path, str(folder) if folder else "")


def _checkout() -> Path:
    if not resources.in_checkout():
        raise UsageError("the bundled rulebook is installed and not yours to add to; name a folder with --rules")
    return resources.rules()


def _schema(root: Path) -> str:
    """Return where an editor finds the schema, seen from the file of a rule."""
    own = (root / _SCHEMA).is_file()
    return f"../{_SCHEMA}" if own else (resources.rules() / _SCHEMA).as_posix()


def _families(root: Path) -> dict[str, list[str]]:
    """Return the ids of each family, of the bundled rulebook too: an id means one rule everywhere."""
    found: dict[str, list[str]] = {}
    for folder in dict.fromkeys((root, resources.rules())):
        for path in sorted(folder.glob("*/*.yaml")):
            if _ID.fullmatch(path.stem):
                found.setdefault(path.parent.name, []).append(path.stem)
    return found


def _given(rule_id: str, family: str, prefix: str, families: dict[str, list[str]]) -> str:
    found = _ID.fullmatch(rule_id.upper())
    if found is None:
        raise UsageError(f"'{rule_id}' is no id; write three letters, a hyphen and three digits, such as COV-901")
    _check_prefix(found["prefix"], family, families)
    if prefix and prefix.upper() != found["prefix"]:
        raise UsageError(f"the id {rule_id} does not begin with {prefix}; give one of the two")
    return found[0]


def _next(family: str, prefix: str, families: dict[str, list[str]]) -> str:
    if not prefix and family not in families:
        mend = did_you_mean(family, families) or f"families: {', '.join(sorted(families))}"
        raise UsageError(f"no rule is of family '{family}'; {mend}; for a new family give --prefix, three letters")
    letters = prefix.upper() or Counter(_prefix(each) for each in families[family]).most_common(1)[0][0]
    if not _PREFIX.fullmatch(letters):
        raise UsageError(f"'{prefix}' is no prefix; write three letters, such as COV")
    _check_prefix(letters, family, families)
    taken = {int(each[-3:]) for ids in families.values() for each in ids if _prefix(each) == letters}
    number = max(taken, default=0) + 1
    if number > _LAST:
        raise UsageError(f"the last id of {letters} is taken; choose a free one with --id")
    return f"{letters}-{number:03}"


def _check_prefix(letters: str, family: str, families: dict[str, list[str]]) -> None:
    """Refuse a prefix of another family, and another prefix for a family that has one."""
    own = {_prefix(each) for each in families.get(family, ())}
    owner = next((name for name, ids in families.items() if letters in {_prefix(each) for each in ids}), family)
    if own and letters not in own:
        raise UsageError(f"rules of family {family} begin with {', '.join(sorted(own))}, not with {letters}")
    if owner != family:
        raise UsageError(f"{letters} is the prefix of family {owner}; choose another for {family}")


def _prefix(rule_id: str) -> str:
    return rule_id[:3]


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already and is not overwritten") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
